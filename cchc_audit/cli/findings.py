"""`cchc-audit findings`."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import format_for, written
from cchc_audit.cli.console import TALK, working
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given, Many, option, reads_exports
from cchc_audit.cli.request import request_for, settings_for
from cchc_audit.cli.values import choice
from cchc_audit.errors import ExitCode
from cchc_audit.vocabulary import Severity

if TYPE_CHECKING:
    from cchc_audit.report.model import Report
    from cchc_audit.rules import Rule
    from cchc_audit.settings import Settings


@reads_exports
def findings(
    given: Given,
    *,
    select: Annotated[Many, option("select", "--select", metavar="CODE", section="own")] = None,
    ignore: Annotated[Many, option("ignore", "--ignore", metavar="CODE", section="own")] = None,
    fail_on: Annotated[
        str | None, option("fail_on", "--fail-on", metavar="error|warning|note", section="own")
    ] = None,
    by: Annotated[
        str | None, option("findings_by", "--by", metavar="commune|officer", section="own")
    ] = None,
) -> int:
    """What the audit rules find, the heaviest first."""
    from cchc_audit import pipeline
    from cchc_audit.report.findings_counts import By, counted

    form, settings = format_for(given), settings_for(given)
    limit = None if fail_on is None else choice(fail_on, Severity, option="--fail-on")
    group = None if by is None else choice(by, By, option="--by")
    chosen = chosen_rules(settings, select=select, ignore=ignore)
    request = request_for(given, settings)
    with working(texts()("cli.working"), quiet=given.quiet):
        # The gate holds for what is not shown, too: the cut comes after it.
        report = pipeline.findings(replace(request, limit=None), chosen=chosen)
    failed = 0 if limit is None else too_many(report, limit)
    shown = report if group is None else counted(report, group, texts())
    written(cut(shown, request.limit), given, form=form)
    if limit is not None and failed:
        severity = texts()(f"severity.{limit}")
        TALK.say(texts()("findings.failed", n=failed, severity=severity))
    return ExitCode.GATE_FAILED if failed else ExitCode.DONE


def chosen_rules(settings: "Settings", *, select: Many, ignore: Many) -> "tuple[Rule, ...]":
    """The rules of the options, else those of `[rules]`. Raises `ConfigError`."""
    from cchc_audit.rules import RULES, selected

    return selected(
        RULES,
        select=_codes(select) or settings.rules.select,
        ignore=_codes(ignore) or settings.rules.ignore,
    )


def too_many(report: "Report", limit: Severity) -> int:
    """How many findings are as heavy as `limit` or heavier."""
    heavy = [str(item) for item in list(Severity)[: list(Severity).index(limit) + 1]]
    return int(report.rows.collect()["severity"].is_in(heavy).sum())


def cut(report: "Report", limit: int | None) -> "Report":
    """The first rows; of counts by group the total stays."""
    if limit is None or report.has_total:
        return report
    return replace(report, rows=report.rows.head(limit), shown=min(limit, report.total_rows))


def _codes(given: Many) -> tuple[str, ...]:
    """Codes given one by one or with commas between them."""
    return tuple(code.strip() for text in given or () for code in text.split(",") if code.strip())
