"""The course of rates and backlog as people see it: a table with small bars, and charts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from cchc_audit.analysis.summary import Key
from cchc_audit.products.history.trend import UNRIPE, columns_of
from cchc_audit.render import numbers
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Document, Grid, Prose
from cchc_audit.render.page import Page, Sheet
from cchc_audit.texts import Texts

BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_MOST = 30
"""Snapshots that the bars of a row show: the newest."""
_UNRIPE = " *"
_SHARES = frozenset({"on_time_rate", "true_rate", "open_share"})


@dataclass(frozen=True, slots=True)
class Line:
    """One group over the snapshots: a value a day, None where the group was not there."""

    name: str
    total: bool
    rates: tuple[float | None, ...]
    overdue: tuple[int | None, ...]
    pending: tuple[int | None, ...]
    resolved: int | None
    unripe: bool


def lines_of(frame: pl.DataFrame, by: Key, texts: Texts) -> tuple[tuple[date, ...], list[Line]]:
    """The days, and a line for each group in the order of the newest one, the total last."""
    days = tuple(frame["as_of_day"].unique().sort())
    found: dict[tuple[str | None, bool], dict[date, Mapping[str, object]]] = {}
    last_of_day = frame.with_row_index().group_by("as_of_day").agg(pl.col("index").last())
    totals = set(last_of_day["index"])
    for place, row in reversed(list(enumerate(frame.iter_rows(named=True)))):
        group = (row[by.value], place in totals)
        found.setdefault(group, {})[row["as_of_day"]] = row
    # Read from behind: the groups of the newest snapshot in their order, then those gone since.
    newest = [group for group in found if days[-1] in found[group]]
    gone = [group for group in found if days[-1] not in found[group]]
    ordered = sorted([*newest[::-1], *gone[::-1]], key=lambda group: group[1])
    return days, [_line(group, found[group], days, by, texts) for group in ordered]


def _line(
    group: tuple[str | None, bool],
    rows: Mapping[date, Mapping[str, object]],
    days: Sequence[date],
    by: Key,
    texts: Texts,
) -> Line:
    name, total = group
    if name is None:
        said = texts("key.total_row") if total else texts("key.nothing")
    else:
        said = _named(name, by, texts)

    def course(column: str) -> Iterator[object]:
        return (rows[day][column] if day in rows else None for day in days)

    last = rows.get(days[-1])
    return Line(
        name=said,
        total=total,
        rates=tuple(_float(value) for value in course("on_time_rate")),
        overdue=tuple(_int(value) for value in course("overdue")),
        pending=tuple(_int(value) for value in course("pending")),
        resolved=_int(last["resolved"]) if last else None,
        unripe=bool(last and last["incomplete"]),
    )


def _float(value: object) -> float | None:
    return value if isinstance(value, float) else None


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _named(name: str, by: Key, texts: Texts) -> str:
    if by is Key.MONTH:
        return numbers.month(name)
    if by in (Key.CHANNEL, Key.OUTCOME) and texts.has(f"{by}.{name}"):
        return texts.short(f"{by}.{name}")
    return name


def bars(values: Sequence[float | int | None], low: float, high: float) -> str:
    """One sign a value, the higher the more; `·` where there is none. At most the last thirty."""
    span = high - low
    steps = len(BARS) - 1

    def sign(value: float | int | None) -> str:
        if value is None:
            return _GAP
        if span > 0:
            return BARS[round((value - low) / span * steps)]
        return BARS[steps // 2] if value else BARS[0]

    return "".join(sign(value) for value in values[-_MOST:])


def course_page(
    frame: pl.DataFrame, *, by: Key, as_of: datetime, texts: Texts, folder: str
) -> Page:
    """The rows of `trend` as a page; people see a line a group, programs a row a day and group."""
    days, lines = lines_of(frame, by, texts)
    rows = tuple(
        {name: _plain(value) for name, value in row.items()} for row in frame.iter_rows(named=True)
    )
    said = [
        texts("trend.days", n=len(days), first=numbers.day(days[0]), last=numbers.day(days[-1])),
        numbers.as_of(as_of, texts),
    ]
    if any(line.unripe for line in lines):
        share = f"{round(UNRIPE * 100)}%"
        said.append(texts("trend.unripe", share=share))
    return Page(
        command="trend",
        document=Document(
            title=texts("trend.title"),
            parts=(_grid(lines, by, texts), Prose(tuple(_ended(line) for line in said))),
            sources=((texts("snapshots.folder"), folder),),
        ),
        data={
            "as_of": as_of.strftime("%Y-%m-%dT%H:%M:%S"),
            "by": by.value,
            "total_rows": len(rows),
            "shown": len(rows),
            "rows": rows,
        },
        listed="rows",
        csv_columns=columns_of(by),
        sheet=_sheet(rows, by, texts),
        created=as_of,
    )


def _ended(text: str) -> str:
    return text if text.endswith(".") else text + "."


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _grid(lines: Sequence[Line], by: Key, texts: Texts) -> Grid:
    columns = (
        Shown(by.value, 0, 16, 48),
        Shown("resolved", 4),
        Shown("on_time_rate", 0),
        Shown("change", 1),
        Shown("course", 2),
        Shown("overdue", 1),
        Shown("overdue_change", 3),
        Shown("overdue_course", 5),
    )
    known = [rate for line in lines for rate in line.rates if rate is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    heads = [texts(f"key.{by}"), *(texts(f"trend.column.{c.name}") for c in columns[1:])]
    return Grid(
        columns=columns,
        heads=tuple(heads),
        lines=tuple(_cells(line, low, high, texts) for line in lines),
        right=frozenset({"resolved", "on_time_rate", "change", "overdue", "overdue_change"}),
        strong=frozenset(number for number, line in enumerate(lines) if line.total),
    )


def _cells(line: Line, low: float, high: float, texts: Texts) -> tuple[str, ...]:
    rates = [rate for rate in line.rates if rate is not None]
    overdue = [count for count in line.overdue if count is not None]
    rate, late = line.rates[-1], line.overdue[-1]
    mark = _UNRIPE if line.unripe else ""
    return (
        line.name,
        numbers.NOTHING if line.resolved is None else numbers.whole(line.resolved, texts),
        numbers.NOTHING if rate is None else numbers.percent(rate, texts) + mark,
        numbers.NOTHING if rate is None else numbers.points(rates[0], rate, texts),
        bars(line.rates, low, high),
        numbers.NOTHING if late is None else numbers.whole(late, texts),
        numbers.NOTHING if late is None else numbers.signed(late - overdue[0], texts),
        bars(line.overdue, 0, max(overdue, default=0)),
    )


def _sheet(rows: Sequence[Mapping[str, object]], by: Key, texts: Texts) -> Sheet:
    def cell(name: str, value: object) -> str | int | date | None:
        if name == "as_of_day":
            return date.fromisoformat(str(value))
        if name in _SHARES and isinstance(value, float):
            return numbers.percent(value, texts)
        if name == "incomplete":
            return "*" if value else None
        return value if isinstance(value, int) or value is None else str(value)

    def head(name: str) -> str:
        if name == by.value:
            return texts(f"key.{name}")
        own = f"trend.column.{name}"
        return texts(own) if texts.has(own) else texts(f"summary_column.{name}")

    names = columns_of(by)
    return Sheet(
        title=texts("trend.sheet"),
        heads=tuple(head(name) for name in names),
        rows=tuple(tuple(cell(name, row[name]) for name in names) for row in rows),
    )
