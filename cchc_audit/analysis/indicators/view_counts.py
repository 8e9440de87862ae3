"""The three views of "on time" side by side, and where they part: by the law, by Decision 766, by
form II.06a.

Each has its own scope as well as its own rule, so a dossier that one of them leaves out stands in
the cells too, under `left_out`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import polars as pl

from cchc_audit.analysis.indicators.form_06a import State, in_hand, state
from cchc_audit.analysis.indicators.index_766 import INDEX_COLUMNS, Index, index_766, score_groups
from cchc_audit.analysis.indicators.reasons import Software, why
from cchc_audit.analysis.summary import SUMMARY_COLUMNS, Key, Summary, in_period, natural, ratio
from cchc_audit.analysis.summary.keys import as_text, group_value
from cchc_audit.core.vocabulary import Outcome
from cchc_audit.engine.batches import Batches

LEFT_OUT = "left_out"
CELL = ("legal", "index_766", "form_06a", "reason")

VIEW_COLUMNS = (
    *INDEX_COLUMNS,
    "resolved_06a",
    "in_time_06a",
    "late_06a",
    "open_overdue_06a",
    "rate_06a",
    "differing",
)
"""What the views add to a row of a summary, which is the law's: the index, the form, and how many
dossiers are not seen alike by all three.
"""


@dataclass(frozen=True, slots=True)
class Views:
    """`groups`: a row a commune (String), with `SUMMARY_COLUMNS` and `VIEW_COLUMNS`; `total`: one
    row of the same, its commune null. `cells`: `commune`, `legal`, `index_766`,
    `form_06a`, `reason` (String; the last is null where the views agree), `count` (Int64), in that
    order of sorting.
    """

    groups: pl.DataFrame
    total: pl.DataFrame
    cells: pl.DataFrame


def place_dossiers(
    dossiers: pl.LazyFrame,
    *,
    first: date | None,
    last: date | None,
    as_of: datetime,
    software: Software,
) -> pl.LazyFrame:
    """Dossiers of the period (by any view) as `commune`, `dossier_id` and the four of `CELL`.

    `dossiers`: assessed rows, duplicates removed, already cut to the filters. Null in a view means
    that the view leaves the dossier out.
    """
    period, form = in_period(first, last), in_hand(first, last)
    legal = pl.when(period).then(pl.col("outcome").cast(pl.Enum(Outcome)))
    index = pl.when(period & (pl.col("_index") != Index.LEFT_OUT.value)).then(pl.col("_index"))
    return (
        dossiers.filter(period | form)
        .with_columns(
            index_766(as_of).alias("_index"),
            pl.when(form).then(state(as_of)).alias("form_06a"),
            *software.columns(),
        )
        .with_columns(legal.alias("legal"), index.alias("index_766"))
        .select(group_value(Key.COMMUNE), "dossier_id", *CELL[:3], why().alias("reason"))
    )


def view_cells(rows: pl.LazyFrame) -> Batches:
    """How many dossiers of `place_dossiers` stand in each cell: the commune, `CELL` and `n`
    (Int64), in parts that add up.
    """

    def counted(batch: pl.LazyFrame) -> pl.LazyFrame:
        cells = batch.group_by("commune", *CELL).agg(pl.len().cast(pl.Int64).alias("n"))
        return cells.select(as_text(Key.COMMUNE), *CELL, "n")

    return Batches(rows.select("commune", *CELL), [counted])


def view_ids(rows: pl.LazyFrame) -> Batches:
    """The dossiers that the views do not see alike: the commune, `CELL` and `dossier_id`."""
    differing = rows.filter(pl.col("reason").is_not_null())
    return Batches(differing.select(as_text(Key.COMMUNE), *CELL, "dossier_id"))


def views(counts: pl.DataFrame, law: Summary) -> Views:
    """The rows and the cells from `view_cells` and from the summary by commune, which is the view
    of the law. A commune that only another view counts has zeros there.
    """
    counts = counts.group_by("commune", *CELL).agg(pl.col("n").sum())
    sums = _sums()
    groups = counts.group_by("commune").agg(*sums).with_columns(_rates())
    total = counts.select(pl.lit(None, dtype=pl.String).alias("commune"), *sums)
    columns = ("commune", *SUMMARY_COLUMNS, *VIEW_COLUMNS)
    named = groups.join(law.groups, on="commune", how="left", nulls_equal=True)
    none = pl.col(SUMMARY_COLUMNS[: SUMMARY_COLUMNS.index("late_allowed")]).fill_null(0)
    ordered = natural(named.with_columns(none), (Key.COMMUNE,)).select(*columns)
    place = ordered.select("commune").with_row_index("_place")
    cells = (
        counts.join(place, on="commune", how="left", nulls_equal=True)
        .sort("_place", *CELL, nulls_last=True)
        .select("commune", *word_cells(), pl.col("n").alias("count"))
    )
    whole = pl.concat([total.drop("commune").with_columns(_rates()), law.total], how="horizontal")
    return Views(ordered, whole.select(*columns), cells)


def word_cells() -> list[pl.Expr]:
    """`CELL` as text: a view that leaves the dossier out says so, the reason may be null."""
    *seen, reason = (pl.col(name).cast(pl.String) for name in CELL)
    return [*(view.fill_null(LEFT_OUT) for view in seen), reason]


def _sums() -> list[pl.Expr]:
    def of(view: str, *words: StrEnum) -> pl.Expr:
        return pl.col("n").filter(pl.col(view).is_in([str(word) for word in words])).sum()

    done = (State.EARLY, State.ON_TIME)
    return [
        of("index_766", Index.IN_TIME, Index.LATE).alias("handled_766"),
        of("index_766", Index.IN_TIME).alias("in_time_766"),
        of("index_766", Index.UNASSESSABLE).alias("unassessable_766"),
        of("form_06a", *done, State.LATE).alias("resolved_06a"),
        of("form_06a", *done).alias("in_time_06a"),
        of("form_06a", State.LATE).alias("late_06a"),
        of("form_06a", State.OPEN_OVERDUE).alias("open_overdue_06a"),
        pl.col("n").filter(pl.col("reason").is_not_null()).sum().alias("differing"),
    ]


def _rates() -> list[pl.Expr]:
    return [ratio(pl.col("in_time_06a"), pl.col("resolved_06a")).alias("rate_06a"), *score_groups()]
