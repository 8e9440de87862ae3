"""`cchc-audit deadline`."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cchc_audit.cli.explained_output import form_of, put
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import (
    AsOf,
    CalendarFile,
    CatalogueFile,
    Config,
    General,
    Many,
    Output,
    option,
    shares,
)
from cchc_audit.cli.page_commands import keep, settings_of
from cchc_audit.cli.values import instant
from cchc_audit.core.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from cchc_audit.intake.values.terms import Term

_LAST_YEAR = 2100
_PARTED = ".."


@shares(General)
def deadline(
    general: General,
    *,
    moment: Annotated[
        Many, typer.Argument(metavar="MOMENT", help="cli.option.moment", rich_help_panel="own")
    ] = None,
    term: Annotated[str | None, option("term", "--term", metavar="TERM", section="own")] = None,
    procedure: Annotated[
        str | None, option("procedure_code", "--procedure", metavar="CODE", section="own")
    ] = None,
    remote: Annotated[bool, option("remote", "--remote", section="own")] = False,
    pause: Annotated[Many, option("pause", "--pause", metavar="FROM..TO", section="own")] = None,
    as_of: AsOf = None,
    config: Config = None,
    calendar: CalendarFile = None,
    catalogue: CatalogueFile = None,
    format: Annotated[  # noqa: A002 - the option's own name
        str | None, option("format", "--format", metavar="table|json|md|html|pdf", section="usual")
    ] = None,
    output: Output = None,
) -> int:
    """The deadline of one receipt, with its day-by-day count."""
    from cchc_audit.products.inquiry import Question
    from cchc_audit.products.inquiry import deadline as reckon

    form = form_of(format, output)
    settings = settings_of(config, calendar=calendar, catalogue=catalogue)
    keep(output, settings.calendar, settings.catalogue, config)
    zone = settings.policy.timezone
    if not moment:
        raise ConfigError("explain.moment_missing")
    if (term is None) == (procedure is None):
        raise ConfigError("explain.term_or_procedure")
    if remote and procedure is None:
        raise ConfigError("explain.remote_needs_procedure")
    question = Question(
        received=_moment(" ".join(moment), zone, option=texts()("cli.metavar.MOMENT")),
        settings=settings,
        term=None if term is None else _term(term),
        procedure=procedure,
        remote=remote,
        pauses=[_pause(text, zone) for text in pause or ()],
        as_of=instant(as_of, option="--as-of", timezone=zone) if as_of else None,
    )
    put(reckon(question), form=form, output=output, quiet=general.quiet)
    return ExitCode.DONE


def _moment(text: str, zone: str, *, option: str) -> datetime:
    """A moment as the cells of an export are read; a bare day is a bare date."""
    from cchc_audit.core.vocabulary import Fault
    from cchc_audit.intake.values.moments import Span, read_moment

    read = read_moment(text, Span(date(_LAST_YEAR, 12, 31), ZoneInfo(zone)))
    if isinstance(read, datetime):
        return read
    fault = Fault.MOMENT_UNREADABLE if read is None else read
    why = texts()(f"intake.fault.{fault}")
    raise ConfigError("explain.bad_moment", option=option, value=text, why=why)


def _term(text: str) -> "Term":
    from cchc_audit.intake.values.terms import TermFault, parse_term

    read = parse_term(text)
    if isinstance(read, TermFault):
        why = texts()(f"term_fault.{read}")
        raise ConfigError("explain.bad_term", value=text, why=why)
    return read


def _pause(text: str, zone: str) -> tuple[datetime, datetime]:
    begin, parted, end = text.partition(_PARTED)
    if not (parted and begin.strip() and end.strip()):
        raise ConfigError("explain.bad_pause", value=text)
    pair = _moment(begin, zone, option="--pause"), _moment(end, zone, option="--pause")
    if pair[1] < pair[0]:
        raise ConfigError("explain.pause_reversed", value=text)
    return pair
