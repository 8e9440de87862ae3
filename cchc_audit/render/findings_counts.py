"""Findings counted: rules across, communes or officers down; those that a gate counts."""

from dataclasses import replace
from enum import StrEnum

import polars as pl

from cchc_audit.core.vocabulary import Severity
from cchc_audit.render.pages.findings_page import skipped
from cchc_audit.render.report import Report
from cchc_audit.render.report_kinds import FINDINGS_COUNTED
from cchc_audit.texts import Texts


class By(StrEnum):
    """What findings can be counted by."""

    COMMUNE = "commune"
    OFFICER = "officer"


def count_findings(report: Report, by: By, texts: Texts) -> Report:
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
        kind=FINDINGS_COUNTED,
        rows=pl.concat([groups, sums]).lazy(),
        total_rows=len(groups),
        shown=len(groups),
        keys=(by.value,),
        has_total=True,
        documents=(),
        closing=(
            texts("findings.by_sentence"),
            *tell_unjudged(report, texts),
            texts("findings.risks"),
            *report.closing,
        ),
        extra={**report.extra, "by": by.value},
    )


def too_many(report: Report, limit: Severity) -> int:
    """How many findings are as heavy as `limit` or heavier, accepted and known ones left out."""
    heavy = [str(item) for item in list(Severity)[: list(Severity).index(limit) + 1]]
    rows = report.rows.collect()
    counts = rows["severity"].is_in(heavy)
    if "response" in rows.columns:
        counts &= rows["response"].ne_missing("accepted")
    if "known" in rows.columns:
        counts &= ~rows["known"]
    return int(counts.sum())


def tell_unjudged(report: Report, texts: Texts) -> tuple[str, ...]:
    """Which rules were skipped and why, and of how many dossiers a rule could not be told."""
    unknown = [
        f"{rule['code']} {rule['not_assessable']}"
        for rule in _rules(report)
        if rule["not_assessable"] and not rule["skipped_because"]
    ]
    counts = ", ".join(unknown)
    told = (texts("findings.not_assessable", counts=counts),) if unknown else ()
    return (*skipped(report, texts), *told)


def _rules(report: Report) -> list[dict[str, object]]:
    found = report.extra["rules"]
    return found if isinstance(found, list) else []
