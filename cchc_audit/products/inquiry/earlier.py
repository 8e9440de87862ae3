"""What a dossier was on an earlier night, where the office keeps snapshots and it was altered."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from cchc_audit.analysis.explain import Explanation, Step, StepName
from cchc_audit.analysis.snapshots import Changes, compare
from cchc_audit.audit.dataset import Dataset
from cchc_audit.products.history import snapshot_rows
from cchc_audit.products.history.altered_findings import night_of, say_night
from cchc_audit.products.history.change_sentences import came_to, name_fields, put_in_words
from cchc_audit.products.history.since import Night
from cchc_audit.products.history.taking import state_of_dataset
from cchc_audit.texts import Texts


def add_earlier(
    told: Sequence[Explanation], night: Night, dataset: Dataset, standing: pl.DataFrame
) -> tuple[Explanation, ...]:
    """The explanations with a step for what is not as it was on `night`.

    `standing`: the judged rows of these dossiers with the export's own cells, as of a dataset
    `judged_with_copies`.
    """
    dossiers = snapshot_rows(standing.lazy(), dataset).collect()
    asked = pl.col("dossier_id").is_in(dossiers["dossier_id"].unique().implode())
    base = replace(night.base, dossiers=night.base.dossiers.filter(asked))
    now = state_of_dataset(dataset, dossiers)
    lag = dataset.request.settings.rules.sync_lag
    found = compare(base, now, case=dataset.case, calendar=dataset.calendar, sync_lag=lag)
    texts = Texts(dataset.request.settings.lang)
    return tuple(
        replace(one, steps=(*one.steps, *_steps(one, found, texts))) for one in told
    )  # fmt: skip


def _steps(one: Explanation, found: Changes, texts: Texts) -> Iterator[Step]:
    mine = found.rows.filter(
        (pl.col("dossier_id") == one.dossier["dossier_id"])
        & pl.col("commune").eq_missing(one.dossier["commune"])
        & pl.col("field").is_not_null()
    )
    for (known,), rows in mine.group_by("known", maintain_order=True):
        said = put_in_words(rows.unique("field", maintain_order=True), texts)
        changed = "; ".join(
            texts("nightly.news.change", field=row["field"], old=row["old"] or "–",
                  new=row["new"] or "–")
            for row in said.iter_rows(named=True)
        )  # fmt: skip
        text = texts("explain.earlier", day=say_night(str(known)), changes=changed)
        gained = rows.filter(pl.col("fields").is_not_null())
        for row in gained.iter_rows(named=True):
            then, now = (came_to(row, side, texts) for side in ("then", "now"))
            fields = name_fields(row["fields"], texts)
            text += " " + texts("explain.earlier_late", fields=fields, then=then, now=now)
        yield Step(StepName.EARLIER, night_of(str(known)), text)
