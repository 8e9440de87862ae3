"""Exports opened and judged once for all the lines that ask something of them.

For tests of what is said and written of an export, not of how it is opened: every line still asks
its own question, and its answer is rendered anew.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from unittest.mock import patch

import polars as pl

from cchc_audit import audit, products
from cchc_audit.audit.dataset import Dataset, open_dataset
from cchc_audit.audit.passes import OutcomeQuery
from cchc_audit.audit.request import Request

_OPENED: dict[tuple[object, ...], Dataset] = {}


def _shared(request: Request, _: object = None) -> Dataset:
    """What `open_dataset` gives, opened and judged once for the same files, settings and moment,
    whatever the language. Files of one name and content are the same wherever lines are typed.
    """
    settings = request.settings
    spoken = settings._replace(lang="vi")
    key = (request.files, _digests(request.files), repr(spoken), request.as_of)
    if key not in _OPENED:
        dataset = open_dataset(request)
        rows, judged = pl.collect_all([dataset.intake.rows, dataset.judged])
        intake = replace(dataset.intake, rows=rows.lazy())
        _OPENED[key] = _judged_already(replace(dataset, intake=intake), judged.lazy())
    kept = _OPENED[key]
    intake = replace(kept.intake, lang=settings.lang or "vi")
    return _judged_already(replace(kept, request=request, intake=intake), kept.judged)


def _digests(files: tuple[str, ...]) -> tuple[bytes, ...]:
    """Of each file that is named its content; folders and patterns are told by their names."""
    return tuple(
        sha256(Path(name).read_bytes() if Path(name).is_file() else b"").digest() for name in files
    )


def _judged_already(dataset: Dataset, judged: pl.LazyFrame) -> Dataset:
    """The dataset with its verdicts at hand, which it would work out when asked for them."""
    vars(dataset)["judged"] = judged
    return dataset


def _at_hand(dataset: Dataset, of: OutcomeQuery | None) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """What `passes._share` gives, of rows that are judged already."""
    if of is None:
        return dataset.judged, dataset.judged
    accepted = dataset.judged.filter(pl.col("fault").is_null())
    return dataset.judged, accepted.filter(pl.col("outcome").is_in(of.outcomes))


@cache
def _doors() -> tuple[str, ...]:
    """The modules that open exports."""
    for wing in (audit, products):
        for found in walk_packages(wing.__path__, f"{wing.__name__}."):
            import_module(found.name)
    return tuple(
        name
        for name, module in sys.modules.items()
        if name.startswith("cchc_audit.") and vars(module).get("open_dataset") is open_dataset
    )


@contextmanager
def shared_openings() -> Iterator[None]:
    """Within, an export is opened and judged once, by what opens and judges it everywhere; every
    line asks its own question of it.
    """
    with ExitStack() as within:
        for door in _doors():
            within.enter_context(patch(f"{door}.open_dataset", _shared))
        within.enter_context(patch("cchc_audit.audit.passes._share", _at_hand))
        yield
