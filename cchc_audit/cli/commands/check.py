"""`cchc-audit check`."""

from cchc_audit.cli.answer import listed
from cchc_audit.cli.options import Given, reads_exports


@reads_exports
def check(given: Given) -> int:
    """The export itself: what was recognised, what is missing, what was rejected and why."""
    from cchc_audit.audit import lists

    return listed(given, lists.check)
