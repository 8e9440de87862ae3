"""One run over a dataset: queries over the dossiers that stand, in one pass with the sum that
accounts for every row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from cchc_audit import __version__
from cchc_audit.audit.dataset import Dataset, complete_verdicts, needs_later_days
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.errors import InputError
from cchc_audit.engine.batches import Batches
from cchc_audit.engine.repeated import Hashes
from cchc_audit.intake.duplicates import NO_DUPLICATES, Duplicates, collapse, hashes
from cchc_audit.intake.files.sheets import is_template
from cchc_audit.render.report import Provenance

Query = Callable[[pl.LazyFrame], Sequence[pl.LazyFrame | Batches]]
"""What is asked of the dossiers: plans that give a frame each, or batches of rows (see there why
all but one plan that groups or sorts should be those), which give a frame a step.
"""


@dataclass(frozen=True, slots=True)
class OutcomeQuery:
    """A query over the dossiers of some outcomes only, which are a small part of all: the others
    are left out before the rest of the verdict is worked out.

    With `at_law` the second run is left out too: `law.verdict.doubted` makes it of what is found.
    """

    outcomes: tuple[str, ...]
    query: Query
    at_law: bool = False


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one run found: the frames of the query, and the sum that accounts for every row."""

    dataset: Dataset
    frames: Sequence[pl.DataFrame]
    collapsed: Duplicates
    rows_read: int
    rows_rejected: int
    provisional: int

    @property
    def standing(self) -> pl.LazyFrame:
        """The dossiers that stand, lazy."""
        return self.collapsed.removed(self.dataset.accepted)

    @property
    def provenance(self) -> Provenance:
        """Where the figures come from."""
        dataset, doubled = self.dataset, len(self.collapsed.collapsed)
        rejected = self.rows_rejected + dataset.intake.rejected_lines
        read = self.rows_read + dataset.intake.rejected_lines
        return Provenance(
            files=tuple(file.path for file in dataset.intake.files),
            rows_read=read,
            rows_rejected=rejected,
            duplicates=doubled,
            assessed=read - rejected - doubled,
            layout_rows=sum(len(file.layout_rows) for file in dataset.intake.files),
            as_of=dataset.request.as_of,
            options=dataset.request.options,
            version=__version__,
            calendar_digest=dataset.calendar.digest(),
            catalogue_digest=dataset.catalogue.digest(),
            official_through=dataset.calendar.official_through,
            provisional=self.provisional,
            endless=tuple(
                file.path for file in dataset.intake.files if not set(FINISHES) & set(file.columns)
            ),
            templates=tuple(f.path for f in dataset.intake.files if is_template(f.path)),
            unread=tuple((one.name, one.why) for one in dataset.intake.unread if one.rows),
        )

    def conclude(self) -> Provenance:
        """The provenance, once the rejected rows are written and held against `strict`.

        Raises `InputError` where rows were rejected and the request is strict, or where the file of
        rejects cannot be written.
        """
        provenance, request = self.provenance, self.dataset.request
        if request.rejects is not None:
            self.dataset.intake.write_rejects(request.rejects, self.dataset.judged)
        if request.strict:
            refuse_rejects(provenance)
        return provenance


def refuse_rejects(provenance: Provenance) -> None:
    """Raises `InputError` where rows were rejected."""
    if provenance.rows_rejected:
        raise InputError("pipeline.strict", rejected=provenance.rows_rejected)


def run_queries(
    dataset: Dataset, query: Query, *, of_outcomes: OutcomeQuery | None = None
) -> RunResult:
    """Runs `query` over the dossiers that stand, in one pass with the count of everything else; the
    frames of `of_outcomes` follow those of `query`.

    A second pass is made only where several rows claim one dossier, or where a row needs a day in
    years that are only expected: those are added to the calendar when needed, not before.
    """
    taken = Hashes()
    judged, picked = _share(dataset, of_outcomes)
    accepted = judged.filter(pl.col("fault").is_null())

    def ask(standing: Duplicates) -> list[pl.LazyFrame | Batches]:
        queries = list(query(standing.removed(accepted)))
        if of_outcomes is None:
            return queries
        return [*queries, *of_outcomes.query(standing.removed(picked))]

    counts, _, *frames = _collect(
        dataset, [_count(judged, dataset), taken.plan(hashes(accepted)), *ask(NO_DUPLICATES)]
    )
    rows_read, rows_rejected, provisional, beyond = counts.row(0)
    if beyond and dataset.can_reach_further:
        return run_queries(dataset.reach_further(), query, of_outcomes=of_outcomes)
    collapsed = collapse(accepted, taken.repeated(), engine=dataset.engine)
    if collapsed is not NO_DUPLICATES:
        frames = _collect(dataset, ask(collapsed))
    return RunResult(dataset, frames, collapsed, rows_read, rows_rejected, provisional)


def _share(dataset: Dataset, of_outcomes: OutcomeQuery | None) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """All rows judged, and those accepted of the outcomes asked for: plans that share what both
    need.
    """
    # Shared by hand: polars 2.1 does not see that plans with look-ups are the same plan.
    if of_outcomes is None:
        judged = dataset.judged.cache()
        return judged, judged
    case, privacy = dataset.case, dataset.request.settings.privacy
    both = dataset.decided.cache()
    picked = both.filter(pl.col("outcome").is_in(of_outcomes.outcomes))
    picked = complete_verdicts(picked, case, privacy, at_law=of_outcomes.at_law)
    picked = picked.filter(pl.col("fault").is_null())
    return complete_verdicts(both, case, privacy).cache(), picked.cache()


def _collect(dataset: Dataset, asked: Sequence[pl.LazyFrame | Batches]) -> list[pl.DataFrame]:
    """The frames of all that is asked, in one pass."""
    plans = [one.plan if isinstance(one, Batches) else one for one in asked]
    frames = pl.collect_all(plans, engine=dataset.engine)
    answers = [
        one.frames() if isinstance(one, Batches) else [frame]
        for one, frame in zip(asked, frames, strict=True)
    ]
    return [frame for answer in answers for frame in answer]


def _count(judged: pl.LazyFrame, dataset: Dataset) -> pl.LazyFrame:
    faulty = pl.col("fault").is_not_null()
    return judged.select(
        pl.len().alias("rows_read"),
        faulty.sum().alias("rows_rejected"),
        (pl.col("provisional") & ~faulty).sum().alias("provisional"),
        needs_later_days(dataset.calendar).sum().alias("beyond"),
    )
