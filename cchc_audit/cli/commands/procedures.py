"""`cchc-audit procedures`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_audit import __version__
from cchc_audit.cli.console import OUT, TALK
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import AsOf, CatalogueFile, Many, option
from cchc_audit.cli.page_commands import (
    Asked,
    answers_with_page,
    form_of,
    keep,
    moment,
    put,
    settings_of,
)
from cchc_audit.core.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from cchc_audit.core.settings import Settings
    from cchc_audit.render.page import Page


@answers_with_page
def procedures(
    asked: Asked,
    *,
    text: Annotated[
        Many, typer.Argument(metavar="WORDS", help="cli.option.words", rich_help_panel="own")
    ] = None,
    check: Annotated[
        str | None, option("catalogue_check", "--check", metavar="FILE", section="own")
    ] = None,
    as_of: AsOf = None,
    catalogue: CatalogueFile = None,
) -> int:
    """Terms by code or words of a name; `--check` validates a user's catalogue."""
    form = form_of(asked)
    settings = settings_of(asked.config, catalogue=catalogue)
    keep(asked.output, check, settings.catalogue, asked.config)
    judged = moment(as_of, settings.policy)
    if check is None:
        return _searched(" ".join(text or ()).strip(), asked, settings, judged)
    if text:
        raise ConfigError("procedures.text_and_check")
    page = _checked(Path(check), judged)
    put(page, asked, form=form)
    if page.data["valid"]:
        return ExitCode.DONE
    TALK.say(texts()("procedures.check.refused", file=check))
    return ExitCode.COULD_NOT


def _searched(text: str, asked: Asked, settings: "Settings", judged: datetime) -> int:
    """Write what was found; nothing found is an answer too, said on the other stream. Without words
    that is the whole catalogue; a terminal shows its fields, unless a format was asked for.
    """
    from cchc_audit.law.catalogue.catalogue import load_catalogue
    from cchc_audit.law.catalogue.catalogue_search import near_procedures, search
    from cchc_audit.render.formats import Format
    from cchc_audit.render.pages.procedure_fields import fields_page
    from cchc_audit.render.pages.procedures_page import procedures_page

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
    form = form_of(asked)
    if OUT.is_terminal and entries and not (text or asked.format or asked.output):
        page = fields_page(page, entries, texts())
    if entries or asked.output or form is not Format.TABLE:
        put(page, asked, form=form)
    if not entries:
        names = "; ".join(f"{entry.code} {entry.name}".strip() for entry in near)
        key = "procedures.nothing_near" if near else "procedures.nothing"
        TALK.say(texts()(key, text=text, near=names))
    return ExitCode.DONE


def _checked(path: Path, judged: datetime) -> "Page":
    from cchc_audit.law.catalogue.catalogue_check import check_catalogue
    from cchc_audit.render.pages.catalogue_check_page import catalogue_check_page

    return catalogue_check_page(check_catalogue(path), texts=texts(), created=judged)
