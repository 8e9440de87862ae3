"""`cchc-audit procedures`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_audit import __version__
from cchc_audit.cli.console import TALK
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import LangOption, Many, VersionFlag, option
from cchc_audit.cli.pages import (
    AsOf,
    CatalogueFile,
    Config,
    FormatName,
    Output,
    Quiet,
    form_of,
    keep,
    moment,
    put,
    refuse_empty,
)
from cchc_audit.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from cchc_audit.report.formats import Format
    from cchc_audit.report.page import Page
    from cchc_audit.settings import Settings


def procedures(
    *,
    text: Annotated[
        Many, typer.Argument(metavar="WORDS", help="cli.option.words", rich_help_panel="own")
    ] = None,
    check: Annotated[
        str | None, option("catalogue_check", "--check", metavar="FILE", section="own")
    ] = None,
    as_of: AsOf = None,
    config: Config = None,
    catalogue: CatalogueFile = None,
    format: FormatName = None,  # noqa: A002 - the option's own name
    output: Output = None,
    lang: LangOption = None,
    quiet: Quiet = False,
    version: VersionFlag = False,
) -> int:
    """Terms by code or words of a name; `--check` validates a user's catalogue."""
    from cchc_audit.settings import load_settings

    del lang, version  # read before the command runs
    refuse_empty(
        {
            "--check": check,
            "--as-of": as_of,
            "--config": config,
            "--catalogue": catalogue,
            "--format": format,
            "-o": output,
        }
    )
    form = form_of(format, output)
    settings = load_settings(Path(config) if config else None)
    if catalogue:
        settings = settings.model_copy(update={"catalogue": Path(catalogue)})
    keep(output, check, settings.catalogue, config)
    judged = moment(as_of, settings.policy)
    if check is None:
        return _searched(
            " ".join(text or ()).strip(), settings, judged, form=form, output=output, quiet=quiet
        )
    if text:
        raise ConfigError("procedures.text_and_check")
    page = _checked(Path(check), judged)
    put(page, form=form, output=output, quiet=quiet)
    if page.document["valid"]:
        return ExitCode.DONE
    TALK.say(texts()("procedures.check.refused", file=check))
    return ExitCode.COULD_NOT


def _searched(
    text: str,
    settings: "Settings",
    judged: datetime,
    *,
    form: "Format",
    output: str | None,
    quiet: bool,
) -> int:
    """Write what was found; nothing found is an answer too, said on the other stream."""
    from cchc_audit.deadlines.catalogue import load_catalogue
    from cchc_audit.deadlines.catalogue_search import near_procedures, search
    from cchc_audit.report.formats import Format
    from cchc_audit.report.procedures_page import procedures_page

    known = load_catalogue(settings.catalogue, only_user=settings.catalogue_only)
    entries = search(known, text)
    near = () if entries else near_procedures(known, text)
    cutoff = settings.policy.cutoff
    page = procedures_page(
        entries,
        known,
        text=text,
        near=near,
        cutoff=f"{cutoff // 3600:02}:{cutoff % 3600 // 60:02}",
        texts=texts(),
        created=judged,
        version=__version__,
    )
    if entries or output or form is not Format.TABLE:
        put(page, form=form, output=output, quiet=quiet)
    if not entries:
        names = "; ".join(f"{entry.code} {entry.name}".strip() for entry in near)
        key = "procedures.nothing_near" if near else "procedures.nothing"
        TALK.say(texts()(key, text=text, near=names))
    return ExitCode.DONE


def _checked(path: Path, judged: datetime) -> "Page":
    from cchc_audit.deadlines.catalogue_check import check_catalogue
    from cchc_audit.report.catalogue_check_page import catalogue_check_page

    return catalogue_check_page(check_catalogue(path), texts=texts(), created=judged)
