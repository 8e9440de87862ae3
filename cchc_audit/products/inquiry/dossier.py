"""`why`: the dossiers asked for by number, found in the export and explained."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from cchc_audit.analysis.explain import Explanations, Ground, explain
from cchc_audit.analysis.explain.written import QUOTED
from cchc_audit.audit.dataset import Dataset, judge, needs_later_days, open_dataset
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import run_queries
from cchc_audit.audit.scope import in_scope
from cchc_audit.core.errors import ConfigError, InputError
from cchc_audit.core.vocabulary import Fault
from cchc_audit.engine.lookup import ROW
from cchc_audit.intake import faults
from cchc_audit.intake.duplicates import collapse, find_repeated, hash_rows
from cchc_audit.intake.values.identity import clean_id
from cchc_audit.law.verdict import defend, trace_lenient
from cchc_audit.products.history import judged_with_copies
from cchc_audit.products.history.since import last_night
from cchc_audit.products.inquiry.earlier import add_earlier
from cchc_audit.texts import Texts

_NEAR = 3
_LEAST_LIKE = 60


def why(request: Request, *, ids: Sequence[str]) -> Explanations:
    """The verdicts of the dossiers `ids`, explained, in the order they were asked for.

    Only rows of these dossiers are kept in memory. Of several rows the standing one is explained,
    of a number that several communes have the dossier of each.
    Raises `InputError` for a dossier that is not there (with near matches) or was rejected, and
    `ConfigError` for one outside the period or the filters of the request.
    """
    wanted = _cleaned(ids)
    if not wanted:
        raise ConfigError("explain.no_id")
    dataset, night = open_dataset(request), last_night(request)
    if night is not None:
        dataset = judged_with_copies(dataset)
    if request.strict or request.rejects is not None:
        run_queries(dataset, lambda _: []).conclude()
    judged = _judge(dataset, wanted)
    if dataset.can_reach_further and judged.select(needs_later_days(dataset.calendar).any()).item():
        dataset = dataset.reach_further()
        judged = _judge(dataset, wanted)
    accepted = judged.lazy().filter(pl.col("fault").is_null())
    collapsed = collapse(
        accepted, find_repeated(hash_rows(accepted).collect()), engine=dataset.engine
    )
    if not collapsed.conflicts.is_empty():
        dataset = dataset.doubting(collapsed.conflicts)
        judged = _judge(dataset, wanted)
    standing = collapsed.removed(judged.lazy().filter(pl.col("fault").is_null())).collect()
    _complain_of_missing(wanted, standing, judged, dataset)
    defended = trace_lenient(defend(standing, dataset.case), dataset.case)
    rows_by_id: dict[str, list[dict[str, object]]] = {}
    for row in defended.filter("in_scope").sort("commune", *ROW, nulls_last=True).to_dicts():
        rows_by_id.setdefault(row["dossier_id"], []).append(row)
    ground = Ground(
        as_of=request.as_of,
        policy=request.settings.policy,
        calendar=dataset.calendar,
        catalogue=dataset.catalogue,
        files=tuple(file.path for file in dataset.intake.files),
        texts=Texts(request.settings.lang),
    )
    told = tuple(
        explain(
            row,
            replace(ground, written=_written(row, dataset)),
            personal=request.show_personal,
        )
        for one in wanted
        for row in rows_by_id[one]
    )
    if night is not None:
        told = add_earlier(told, night, dataset, standing)
    return Explanations("why", request.as_of, told)


def _written(row: dict[str, Any], dataset: Dataset) -> dict[str, str]:
    """The cells of a row as its file has them; none of personal data is among them."""
    cells = dataset.intake.written(row["source"], row["source_line"])
    return {name: cells[name] for name in QUOTED if cells.get(name)}


def _judge(dataset: Dataset, ids: Sequence[str]) -> pl.DataFrame:
    """The rows of these numbers with their verdicts, and whether the request asks for each
    (`in_scope`).
    """
    rows = dataset.rows.filter(pl.col("dossier_id").is_in(ids))
    plan = judge(rows, dataset.case, dataset.request.settings.privacy)
    return plan.with_columns(in_scope(dataset).alias("in_scope")).collect(engine=dataset.engine)


def _cleaned(ids: Sequence[str]) -> list[str]:
    """The numbers as intake would have cleaned them, each once, blank ones left out."""
    return list(dict.fromkeys(found for text in ids if (found := clean_id(text))))


def _complain_of_missing(
    wanted: Sequence[str], standing: pl.DataFrame, judged: pl.DataFrame, dataset: Dataset
) -> None:
    """Say of the first dossier that cannot be told about why not."""
    inside: dict[str, bool] = {}
    for one, within in zip(standing["dossier_id"], standing["in_scope"], strict=True):
        inside[one] = inside.get(one, False) or within
    for one in wanted:
        if one not in inside:
            rejected = judged.filter(pl.col("dossier_id") == one)
            if len(rejected):
                raise _rejected(one, rejected.row(0, named=True), dataset)
            near = ", ".join(near_ids(one, dataset.intake.rows.select("dossier_id")))
            key = "explain.unknown_id_near" if near else "explain.unknown_id"
            raise InputError(key, id=one, near=near)
        if not inside[one]:
            raise ConfigError("explain.out_of_scope", id=one)


def _rejected(one: str, row: dict[str, object], dataset: Dataset) -> InputError:
    number, source = row["fault"], row["source"]
    column, fault = faults.decode(number if isinstance(number, int) else 0)
    file = dataset.intake.files[source if isinstance(source, int) else 0]
    key = "explain.rejected_day" if fault is Fault.OUTSIDE_CALENDAR else "explain.rejected"
    return InputError(
        key,
        id=one,
        file=file.path,
        line=row["source_line"],
        column=file.columns.get(column or "", column),
    )


def near_ids(word: str, ids: pl.LazyFrame) -> list[str]:
    """The numbers most like `word`, the likest first, three at most; read in batches."""
    from rapidfuzz import fuzz, process

    best: dict[str, float] = {}
    for batch in ids.collect_batches():
        found = process.extract(
            word,
            batch.to_series().drop_nulls().to_list(),
            scorer=fuzz.ratio,
            limit=2 * _NEAR,
            score_cutoff=_LEAST_LIKE,
        )
        best |= {one: score for one, score, _ in found}
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        best = dict(ranked[:_NEAR])
    return list(best)
