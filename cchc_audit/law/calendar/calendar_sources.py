"""Where the calendar comes from: the shipped days, the user's file over them, the package beyond.

`days.csv` beside this module is the authority for Viet Nam: one line an irregular day, with its
legal basis and how settled it is. Its years are the known range. Holidays that fall on a weekend
have no line of their own; their day in lieu has.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path

from cchc_audit.core.errors import ConfigError
from cchc_audit.core.vocabulary import DayKind, DayStatus
from cchc_audit.law.calendar.calendar import Calendar, IrregularDay
from cchc_audit.law.calendar.holidays_package import country_codes, package_days, weekend_of
from cchc_audit.law.calendar.hours import OfficeHours
from cchc_audit.law.calendar.overlay import Overlay, read_overlay, unknown

HOME = "VN"
NO_COUNTRY = "none"
# Dates before 2000 and more than ten years ahead are refused in exports; a term needs a year more.
_FIRST_YEAR_ABROAD = 2000
_YEARS_AHEAD = 11


def load_calendar(path: Path | None, *, as_of: date) -> Calendar:
    """The calendar of a run: the shipped one, changed by the user's file `path` if there is one.

    The known range is that of the shipped days, whole years; with another `base` it is 2000 to the
    eleventh year after `as_of`. Raises `InputError` where the file cannot be read, and
    `ConfigError` where it says what has no meaning or names a day outside the range.
    """
    overlay = Overlay() if path is None else read_overlay(path)
    base = _base(overlay.base, file=str(path), as_of=as_of)
    for day in overlay.days:
        if not base.first <= day.date <= base.last:
            raise ConfigError(
                "workdays.day_outside_range",
                file=path,
                day=f"{day.date:%d/%m/%Y}",
                first=f"{base.first:%d/%m/%Y}",
                last=f"{base.last:%d/%m/%Y}",
            )
    return replace(
        base,
        hours=overlay.hours or base.hours,
        days=_overlaid(base.days.values(), overlay.days),
        closures=tuple(day for day in overlay.days if day.communes),
    )


def extended(calendar: Calendar, *, through: date) -> Calendar:
    """The calendar with the package's days of Viet Nam, all provisional, up to `through`'s year.

    The calendar itself where its range reaches that far.
    """
    if through <= calendar.last:
        return calendar
    last = date(through.year, 12, 31)
    years = range(calendar.last.year, last.year + 1)
    ahead = package_days(HOME, years, official_through=calendar.official_through)
    new = tuple(day for day in ahead if day.date > calendar.last)
    return replace(calendar, last=last, days=_overlaid(new, tuple(calendar.days.values())))


def _base(name: str, *, file: str, as_of: date) -> Calendar:
    if name.upper() == HOME:
        return _shipped()
    first, last = date(_FIRST_YEAR_ABROAD, 1, 1), date(as_of.year + _YEARS_AHEAD, 12, 31)
    if name.casefold() == NO_COUNTRY:
        return Calendar(first, last, last, OfficeHours(), {})
    countries = country_codes()
    if name.upper() not in countries:
        raise _unknown_country(name, file=file, countries=countries)
    # This year's days abroad are taken as settled; what lies ahead only computed.
    official = date(as_of.year, 12, 31)
    years = range(first.year, last.year + 1)
    days = package_days(name.upper(), years, official_through=official)
    irregular = {day.date: day for day in days}
    rest = weekend_of(name.upper(), first, last)
    return Calendar(first, last, official, OfficeHours(), irregular, rest=rest)


def _unknown_country(name: str, *, file: str, countries: dict[str, str]) -> ConfigError:
    """Near by code, or by the country's name where somebody wrote that."""
    if len(name) <= 3:
        choices = [HOME, NO_COUNTRY, *countries]
        return unknown("workdays.unknown_country", file=file, word=name, choices=choices)
    names = [f"{code} ({country})" for code, country in countries.items()]
    return unknown("workdays.unknown_country", file=file, word=name, choices=names)


def _shipped() -> Calendar:
    days = {day.date: day for day in _shipped_days()}
    open_days = (day.date for day in days.values() if day.status is DayStatus.PROVISIONAL)
    # Official as far as no year holds an expected day.
    expected = min(open_days, default=None)
    last = date(max(days).year, 12, 31)
    official = last if expected is None else date(expected.year - 1, 12, 31)
    return Calendar(date(min(days).year, 1, 1), last, official, OfficeHours(), days)


def _shipped_days() -> Iterable[IrregularDay]:
    text = (resources.files(__package__) / "days.csv").read_text(encoding="utf-8")
    return days_in(text)


def days_in(text: str) -> Iterator[IrregularDay]:
    """The days of a text such as `days.csv`. Raises `ValueError` that names the line."""
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            yield IrregularDay(
                date=date.fromisoformat(row["date"]),
                kind=DayKind(row["kind"]),
                name=row["name"],
                basis=row["basis"],
                source=row["source"],
                status=DayStatus(row["status"]),
                partner=date.fromisoformat(row["partner"]) if row["partner"] else None,
            )
        except ValueError as error:
            raise ValueError(f"days.csv, line {number}: {error}") from error


def _overlaid(
    below: Iterable[IrregularDay], above: Iterable[IrregularDay]
) -> dict[date, IrregularDay]:
    """The general days of both by date, those `above` in place of those `below`.

    Whatever their order, a make-up day stands before a day off, and a mere proposal displaces
    nothing that counts.
    """
    days = {day.date: day for day in below}
    for day in above:
        old = days.get(day.date)
        if not day.communes and (old is None or _rank(day) >= _rank(old)):
            days[day.date] = day
    return dict(sorted(days.items()))


def _rank(day: IrregularDay) -> tuple[bool, bool]:
    return (day.counts, day.kind is DayKind.MAKEUP)
