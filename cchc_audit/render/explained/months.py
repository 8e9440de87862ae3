"""The days of a dossier as months of weeks: what stands in each cell, the same in every format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from cchc_audit.analysis.explain import Day, Explanation
from cchc_audit.core.vocabulary import WORKED, DayKind, Outcome
from cchc_audit.render import numbers
from cchc_audit.texts import Texts


@dataclass(frozen=True, slots=True)
class Cell:
    """One day on the page.

    `mark` is what the term made of it: `0` for the clock day, its number, `+n` for the n-th working
    day after the deadline, a sign for a day that does not count; a star marks a make-up day.
    `style` is one of `clock`, `counted`, `makeup`, `paused`, `off`, `weekend`, `late`, `idle`.
    """

    day: Day
    mark: str
    style: str
    deadline: bool
    finish: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month: weeks of seven places from Monday; None where no day of the dossier stands."""

    title: str
    weeks: tuple[tuple[Cell | None, ...], ...]


def months(one: Explanation, texts: Texts) -> tuple[Month, ...]:
    """The months that the days of a dossier touch, in order."""
    cells = list(_cells(one, texts))
    grouped = groupby(cells, key=lambda cell: (cell.day.date.year, cell.day.date.month))
    return tuple(
        Month(texts("explain.page.month", month=f"{month:02}", year=year), _weeks(list(group)))
        for (year, month), group in grouped
    )


def _cells(one: Explanation, texts: Texts) -> Iterator[Cell]:
    deadline, finish = _day(one.dossier["deadline"]), _day(one.dossier["finished_at"])
    over, waits = 0, one.dossier["outcome"] == Outcome.SUSPENDED
    for at, day in enumerate(one.days):
        past = deadline is not None and day.date > deadline and not waits
        after = past and day.kind in WORKED
        over += after
        mark, style = _mark(day, first=at == 0, over=over if after else 0, texts=texts)
        yield Cell(day, mark, style, day.date == deadline, day.date == finish)


def _mark(day: Day, *, first: bool, over: int, texts: Texts) -> tuple[str, str]:
    if first:
        return "0", "clock"
    if over:
        return f"+{over}", "late"
    if day.number is not None:
        makeup = day.kind is DayKind.MAKEUP
        return (f"{day.number}*", "makeup") if makeup else (str(day.number), "counted")
    if day.kind in WORKED:
        return "·", "idle"
    return texts(f"explain.page.mark.{day.kind}"), day.kind.value


def _weeks(cells: Sequence[Cell]) -> tuple[tuple[Cell | None, ...], ...]:
    """Weeks from Monday, of these days of one month."""
    places = {cell.day.date: cell for cell in cells}
    first, last = cells[0].day.date, cells[-1].day.date
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday <= last:
        weeks.append(tuple(places.get(monday + timedelta(days=n)) for n in range(7)))
        monday += timedelta(days=7)
    return tuple(weeks)


def named(one: Explanation, texts: Texts) -> tuple[str, ...]:
    """The irregular days among them, a sentence each: day, name, and whether work was done."""
    return tuple(
        texts(f"explain.page.named.{_kind(day)}", day=numbers.day(day.date), name=day.name)
        for day in one.days
        if day.name is not None
    )


def _kind(day: Day) -> str:
    return day.kind.value if day.kind in (DayKind.OFF, DayKind.MAKEUP) else "other"


def legend(one: Explanation, texts: Texts) -> tuple[tuple[str, str, str], ...]:
    """Mark, style and meaning of everything that occurs, in one order."""
    cells = list(_cells(one, texts))
    styles = {cell.style for cell in cells}
    marks = {
        "clock": "0",
        "counted": "1",
        "makeup": "1*",
        "late": "+1",
        "idle": "·",
    }
    found: list[tuple[str, str, str]] = [
        (
            marks.get(style) or texts(f"explain.page.mark.{style}"),
            style,
            texts(f"explain.page.legend.{style}"),
        )
        for style in ("clock", "counted", "makeup", "paused", "off", "weekend", "late", "idle")
        if style in styles
    ]
    if any(cell.deadline for cell in cells):
        found.append(("[ ]", "deadline", texts("explain.page.legend.deadline")))
    if any(cell.finish for cell in cells):
        found.append(("✓", "finish", texts("explain.page.legend.finish")))
    return tuple(found)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
