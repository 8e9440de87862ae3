"""A report as a document: its title, its rows as a table, the sentences below.

Each kind has its columns; what a cell says depends on who reads it (`Reader`).
"""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import NamedTuple, cast

import polars as pl

from cchc_audit.core.vocabulary import Outcome
from cchc_audit.render import intervals
from cchc_audit.render.columns_by_width import Shown, columns
from cchc_audit.render.document import INTERVAL, Document, Interval, Part, Reader, Table
from cchc_audit.render.layouts import OTHERS, REST
from cchc_audit.render.people import People, Row, provenance_lines, sentences
from cchc_audit.render.report import Report
from cchc_audit.render.wrapping import TOGETHER
from cchc_audit.texts import Texts

PRIVATE = frozenset({"officer"})
"""Columns that a page meant for publishing leaves out."""
_REMAINDERS = (
    pl.col("total").sub(pl.sum_horizontal("resolved", "overdue")).alias(OTHERS),
    pl.col("total").sub(pl.sum_horizontal("resolved", "pending", "overdue")).alias(REST),
)
_COUNTED = frozenset({"total", "resolved", "pending", "overdue"})
_MARKED = frozenset({"outcome", "certainty", "days_late", "days_left", "late", "overdue"})
_COLOURED = frozenset(
    {
        *(Outcome.LATE, Outcome.OVERDUE, Outcome.SUSPENDED, Outcome.UNASSESSABLE, Outcome.EARLY),
        *(Outcome.ON_TIME, Outcome.WITHDRAWN, Outcome.NOT_RECEIVED, Outcome.NOT_YET_RECEIVED),
    }
)


class _Rows(NamedTuple):
    """The rows as they were collected, the columns shown, and how their values read."""

    people: People
    columns: tuple[Shown, ...]
    rows: list[Row]
    total: Row | None


def table_page(report: Report, texts: Texts, reader: Reader) -> Document:
    """The document of a report whose answer is its rows."""
    people = People(report, texts, short=reader.short, clock=reader.clock)
    frame = report.rows.collect()
    if reader.short and _adds_up(report, frame):
        frame = frame.with_columns(_REMAINDERS)
    idle = _idle_rules(report, frame) if reader.drawn else ()
    without = PRIVATE if reader.public else frozenset()
    found = _rows(frame, people, without=without.union(idle))
    names = [column.name for column in found.columns]
    last = None if found.total is None else len(found.rows) - 1
    table = Table(
        columns=found.columns,
        heads=tuple(people.label(name) for name in names),
        lines=[
            [_cell(people, name, row, total=number == last) for name in names]
            for number, row in enumerate(found.rows)
        ],
        right=frozenset(n for n in names if n in frame.columns and frame.schema[n].is_numeric()),
        total=last,
        marks=dict(_marks(names, found.rows[:last])),
        floor=intervals.floor(found.rows) if report.kind.interval else None,
        below=(*_nothing_found(idle, texts), *sentences(people, total=found.total)),
        wide=report.kind.wide,
        live=report.kind.live and reader.live,
    )
    title = people.title()
    if report.kind.by_code:
        table = _told_of_rules(table, found)
    elif report.kind.missed and reader.short:
        unit = _only_unit(found, report)
        title = title if unit is None else f"{title}: {unit}"
        told = () if unit is None else ("commune",)
        table = _told_of_columns(table, texts, report.kind.missed, elsewhere=told)
    charts: tuple[Part, ...] = ()
    if reader.drawn:
        # Only where it is drawn: no screen waits for what draws.
        from cchc_audit.render.pages.table_charts import charts_of

        charts = tuple(charts_of(report, frame, texts))
    return Document(title=title, parts=(*charts, table), sources=tuple(provenance_lines(people)))


def _idle_rules(report: Report, frame: pl.DataFrame) -> tuple[str, ...]:
    """The columns of rules that found nothing at all: a page tells of them in a sentence."""
    if not report.kind.by_code or not report.has_total or frame.is_empty():
        return ()
    total = frame.row(-1, named=True)
    return tuple(n for n, v in total.items() if v == 0 and n not in (*report.keys, "total"))


def _nothing_found(rules: Sequence[str], texts: Texts) -> tuple[str, ...]:
    return (texts("findings.nothing_found", codes=", ".join(rules)),) if rules else ()


