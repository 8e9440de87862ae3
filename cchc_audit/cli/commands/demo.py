"""`cchc-audit demo`."""

from pathlib import Path
from typing import Annotated

import typer

from cchc_audit.cli.console import TALK, working
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import General, option, shares
from cchc_audit.cli.values import whole
from cchc_audit.core.errors import ConfigError, ExitCode


@shares(General)
def demo(
    general: General,
    *,
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="cli.option.demo_folder", rich_help_panel="own")
    ],
    rows: Annotated[str | None, option("demo_rows", "--rows", metavar="N", section="own")] = None,
    seed: Annotated[str | None, option("demo_seed", "--seed", metavar="S", section="own")] = None,
) -> int:
    """Write a synthetic province to try the tool on."""
    from cchc_audit.products.demo import cheaters, write_province
    from cchc_audit.products.demo.receipts import LAST
    from cchc_audit.render.numbers import whole as in_words

    if not folder:
        raise ConfigError("cli.option_needs_value", option="DIR")
    count = whole(rows or "10000", option="--rows")
    if count == 0:
        raise ConfigError("demo.no_rows")
    chosen = whole(seed or "1", option="--seed")
    with working(texts()("demo.working"), quiet=general.quiet):
        files = write_province(Path(folder), rows=count, seed=chosen, texts=texts())
    if not general.quiet:
        for file in files:
            n = None if file.rows is None else in_words(file.rows, texts())
            key = "demo.written" if n is None else "cli.written"
            TALK.say(texts()(key, file=file.path, n=n))
        TALK.say(texts()("demo.planted"))
        for habit, names in cheaters(count, seed=chosen).items():
            if names:
                TALK.say(f"  {texts()(f'demo.habit.{habit}')}: {', '.join(names)}")
        TALK.say(texts()("demo.try", folder=folder, day=f"{LAST:%d/%m/%Y}"))
    return ExitCode.DONE
