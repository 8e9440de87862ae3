"""Coded audit rules over judged dossiers: what an inspector would look at on the spot.

A finding is a risk to be looked at, never a verdict about a person. One file a family; a rule is
one function and one page (`texts/rules/<CODE>.md`).
"""

from cchc_audit.analysis.rules import (
    appointment,
    consistency,
    data,
    history,
    patterns,
    suspension,
    timeliness,
)
from cchc_audit.analysis.rules.marks import finding_mark
from cchc_audit.analysis.rules.rule import Rule, Setting
from cchc_audit.analysis.rules.run_rules import (
    FOUND_COLUMNS,
    Findings,
    Inspection,
    State,
    rules_document,
)
from cchc_audit.analysis.rules.selection import find, selected

_FAMILIES = (
    *timeliness.RULES,
    *appointment.RULES,
    *suspension.RULES,
    *data.RULES,
    *consistency.RULES,
    *patterns.RULES,
    *history.RULES,
)
RULES: tuple[Rule, ...] = tuple(sorted(_FAMILIES, key=lambda rule: rule.code))

__all__ = [
    "FOUND_COLUMNS",
    "RULES",
    "Findings",
    "Inspection",
    "Rule",
    "Setting",
    "State",
    "find",
    "finding_mark",
    "rules_document",
    "selected",
]
