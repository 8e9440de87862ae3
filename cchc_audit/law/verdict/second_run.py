"""The second run (law.md §9): what is late even with every doubt resolved for the office, and
what would save it.
"""

from collections.abc import Sequence
from itertools import combinations

import polars as pl

from cchc_audit.core.vocabulary import BEHIND, Certainty, Reading
from cchc_audit.law.clock.clock import TermColumns, run_clock
from cchc_audit.law.clock.instants import column
from cchc_audit.law.verdict.case import Case
from cchc_audit.law.verdict.doubts import name_doubts
from cchc_audit.law.verdict.verdict import choose_basis, is_late, is_overdue, is_suspended

_CERTAINTY = {item: pl.lit(item.value, dtype=pl.Enum(Certainty)) for item in Certainty}
READ = pl.selectors.matches(
    r"^(commune|status|outcome|legal_term|_entry|_cut|_continue|_doubts|"
    r"_(pause|lasts|round)\w+|_(received|competent|finish|promised|request|supplement)_[ds])$"
)
"""The columns that the second run reads of a row."""

_ALL, _SOME = "_office_", "_reading_"


def judge_certainty(frame: pl.LazyFrame, case: Case) -> pl.LazyFrame:
    """Adds `certainty`, `doubt` and `deadline_lenient`, null but for late and overdue dossiers.

    What facts leave in doubt is unproven, whatever the law makes of it (docs/law.md §9).
    """
    frame = _again(frame, case, readings=frozenset(Reading), prefix=_ALL)
    late = pl.col("outcome").is_in(BEHIND)
    return frame.with_columns(
        pl.when(late & (pl.col("_doubts") > 0))
        .then(_CERTAINTY[Certainty.UNPROVEN])
        .when(late & pl.col(f"{_ALL}late"))
        .then(_CERTAINTY[Certainty.FIRM])
        .when(late)
        .then(_CERTAINTY[Certainty.CONTESTABLE])
        .alias("certainty"),
        pl.when(late).then(name_doubts(pl.col("_doubts"))).alias("doubt"),
        pl.when(late).then(pl.col(f"{_ALL}due_d")).cast(pl.Date).alias("deadline_lenient"),
    )


def add_certainty(frame: pl.DataFrame, case: Case) -> pl.DataFrame:
    """Adds `certainty`, `doubt`, `deadline_lenient` and `defence` to rows that have the columns
    `READ`.
    """
    found = judge_certainty(frame.lazy(), case).select(pl.exclude(f"^{_ALL}.*$"))
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


def trace_lenient(frame: pl.DataFrame, case: Case) -> pl.DataFrame:
    """Adds `lenient_by`: the readings that the second run owes its deadline and its outcome to,
    joined by commas; null where it owes them to none, and for all but late and overdue dossiers.

    `frame` holds rows of `assess`: their `certainty` and the columns `READ`. One after the other is
    taken away, the last of the table first, and stays away where nothing changes.
    """
    frame = frame.with_row_index("_row")
    rows = frame.filter(pl.col("certainty").is_not_null())
    found = [pl.DataFrame(schema={"_row": pl.UInt32, "lenient_by": pl.String})]
    readings = _telling(case)
    nothing: tuple[Reading, ...] = ()
    tried = [(readings, nothing, rows, _sign(rows, case, readings))]
    while tried:
        untried, needed, rows, signs = tried.pop()
        if rows.is_empty():
            continue
        if not untried:
            named = pl.lit(",".join(needed) or None, dtype=pl.String).alias("lenient_by")
            found.append(rows.select("_row", named))
            continue
        rest, last = untried[:-1], untried[-1]
        same = _sign(rows, case, (*rest, *needed)) == signs
        tried.append((rest, needed, rows.filter(same), signs.filter(same)))
        tried.append((rest, (last, *needed), rows.filter(~same), signs.filter(~same)))
    return frame.join(pl.concat(found), on="_row", how="left", maintain_order="left").drop("_row")


def _sign(rows: pl.DataFrame, case: Case, readings: Sequence[Reading]) -> pl.Series:
    """What a run with `readings` comes to, as one text a row: deadline, late or not."""
    run = _again(rows.lazy(), case, readings=frozenset(readings), prefix=_SOME)
    said = pl.col(f"{_SOME}due_d", f"{_SOME}due_s", f"{_SOME}late").cast(pl.String).fill_null("")
    return run.select(pl.concat_str(said, separator="/")).collect().to_series()


def _by_size(case: Case) -> list[tuple[Reading, ...]]:
    """All sets of the readings that can change anything here, the smallest first."""
    readings = _telling(case)
    return [c for size in range(1, len(readings) + 1) for c in combinations(readings, size)]


def _telling(case: Case) -> tuple[Reading, ...]:
    """The readings that can change anything here."""
    idle = set()
    if case.features.rounds < 2:
        idle.add(Reading.ROUNDS)
    if not case.features.lasting:
        idle.add(Reading.PAUSES)
    if not case.terms.extended:
        idle.add(Reading.EXTENDED_TERM)
    if not case.terms.remote:
        idle.add(Reading.REMOTE_TERM)
    if case.undecided is None:
        idle.add(Reading.UNDECIDED_DAY)
    return tuple(reading for reading in Reading if reading not in idle)


def _again(
    frame: pl.LazyFrame, case: Case, *, readings: frozenset[Reading], prefix: str
) -> pl.LazyFrame:
    """Runs the clock with `readings` granted; adds `<prefix>due`, `<prefix>waits` (not finished,
    and suspended there) and `<prefix>late` (late or overdue there too).
    """
    reckoning = case.reckoning(readings)
    frame = case.term(frame, f"{prefix}t", readings)
    term = TermColumns(f"{prefix}t_unit", f"{prefix}t_amount")
    frame = run_clock(frame, reckoning, term=term, prefix=prefix)
    frame = choose_basis(frame, case, reckoning, prefix=prefix)
    finish = column("_finish")
    frame = frame.with_columns((~finish.known & is_suspended(prefix)).alias(f"{prefix}waits"))
    late = (
        pl.when(finish.known)
        .then(is_late(prefix, finish))
        .otherwise(~pl.col(f"{prefix}waits") & is_overdue(case, prefix))
    )
    return frame.with_columns(late.alias(f"{prefix}late"))
