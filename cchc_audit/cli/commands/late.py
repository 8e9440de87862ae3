"""`cchc-audit late`."""

from cchc_audit.cli.answer import answer_list
from cchc_audit.cli.options import Given, reads_exports


@reads_exports
def late(given: Given) -> int:
    """The late-dossier list: finished late and open overdue."""
    from cchc_audit import audit

    return answer_list(given, audit.list_late)
