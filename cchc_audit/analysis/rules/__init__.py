"""Coded audit rules over judged dossiers: what an inspector would look at on the spot.

A finding is a risk to be looked at, never a verdict about a person. One file a family; a rule is
one function in it, one page (`texts/rules/<CODE>.md`) and one file of cases.
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
from cchc_audit.analysis.rules.finding_mark import finding_mark
from cchc_audit.analysis.rules.finding_rows import FOUND_COLUMNS
from cchc_audit.analysis.rules.rule import ChangeTest, RowTest, Rule, RuleContext, rules_of
from cchc_audit.analysis.rules.run_rules import (
    Findings,
    RuleRun,
    RuleState,
    rules_document,
)
from cchc_audit.analysis.rules.select_rules import find_rule, select_rules

_FAMILIES = (timeliness, appointment, suspension, data, consistency, patterns, history)
RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in _FAMILIES for rule in rules_of(family)), key=lambda rule: rule.code)
)

__all__ = [
    "FOUND_COLUMNS",
    "RULES",
    "ChangeTest",
    "Findings",
    "RowTest",
    "Rule",
    "RuleContext",
    "RuleRun",
    "RuleState",
    "find_rule",
    "finding_mark",
    "rules_document",
    "select_rules",
]
