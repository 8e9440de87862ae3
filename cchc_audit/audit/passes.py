"""What is asked of the dossiers of an export, and the pass over all rows that answers it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import polars as pl

from cchc_audit.audit.apart import Apart
from cchc_audit.audit.dataset import Dataset, complete_verdicts
from cchc_audit.engine.answers import Answer, ask, correct
from cchc_audit.engine.batches import Change
from cchc_audit.engine.lookup import ROW
from cchc_audit.intake.duplicates import Duplicates
from cchc_audit.law.verdict import Case

Query = Callable[[pl.LazyFrame], Sequence[Answer]]
"""What is asked of the dossiers: plans that give a frame each, or batches of rows (see there why
all but one plan that groups or sorts should be those), which give a frame a step. What adds up
should be `Sums`, what lists rows `Listed`: a number that comes twice costs no second pass then.
"""


class OutcomeQuery(NamedTuple):
    """A query over the dossiers of some outcomes only, which are a small part of all: the others
    are left out before the rest of the verdict is worked out.

    With `at_law` the second run is left out too: it is made of what is found, or of batches of it,
    by the case that rows are judged by, which is given to `query` beside them.
    """

    outcomes: tuple[str, ...]
    query: Callable[[pl.LazyFrame, Case], Sequence[Answer]]
    at_law: bool = False


class Asked(NamedTuple):
    """What is asked over the verdicts of `dataset`: `query` of all dossiers but the `collapsed`
    rows, then `of_outcomes`.
    """

    dataset: Dataset
    collapsed: Duplicates
    query: Query
    of_outcomes: OutcomeQuery | None = None

    def of_all(self) -> tuple[pl.LazyFrame, list[Answer]]:
        """All rows judged, and the answers over them: plans that share what they need."""
        judged, picked = _share(self.dataset, self.of_outcomes)
        accepted = judged.filter(pl.col("fault").is_null())
        return judged, self._answers(accepted, picked)

    def of_rows(self, judged: pl.DataFrame) -> list[list[pl.DataFrame]]:
        """The frames of each answer over some rows without a fault."""
        rows = judged.lazy()
        picked = rows
        if self.of_outcomes is not None:
            picked = rows.filter(pl.col("outcome").is_in(self.of_outcomes.outcomes))
        return ask(self._answers(rows, picked), engine="in-memory")

    def _answers(self, accepted: pl.LazyFrame, picked: pl.LazyFrame) -> list[Answer]:
        answers = list(self.query(self.collapsed.removed(accepted)))
        if self.of_outcomes is not None:
            removed = self.collapsed.removed(picked)
            answers += self.of_outcomes.query(removed, self.dataset.case)
        return answers


def _share(dataset: Dataset, of_outcomes: OutcomeQuery | None) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """All rows judged, and those accepted of the outcomes asked for."""
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


def put_right(
    asked: Asked,
    answers: Sequence[Answer],
    collected: Sequence[pl.DataFrame],
    *,
    following: Asked,
    apart: Apart,
) -> list[list[pl.DataFrame]]:
    """The frames of each of the `answers` that a pass `collected`, as one that asks what is
    `following` would find them: it differs in the rows `apart` alone. Only where an answer cannot
    be put right for those that pass is made.
    """
    less, more = asked.of_rows(apart.judged), following.of_rows(apart.doubted)
    gone = following.collapsed.collapsed.select(ROW)
    found = [
        correct(answer, frame, Change(taken_out, put_in, gone))
        for answer, frame, taken_out, put_in in zip(answers, collected, less, more, strict=True)
    ]
    if None in found:
        _, again = following.of_all()
        left = [answer for answer, frames in zip(again, found, strict=True) if frames is None]
        rest = iter(ask(left, engine=following.dataset.engine))
        return [next(rest) if frames is None else frames for frames in found]
    return [frames for frames in found if frames is not None]
