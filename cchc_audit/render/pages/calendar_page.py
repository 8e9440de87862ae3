"""The working calendar of a year as a page: irregular days with their law, working days, the range.

Legal bases stand below the table by number, so that a line stays a line on a narrow screen; data
formats and the spreadsheet have them in every row.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from cchc_audit.core.vocabulary import DayKind, DayStatus
from cchc_audit.law.calendar import IrregularDay
from cchc_audit.law.calendar.year import Closure, Year
from cchc_audit.render import numbers
from cchc_audit.render.columns_by_width import EXTRA, Shown
from cchc_audit.render.document import Document, Grid, Notes, Part, Prose, Verbatim
from cchc_audit.render.page import Page, Record, Sheet
from cchc_audit.texts import Texts

COLUMNS = (
    "date",
    "kind",
    "name",
    "basis",
    "source",
    "status",
    "weekday",
    "partner",
    "communes",
)
"""The keys of a row, in this order."""
_SHOWN = (
    Shown("date", 0),
    Shown("weekday", 1),
    Shown("kind", 2),
    Shown("name", 3, 20, 60),
    Shown("partner", EXTRA),
    Shown("status", 4),
    Shown("basis", 5),
)
_SATURDAY = 5


def calendar_page(year: Year, *, texts: Texts, created: datetime, version: str) -> Page:
    """The page of one year. `created` is the as-of instant, `version` that of the program."""
    calendar = year.calendar
    official = calendar.official_through
    return Page(
        command="calendar",
        document=Document(
            title=texts("calendar.title", year=year.number),
            parts=tuple(_parts(year, texts)),
            sources=(
                (texts("report.provenance.official_through"), numbers.day(official)),
                (texts("report.provenance.version"), version),
                (texts("report.provenance.calendar"), calendar.digest()),
            ),
        ),
        data={
            "year": year.number,
            "rows": tuple(map(_record, year.days)),
            "working_days": {f"{n:02}": days for n, days in enumerate(year.months, start=1)},
            "working_days_total": sum(year.months),
            "official_through": official,
            "known_from": calendar.first,
            "known_to": calendar.last,
        },
        listed="rows",
        csv_columns=COLUMNS,
        sheet=_sheet(year, texts),
        created=created,
    )


def weekday(day: date, texts: Texts, *, short: bool = True) -> str:
    """The name of the day in the week."""
    key = f"calendar.weekday.{day.isoweekday()}"
    return texts.short(key) if short else texts(key)


def _record(day: IrregularDay) -> Record:
    return {
        "date": day.date,
        "kind": day.kind,
        "name": day.name,
        "basis": day.basis,
        "source": day.source,
        "status": day.status,
        "weekday": day.date.isoweekday(),
        "partner": day.partner,
        "communes": list(day.communes),
    }


def _parts(year: Year, texts: Texts) -> Iterator[Part]:
    bases = list(dict.fromkeys(day.basis for day in year.general if day.basis))
    if year.general:
        yield _grid(year.general, bases, texts)
    else:
        yield Prose((texts("calendar.no_days", year=year.number),))
    if bases:
        items = tuple((f"[{n}]", basis) for n, basis in enumerate(bases, start=1))
        yield Notes(texts("calendar.bases"), items)
    if year.closures:
        items = tuple(_closure(closure, texts) for closure in year.closures)
        yield Notes(texts("calendar.closures"), items)
    yield _months(year, texts)
    yield Prose(tuple(_sentences(year, texts)))
    yield from _next_notice(year, texts)


def _grid(days: Sequence[IrregularDay], bases: Sequence[str], texts: Texts) -> Grid:
    # A column that no day has anything for is left out.
    shown = tuple(s for s in _SHOWN if s.name != "partner" or any(day.partner for day in days))
    lines = []
    for day in days:
        cells = {
            "date": numbers.day(day.date),
            "weekday": weekday(day.date, texts),
            "kind": texts.short(f"day_kind.{day.kind}"),
            "name": day.name,
            "partner": numbers.day(day.partner) if day.partner else "",
            "status": texts.short(f"day_status.{day.status}"),
            "basis": f"[{bases.index(day.basis) + 1}]" if day.basis else numbers.NOTHING,
        }
        lines.append(tuple(cells[s.name] for s in shown))
    return Grid(
        columns=shown,
        heads=tuple(texts.short(f"calendar.column.{s.name}") for s in shown),
        lines=tuple(lines),
        strong=frozenset(n for n, day in enumerate(days) if day.kind is DayKind.MAKEUP),
    )


def _closure(closure: Closure, texts: Texts) -> tuple[str, str]:
    span = numbers.day(closure.first)
    if closure.last != closure.first:
        span = f"{span} – {numbers.day(closure.last)}"
    day = closure.day
    why = f"{day.name} ({day.basis})" if day.basis else day.name
    status = "" if day.counts else f" [{texts.short(f'day_status.{day.status}')}]"
    return span, f"{why}: {', '.join(day.communes)}{status}"


def _months(year: Year, texts: Texts) -> Grid:
    names = [*(f"{n:02}" for n in range(1, 13)), "total"]
    counts = [*year.months, sum(year.months)]
    heads = [*names[:12], texts("calendar.year_total")]
    columns = (Shown("label", 0), *(Shown(name, 0) for name in names))
    return Grid(
        columns=columns,
        heads=(texts("calendar.month"), *heads),
        lines=((texts("calendar.working_days"), *map(str, counts)),),
        right=frozenset(names),
    )


def _sentences(year: Year, texts: Texts) -> Iterator[str]:
    """What the words of the table mean, and how far the calendar is known."""
    if proposed := year.of_status(DayStatus.PROPOSED):
        yield texts("calendar.proposed", days=_listed(proposed))
    if provisional := year.of_status(DayStatus.PROVISIONAL):
        yield texts("calendar.provisional", days=_listed(provisional))
    if year.closures:
        yield texts("calendar.closures_not_counted")
    if year.idle:
        key = "calendar.idle" if year.calendar.rest is None else "calendar.idle_abroad"
        yield texts(key, n=year.idle)
    calendar = year.calendar
    if calendar.rest is not None:
        rest = calendar.weekdays_of_rest(year.number)
        named = ", ".join(texts(f"calendar.weekday.{day}") for day in rest)
        yield texts("calendar.weekend", days=named)
    yield texts(
        "calendar.range",
        first=numbers.day(calendar.first),
        last=numbers.day(calendar.last),
        official=numbers.day(calendar.official_through),
    )


def _listed(days: Sequence[IrregularDay]) -> str:
    return ", ".join(f"{day.date:%d/%m}" for day in days)


def _next_notice(year: Year, texts: Texts) -> Iterator[Part]:
    """What to write into a calendar file when the days nobody has announced are announced."""
    proposed = year.of_status(DayStatus.PROPOSED)
    if proposed:
        yield Prose((texts("calendar.when_decided"),))
        yield Verbatim(_toml(proposed, texts))
    elif expected := year.of_status(DayStatus.PROVISIONAL):
        yield Prose((texts("calendar.when_announced", year=year.number),))
        saturday = expected[0].date + timedelta((_SATURDAY - expected[0].date.weekday()) % 7 + 7)
        example = IrregularDay(
            saturday,
            DayKind.MAKEUP,
            texts("calendar.example_makeup"),
            "",
            "",
            DayStatus.OFFICIAL,
        )
        yield Verbatim(_toml((expected[0], example), texts))
    if year.calendar.official_through.year == year.number < year.calendar.last.year:
        yield Prose((texts("calendar.next_year", year=year.number + 1),))
        yield Verbatim(f"cchc-audit calendar {year.number + 1}", "sh")


def _toml(days: Sequence[IrregularDay], texts: Texts) -> str:
    """The entries of a calendar file that make `days` official."""
    entries = (
        "\n".join(
            (
                f"[[{day.kind}]]",
                f"date = {day.date.isoformat()}",
                f"name = {json.dumps(day.name, ensure_ascii=False)}",
                f"basis = {json.dumps(texts('calendar.example_basis'), ensure_ascii=False)}",
            )
        )
        for day in days
    )
    return "\n\n".join(entries)


def _sheet(year: Year, texts: Texts) -> Sheet:
    rows = []
    for day in year.days:
        cells: dict[str, str | date | None] = {
            "date": day.date,
            "weekday": weekday(day.date, texts, short=False),
            "kind": texts.short(f"day_kind.{day.kind}"),
            "name": day.name,
            "basis": day.basis,
            "source": day.source,
            "status": texts(f"day_status.{day.status}"),
            "partner": day.partner,
            "communes": ", ".join(day.communes) or None,
        }
        rows.append(tuple(cells[name] for name in COLUMNS))
    heads = tuple(texts(f"calendar.column.{name}") for name in COLUMNS)
    return Sheet(texts("calendar.sheet", year=year.number), heads, tuple(rows))
