"""`cchc-audit calendar`."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_audit import __version__
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import AsOf, CalendarFile, option
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
    from cchc_audit.law.calendar import Calendar
    from cchc_audit.render.page import Page


@answers_with_page
def calendar(
    asked: Asked,
    *,
    year: Annotated[
        str | None,
        typer.Argument(metavar="YEAR", help="cli.option.year", rich_help_panel="own"),
    ] = None,
    check: Annotated[bool, option("calendar_check", "--check", section="own")] = False,
    as_of: AsOf = None,
    calendar: CalendarFile = None,
) -> int:
    """Days off and make-up days of a year; `--check` compares them with the package `holidays`."""
    from cchc_audit.law.calendar import load_calendar

    form = form_of(asked)
    settings = settings_of(asked.config, calendar=calendar)
    file = settings.calendar
    keep(asked.output, file, asked.config)
    judged = moment(as_of, settings.policy)
    # The last day of the judgement: a bare --as-of stands for the end of its day.
    today = (judged - timedelta(microseconds=1)).date()
    days = load_calendar(file, as_of=today)
    if check:
        _refuse_abroad(file)
        page, code = _checked(days, year, judged)
    else:
        number = today.year if year is None else _number(year)
        page, code = _shown(days, number, judged), ExitCode.DONE
    put(page, asked, form=form)
    return code


def _number(text: str) -> int:
    digits = text.strip()
    if not (len(digits) == 4 and digits.isascii() and digits.isdecimal()):
        raise ConfigError("calendar.bad_year", value=text)
    return int(digits)


def _shown(days: "Calendar", number: int, judged: datetime) -> "Page":
    from cchc_audit.law.calendar.year import year_of
    from cchc_audit.render.pages.calendar_page import calendar_page

    found = year_of(days, number)
    return calendar_page(found, texts=texts(), created=judged, version=__version__)


def _checked(days: "Calendar", year: str | None, judged: datetime) -> "tuple[Page, ExitCode]":
    """The comparison of one year, or of all that are official; 1 where one is unexplained."""
    from importlib.metadata import version

    from cchc_audit.law.calendar.calendar_check import compare_with_package
    from cchc_audit.law.calendar.year import year_of
    from cchc_audit.render.pages.calendar_check_page import calendar_check_page

    if year is None:
        years = days.first.year, days.official_through.year
    else:
        number = year_of(days, _number(year)).number
        years = number, number
    differences = compare_with_package(days, *years)
    page = calendar_check_page(
        differences,
        days,
        years=years,
        package=version("holidays"),
        texts=texts(),
        created=judged,
    )
    explained = all(difference.explained for difference in differences)
    return page, ExitCode.DONE if explained else ExitCode.GATE_FAILED


def _refuse_abroad(file: Path | None) -> None:
    """Only the days of Viet Nam are the same thing as the package's days of Viet Nam."""
    from cchc_audit.law.calendar.calendar_sources import HOME
    from cchc_audit.law.calendar.overlay import read_overlay

    base = HOME if file is None else read_overlay(file).base
    if base.upper() != HOME:
        raise ConfigError("calendar.check.home_only", file=file, base=base)
