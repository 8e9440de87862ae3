"""`cchc-audit findings`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import format_for, reading, request_in, write_report
from cchc_audit.cli.build_request import choose_rules, settings_for
from cchc_audit.cli.console import TALK, working
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given, Many, option, reads_exports
from cchc_audit.cli.page_commands import keep
from cchc_audit.cli.values import choice
from cchc_audit.core.errors import ConfigError, ExitCode
from cchc_audit.core.vocabulary import Severity

if TYPE_CHECKING:
    from cchc_audit.audit.request import Request
    from cchc_audit.render.report import Report


@reads_exports
def findings(
    given: Given,
    *,
    select: Annotated[Many, option("select", "--select", metavar="CODE", section="own")] = None,
    ignore: Annotated[Many, option("ignore", "--ignore", metavar="CODE", section="less")] = None,
    fail_on: Annotated[
        str | None, option("fail_on", "--fail-on", metavar="error|warning|note", section="own")
    ] = None,
    by: Annotated[
        str | None, option("findings_by", "--by", metavar="commune|officer", section="own")
    ] = None,
    explain_to: Annotated[
        str | None, option("explain_to", "--explain-to", metavar="FILE", section="less")
    ] = None,
    responses: Annotated[
        Many, option("responses", "--responses", metavar="FILE", section="less")
    ] = None,
) -> int:
    """What the audit rules find, the heaviest first."""
    from cchc_audit import audit
    from cchc_audit.products.history.since import find_since
    from cchc_audit.render.findings_counts import By, count_findings, tell_unjudged, too_many
    from cchc_audit.render.formats import Format

    form, settings = format_for(given), settings_for(given)
    limit = None if fail_on is None else choice(fail_on, Severity, option="--fail-on")
    group = None if by is None else choice(by, By, option="--by")
    chosen = choose_rules(settings, select=select, ignore=ignore)
    replies = tuple(responses or ())
    request = request_in(form, given, settings)
    if explain_to is not None:
        keep(explain_to, *request.files, *replies, given.output, option="--explain-to")
        if Path(explain_to).suffix.lower() != ".xlsx":
            raise ConfigError("report.format_unknown", file=explain_to, suffixes=".xlsx")
    with reading(given, request, explain_to):
        with working(texts()("cli.working"), quiet=given.quiet):
            # The gate holds for what is not shown, too: the cut comes after it.
            whole = replace(request, limit=None)
            report = find_since(whole, rules=chosen) or audit.find(whole, rules=chosen)
            report, unused = _remembered(report, request, replies)
        failed = 0 if limit is None else too_many(report, limit)
        shown = report if group is None else count_findings(report, group, texts())
        write_report(cut(shown, request.limit), given, form=form)
        if form not in {Format.TABLE, Format.MD, Format.HTML, Format.PDF}:
            for sentence in unused:
                TALK.say(sentence)
        if form in {Format.CSV, Format.PARQUET} and not given.quiet:
            # Rows alone would let a rule that was skipped pass for one that found nothing.
            for sentence in tell_unjudged(report, texts()):
                TALK.say(sentence)
        if explain_to is not None:
            _explain(report, explain_to, quiet=given.quiet)
    if limit is not None and failed:
        severity = texts()(f"severity.{limit}")
        TALK.say(texts()("findings.failed", n=texts().whole(failed), severity=severity))
    return ExitCode.GATE_FAILED if failed else ExitCode.DONE


def cut(report: "Report", limit: int | None) -> "Report":
    """The first rows; of counts by group the total stays."""
    if limit is None or report.has_total:
        return report
    return replace(report, rows=report.rows.head(limit), shown=min(limit, report.total_rows))


def _remembered(
    report: "Report", request: "Request", replies: Sequence[str]
) -> tuple["Report", tuple[str, ...]]:
    """The findings with what was answered to them, and which of them a baseline knows; and what is
    to be said of answers that were not used.
    """
    # Not at the top: reading lists is seldom asked for.
    from cchc_audit.audit.responses import join_baseline, join_responses, read_replies

    settings = request.settings
    if settings.rules.baseline is not None:
        report = join_baseline(report, settings.rules.baseline)
    if not replies:
        return report, ()
    answers = read_replies(replies, limit=settings.unpack_limit)
    told = join_responses(
        report,
        answers,
        texts(),
        privacy=request.settings.privacy,
        everything=lambda: _everything(request),
    )
    return told, told.closing[len(report.closing) :]


def _everything(request: "Request") -> "Report":
    """What all rules find in the whole export: a filter hides a finding, it does not end it."""
    from cchc_audit import audit
    from cchc_audit.analysis.rules import RULES
    from cchc_audit.products.history.since import find_since

    whole = replace(request, filters=None, first=None, last=None, limit=None)
    return find_since(whole, rules=RULES) or audit.find(whole, rules=RULES)


def _explain(report: "Report", path: str, *, quiet: bool) -> None:
    """Write the list for the commune, with what was answered so far."""
    from cchc_audit.render.sheets.explanation_list import write_explanation_list

    write_explanation_list(report, Path(path), texts=texts())
    if not quiet:
        TALK.say(texts()("responses.written", file=path, n=report.shown))
