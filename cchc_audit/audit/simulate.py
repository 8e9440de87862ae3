"""A simulation from a request: the one pass, and what it found."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import polars as pl

from cchc_audit.analysis.simulation import Simulation, recut, simulated, tallied
from cchc_audit.audit.dataset import Dataset, Request, RunResult, open_dataset
from cchc_audit.audit.scope import in_scope
from cchc_audit.audit.simulate_sentences import sentences
from cchc_audit.core.vocabulary import Against
from cchc_audit.texts import Texts


@dataclass(frozen=True, slots=True)
class Found:
    """What a simulation found, the run it rests on, and what is said under it."""

    answer: RunResult
    simulation: Simulation
    closing: tuple[str, ...]


def simulation(request: Request, *, cut: Fraction, target: Fraction) -> Found:
    """Judges the resolved dossiers in scope again under terms cut by `cut`.

    Always by the legal term: an appointment or a local promise is not what a reform cuts. Raises
    `CchcError`.
    """
    settings = request.settings
    policy = settings.policy.model_copy(update={"against": Against.LEGAL})
    dataset = open_dataset(
        replace(request, settings=settings.model_copy(update={"policy": policy}))
    )
    answer = dataset.answer(_counted(dataset, cut))
    if answer.dataset is not dataset:
        # The calendar was carried on into later years: the further run needs them too.
        answer = answer.dataset.answer(_counted(answer.dataset, cut))
    found = simulated(answer.frames[0], cut=cut, target=target)
    legal = settings.policy.against is Against.LEGAL
    return Found(answer, found, sentences(found, Texts(settings.lang), legal=legal))


def _counted(dataset: Dataset, cut: Fraction) -> Callable[[pl.LazyFrame], list[pl.LazyFrame]]:
    scope = in_scope(dataset)
    return lambda rows: [tallied(recut(rows.filter(scope), dataset.case, cut=cut))]
