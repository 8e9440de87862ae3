"""The kinds of reports: what each one is called, which columns people see, what else it has.

A command answers with one kind of report or with several (`findings` with a list or, by unit, with
counts). What renderers must know of a report beside its rows stands here and nowhere else: none of
them asks which command it was.
"""

from typing import TYPE_CHECKING

from cchc_audit.render import layouts
from cchc_audit.render.report import PrintedSheet, ReportKind

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from cchc_audit.render.document import Document, Reader
    from cchc_audit.render.formal_paper import FormalPaper
    from cchc_audit.render.people import People
    from cchc_audit.render.report import Report
    from cchc_audit.texts import Texts


# What only one kind needs is imported when that is drawn: a table on a screen waits for none of it.


def _annex(book: "Workbook", people: "People") -> PrintedSheet:
    from cchc_audit.render.sheets.annex import Annex

    return Annex(book, people)


def _annex_paper(report: "Report", texts: "Texts") -> "FormalPaper":
    from cchc_audit.render.sheets.annex_paper import annex_paper

    return annex_paper(report, texts)


def _league_sheet(book: "Workbook", people: "People") -> PrintedSheet:
    from cchc_audit.render.sheets.league_sheet import LeagueSheet

    return LeagueSheet(book, people)


def _rules_sheet(book: "Workbook", people: "People") -> None:
    from cchc_audit.render.sheets.rules_sheet import rules_sheet

    rules_sheet(book, people)


def _table_page(report: "Report", texts: "Texts", reader: "Reader") -> "Document":
    from cchc_audit.render.pages.table_page import table_page

    return table_page(report, texts, reader)


def _check_page(report: "Report", texts: "Texts", _: "Reader") -> "Document":
    from cchc_audit.render.pages.check_page import check_page

    return check_page(report, texts)


def _findings_page(report: "Report", texts: "Texts", reader: "Reader") -> "Document":
    from cchc_audit.render.pages.findings_page import findings_page

    return findings_page(report, texts, live=reader.live)


LATE = ReportKind(
    name="late",
    command="late",
    title="report.title.late",
    sheet="report.sheet.late",
    page=_table_page,
    layout=layouts.LATE,
    missed=("commune", "deadline", "basis", "certainty"),
    nothing="report.nothing_late",
    printed=_annex,
    paper=_annex_paper,
    charted=True,
    live=True,
)
DUE = ReportKind(
    name="due",
    command="due",
    title="report.title.due",
    sheet="report.sheet.due",
    page=_table_page,
    layout=layouts.DUE,
    missed=("commune", "deadline"),
    nothing="report.nothing_due",
    live=True,
)
ASSESS = ReportKind(
    name="assess",
    command="assess",
    title="report.title.assess",
    sheet="report.sheet.assess",
    page=_table_page,
    layout=layouts.ASSESS,
)
COMMUNES = ReportKind(
    name="communes",
    command="communes",
    title="report.title.communes",
    sheet="report.sheet.communes",
    page=_table_page,
    layout=layouts.SUMMARY,
    cut="report.cut_groups",
    charted=True,
    live=True,
)
SUMMARY = ReportKind(
    name="summary",
    command="summary",
    title="report.title.summary",
    sheet="report.sheet.summary",
    page=_table_page,
    layout=layouts.SUMMARY,
    cut="report.cut_groups",
    charted=True,
    live=True,
)
VIEWS = ReportKind(
    name="views",
    command="summary",
    title="report.title.summary_views",
    sheet="report.sheet.summary_views",
    page=_table_page,
    layout=layouts.VIEWS,
    labels=("summary_views_column",),
    cut="report.cut_groups",
)
RANK = ReportKind(
    name="rank",
    command="rank",
    title="report.title.rank",
    sheet="report.sheet.rank",
    page=_table_page,
    layout=layouts.RANK,
    labels=("rank_column",),
    cut="report.cut_groups",
    printed=_league_sheet,
    interval=True,
    wide=True,
)
SIMULATE = ReportKind(
    name="simulate",
    command="simulate",
    title="report.title.simulate",
    sheet="report.sheet.simulate",
    page=_table_page,
    layout=layouts.SIMULATE,
    labels=("simulate_column",),
    nothing="report.nothing_simulate",
    cut="report.cut_groups",
    wide=True,
)
CHECK = ReportKind(
    name="check",
    command="check",
    title="report.title.check",
    sheet="report.sheet.check",
    labels=("check_column",),
    page=_check_page,
    of_rejects=True,
)
FINDINGS = ReportKind(
    name="findings",
    command="findings",
    title="report.title.findings",
    sheet="report.sheet.findings",
    labels=("findings_column",),
    cut="report.cut.findings",
    page=_findings_page,
    behind=_rules_sheet,
)
FINDINGS_COUNTED = ReportKind(
    name="findings_counted",
    command="findings",
    title="report.title.findings",
    sheet="report.sheet.findings",
    page=_table_page,
    labels=("findings_column",),
    cut="report.cut_groups",
    by_code=True,
)
CHANGES = ReportKind(
    name="changes",
    command="changes",
    title="report.title.changes",
    sheet="report.sheet.changes",
    page=_table_page,
    layout=layouts.CHANGES,
    labels=("changes_column",),
    nothing="report.nothing_changes",
    cut="report.cut.changes",
)
FORM_06A = ReportKind(
    name="form_06a",
    command="form",
    title="report.title.form_06a",
    sheet="report.sheet.summary",
    page=_table_page,
    layout=layouts.FORM,
    labels=("form_column",),
    cut="report.cut_groups",
)
FORM_06B = ReportKind(
    name="form_06b",
    command="form",
    title="report.title.form_06b",
    sheet="report.sheet.summary",
    page=_table_page,
    layout=layouts.FORM,
    labels=("form_column",),
    cut="report.cut_groups",
)
FORM_REGISTER = ReportKind(
    name="form_register",
    command="form",
    title="report.title.form_register",
    sheet="report.sheet.form_register",
    page=_table_page,
    layout=layouts.REGISTER,
    labels=("form_column",),
)
FORM_APOLOGY = ReportKind(
    name="form_apology",
    command="form",
    title="report.title.form_apology",
    sheet="report.sheet.form_apology",
    page=_table_page,
    layout=layouts.APOLOGY,
    labels=("form_column",),
    nothing="report.nothing_form_apology",
)
FORM_COMPARE = ReportKind(
    name="form_compare",
    command="form",
    title="report.title.form_compare",
    sheet="report.sheet.form_compare",
    page=_table_page,
    layout=layouts.COMPARE,
    labels=("form_column",),
    nothing="report.nothing_form_compare",
)
BRIEF = ReportKind(
    name="brief",
    command="brief",
    title="brief.index.caption",
    sheet="brief.sheet.findings",
    page=_table_page,
    labels=("brief_column",),
)
KINDS = (
    *(LATE, DUE, ASSESS, COMMUNES, SUMMARY, VIEWS, RANK, SIMULATE, CHECK, FINDINGS),
    *(FINDINGS_COUNTED, CHANGES, FORM_06A, FORM_06B, FORM_REGISTER, FORM_APOLOGY, FORM_COMPARE),
    BRIEF,
)
"""Every kind there is."""
