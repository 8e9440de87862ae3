"""Everything a night has found, before any of it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import polars as pl

from cchc_audit.analysis.snapshots import Changes, Input
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult
from cchc_audit.products.nightly.gates import Gate
from cchc_audit.products.nightly.night_figures import Figures
from cchc_audit.products.nightly.predecessor import Predecessor
from cchc_audit.render.report import Provenance, Report


class Notice(StrEnum):
    """What a digest warns of."""

    SAME_EXPORT = "same_export"
    CLOCK_BACK = "clock_back"
    UNPUBLISHED = "unpublished"
    CHAIN_BROKEN = "chain_broken"
    SNAPSHOTS_GONE = "snapshots_gone"
    SNAPSHOT_FOREIGN = "snapshot_foreign"
    NOT_KEPT = "not_kept"
    BASE_UNUSABLE = "base_unusable"
    RENUMBERED = "renumbered"
    LATE_FELL = "late_fell"
    SHRUNK = "shrunk"
    COLUMNS_LOST = "columns_lost"
    NOT_READ = "not_read"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Warned:
    """Something the reader of a digest should know: what, and the values its sentence names
    (`nightly.warning.<what>`).
    """

    notice: Notice
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Night:
    """One night: the reports that become files, the figures, the gates, the warnings.

    `dossiers` are the rows of the snapshot to be taken. `previous` is the night it was compared
    with, `found` the comparison and `before` the figures then; None on a first night. `carried`:
    what the snapshot carries on from those before it.
    """

    request: Request
    inputs: tuple[Input, ...]
    result: RunResult
    dossiers: pl.DataFrame
    late: Report
    communes: Report
    findings: Report
    changes: Report
    previous: Predecessor | None
    found: Changes | None
    carried: pl.DataFrame | None
    figures: Figures
    before: Figures | None
    gates: tuple[Gate, ...]
    warnings: tuple[Warned, ...]

    @property
    def day(self) -> date:
        """The day of the last instant judged: `2026-11-22T00:00` is the end of the 21st."""
        return day_of(self.request)

    @property
    def provenance(self) -> Provenance:
        """Where the figures come from."""
        return self.communes.provenance

    @property
    def passed(self) -> bool:
        """Whether every gate that was set has passed."""
        return all(gate.passed for gate in self.gates)


def day_of(request: Request) -> date:
    """The day of the last instant a request judges."""
    return (request.as_of - timedelta(microseconds=1)).date()
