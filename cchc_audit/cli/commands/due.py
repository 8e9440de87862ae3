"""`cchc-audit due`."""

from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import listed
from cchc_audit.cli.options import Given, option, reads_exports
from cchc_audit.cli.values import whole

if TYPE_CHECKING:
    from cchc_audit.audit.lists import Request
    from cchc_audit.render.report import Report


@reads_exports
def due(
    given: Given,
    *,
    within: Annotated[str | None, option("within", "--within", metavar="N", section="own")] = None,
) -> int:
    """Open dossiers whose deadline falls within N working days."""
    from cchc_audit.audit import lists

    days = None if within is None else whole(within, option="--within")

    def ask(request: "Request") -> "Report":
        return lists.due(request, within=request.settings.rules.due_soon if days is None else days)

    return listed(given, ask)
