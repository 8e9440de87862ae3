"""`cchc-audit due`."""

from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import answer_list
from cchc_audit.cli.options import Given, option, reads_exports
from cchc_audit.cli.values import whole

if TYPE_CHECKING:
    from cchc_audit.audit.request import Request
    from cchc_audit.render.report import Report


@reads_exports
def due(
    given: Given,
    *,
    within: Annotated[str | None, option("within", "--within", metavar="N", section="own")] = None,
) -> int:
    """Open dossiers whose deadline falls within N working days."""
    from cchc_audit import audit

    typed = None if within is None else whole(within, option="--within")

    def ask(request: "Request") -> "Report":
        days = request.settings.rules.due_soon if typed is None else typed
        return audit.list_due(request, within=days)

    return answer_list(given, ask)