def _adds_up(report: Report, frame: pl.DataFrame) -> bool:
    """Whether the rows are groups whose outcomes are to add up to their total."""
    told = any(column.name == REST for column in report.kind.layout)
    return told and set(frame.columns) >= _COUNTED


def _only_unit(found: _Rows, report: Report) -> str | None:
    """The commune of all rows there are, which a heading can tell; None where there are several."""
    units = {row.get("commune") for row in found.rows}
    unit = units.pop() if len(units) == 1 and report.shown == report.total_rows else None
    return None if unit is None else str(unit)


def _told_of_columns(
    table: Table, texts: Texts, missed: Collection[str], *, elsewhere: Collection[str]
) -> Table:
    """The table that says which of the columns `missed` find no room; what is told `elsewhere`
    needs none.
    """
    heads = dict(zip(table.names, table.heads, strict=True))

    def say(unseen: Sequence[str]) -> tuple[str, ...]:
        names = [f"“{heads[name]}”" for name in unseen if name in missed and name not in elsewhere]
        return (texts("report.no_room", columns=", ".join(names)),) if names else ()

    return table._replace(idle=frozenset(elsewhere), unseen=say)


def _rows(frame: pl.DataFrame, people: People, *, without: frozenset[str]) -> _Rows:
    """The rows and the columns of the kind, without those of `without`."""
    report = people.report
    without = without.union(report.hidden, _pointless(frame, report))
    present = [name for name in frame.columns if name not in without]
    if report.kind.interval:
        present.append(INTERVAL)
    rows: list[Row] = list(frame.to_dicts())
    shown = columns(report.kind.layout, report.keys, present)
    if report.kind.by_code and rows:
        shown = _by_count(shown, rows[-1], report.keys)
    return _Rows(people, shown, rows, rows[-1] if report.has_total and rows else None)


def _pointless(frame: pl.DataFrame, report: Report) -> set[str]:
    """The columns that say something only beside values of another, which has none."""
    return {
        column.name
        for column in report.kind.layout
        if column.where in frame.columns and frame[column.where].null_count() == len(frame)
    }


def _cell(people: People, name: str, row: Row, *, total: bool) -> str | Interval | None:
    if name == INTERVAL:
        return intervals.interval(row, people.texts)
    return people.cell(name, row, total=total)


def _marks(names: Sequence[str], rows: Sequence[Row]) -> Iterator[tuple[tuple[int, int], str]]:
    """What colours a cell: only what asks for action, and what is settled well."""
    marked = [(at, name) for at, name in enumerate(names) if name in _MARKED]
    for number, row in enumerate(rows):
        for at, name in marked:
            if mark := _mark(name, row):
                yield (number, at), mark


def _mark(name: str, row: Row) -> str | None:
    value = row[name]
    if value is None:
        return None
    if name == "days_late":
        outcome = str(row.get("outcome"))
        return outcome if outcome in _COLOURED else Outcome.LATE.value
    if name == "days_left":
        soon = isinstance(value, int) and value <= 0
        return Outcome.LATE.value if soon else Outcome.SUSPENDED.value
    if name in ("late", "overdue"):
        return name if value else None
    return str(value)


def _told_of_rules(table: Table, found: _Rows) -> Table:
    """The table whose columns are rules: what found nothing is told in a sentence, as are those
    that find no room.
    """
    total: Row = found.total or {}
    idle = frozenset(name for name in table.names if found.total and total[name] == 0)
    return table._replace(
        idle=idle,
        unseen=partial(_uncounted, idle=idle, total=total, texts=found.people.texts),
    )


def _uncounted(
    unseen: Sequence[str], *, idle: frozenset[str], total: Row, texts: Texts
) -> tuple[str, ...]:
    """What the columns of rules say that are not shown: which found nothing, which do not fit."""
    said = list(_nothing_found([name for name in unseen if name in idle], texts))
    if rest := [name for name in unseen if name not in idle]:
        counts = (f"{name}{TOGETHER}{total.get(name)}" for name in rest)
        said.append(texts("findings.by_unseen", counts=", ".join(counts)))
    return tuple(said)


def _by_count(shown: tuple[Shown, ...], total: Row, keys: Sequence[str]) -> tuple[Shown, ...]:
    """The columns of rules ranked by what they found, in the order of their codes as before."""
    found = [column.name for column in shown if column.name not in keys]
    found.sort(key=lambda name: -cast(int, total[name]))
    return tuple(
        column if column.name in keys else column._replace(rank=found.index(column.name))
        for column in shown
    )
