"""Where the three views part, as a document for machines and as sentences for people."""

import polars as pl

from cchc_audit.analysis.indicators.view_counts import CELL, LEFT_OUT, word_cells
from cchc_audit.texts import Texts

_CELLS_TOLD = 12
_IDS_TOLD = 3
_WHERE = ["commune", *CELL]


def cells_document(cells: pl.DataFrame, ids: pl.DataFrame) -> list[dict[str, object]]:
    """Every cell of the three views with its count; under `dossiers` the dossiers that the views
    do not see alike, in order, and an empty list where they agree.
    """
    listed = _listed(ids)
    rows = cells.join(listed, on=_WHERE, how="left", nulls_equal=True, maintain_order="left")
    nobody = pl.lit([], dtype=pl.List(pl.String))
    return list(rows.with_columns(pl.col("dossiers").fill_null(nobody)).to_dicts())


def tell_differences(cells: pl.DataFrame, ids: pl.DataFrame, *, texts: Texts) -> tuple[str, ...]:
    """One sentence for all that differ, then one a cell over all communes, the largest first."""
    differing = cells.filter(pl.col("reason").is_not_null())
    if differing.is_empty():
        return (texts("indicators.views.agree"),)
    count = int(differing["count"].sum())
    some = _worded(ids).sort("dossier_id").group_by(CELL).agg(pl.col("dossier_id").head(_IDS_TOLD))
    told = (
        differing.group_by(CELL)
        .agg(pl.col("count").sum())
        .join(some, on=CELL, how="left")
        .sort("count", *CELL, descending=[True, *([False] * len(CELL))])
    )
    lines = [texts("indicators.views.differ", n=count)]
    for row in told.head(_CELLS_TOLD).to_dicts():
        named = ", ".join(row["dossier_id"])
        more = row["count"] - len(row["dossier_id"])
        if more:
            named = texts("indicators.views.more", ids=named, n=more)
        lines.append(
            texts(
                "indicators.views.cell",
                reason=texts(f"view_reason.{row['reason']}"),
                n=row["count"],
                legal=_law(row["legal"], texts),
                index=texts(f"view_766.{row['index_766']}"),
                form=texts(f"view_06a.{row['form_06a']}"),
                ids=named,
            )
        )
    if len(told) > _CELLS_TOLD:
        lines.append(texts("indicators.views.further", n=len(told) - _CELLS_TOLD))
    return tuple(lines)


def _law(word: str, texts: Texts) -> str:
    """An outcome inside a sentence."""
    said = texts("view_766.left_out") if word == LEFT_OUT else texts.short(f"outcome.{word}")
    return said[0].lower() + said[1:]


def _listed(ids: pl.DataFrame) -> pl.DataFrame:
    return (
        _worded(ids).sort("dossier_id").group_by(_WHERE).agg(pl.col("dossier_id").alias("dossiers"))
    )


def _worded(ids: pl.DataFrame) -> pl.DataFrame:
    """The cells named as `Views.cells` names them."""
    return ids.with_columns(word_cells())
