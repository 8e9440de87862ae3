"""The second run (law.md §9): what is late even with every doubt resolved for the office, and
what would save it.
"""

from itertools import combinations

import polars as pl

from cchc_audit.core.vocabulary import BEHIND, Certainty, Reading
from cchc_audit.law.clock.clock import TermColumns, run
from cchc_audit.law.clock.instants import column
from cchc_audit.law.verdict.case import Case
from cchc_audit.law.verdict.verdict import compared, is_late, is_overdue, is_suspended

CERTAINTY = pl.Enum(Certainty)
READ = pl.selectors.matches(
    r"^(commune|status|outcome|legal_term|_entry|_cut|_continue|_(pause|round)\w+|"
    r"_(received|competent|finish|promised|request|supplement)_[ds])$"
)
"""The columns that the second run reads of a row."""

_ALL, _SOME = "_office_", "_reading_"


def certainty(frame: pl.LazyFrame, case: Case) -> pl.LazyFrame:
    """Adds `certainty` and `deadline_lenient`, null but for late and overdue dossiers."""
    frame = _again(frame, case, readings=frozenset(Reading), prefix=_ALL)
    late = pl.col("outcome").is_in(BEHIND)
    firm = pl.when(pl.col(f"{_ALL}late")).then(pl.lit(Certainty.FIRM.value, dtype=CERTAINTY))
    verdict = firm.otherwise(pl.lit(Certainty.CONTESTABLE.value, dtype=CERTAINTY))
    return frame.with_columns(
        pl.when(late).then(verdict).alias("certainty"),
        pl.when(late).then(pl.col(f"{_ALL}due_d")).cast(pl.Date).alias("deadline_lenient"),
    )


def doubted(frame: pl.DataFrame, case: Case) -> pl.DataFrame:
    """Adds `certainty`, `deadline_lenient` and `defence` to rows that have the columns `READ`."""
    found = certainty(frame.lazy(), case).select(pl.exclude(f"^{_ALL}.*$"))
    return defend(found.collect(), case)


def defend(frame: pl.DataFrame, case: Case) -> pl.DataFrame:
    """Adds `defence`: the fewest readings that save a contestable dossier, joined by commas; null
    for the others.

    `frame` holds rows of `assess`: their `certainty` and the columns `READ`. Sets of readings are
    tried by size, then in the order of `Reading`; each is one run over the rows that nothing
    smaller has saved.
    """
    frame = frame.with_row_index("_row")
    left = frame.filter(pl.col("certainty") == Certainty.CONTESTABLE.value)
    saved = [pl.DataFrame(schema={"_row": pl.UInt32, "defence": pl.String})]
    for chosen in _by_size(case):
        if left.is_empty():
            break
        judged = _again(left.lazy(), case, readings=frozenset(chosen), prefix=_SOME)
        late = judged.select(pl.col(f"{_SOME}late").fill_null(value=False)).collect().to_series()
        saved.append(left.filter(~late).select("_row", pl.lit(",".join(chosen)).alias("defence")))
        left = left.filter(late)
    return frame.join(pl.concat(saved), on="_row", how="left", maintain_order="left").drop("_row")


def _by_size(case: Case) -> list[tuple[Reading, ...]]:
    """All sets of the readings that can change anything here, the smallest first."""
    idle = set()
    if case.features.rounds < 2:
        idle.add(Reading.ROUNDS)
    if case.undecided is None:
        idle.add(Reading.UNDECIDED_DAY)
    readings = [reading for reading in Reading if reading not in idle]
    return [c for size in range(1, len(readings) + 1) for c in combinations(readings, size)]


def _again(
    frame: pl.LazyFrame, case: Case, *, readings: frozenset[Reading], prefix: str
) -> pl.LazyFrame:
    """Runs the clock with `readings` granted; adds `<prefix>due` and `<prefix>late` (late or
    overdue there too).
    """
    reckoning = case.reckoning(readings)
    frame = case.term(frame, f"{prefix}t", readings)
    term = TermColumns(f"{prefix}t_unit", f"{prefix}t_amount")
    frame = run(frame, reckoning, term=term, prefix=prefix)
    frame = compared(frame, case, reckoning, prefix=prefix)
    finish = column("_finish")
    late = (
        pl.when(finish.known)
        .then(is_late(prefix, finish))
        .otherwise(~is_suspended(prefix) & is_overdue(case, prefix))
    )
    return frame.with_columns(late.alias(f"{prefix}late"))
