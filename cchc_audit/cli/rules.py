"""`cchc-audit rules`."""

from typing import Annotated

import typer

from cchc_audit import __version__
from cchc_audit.cli.language import texts
from cchc_audit.cli.pages import Asked, answers_with_page, form_of, moment, put, settings_of
from cchc_audit.errors import ExitCode


@answers_with_page
def rules(
    asked: Asked,
    *,
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", help="cli.option.rule_code", rich_help_panel="own"),
    ] = None,
) -> int:
    """The audit rules, or one of them in full."""
    from cchc_audit.report.rules_page import rule_in_full, rules_page
    from cchc_audit.rules import RULES, find

    form = form_of(asked)
    created = moment(None, settings_of(asked.config).policy)
    if code is None:
        page = rules_page(RULES, texts=texts(), created=created, version=__version__)
    else:
        chosen = find(code, RULES)
        page = rule_in_full(chosen, texts=texts(), created=created, version=__version__)
    put(page, asked, form=form)
    return ExitCode.DONE
