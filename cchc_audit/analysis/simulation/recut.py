"""A further run of the clock, under terms cut by a share.

The verdict under a shorter term comes from the same clock, with the same pauses and supplements;
a request for a supplement, or a pause, that the shorter term would have come before no longer
moves anything, as the law has it.
"""

from fractions import Fraction

import polars as pl

from cchc_audit.core.vocabulary import RESOLVED, Outcome, Unit
from cchc_audit.intake.values.terms import Term
from cchc_audit.law.catalogue.term_tables import amount_of, unit_of
from cchc_audit.law.clock.clock import TermColumns, run_clock
from cchc_audit.law.clock.instants import column
from cchc_audit.law.clock.reckoning import UNIT
from cchc_audit.law.verdict import Case
from cchc_audit.law.verdict.verdict import choose_basis, is_late

_CUT = "_cutdown_"
_MINUTE = 60
_DAYS = (UNIT[Unit.WORKING_DAYS], UNIT[Unit.CALENDAR_DAYS])
_WORKING_DAY_CODES = (1, Term(list(Unit)[1], 0).code - 1)  # unit 0: the code is the amount


def cut_code(code: pl.Expr, cut: Fraction) -> pl.Expr:
    """The code (Int64) of a term cut by the share `cut`, never shorter than the share allows.

    Working and calendar days are rounded up to a day, working hours to a minute; at least one is
    left. A term of the same day cannot be cut, and one in months stays. A cut of 0 changes nothing.
    """
    keep = 1 - cut
    unit, amount = unit_of(code), amount_of(code).cast(pl.Int64)
    # Whole numbers throughout: 10 days less 30 % are 7, never 7.000000001 and so 8.
    days = _up(amount * keep.numerator, keep.denominator)
    minutes = _up(amount * keep.numerator, keep.denominator * _MINUTE) * _MINUTE
    shorter = (
        pl.when(unit.is_in(_DAYS))
        .then(days.clip(1))
        .when(unit == UNIT[Unit.WORKING_HOURS])
        .then(minutes.clip(_MINUTE))
        .otherwise(amount)
    )
    return code - amount + pl.min_horizontal(shorter, amount)


def recut(dossiers: pl.LazyFrame, case: Case, *, cut: Fraction) -> pl.LazyFrame:
    """Resolved dossiers judged again under the legal term cut by `cut`.

    `dossiers`: rows of `assess` with their working columns. Added: `cut_term` (Int64 code, null
    without a term), `late_cut` (Boolean: late under it; without a term as judged) and `needed`
    (Int32: the shortest term in working days that this dossier would have kept; null where its
    term is not in working days).
    """
    frame = dossiers.filter(pl.col("outcome").is_in(RESOLVED))
    frame = frame.with_columns(cut_code(pl.col("term"), cut).alias("cut_term"))
    frame = frame.with_columns(
        unit_of(pl.col("cut_term")).alias(f"{_CUT}unit"),
        amount_of(pl.col("cut_term")).alias(f"{_CUT}amount"),
    )
    law = case.reckoning(frozenset())
    frame = run_clock(frame, law, term=TermColumns(f"{_CUT}unit", f"{_CUT}amount"), prefix=_CUT)
    frame = choose_basis(frame, case, law, prefix=_CUT)
    finish = column("_finish")
    # A term ends on a working day: who finishes on a Saturday needs the one of Monday.
    idle = ~law.tables.working(finish.day, law.which).fill_null(value=True)
    return frame.with_columns(
        is_late(_CUT, finish).fill_null(value=False).alias("late_cut"),
        (pl.col("outcome") == Outcome.LATE).alias("late"),
        pl.when(pl.col("term").is_between(*_WORKING_DAY_CODES))
        .then((pl.col("processing_days") + idle.cast(pl.Int32)).clip(1))
        .alias("needed"),
    )


def _up(part: pl.Expr, whole: int) -> pl.Expr:
    """`part / whole`, rounded up to a whole number."""
    return (part + (whole - 1)) // whole
