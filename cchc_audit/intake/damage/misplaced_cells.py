"""Cells that stand in other rows than those they belong to: a column put in order alone, one from
which a cell was taken out or into which one was put, parts joined whose columns have another order.

Each date is a plausible one; against the others of their rows many cannot be true. So the rows that
contradict themselves are counted: what is a slip in one of them is none in a tenth of all. And a
cell that was dragged down leaves the days one after another, Saturdays and Sundays among them.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark, Status
from cchc_audit.intake.damage.damage import SHOWN, Damage, Evidence, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.terms import days_of
from cchc_audit.intake.values.years import LONG

_ROWS, _SHARE = 3, 0.1
"""Rows whose end lies before their receipt: from so many on, and such a share, they are no slips.
"""
_CONTRADICTED, _LEFT = 4, 0.35
"""Things in rows that speak against them and, read with the cells of a row nearby, do so no more,
but for such a share: holidays are not known here.
"""
_NEARBY = (-1, 1, -2, 2, -3, 3)
"""Rows by which cells slide: one or a few are taken out, or put in."""
_BY_HAND = 5_000
"""Rows of a table in which cells are put in and taken out by hand: of no more every slide is tried.
"""
_DRAGGED = 7
"""Rows each of which is a day later than the one above: no week is without a day off.
"""
_TOGETHER = (("received_at",), *((name,) for name in FINISHES), FINISHES)
"""Columns whose cells slide, each alone or both ends at once."""


class _Slide(NamedTuple):
    """The cells of `columns` that belong to rows nearby, from the row `start` on to the end, and by
    how much less the rows contradict themselves with those.
    """

    columns: tuple[str, ...]
    start: int
    gain: int


def find(table: Table) -> Iterator[Damage]:
    """The column whose cells stand in other rows than those they belong to."""
    finish = next((name for name in FINISHES if name in table.cells), None)
    if finish is None or "received_at" not in table.cells:
        return
    told = table.rows.select(_told_together()).row(0, named=True)
    if told["ahead"] >= max(_ROWS, told["dated"] * _SHARE):
        yield _marked(table, finish, table.rows.filter(_is_ahead()))
        return
    for role, name in (("done", finish), ("received", "received_at")):
        if (told[role] or 0) >= _DRAGGED:
            yield _marked(table, name, table.rows.filter(_is_dragged(role)))
            return
    slide = _find_slide(table) if table.records == table.rows.height <= _BY_HAND else None
    if slide is not None:
        column = next(name for name in slide.columns if name in table.cells)
        yield _marked(table, column, table.rows[slide.start :])


def _received() -> pl.Expr:
    return pl.col("received_at").dt.date()


def _done() -> pl.Expr:
    return pl.coalesce(FINISHES).dt.date()


def _is_ahead() -> pl.Expr:
    """Whether the end lies before the receipt, and not by another year or era."""
    return (_done() - _received()).dt.total_days().is_between(-LONG, -1)


def _is_dragged(role: str) -> pl.Expr:
    """Whether a receipt is a day later than that of the row above, and the end is not, or the other
    way round (`role`: received, done).
    """
    day = pl.duration(days=1)
    later = {
        "received": pl.col("received_at").diff() == day,
        "done": pl.coalesce(FINISHES).diff() == day,
    }
    mine = later.pop(role)
    (other,) = later.values()
    return mine.fill_null(value=False) & ~other.fill_null(value=False)


def _longest(dragged: pl.Expr) -> pl.Expr:
    """How many rows one below the other are so at the most."""
    runs = dragged.rle()
    return runs.struct.field("len").filter(runs.struct.field("value")).max()


@cache
def _told_together() -> list[pl.Expr]:
    """How many rows have a receipt and an end (`dated`), an end `ahead` of its receipt; how many
    receipts (`received`) and ends (`done`) were dragged at once.
    """
    return [
        (_done() - _received()).count().alias("dated"),
        _is_ahead().sum().alias("ahead"),
        *(_longest(_is_dragged(role)).alias(role) for role in ("received", "done")),
    ]


@cache
def _told_of_rows() -> list[pl.Expr]:
    """The days of a row, its term in days, and what its status says."""
    status = pl.col("status")
    return [
        *(pl.col(name).dt.date() for name in ("received_at", "promised_at", *FINISHES)),
        days_of(pl.col("legal_term")).alias("term"),
        (status == Status.FINISHED.value).alias("ended"),
        (status == Status.IN_PROGRESS.value).alias("handled"),
    ]


@cache
def _costs(columns: tuple[str, ...] = (), by: int = 0) -> tuple[pl.Expr, pl.Expr]:
    """How many things of each row are no more than unlikely, or cannot be, with the cells of some
    columns slid. None is the habit of a program, such as to close dossiers behind the return: that
    of a row nearby would mend it as well.
    """

    def cells(name: str) -> pl.Expr:
        return pl.col(name).shift(by) if name in columns else pl.col(name)

    received, promised, day = cells("received_at"), pl.col("promised_at"), pl.duration(days=1)
    first, second = map(cells, FINISHES)
    done = pl.coalesce(first, second)
    days = pl.business_day_count(received + day, done + day)
    wrong = (
        done < received,
        promised < received,
        received.is_null(),
        first.is_null() & second.is_not_null(),
        pl.col("ended") & done.is_null(),
        pl.col("handled") & done.is_not_null(),
    )
    late = pl.any_horizontal(done > promised, days > pl.col("term"))
    counted = (one.fill_null(value=False).cast(pl.Int32) for one in wrong)
    unlikely = late.fill_null(value=False).cast(pl.Int32)
    return unlikely.alias("unlikely"), pl.sum_horizontal(counted).alias("wrong")


def _find_slide(table: Table) -> _Slide | None:
    """The slide that mends most rows, if there is one."""
    rows = table.rows.select(_told_of_rows())
    unlikely, wrong = rows.select(_costs()).sum().row(0)
    if not wrong or unlikely + wrong < _CONTRADICTED:
        return None
    present = tuple(columns for columns in _TOGETHER if set(columns) <= set(table.cells))
    costs, sums, starts = _tried(present)
    # Two queries: polars would put one into the other, which takes ten times as long.
    below = rows.select(costs).select(sums)
    found: list[_Slide] = []
    ways = zip(_ways(present), below.select(starts).row(0), strict=True)
    for n, ((columns, by), start) in enumerate(ways):
        unlikely, wrong, unlikely_then, wrong_then = (
            below[f"{kind} {when} {n}"][start]
            for when in ("now", "then")
            for kind in ("unlikely", "wrong")
        )
        now, then = unlikely + wrong, unlikely_then + wrong_then
        # A slide leaves as many blank cells behind as it is long.
        mends = wrong >= abs(by) and not wrong_then and then <= now * _LEFT
        if mends and now - then >= _CONTRADICTED:
            found.append(_Slide(columns, start, now - then))
    return max(found, key=lambda slide: slide.gain, default=None)


def _ways(present: tuple[tuple[str, ...], ...]) -> list[tuple[tuple[str, ...], int]]:
    """The columns that may have slid, and by how many rows."""
    return [(columns, by) for columns in present for by in _NEARBY]


@cache
def _tried(
    present: tuple[tuple[str, ...], ...],
) -> tuple[list[pl.Expr], list[pl.Expr], list[pl.Expr]]:
    """The costs of each row for every way to slide, by its number; their sums over the row and all
    below it, as they stand (`now`) and slid (`then`); where each slide mends most.
    """
    costs, sums, starts = [*_costs()], [], []
    for n, (columns, by) in enumerate(_ways(present)):
        costs += [cost.name.suffix(f" {n}") for cost in _costs(columns, by)]
        # Rows for which there is no other cell count for nothing.
        inside = pl.int_range(pl.len()).is_between(max(by, 0), pl.len() - 1 + min(by, 0))
        for kind in ("unlikely", "wrong"):
            for when, told in (("now", kind), ("then", f"{kind} {n}")):
                counted = pl.col(told) * inside.cast(pl.Int32)
                sums.append(counted.cum_sum(reverse=True).alias(f"{kind} {when} {n}"))
        now, then = (
            pl.col(f"unlikely {when} {n}") + pl.col(f"wrong {when} {n}") for when in ("now", "then")
        )
        starts.append((now - then).arg_max().alias(str(n)))
    return costs, sums, starts


def _marked(table: Table, column: str, rows: pl.DataFrame) -> Damage:
    """The mark of a column, with the first of `rows`: numbers, receipts and ends."""
    lines = rows["source_line"].head(SHOWN)
    raw = table.raw.filter(pl.col(LINE).is_in(lines.implode()))
    names = [name for name in ("dossier_id", "received_at", *FINISHES) if name in table.cells]
    cells = raw.select(LINE, *(table.cell(name).fill_null("").alias(name) for name in names))
    shown = tuple(Evidence(line, " · ".join(texts)) for line, *texts in cells.iter_rows())
    return table.damage(DamageMark.MISPLACED_CELLS, column, rows.height, shown)
