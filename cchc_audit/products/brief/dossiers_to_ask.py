"""The dossiers a team asks for, each once, with all that the rules say of it."""

import polars as pl

from cchc_audit.core.vocabulary import Certainty, Severity

_WEIGHTS = {Severity.ERROR.value: 0, Severity.WARNING.value: 1, Severity.NOTE.value: 2}
_LATE_ONLY = 1
"""The weight of a late dossier that no rule flags."""
_FIRMNESS = {Certainty.FIRM.value: 0, Certainty.CONTESTABLE.value: 1, Certainty.UNPROVEN.value: 2}


def dossiers_to_ask(
    population: pl.DataFrame, late: pl.DataFrame, findings: pl.DataFrame
) -> pl.DataFrame:
    """A row a dossier that is late or that a rule flags, what weighs most first.

    Columns: `dossier_id procedure_name deadline days_late outcome certainty`, `weight` (0 must be
    explained, 1 to be checked, 2 of note), `codes` and `messages` (the rules that flag it, the
    heaviest first, the rarest of a weight before the others: what is said of few says most).
    """
    flagged = _flagged(findings)
    certainty = late.select("dossier_id", "certainty").unique("dossier_id")
    columns = ("dossier_id", "procedure_code", "procedure_name", "deadline", "days_late", "outcome")
    rows = (
        population.select(columns)
        .unique("dossier_id", keep="first", maintain_order=True)
        .join(flagged, on="dossier_id", how="left")
        .join(certainty, on="dossier_id", how="left")
        .filter(pl.col("codes").is_not_null() | pl.col("certainty").is_not_null())
    )
    firmness = pl.col("certainty").replace_strict(_FIRMNESS, default=len(_FIRMNESS))
    return (
        rows.with_columns(
            pl.col("weight").fill_null(_LATE_ONLY),
            pl.coalesce("procedure_name", "procedure_code").alias("procedure_name"),
            pl.col("codes", "messages").fill_null(pl.lit([], dtype=pl.List(pl.String))),
        )
        .sort(
            "weight",
            firmness,
            pl.col("days_late"),
            "dossier_id",
            descending=[False, False, True, False],
            nulls_last=True,
        )
        .drop("procedure_code")
    )


def _flagged(findings: pl.DataFrame) -> pl.DataFrame:
    """The rules of each dossier in the order of `dossiers_to_ask`, with the least weight."""
    weight = pl.col("severity").replace_strict(
        _WEIGHTS, default=len(_WEIGHTS), return_dtype=pl.Int64
    )
    of_dossiers = findings.filter(pl.col("dossier_id").is_not_null()).with_columns(
        weight.alias("weight"), pl.len().over("code").alias("cases")
    )
    return (
        of_dossiers.sort("weight", "cases", "code", maintain_order=True)
        .group_by("dossier_id", maintain_order=True)
        .agg(pl.col("weight").min(), pl.col("code").alias("codes"), pl.col("message"))
        .rename({"message": "messages"})
    )
