"""`cchc-audit assess`."""

from cchc_audit.cli.answer import answer_list
from cchc_audit.cli.options import Given, reads_exports


@reads_exports
def assess(given: Given) -> int:
    """Every dossier with its verdict."""
    from cchc_audit import audit

    return answer_list(given, audit.list_verdicts, early=audit.stream_verdicts)
