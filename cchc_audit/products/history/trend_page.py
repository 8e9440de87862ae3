"""The course of rates and backlog as people see it: a table with small bars, and charts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import polars as pl

from cchc_audit.analysis.summary import Key
from cchc_audit.products.history.trend import UNRIPE, columns_of
from cchc_audit.render import numbers
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Document, Grid, Prose
from cchc_audit.render.page import Page, Sheet
from cchc_audit.render.report import UnreadPart
from cchc_audit.texts import Texts

BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_SHRUNK, _BREAK = "×", "┆"
_MOST = 30
"""Snapshots that the bars of a row show, and over which differences are taken: the newest."""
_ENOUGH = 20
"""From so many resolved dossiers on a rate is one to take a difference from."""
_APART = timedelta(days=3)
"""Nights further apart than this have a gap between them; a week-end is none."""
_FALL = 0.95
"""A night with fewer dossiers than this share of the one before it shows part of an export."""
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
    solved: tuple[int | None, ...]
    totals: tuple[int | None, ...]
    unripe: bool

    @property
    def resolved(self) -> int | None:
        """How many dossiers are resolved in the newest snapshot."""
        return self.solved[-1]


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
        solved=tuple(_int(value) for value in course("resolved")),
        totals=tuple(_int(value) for value in course("total")),
        unripe=bool(last and last["incomplete"]),
    )


def find_gaps(days: Sequence[date]) -> frozenset[int]:
    """The places of the days before which snapshots are missing."""
    return frozenset(at for at in range(1, len(days)) if days[at] - days[at - 1] > _APART)


def find_shrunk(lines: Sequence[Line]) -> frozenset[int]:
    """The places of the nights whose export was part of one: fewer dossiers than the night before,
    and as many again later (of the newest nobody knows yet).
    """
    [total] = [line for line in lines if line.total]
    counts = [count or 0 for count in total.totals]
    shrunk, whole = set[int](), 0
    for at, count in enumerate(counts):
        least = whole * _FALL
        if count < least and (at == len(counts) - 1 or max(counts[at + 1 :]) >= least):
            shrunk.add(at)
        else:
            whole = count
    return frozenset(shrunk)


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


def bars(
    values: Sequence[float | int | None],
    low: float,
    high: float,
    *,
    gaps: frozenset[int] = frozenset(),
    shrunk: frozenset[int] = frozenset(),
) -> str:
    """One sign a value, the higher the more; `·` where there is none, `×` for a night with part of
    an export, `┆` where nights are missing (places in `values`). At most the last thirty.
    """
    span = high - low
    steps = len(BARS) - 1

    def sign(at: int, value: float | int | None) -> str:
        before = _BREAK if at in gaps else ""
        if at in shrunk:
            return before + _SHRUNK
        if value is None:
            return before + _GAP
        if span > 0:
            return before + BARS[round((value - low) / span * steps)]
        return before + (BARS[steps // 2] if value else BARS[0])

    first = _first(len(values))
    return "".join(sign(at, values[at]) for at in range(first, len(values))).removeprefix(_BREAK)


def _first(nights: int) -> int:
    """The place of the first night that is shown."""
    return max(0, nights - _MOST)


def course_page(
    frame: pl.DataFrame,
    *,
    by: Key,
    as_of: datetime,
    texts: Texts,
    folder: str,
    unread: Sequence[UnreadPart] = (),
) -> Page:
    """The rows of `trend` as a page; people see a line a group, programs a row a day and group.
    `unread` are the nights that are missing because nobody could read them.
    """
    days, lines = lines_of(frame, by, texts)
    rows = tuple(
        {name: _plain(value) for name, value in row.items()} for row in frame.iter_rows(named=True)
    )
    first, gaps, shrunk = _first(len(days)), find_gaps(days), find_shrunk(lines)
    since = _base(len(days), shrunk)
    said = [
        texts(
            "trend.days",
            n=len(days) - first,
            first=numbers.day(days[first]),
            last=numbers.day(days[-1]),
        ),
        numbers.as_of(as_of, texts),
    ]
    if since is not None:
        span = {"day": numbers.day(days[since]), "last": numbers.day(days[-1]), "n": _ENOUGH}
        said.append(texts("trend.span", **span))
    if first:
        said.append(texts("trend.more", n=len(days)))
    if any(at > first for at in gaps):
        said.append(texts("trend.gaps", days=_APART.days))
    if any(at >= first for at in shrunk):
        said.append(texts("trend.shrunk"))
    if any(line.unripe for line in lines):
        share = f"{round(UNRIPE * 100)}%"
        said.append(texts("trend.unripe", share=share))
    said += [name_unread(part, texts) for part in unread]
    return Page(
        command="trend",
        document=Document(
            title=texts("trend.title"),
            parts=(
                _grid(lines, by, texts, gaps=gaps, shrunk=shrunk),
                Prose(tuple(_ended(line) for line in said)),
            ),
            sources=((texts("snapshots.folder"), folder),),
        ),
        data={
            "as_of": as_of.strftime("%Y-%m-%dT%H:%M:%S"),
            "by": by.value,
            "total_rows": len(rows),
            "shown": len(rows),
            "unread": [part.document() for part in unread],
            "rows": rows,
        },
        listed="rows",
        csv_columns=columns_of(by),
        sheet=_sheet(rows, by, texts),
        created=as_of,
    )


def name_unread(part: UnreadPart, texts: Texts) -> str:
    """Which night is missing, and why."""
    return texts("trend.unread", why=texts(part.why.key, **part.why.values))


def _base(nights: int, shrunk: frozenset[int]) -> int | None:
    """The night that differences are taken from: the first shown with a whole export; None where
    there is no other night, or the newest shows part of an export.
    """
    if nights - 1 in shrunk:
        return None
    return next((at for at in range(_first(nights), nights - 1) if at not in shrunk), None)


def _ended(text: str) -> str:
    return text if text.endswith(".") else text + "."


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _grid(
    lines: Sequence[Line],
    by: Key,
    texts: Texts,
    *,
    gaps: frozenset[int],
    shrunk: frozenset[int],
) -> Grid:
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
    first = _first(len(lines[0].rates))
    known = [rate for line in lines for rate in line.rates[first:] if rate is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    drawn = partial(bars, gaps=gaps, shrunk=shrunk)
    since = _base(len(lines[0].rates), shrunk)
    heads = [texts(f"key.{by}"), *(texts(f"trend.column.{c.name}") for c in columns[1:])]
    return Grid(
        columns=columns,
        heads=tuple(heads),
        lines=tuple(_cells(line, since, low, high, drawn, texts) for line in lines),
        right=frozenset({"resolved", "on_time_rate", "change", "overdue", "overdue_change"}),
        strong=frozenset(number for number, line in enumerate(lines) if line.total),
    )


def _cells(
    line: Line,
    since: int | None,
    low: float,
    high: float,
    drawn: Callable[..., str],
    texts: Texts,
) -> tuple[str, ...]:
    overdue = [count for count in line.overdue[_first(len(line.overdue)) :] if count is not None]
    rate, late = line.rates[-1], line.overdue[-1]
    mark = _UNRIPE if line.unripe else ""
    return (
        line.name,
        numbers.NOTHING if line.resolved is None else numbers.whole(line.resolved, texts),
        numbers.NOTHING if rate is None else numbers.percent(rate, texts) + mark,
        _rate_since(line, since, texts),
        drawn(line.rates, low, high),
        numbers.NOTHING if late is None else numbers.whole(late, texts),
        _overdue_since(line, since, texts),
        drawn(line.overdue, 0, max(overdue, default=0)),
    )


def _rate_since(line: Line, since: int | None, texts: Texts) -> str:
    """The difference of the rate; nothing where one of the two rests on too few dossiers."""
    if since is None or min(line.solved[since] or 0, line.solved[-1] or 0) < _ENOUGH:
        return numbers.NOTHING
    then, now = line.rates[since], line.rates[-1]
    return numbers.NOTHING if then is None or now is None else numbers.points(then, now, texts)


def _overdue_since(line: Line, since: int | None, texts: Texts) -> str:
    then, now = None if since is None else line.overdue[since], line.overdue[-1]
    return numbers.NOTHING if then is None or now is None else numbers.signed(now - then, texts)


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
