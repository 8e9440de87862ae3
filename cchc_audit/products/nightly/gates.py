"""The gates of `[gates]`: what makes a night exit 1."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from cchc_audit.analysis.snapshots import Change, Changes, list_findings
from cchc_audit.core.settings import Gates
from cchc_audit.core.vocabulary import Severity
from cchc_audit.products.nightly.night_figures import Figure, Figures
from cchc_audit.render.findings_counts import too_many
from cchc_audit.render.report import Report


class Kind(StrEnum):
    """The gates there are, by the keys that set them."""

    ON_TIME_RATE_MIN = "on_time_rate_min"
    OVERDUE_MAX = "overdue_max"
    ALTERED_MAX = "altered_max"
    MISSING_MAX = "missing_max"
    FAIL_ON = "fail_on"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate that was set: its limit, what the night reached, and whether it passed.

    `value` is a rate, a count of open overdue dossiers, of alterations since the night before, of
    dossiers that are missing, or of findings as heavy as the limit or heavier. A rate without
    resolved dossiers is None, and passes; what could not be compared is None, and does not.
    """

    kind: Kind
    limit: int | float | str
    value: Figure
    passed: bool

    def document(self) -> Mapping[str, object]:
        """The gate as JSON has it."""
        return {
            "gate": self.kind.value,
            "limit": self.limit,
            "value": self.value,
            "passed": self.passed,
        }


def gates_of(
    wanted: Gates, figures: Figures, findings: Report, found: Changes | None
) -> tuple[Gate, ...]:
    """The gates that were set, each with what tonight reached; `found` is None on a first night.

    Findings that a baseline knows are not counted.
    """
    gates = []
    if (least := wanted.on_time_rate_min) is not None:
        rate = figures["on_time_rate"]
        gates.append(Gate(Kind.ON_TIME_RATE_MIN, least, rate, rate is None or rate >= least))
    if (most := wanted.overdue_max) is not None:
        overdue = figures["overdue"] or 0
        gates.append(Gate(Kind.OVERDUE_MAX, most, overdue, overdue <= most))
    if (most := wanted.altered_max) is not None:
        altered = count_altered(found, findings)
        gates.append(Gate(Kind.ALTERED_MAX, most, altered, _is_within(altered, most)))
    if (most := wanted.missing_max) is not None:
        missing = count_missing(found)
        gates.append(Gate(Kind.MISSING_MAX, most, missing, _is_within(missing, most)))
    if wanted.fail_on is not None:
        heavy = too_many(findings, wanted.fail_on)
        gates.append(Gate(Kind.FAIL_ON, wanted.fail_on.value, heavy, heavy == 0))
    return tuple(gates)


def _is_within(value: int | None, most: int) -> bool:
    return value is not None and value <= most


def count_altered(found: Changes | None, findings: Report) -> int | None:
    """How many alterations were found since the night before: findings of family H, whichever
    rules are reported, without notes and without those that a baseline knows; None where every
    number changed and nothing could be compared.
    """
    if found is None:
        return 0
    if found.renumbered:
        return None
    altered = list_findings(found).filter(pl.col("severity") != Severity.NOTE.value)
    rows = findings.rows.collect()
    if "known" in rows.columns:
        known = rows.filter("known").select("code", "dossier_id")
        altered = altered.join(known, on=["code", "dossier_id"], how="anti", nulls_equal=True)
    return len(altered)


def count_missing(found: Changes | None) -> int | None:
    """How many dossiers of the period are gone, one by one or with many others; None where every
    number changed.
    """
    if found is None:
        return 0
    if found.renumbered:
        return None
    gone = pl.col("change") == Change.GONE.value
    vanished = found.rows.filter(gone & pl.col("code").is_not_null())
    return len(vanished) + len(found.missing)
