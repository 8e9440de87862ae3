"""`cchc-audit assess`."""

from cchc_audit.cli.answer import listed
from cchc_audit.cli.options import Given, reads_exports


@reads_exports
def assess(given: Given) -> int:
    """Every dossier with its verdict."""
    from cchc_audit.audit import lists

    return listed(given, lists.assess, early=lists.assess_early)
