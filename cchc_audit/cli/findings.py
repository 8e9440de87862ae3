"""`cchc-audit findings`."""

from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import listed
from cchc_audit.cli.options import Given, Many, option, reads_exports

if TYPE_CHECKING:
    from cchc_audit.pipeline import Request
    from cchc_audit.report.model import Report


@reads_exports
def findings(
    given: Given,
    *,
    select: Annotated[Many, option("select", "--select", metavar="CODE", section="own")] = None,
    ignore: Annotated[Many, option("ignore", "--ignore", metavar="CODE", section="own")] = None,
) -> int:
    """What the audit rules find, the heaviest first."""
    from cchc_audit import pipeline
    from cchc_audit.rules import RULES, selected

    def ask(request: "Request") -> "Report":
        rules = request.settings.rules
        chosen = selected(
            RULES,
            select=_codes(select) or rules.select,
            ignore=_codes(ignore) or rules.ignore,
        )
        return pipeline.findings(request, chosen=chosen)

    return listed(given, ask)


def _codes(given: Many) -> tuple[str, ...]:
    """Codes given one by one or with commas between them."""
    return tuple(code.strip() for text in given or () for code in text.split(",") if code.strip())
