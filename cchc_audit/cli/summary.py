"""`cchc-audit summary`."""

from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import summed
from cchc_audit.cli.gates import Gates
from cchc_audit.cli.options import FailUnder, FailUnderEach, Given, option, reads_exports

if TYPE_CHECKING:
    from cchc_audit.pipeline import Request
    from cchc_audit.report.model import Report


@reads_exports
def summary(
    given: Given,
    *,
    by: Annotated[str, option("by", "--by", metavar="KEY[,KEY]", section="own")],
    fail_under: FailUnder = None,
    fail_under_each: FailUnderEach = None,
) -> int:
    """The same figures by any keys."""
    from cchc_audit import pipeline
    from cchc_audit.summary import keys_of

    keys = tuple(key.value for key in keys_of(by))

    def ask(request: "Request") -> "Report":
        return pipeline.summary(request, by=keys)

    return summed(given, ask, gates=Gates.of(fail_under, fail_under_each))
