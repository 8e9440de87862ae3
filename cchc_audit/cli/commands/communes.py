"""`cchc-audit communes`."""

from cchc_audit.cli.answer import answer_summary
from cchc_audit.cli.fail_under import Gates
from cchc_audit.cli.options import FailUnder, FailUnderEach, Given, reads_exports


@reads_exports
def communes(
    given: Given, *, fail_under: FailUnder = None, fail_under_each: FailUnderEach = None
) -> int:
    """One row a commune, ranked, and a total."""
    from cchc_audit import audit

    return answer_summary(
        given, audit.summarise_communes, gates=Gates.of(fail_under, fail_under_each)
    )
