"""Family H: what changed between two states of the data. One export alone cannot show it; the
changes are found and judged in `snapshots`.
"""

from cchc_audit.analysis.rules.rule import Elsewhere, Rule
from cchc_audit.core.vocabulary import Severity

_ELSEWHERE = Elsewhere("rules.needs_two_snapshots")

RULES: tuple[Rule, ...] = tuple(
    Rule(code, name, severity, _ELSEWHERE)
    for code, name, severity in (
        ("H601", "receipt-moved", Severity.ERROR),
        ("H602", "appointment-moved", Severity.ERROR),
        ("H603", "finish-backdated", Severity.ERROR),
        ("H604", "vanished", Severity.ERROR),
        ("H605", "pause-backdated", Severity.ERROR),
        ("H606", "reopened", Severity.WARNING),
    )
)
