"""The gates of `[gates]`: what makes a night exit 1."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cchc_audit.core.settings import Gates
from cchc_audit.products.nightly.night_figures import Figure, Figures
from cchc_audit.render.findings_counts import too_many
from cchc_audit.render.report import Report


class Kind(StrEnum):
    """The gates there are, by the keys that set them."""

    ON_TIME_RATE_MIN = "on_time_rate_min"
    OVERDUE_MAX = "overdue_max"
    FAIL_ON = "fail_on"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate that was set: its limit, what the night reached, and whether it passed.

    `value` is a rate, a count of open overdue dossiers, or a count of findings as heavy as the
    limit or heavier; a rate without resolved dossiers is None, and passes.
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


def gates_of(wanted: Gates, figures: Figures, findings: Report) -> tuple[Gate, ...]:
    """The gates that were set, each with what tonight reached.

    Findings that a baseline knows are not counted.
    """
    gates = []
    if (least := wanted.on_time_rate_min) is not None:
        rate = figures["on_time_rate"]
        gates.append(Gate(Kind.ON_TIME_RATE_MIN, least, rate, rate is None or rate >= least))
    if (most := wanted.overdue_max) is not None:
        overdue = figures["overdue"] or 0
        gates.append(Gate(Kind.OVERDUE_MAX, most, overdue, overdue <= most))
    if wanted.fail_on is not None:
        heavy = too_many(findings, wanted.fail_on)
        gates.append(Gate(Kind.FAIL_ON, wanted.fail_on.value, heavy, heavy == 0))
    return tuple(gates)
