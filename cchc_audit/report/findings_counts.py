"""Findings counted: rules across, communes or officers down."""

from dataclasses import replace
from enum import StrEnum

import polars as pl

from cchc_audit.report.model import Report
from cchc_audit.texts import Texts


class By(StrEnum):
    """What findings can be counted by."""

    COMMUNE = "commune"
    OFFICER = "officer"


def counted(report: Report, by: By, texts: Texts) -> Report:
    """One row a group with a column for every rule that ran, and a total.

    Groups with the most findings come first; findings without that group stand under null, before
    the total.
    """
    rows = report.rows.select(by.value, "code").collect()
    codes = [rule["code"] for rule in _rules(report) if rule["status"] == "ran"]
    groups = rows.group_by(by.value).agg(
        pl.len().cast(pl.Int64).alias("total"),
        *(pl.col("code").eq(code).sum().cast(pl.Int64).alias(str(code)) for code in codes),
    )
    groups = groups.sort(pl.col(by.value).is_null(), -pl.col("total"), by.value)
    sums = groups.select(pl.lit(None, dtype=pl.String).alias(by.value), pl.exclude(by.value).sum())
    return replace(
        report,
        rows=pl.concat([groups, sums]).lazy(),
        total_rows=len(groups),
        shown=len(groups),
        keys=(by.value,),
        has_total=True,
        documents=(),
        closing=(texts("findings.by_sentence"), texts("findings.risks")),
        extra={**report.extra, "by": by.value},
    )


def _rules(report: Report) -> list[dict[str, object]]:
    found = report.extra["rules"]
    return found if isinstance(found, list) else []
