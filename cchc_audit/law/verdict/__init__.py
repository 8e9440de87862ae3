"""Dossiers in, verdicts out: outcome, deadline, measures and certainty of every row (law.md
§5-§9).

`assess` takes the rows of intake and adds the verdict columns; nothing else in the house decides
what is late. The clock runs once as the law is applied, and once more with every doubt resolved
for the office; what is late both times is firm. It is all one plan of expressions: row by row, in
the order the rows come.
"""

import polars as pl

from cchc_audit.core.vocabulary import BEHIND
from cchc_audit.law.clock.clock import TermColumns, run_clock
from cchc_audit.law.clock.instants import column
from cchc_audit.law.verdict.case import Case
from cchc_audit.law.verdict.doubts import weigh_doubts
from cchc_audit.law.verdict.known_facts import cut_at_as_of
from cchc_audit.law.verdict.second_run import (
    READ,
    add_certainty,
    defend,
    judge_certainty,
    trace_lenient,
)
from cchc_audit.law.verdict.verdict import (
    LAW,
    choose_basis,
    decide_outcome,
    find_reason,
    measure_days,
    present_verdict,
)

__all__ = [
    "READ",
    "Case",
    "add_certainty",
    "assess",
    "decide",
    "defend",
    "judge_certainty",
    "measure",
    "measure_at_law",
    "trace_lenient",
]


def assess(rows: pl.LazyFrame, case: Case) -> pl.LazyFrame:
    """Adds the verdict to intake's rows, and a fault to a row that needs a day outside the
    calendar.

    Added: `clock_start`, `deadline`, `deadline_lenient`, `legal_deadline` (whatever `against`)
    Date; `deadline_at`, `finished_at`, `last_recorded_at` (the latest act on record) Datetime;
    `term` Int64 code; `term_source`, `basis`, `outcome`, `reason`, `certainty` Enum; `doubt`
    String; `processing_days`, `days_late`, `days_left`, `paused_days` Int32 working days;
    `provisional` Boolean (leans on a day not yet announced).
    Columns whose names begin with an underscore are working columns, which `defend` reads.
    """
    return measure(decide(rows, case), case)


def decide(rows: pl.LazyFrame, case: Case) -> pl.LazyFrame:
    """The first half of `assess`: runs the clock and adds `outcome`, as far as telling dossiers
    apart needs.
    """
    frame = cut_at_as_of(rows, case)
    frame = case.terms.find(frame, column("_received").day)
    frame = case.term(frame.with_columns(case.terms.stated()), "_t", frozenset())
    law = case.reckoning(frozenset())
    frame = run_clock(frame, law, term=TermColumns("_t_unit", "_t_amount"), prefix=LAW)
    frame = choose_basis(frame, case, law, prefix=LAW)
    frame = frame.with_columns(find_reason().alias("_reason"))
    return frame.with_columns(decide_outcome(case))


def measure(frame: pl.LazyFrame, case: Case) -> pl.LazyFrame:
    """The second half: the rest of the verdict, for all rows of `decide` or for some of them."""
    return judge_certainty(measure_at_law(frame, case), case)


def measure_at_law(frame: pl.LazyFrame, case: Case) -> pl.LazyFrame:
    """The second half without the second run: `add_certainty` makes it of rows when few."""
    law = case.reckoning(frozenset())
    frame = measure_days(frame, case, law).with_columns(present_verdict(law))
    doubts = pl.when(pl.col("outcome").is_in(BEHIND)).then(weigh_doubts(case)).otherwise(0)
    return frame.with_columns(doubts.alias("_doubts"))
