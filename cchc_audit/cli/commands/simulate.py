"""`cchc-audit simulate`."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import answer_list
from cchc_audit.cli.options import Given, option, reads_exports
from cchc_audit.cli.values import rate

if TYPE_CHECKING:
    from cchc_audit.audit.request import Request
    from cchc_audit.render.report import Report

USUAL_CUT = "30%"
"""What the plans to reform procedures aim at."""


@reads_exports
def simulate(
    given: Given,
    *,
    cut: Annotated[str, option("cut", "--cut", metavar="RATE", section="own")] = USUAL_CUT,
) -> int:
    """What lateness would have been under shorter terms."""
    from cchc_audit import audit
    from cchc_audit.analysis.summary import target_of

    share = target_of(rate(cut, option="--cut"))

    def ask(request: "Request") -> "Report":
        options = (*request.options, ("--cut", cut))
        return audit.simulate_cut(replace(request, options=options), cut=share)

    return answer_list(given, ask)
