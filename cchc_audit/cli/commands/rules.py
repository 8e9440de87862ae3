"""`cchc-audit rules`."""

from typing import Annotated

import typer

from cchc_audit import __version__
from cchc_audit.cli.language import texts
from cchc_audit.cli.page_commands import Asked, answers_with_page, form_of, moment, put, settings_of
from cchc_audit.core.errors import ConfigError, ExitCode


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
    from cchc_audit.analysis.rules import RULES, find_rule
    from cchc_audit.render.pages.rules_page import rule_in_full, rules_page

    form = form_of(asked)
    created = moment(None, settings_of(asked.config).policy)
    if code is None:
        page = rules_page(RULES, texts=texts(), created=created, version=__version__)
    else:
        try:
            chosen = find_rule(code, RULES)
        except ConfigError as error:
            raise _told_of(code) or error from None
        page = rule_in_full(chosen, texts=texts(), created=created, version=__version__)
    put(page, asked, form=form)
    return ExitCode.DONE


def _told_of(words: str) -> ConfigError | None:
    """The complaint that names the rules whose titles hold `words`, where there are such."""
    from cchc_audit.analysis.rules import RULES
    from cchc_audit.intake.values.text import fold_search
    from cchc_audit.render.pages.findings_page import title_of

    sought = fold_search(words.replace("-", " "))
    found = [rule.code for rule in RULES if sought in fold_search(title_of(rule.code, texts()))]
    if not found:
        return None
    return ConfigError("rules.unknown_near", text=words, near=", ".join(found))
