"""Rows that make sense only with day and month exchanged: all of a table, or a run of them.

A program that takes the month first leaves dates behind the 12th as they are and may write all
alike afterwards; parts of several offices are joined without their headers. Then no spelling tells.
What does: the day in the dossier's number, ends before receipts, acts that have not come yet,
appointments months away under a term of days. Dates that cannot be exchanged say how long those of
a procedure usually are, and how far the exports reach.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import combinations
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import FINISHES, RECORDED
from cchc_audit.core.vocabulary import DamageMark, Unit
from cchc_audit.intake.damage.damage import SHOWN, Damage, Table, Usual
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.terms import Term
from cchc_audit.intake.values.years import has_six_digits, numbered_day

_MONTHS = 12
_AHEAD = pl.duration(days=20)
"""How far exports may reach beyond the judgement, or their last date that cannot be exchanged."""
_SLIPS = 0.99
"""Of dates in their order: those behind are slips of the year."""
_SLACK = 10
_AROUND = 16
"""Calendar days by which the appointment of a term may lie later: holidays, and a weekend."""
_WAIT, _FOREVER = 150, 100_000
"""Days to an appointment, and to the end, where nothing tells how many are usual: land papers may
take months.
"""
_DAYS = {Unit.WORKING_DAYS: 1.4, Unit.CALENDAR_DAYS: 1, Unit.MONTHS: 31}
_ROWS, _NUMBERED = 4, 3
"""Rows that only make sense exchanged: from so many on, or so many that their numbers tell of, they
are no slips.
"""
_SEASONS = 3
"""Months over which their dates lie as they stand: exchanged a day is a month. The appointments of
one day's receipts are one date, and those of a week lie in one month.
"""
_AGAINST = 4
"""How many rows one that makes none exchanged outweighs where a run of them is looked for."""
_MOST, _HARDLY = 0.6, 0.05
_SATURDAY = 6
_OFF_WORK = 2
"""How many times as many weekends exchanged dates may hold as the dates do that stand: true ones
hold few, and exchanged any two days of seven.
"""
ROLES = ("received", "promised", "done")
TOLD = {"received": ("received_at",), "promised": ("promised_at",), "done": FINISHES}
"""What is held against each other of a row, and the columns that tell of it."""


class _Run(NamedTuple):
    """Rows one after another that make sense only with some of their dates exchanged (`roles`), and
    how many more they are than those that make none so.
    """

    roles: tuple[str, ...]
    rows: pl.DataFrame
    gain: int


def find_usual(tables: Sequence[Table]) -> Usual:
    """What the dates of all tables of a call say that cannot be exchanged."""
    acts = [
        table.rows.lazy().select(pl.col(name).dt.date().alias("at")).filter(_is_sure("at"))
        for table in tables
        for name in RECORDED
        if name in table.cells
    ]
    sure = [_is_sure(name) | pl.col(name).is_null() for name in ROLES]
    gaps = (
        pl.concat(map(_dated, tables))
        .filter(sure)
        .group_by("key")
        .agg(gap(role).quantile(_SLIPS, "higher").alias(f"{role}_gap") for role in ROLES[1:])
        .collect()
    )
    days = pl.concat(acts).collect()["at"].sort() if acts else pl.Series([], dtype=pl.Date)
    reached: date | None = days[int((len(days) - 1) * _SLIPS)] if len(days) else None
    return Usual(reached, gaps)


def lay_out(table: Table) -> pl.DataFrame:
    """The rows of a table with their dates, as they stand and exchanged, what is usual for them,
    and whether they make sense as they stand (`stands`).
    """
    usual = table.usual.gaps.lazy()
    horizon = max(table.judged, table.usual.reached or table.judged)
    return (
        _dated(table)
        .join(usual, on="key", how="left", maintain_order="left")
        .with_columns(_other_ways(horizon))
        .with_columns(_stands())
        .collect()
    )


def find(table: Table, rows: pl.DataFrame) -> Iterator[Damage]:
    """The columns whose days and months are exchanged in a run of `rows`, which are laid out."""
    if rows.height - rows["stands"].sum() >= _NUMBERED and (found := _runs(rows)):
        yield from _told(table, max(found, key=lambda run: run.gain))


def _runs(rows: pl.DataFrame) -> list[_Run]:
    """The runs that are found, one for each choice of dates to be exchanged."""
    present = [role for role in ROLES if rows[role].null_count() < rows.height]
    chosen = (roles for n in range(len(present), 0, -1) for roles in combinations(present, n))
    return [run for roles in chosen if (run := _find_run(rows, roles)) is not None]


@lru_cache(maxsize=4)
def _other_ways(horizon: date) -> list[pl.Expr]:
    """What is usual for a row, and its dates with day and month exchanged; made once, as
    expressions cost as much for few rows as for many.
    """
    return [
        pl.max_horizontal(pl.col("promised_gap") + _SLACK, "term").fill_null(_WAIT),
        (pl.col("done_gap") + _SLACK).fill_null(_FOREVER),
        (pl.lit(horizon) + _AHEAD).alias("horizon"),
        *(_exchanged(role) for role in ROLES),
    ]


@cache
def _stands() -> pl.Expr:
    return fits({}, 2).alias("stands")


def _dated(table: Table) -> pl.LazyFrame:
    """The rows of a table: `line`, the days of receipt, appointment and end, the day in the number
    (`named`), the procedure (`key`) and the days that its term may take at the most (`term`).
    """
    terms = {}
    if "legal_term" in table.cells:
        codes = table.rows["legal_term"].unique().drop_nulls()
        terms = {code: _most_days(Term.from_code(code)) for code in codes}
    term = pl.col("legal_term").replace_strict(terms, default=None, return_dtype=pl.Float64)
    named = pl.when(_numbers_tell()).then("named").alias("named")
    return table.rows.lazy().select(*_days(), term.alias("term")).with_columns(named)


@cache
def _numbers_tell() -> pl.Expr:
    """Whether six digits in the numbers of a table are the year, the month and the day of the
    receipt, by those received after the 12th: other software writes the day before the month.
    """
    late = pl.col("received").dt.day() > _MONTHS
    told = (pl.col("named") == pl.col("received")) & late
    return told.any() | ~(pl.col("numbered") & late).any()


@cache
def _days() -> list[pl.Expr]:
    return [
        pl.col("source_line").alias(LINE),
        pl.col("received_at").dt.date().alias("received"),
        pl.col("promised_at").dt.date().alias("promised"),
        pl.coalesce(FINISHES).dt.date().alias("done"),
        numbered_day(pl.col("dossier_id")).alias("named"),
        has_six_digits(pl.col("dossier_id")).alias("numbered"),
        pl.coalesce(pl.col("procedure_code", "procedure_name").cast(pl.String))
        .fill_null("")
        .alias("key"),
    ]


def _most_days(term: Term) -> float:
    return float(term.amount * _DAYS.get(term.unit, 0) + _AROUND)


def _is_sure(name: str) -> pl.Expr:
    """Whether day and month exchanged give no other date."""
    at = pl.col(name).dt
    return (at.day() > _MONTHS) | (at.day() == at.month())


def _exchanged(role: str) -> pl.Expr:
    at = pl.col(role).dt
    other = pl.date(at.year(), at.day(), at.month())
    return pl.when(at.day() <= _MONTHS).then(other).otherwise(role).alias(f"other_{role}")


def gap(role: str, received: str = "received") -> pl.Expr:
    """The days from the receipt to the date of a role."""
    return (pl.col(role) - pl.col(received)).dt.total_days()


def fits(read: Mapping[str, str], times: int) -> pl.Expr:
    """Whether the dates of a row make sense, some of them `read` from another column: the number
    does not name the receipt exchanged, no act lies ahead, no gap is negative or more than so many
    `times` as long as is usual.
    """
    received, promised, done = (read.get(role, role) for role in ROLES)
    other = "received" if "received" in read else "other_received"
    named = (pl.col(received) == pl.col("named")) | (pl.col(other) != pl.col("named"))
    ahead = pl.max_horizontal(received, done) > pl.col("horizon")
    gaps = (
        gap(role, received).is_between(0, times * pl.col(f"{name}_gap"))
        for role, name in ((promised, "promised"), (done, "done"))
    )
    return pl.all_horizontal(one.fill_null(value=True) for one in (named, ~ahead, *gaps))


def _find_run(rows: pl.DataFrame, roles: tuple[str, ...]) -> _Run | None:
    """The run of rows that makes sense only with the dates of some roles exchanged; None where it
    may be one of slips.
    """
    read = {role: f"other_{role}" for role in roles}
    differs = pl.any_horizontal(pl.col(role) != pl.col(other) for role, other in read.items())
    sound = fits(read, 1)
    vote = (
        pl.when(differs.fill_null(value=False))
        .then(pl.when(~sound).then(-_AGAINST).when("stands").then(0).otherwise(1))
        .alias("vote")
    )
    voted = rows.with_columns(vote)
    total = pl.col("vote").fill_null(0).cum_sum()
    least = pl.min_horizontal(total.shift(1, fill_value=0).cum_min(), 0)
    sums = voted.select(total.alias("total"), least.alias("least"))
    gains = sums["total"] - sums["least"]
    end = gains.arg_max()
    if end is None or gains[end] < _NUMBERED:
        return None
    before = sums["total"].shift(1, fill_value=0)[: end + 1]
    start = int((before == sums["least"][end]).arg_true()[-1])
    run = voted[start : end + 1].drop_nulls("vote")
    return _Run(roles, run.filter(pl.col("vote") > 0), gains[end]) if _is_sound(run, read) else None


def _is_sound(run: pl.DataFrame, read: Mapping[str, str]) -> bool:
    """Whether most rows of a run only make sense exchanged, and more than slips."""
    found = run.filter(pl.col("vote") > 0)
    against = run.filter(pl.col("vote") < 0)
    if found.height <= run.height * _MOST or against.height > run.height * _HARDLY:
        return False
    named = found.filter(pl.col("other_received") == pl.col("named"), ~_is_sure("received"))
    if "received" in read and named.height >= _NUMBERED:
        return True
    months = max(found[role].drop_nulls().dt.month().n_unique() for role in read)
    several = found.height >= _ROWS and months >= _SEASONS
    return several and not _moves_to_weekends(found, read)


def _moves_to_weekends(found: pl.DataFrame, read: Mapping[str, str]) -> bool:
    """Whether dates fall on working days as they stand, and exchanged on weekends: long queues and
    appointments months away, whose dates are right.
    """
    standing, exchanged = (
        sum(int((found[name].dt.weekday() >= _SATURDAY).sum()) for name in names)
        for names in (read.keys(), read.values())
    )
    return exchanged > _OFF_WORK * standing


def _told(table: Table, run: _Run) -> Iterator[Damage]:
    """The mark of every column that is exchanged in a run, with its first rows and its last one."""
    lines = run.rows[LINE]
    shown = pl.concat([lines.head(SHOWN - 1), lines.tail(1)]).unique(maintain_order=True)
    raw = table.raw.filter(pl.col(LINE).is_in(shown.implode()))
    for role in run.roles:
        if not (run.rows[role] != run.rows[f"other_{role}"]).any():
            continue
        name = next(name for name in TOLD[role] if name in table.cells)
        yield table.damage(DamageMark.SWAPPED_DATES, name, run.rows.height, table.shown(raw, name))
