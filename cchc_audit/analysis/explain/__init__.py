"""One verdict, defended: each step of its clock in words with the law, each day counted or not.

What is told was computed by the clock of `assess`; this room reads its working columns and never
reckons a deadline of its own.
"""

from cchc_audit.analysis.explain.days import cut_short, days
from cchc_audit.analysis.explain.explanation import (
    Day,
    Explanation,
    Explanations,
    Ground,
    Row,
    Step,
    StepName,
)
from cchc_audit.analysis.explain.judged_row import Record
from cchc_audit.analysis.explain.steps import explain_steps
from cchc_audit.core.columns import ASSESS_COLUMNS, PERSONAL
from cchc_audit.intake.values.terms import Term

__all__ = [
    "Day",
    "Explanation",
    "Explanations",
    "Ground",
    "Row",
    "Step",
    "StepName",
    "explain",
]


def explain(row: Row, ground: Ground, *, personal: bool = False) -> Explanation:
    """The explanation of one row of `assess` (with `defence`, and all its working columns).

    `personal` lets the personal columns through to `Explanation.dossier`.
    """
    record = Record(row)
    told, safe = explain_steps(record, ground)
    return Explanation(
        dossier=_presented(row, ground, personal=personal),
        steps=told,
        days=days(record, ground),
        cut=cut_short(record, ground),
        last_safe=safe,
        written=ground.written,
    )


def _presented(row: Row, ground: Ground, *, personal: bool) -> Row:
    """The columns of `assess` as they go out."""
    source, code = row.get("source"), row.get("term")
    derived = {
        "source_file": ground.files[source] if isinstance(source, int) else None,
        "term": Term.from_code(code).text if isinstance(code, int) else None,
    }
    names = (*ASSESS_COLUMNS, *(PERSONAL if personal else ()))
    return {name: derived[name] if name in derived else row.get(name) for name in names}
