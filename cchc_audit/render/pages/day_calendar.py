"""The days of a dossier as months of weeks: what stands in each cell, the same in every format."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby

from cchc_audit.analysis import explain
from cchc_audit.analysis.explain import Explanation
from cchc_audit.core.vocabulary import WORKED, DayKind, Outcome
from cchc_audit.render import numbers
from cchc_audit.render.document import Calendar, Day, Month
from cchc_audit.texts import Texts


def calendar(one: Explanation, texts: Texts) -> Calendar | None:
    """The days of a dossier; None where it has none."""
    if not one.days:
        return None
    return Calendar(
        heading=texts("explain.page.days"),
        heading_on_screen=texts("explain.page.days_screen"),
        weekdays=tuple(texts(f"explain.page.weekday.{n}") for n in range(1, 8)),
        months=_months(one, texts),
        legend=_legend(one, texts),
        named=_named(one, texts),
    )


def _months(one: Explanation, texts: Texts) -> tuple[Month, ...]:
    """The months that the days of a dossier touch, in order."""
    grouped = groupby(_days(one, texts), key=lambda day: (day[0].year, day[0].month))
    return tuple(
        Month(texts("explain.page.month", month=f"{month:02}", year=year), _weeks(dict(group)))
        for (year, month), group in grouped
    )


def _days(one: Explanation, texts: Texts) -> Iterator[tuple[date, Day]]:
    deadline, finish = _date(one.dossier["deadline"]), _date(one.dossier["finished_at"])
    over, waits = 0, one.dossier["outcome"] == Outcome.SUSPENDED
    for at, day in enumerate(one.days):
        past = deadline is not None and day.date > deadline and not waits
        after = past and day.kind in WORKED
        over += after
        mark, style = _mark(day, first=at == 0, over=over if after else 0, texts=texts)
        marked = Day(
            number=day.date.day,
            mark=mark,
            style=style,
            name=day.name,
            deadline=day.date == deadline,
            finish=day.date == finish,
        )
        yield day.date, marked


def _mark(day: explain.Day, *, first: bool, over: int, texts: Texts) -> tuple[str, str]:
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


def _weeks(days: Mapping[date, Day]) -> tuple[tuple[Day | None, ...], ...]:
    """Weeks from Monday, of these days of one month."""
    first, last = min(days), max(days)
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday <= last:
        weeks.append(tuple(days.get(monday + timedelta(days=n)) for n in range(7)))
        monday += timedelta(days=7)
    return tuple(weeks)


def _named(one: Explanation, texts: Texts) -> tuple[str, ...]:
    """The irregular days among them, a sentence each: day, name, and whether work was done."""
    return tuple(
        texts(f"explain.page.named.{_kind(day)}", day=numbers.day(day.date), name=day.name)
        for day in one.days
        if day.name is not None
    )


def _kind(day: explain.Day) -> str:
    return day.kind.value if day.kind in (DayKind.OFF, DayKind.MAKEUP) else "other"


def _legend(one: Explanation, texts: Texts) -> tuple[tuple[str, str, str], ...]:
    """Mark, style and meaning of everything that occurs, in one order."""
    days = [day for _, day in _days(one, texts)]
    styles = {day.style for day in days}
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
    if any(day.deadline for day in days):
        found.append(("[ ]", "deadline", texts("explain.page.legend.deadline")))
    if any(day.finish for day in days):
        found.append(("✓", "finish", texts("explain.page.legend.finish")))
    return tuple(found)


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
