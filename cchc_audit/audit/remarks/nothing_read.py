"""No answer where all rows were rejected: "nothing is late" would be heard instead."""

from cchc_audit.core.errors import InputError
from cchc_audit.render.report import Complaint, Provenance
from cchc_audit.texts import Texts


def refuse_nothing_read(source: Provenance, texts: Texts) -> None:
    """Raise `InputError` where there are rows and all of them were rejected; `check` says why."""
    if source.rows_read and source.rows_read == source.rows_rejected:
        found = source.complaint
        raise InputError(
            "audit.nothing_read",
            n=texts.whole(source.rows_read),
            file=source.files[0],
            line=0 if found is None else found.line,
            reason="" if found is None else _reason(found, texts),
        )


def _reason(found: Complaint, texts: Texts) -> str:
    """What is wrong with a rejected row, in words."""
    reason = texts(f"intake.fault.{found.fault}")
    if found.column is None or not texts.has(f"column.{found.column}"):
        return reason
    column = texts(f"column.{found.column}")
    return texts("audit.nothing_read.cell", column=column, value=found.value, reason=reason)
