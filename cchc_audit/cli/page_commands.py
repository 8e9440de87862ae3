"""What the commands that read no export share: their options, the moment, the ways out."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cchc_audit.cli.console import OUT, PIPE_WIDTH, TALK
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Config, General, Output, option, shares
from cchc_audit.cli.values import choice, instant, now
from cchc_audit.core.errors import ConfigError
from cchc_audit.render.numbers import whole

if TYPE_CHECKING:
    from cchc_audit.analysis.snapshots import Store
    from cchc_audit.core.settings import Policy, Settings
    from cchc_audit.render.formats import Format
    from cchc_audit.render.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(General):
    """The options of every command that answers with a page."""

    config: Config = None
    format: Annotated[
        str | None,
        option("format", "--format", metavar="table|json|csv|md|html|xlsx|pdf", section="usual"),
    ] = None
    output: Output = None


answers_with_page = shares(Asked)


def settings_of(config: str | None, **files: str | None) -> "Settings":
    """The settings of the run, with the `files` that were given in the place of the keys."""
    # Not at the top: a help page must not wait for it.
    from cchc_audit.core.settings import load_settings

    settings = load_settings(Path(config) if config else None)
    given: dict[str, Any] = {key: Path(path) for key, path in files.items() if path}
    return settings._replace(lang=texts().lang, **given)


def open_store(folder: str | None, config: str | None) -> "tuple[Store, Settings]":
    """The folder of snapshots: what was given, else what `cchc.toml` says."""
    from cchc_audit.analysis.snapshots import Store

    settings = settings_of(config)
    return Store(Path(folder) if folder else settings.snapshots.folder), settings


def moment(as_of: str | None, policy: "Policy") -> datetime:
    """The instant of judgement: what was given, else the present minute in Viet Nam."""
    if as_of is None:
        return now(policy.timezone)
    return instant(as_of, option="--as-of", timezone=policy.timezone)


def form_of(asked: Asked) -> "Format":
    """The format: `--format`, else the suffix of `-o`, else a table. Raises `ConfigError`."""
    from cchc_audit.render.formats import SUFFIXES, Format, format_of, ready
    from cchc_audit.render.page_out import FORMATS

    name = asked.format
    if name is not None:
        form = choice(name, Format, option="--format")
        if form not in FORMATS:
            accepted = ", ".join(FORMATS)
            raise ConfigError("cli.bad_choice", option="--format", value=name, accepted=accepted)
        if form is Format.PDF and not asked.output:
            raise ConfigError("report.binary_to_screen", format=form, example=f"ket-qua.{form}")
        ready(form)
        return form
    form = format_of(asked.output) if asked.output else Format.TABLE
    if form not in FORMATS:
        suffixes = " ".join(suffix for suffix, meant in SUFFIXES.items() if meant in FORMATS)
        raise ConfigError("report.format_unknown", file=asked.output, suffixes=suffixes)
    ready(form)
    return form


def keep(output: str | None, *read: Path | str | None, option: str = "-o") -> None:
    """Refuse to write over a file that is read, with the `option` that asked for it."""
    if output and _real(output) in {_real(path) for path in read if path}:
        raise ConfigError("cli.would_overwrite", option=option, file=output)


def put(page: "Page", asked: Asked, *, form: "Format") -> None:
    """Write a page where it was asked for; a written file is named on the other stream."""
    from cchc_audit.render.formats import Format
    from cchc_audit.render.page_out import page_bytes, page_text, write_page

    if asked.output:
        write_page(page, Path(asked.output), format=form, texts=texts(), width=PIPE_WIDTH)
        if not asked.quiet:
            count = whole(len(page.records), texts())
            TALK.say(texts()("cli.written", file=asked.output, n=count))
    elif form is Format.XLSX:
        if OUT.is_terminal:
            example = f"{page.command}.{form}"
            raise ConfigError("report.binary_to_screen", format=form, example=example)
        OUT.put(page_bytes(page, texts=texts()))
    else:
        text = page_text(page, format=form, texts=texts(), width=OUT.width, colour=OUT.colour)
        OUT.put(text, form=form)


def _real(path: Path | str) -> str:
    return os.path.normcase(os.path.realpath(path))
