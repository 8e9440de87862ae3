"""`cchc-audit rules`."""

from pathlib import Path
from typing import Annotated

import typer

from cchc_audit import __version__
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import LangOption, VersionFlag
from cchc_audit.cli.pages import (
    Config,
    FormatName,
    Output,
    Quiet,
    form_of,
    moment,
    put,
    refuse_empty,
)
from cchc_audit.errors import ExitCode


def rules(
    *,
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", help="cli.option.rule_code", rich_help_panel="own"),
    ] = None,
    config: Config = None,
    format: FormatName = None,  # noqa: A002 - the option's own name
    output: Output = None,
    lang: LangOption = None,
    quiet: Quiet = False,
    version: VersionFlag = False,
) -> int:
    """The audit rules, or one of them in full."""
    from cchc_audit.report.rules_page import rule_in_full, rules_page
    from cchc_audit.rules import RULES, find
    from cchc_audit.settings import load_settings

    del lang, version  # read before the command runs
    refuse_empty({"--config": config, "--format": format, "-o": output})
    form = form_of(format, output)
    settings = load_settings(Path(config) if config else None)
    created = moment(None, settings.policy)
    if code is None:
        page = rules_page(RULES, texts=texts(), created=created, version=__version__)
    else:
        chosen = find(code, RULES)
        page = rule_in_full(chosen, texts=texts(), created=created, version=__version__)
    put(page, form=form, output=output, quiet=quiet)
    return ExitCode.DONE
