"""What `why` and `deadline` share: the formats they have, and the way out."""

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_audit.cli.console import OUT, TALK
from cchc_audit.cli.language import texts
from cchc_audit.cli.values import choice
from cchc_audit.core.errors import ConfigError
from cchc_audit.render.numbers import whole

if TYPE_CHECKING:
    from cchc_audit.analysis.explain import Explanations
    from cchc_audit.render.formats import Format


def form_of(name: str | None, output: str | None) -> "Format":
    """The format: `--format`, else the suffix of `-o`, else a table.

    Raises `ConfigError` for one that an explanation cannot be written as.
    """
    from cchc_audit.render.explanations import FORMATS
    from cchc_audit.render.formats import SUFFIXES, Format, format_of, ready

    if name is not None:
        form = choice(name, Format, option="--format")
    else:
        form = format_of(output) if output else Format.TABLE
    if form not in FORMATS and name is None:
        suffixes = " ".join(suffix for suffix, meant in SUFFIXES.items() if meant in FORMATS)
        raise ConfigError("report.format_unknown", file=output, suffixes=suffixes)
    if form not in FORMATS:
        raise ConfigError("explain.formats", accepted=", ".join(FORMATS))
    ready(form)
    if form is Format.PDF and output is None:
        raise ConfigError("report.binary_to_screen", format=form, example=f"ket-qua.{form}")
    return form


def put(answer: "Explanations", *, form: "Format", output: str | None, quiet: bool) -> None:
    """Write an answer where it was asked for; a written file is named on the other stream."""
    from cchc_audit.render.explanations import render, write

    if output:
        write(answer, Path(output), format=form, texts=texts())
        if not quiet:
            count = whole(len(answer.dossiers), texts())
            TALK.say(texts()("explain.written", file=output, n=count))
    else:
        text = render(answer, format=form, texts=texts(), width=OUT.width, colour=OUT.colour)
        OUT.put(text, form=form)
