"""A column that holds something else than its header says: two that changed places, a plan, the day
of a request, or the time a dossier took.

Some software writes the planned end under *Ngày kết thúc*: then even dossiers still being handled
have a finish. And no appointment lies before the receipt, unless the two changed places. Under
*Ngày bổ sung* may stand the day a supplement was asked for, then those who are waited for have one.
Under *Thời gian giải quyết* may stand the days that were needed: held to those nothing is ever
late.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark, Status, Unit
from cchc_audit.intake.damage.damage import SHOWN, Damage, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.terms import Term
from cchc_audit.intake.values.text import fold_search

_ROWS = 5
_FEW, _AHEAD = 3, 2
"""Rows that are enough where no slip looks so; one that is yet to come is none at all."""
_MOST = 0.9
_FRESH = 5
"""Days within which a status may lag behind the supplement it waits for."""
_FOR_SUPPLEMENT = re.compile(r"\bbo sung\b|\bhoan thien\b|^\(?0*5\b|\bawaiting_applicant\b")
_ROUND = ("supplement_requested_at", "supplemented_at")
_DAYS = (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)
_TAKEN = 0.75
"""Of days in hand; the others lie around holidays."""
_DIFFER = 0.2
_TERMS = 6
"""In fewer rows a term that was used up is not told from one that was counted afterwards."""


def find(table: Table) -> Iterator[Damage]:
    """A finish that most open dossiers have, receipts that lie after most appointments, supplements
    of those that are still to come, terms that are counted afterwards.
    """
    open_still = table.rows.filter(pl.col("status") == Status.IN_PROGRESS.value)
    for name in FINISHES:
        if name in table.cells:
            yield from _most(table, open_still, pl.col(name).is_not_null(), name)
            yield from _few_plans(table, open_still, name)
    if {"supplemented_at", "status"} <= set(table.cells):
        asked, got = (pl.col(name).dt.date() for name in _ROUND)
        unasked = got.is_not_null() & (asked.is_null() | (asked == got))
        yield from _most(table, _waiting(table), unasked, "supplemented_at", least=_FEW)
    if {"received_at", "promised_at"} <= set(table.cells):
        promised, received = pl.col("promised_at").dt.date(), pl.col("received_at").dt.date()
        dated = table.rows.drop_nulls(("promised_at", "received_at"))
        yield from _most(table, dated, promised < received, "received_at")
    if "legal_term" in table.cells:
        yield from _time_taken(table)


def _waiting(table: Table) -> pl.DataFrame:
    """The rows whose status says that a first supplement is waited for: not a payment, for which a
    supplement may have come long before, nor a further round. One that came in the last days may
    have a status that was not yet put right.
    """
    texts = table.raw.select(pl.col(LINE).alias("source_line"), table.cell("status").alias("text"))
    told = texts["text"].unique().drop_nulls()
    asked = [text for text in told if _FOR_SUPPLEMENT.search(fold_search(text))]
    lines = texts.filter(pl.col("text").is_in(asked))["source_line"]
    again = pl.lit(value=False)
    if "supplement_count" in table.cells:
        rounds = table.cell("supplement_count").cast(pl.Float64, strict=False)
        lines_again = table.raw.filter(rounds > 1)[LINE]
        again = pl.col("source_line").is_in(lines_again.implode())
    fresh = pl.col("supplemented_at").dt.date() > table.judged - timedelta(days=_FRESH)
    return table.rows.filter(
        pl.col("status") == Status.AWAITING_APPLICANT.value,
        pl.col("source_line").is_in(lines.implode()),
        ~(again | fresh.fill_null(value=False)),
    )


def _few_plans(table: Table, open_still: pl.DataFrame, column: str) -> Iterator[Damage]:
    """The mark of a finish that fewer open dossiers have, where it is to come or is the day of the
    appointment.
    """
    done, promised = pl.col(column).dt.date(), pl.col("promised_at").dt.date()
    ahead = open_still.filter(done > table.judged).height >= _AHEAD
    if open_still.height < _ROWS:
        planned = (done > table.judged) | (done == promised)
        yield from _most(table, open_still, planned, column, least=_AHEAD if ahead else _FEW)


def _most(
    table: Table, rows: pl.DataFrame, wrong: pl.Expr, column: str, *, least: int = _ROWS
) -> Iterator[Damage]:
    """The mark of `column`, where most of enough rows are wrong."""
    marked = rows.filter(wrong)
    if marked.height < least or marked.height < rows.height * _MOST:
        return
    lines = marked["source_line"].head(SHOWN)
    raw = table.raw.filter(pl.col("line").is_in(lines.implode()))
    yield table.damage(DamageMark.MISNAMED_COLUMN, column, marked.height, table.shown(raw, column))


def _time_taken(table: Table) -> Iterator[Damage]:
    """A term that only finished dossiers have, that differs among those of one procedure, and is as
    many days as each was in hand.
    """
    codes = table.rows["legal_term"].unique().drop_nulls()
    terms = {code: Term.from_code(code) for code in codes}
    days = {code: term.amount for code, term in terms.items() if term.unit in _DAYS}
    day = pl.duration(days=1)
    done, received = pl.coalesce(FINISHES).dt.date(), pl.col("received_at").dt.date()
    rows = table.rows.select(
        "source_line",
        "legal_term",
        pl.struct("procedure_code", "procedure_name").alias("procedure"),
        pl.col("legal_term").replace_strict(days, default=None, return_dtype=pl.Int64).alias("n"),
        (done - received).dt.total_days().alias("calendar"),
        pl.business_day_count(received + day, done + day).alias("working"),
    )
    open_still, held = rows.filter(pl.col("calendar").is_null()), rows.drop_nulls(("n", "calendar"))
    if held.height < _TERMS or _share(open_still, pl.col("legal_term").is_not_null()) > 1 - _MOST:
        return
    usual = pl.col("n").mode().min().over("procedure")
    counted = (pl.col(way) + first for way in ("calendar", "working") for first in (0, 1))
    if _share(held, pl.col("n") != usual) >= _DIFFER and any(
        _share(held, pl.col("n") == taken) >= _TAKEN for taken in counted
    ):
        raw = table.raw.filter(pl.col("line").is_in(held["source_line"].head(SHOWN).implode()))
        shown = table.shown(raw, "legal_term")
        yield table.damage(DamageMark.MISNAMED_COLUMN, "legal_term", held.height, shown)


def _share(rows: pl.DataFrame, chosen: pl.Expr) -> float:
    """The share of rows that are chosen, 0 of none."""
    return rows.filter(chosen).height / max(rows.height, 1)
