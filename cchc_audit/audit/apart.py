"""Rows of numbers that came more than once, taken apart from all others and judged by themselves.

One number that comes twice would cost a second pass over all rows, though nothing but its own rows
can change: most of what is asked of a pass can be put right for those alone (`engine.answers`).
"""

from typing import NamedTuple

import polars as pl

from cchc_audit.audit.dataset import Dataset
from cchc_audit.intake.duplicates import Duplicates, collapse

_FEW = 100_000
"""Rows that are taken apart: what is done with them takes place in memory."""


class Apart(NamedTuple):
    """The rows without a fault of numbers that came more than once: `judged` as if each were a
    dossier, and `doubted`, judged in the knowledge of what they contradict each other in.
    """

    judged: pl.DataFrame
    doubted: pl.DataFrame


def decide_between(dataset: Dataset, suspects: pl.DataFrame) -> tuple[Duplicates, Apart | None]:
    """Decides between the rows `suspects` (`hash`, `source`, `source_line`) whose numbers have one
    hash; apart from all others where they are few, and a pass over all would take longer.
    """
    hashes, engine = suspects["hash"].unique(), dataset.engine
    if len(suspects) > _FEW or engine == "in-memory":
        return collapse(dataset.accepted, hashes, engine=engine), None
    alone = dataset.restricted(suspects)
    judged = alone.accepted.collect(engine="in-memory")
    found = collapse(judged.lazy(), hashes, engine="in-memory")
    doubted = judged
    if not found.conflicts.is_empty():
        doubted = alone.doubting(found.conflicts).accepted.collect(engine="in-memory")
    return found, Apart(judged, doubted)
