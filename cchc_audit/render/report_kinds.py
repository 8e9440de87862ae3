"""The kinds of reports: what each one is called, which columns people see, what else it has.

A command answers with one kind of report or with several (`findings` with a list or, by unit, with
counts). What renderers must know of a report beside its rows stands here and nowhere else: none of
them asks which command it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cchc_audit.render import layouts
from cchc_audit.render.columns_by_width import Shown

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from cchc_audit.render.document import Document, Reader
    from cchc_audit.render.people import People
    from cchc_audit.render.report import Report
    from cchc_audit.texts import Texts


class PrintedSheet(Protocol):
    """A sheet to print and hand on, written row by row in the order of the report."""

    def add(self, row: dict[str, object]) -> None:
        """One row."""

    def end(self) -> None:
        """What stands below the rows."""


# What only one kind needs is imported when that is drawn: a table on a screen waits for none of it.


def _annex(book: "Workbook", people: "People") -> PrintedSheet:
    from cchc_audit.render.annex import Annex

    return Annex(book, people)


def _league_sheet(book: "Workbook", people: "People") -> PrintedSheet:
    from cchc_audit.render.league_sheet import LeagueSheet

    return LeagueSheet(book, people)


def _rules_sheet(book: "Workbook", people: "People") -> None:
    from cchc_audit.render.excel import rules_sheet

    rules_sheet(book, people)


def _table_page(report: "Report", texts: "Texts", reader: "Reader") -> "Document":
    from cchc_audit.render.table_page import table_page

    return table_page(report, texts, reader)


def _check_page(report: "Report", texts: "Texts", _: "Reader") -> "Document":
    from cchc_audit.render.check_page import check_page

    return check_page(report, texts)


def _findings_page(report: "Report", texts: "Texts", _: "Reader") -> "Document":
    from cchc_audit.render.findings_page import findings_page

    return findings_page(report, texts)


@dataclass(frozen=True, slots=True)
class ReportKind:
    """What there is to know of a kind of report beside its rows.

    `name` tells the kinds apart, `command` is what the user typed. `title` and `sheet` are the keys
    of the texts that stand above the table and on the tab of a workbook, `nothing` and `cut` those
    of the sentences for no rows and for some of the rows. `layout` are the columns people see, all
    there are where it is empty; `labels` the families of texts that name columns before the common
    ones do.

    `page` draws the answer up for people: as a table, unless the kind has another way. `printed`
    makes the sheet to hand on that comes first in a workbook, `behind` one that comes behind the
    rows. The rows of `of_rejects` are rows that could not be read; the columns of `by_code` are
    rules, and count what these found. With `interval` the rate has its interval drawn beside it; a
    `wide` table has many columns of figures.
    """

    name: str
    command: str
    title: str
    sheet: str
    layout: tuple[Shown, ...] = ()
    labels: tuple[str, ...] = ()
    nothing: str = "report.nothing"
    cut: str = "report.cut"
    page: "Callable[[Report, Texts, Reader], Document]" = _table_page
    printed: "Callable[[Workbook, People], PrintedSheet] | None" = None
    behind: "Callable[[Workbook, People], None] | None" = None
    of_rejects: bool = False
    by_code: bool = False
    interval: bool = False
    wide: bool = False


LATE = ReportKind(
    name="late",
    command="late",
    title="report.title.late",
    sheet="report.sheet.late",
    layout=layouts.LATE,
    nothing="report.nothing_late",
    printed=_annex,
)
DUE = ReportKind(
    name="due",
    command="due",
    title="report.title.due",
    sheet="report.sheet.due",
    layout=layouts.DUE,
    nothing="report.nothing_due",
)
ASSESS = ReportKind(
    name="assess",
    command="assess",
    title="report.title.assess",
    sheet="report.sheet.assess",
    layout=layouts.ASSESS,
)
COMMUNES = ReportKind(
    name="communes",
    command="communes",
    title="report.title.communes",
    sheet="report.sheet.communes",
    layout=layouts.SUMMARY,
    cut="report.cut_groups",
)
SUMMARY = ReportKind(
    name="summary",
    command="summary",
    title="report.title.summary",
    sheet="report.sheet.summary",
    layout=layouts.SUMMARY,
    cut="report.cut_groups",
)
VIEWS = ReportKind(
    name="views",
    command="summary",
    title="report.title.summary_views",
    sheet="report.sheet.summary_views",
    layout=layouts.VIEWS,
    labels=("summary_views_column",),
    cut="report.cut_groups",
)
RANK = ReportKind(
    name="rank",
    command="rank",
    title="report.title.rank",
    sheet="report.sheet.rank",
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
    labels=("findings_column",),
    cut="report.cut_groups",
    by_code=True,
)
CHANGES = ReportKind(
    name="changes",
    command="changes",
    title="report.title.changes",
    sheet="report.sheet.changes",
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
    layout=layouts.FORM,
    labels=("form_column",),
    cut="report.cut_groups",
)
FORM_06B = ReportKind(
    name="form_06b",
    command="form",
    title="report.title.form_06b",
    sheet="report.sheet.summary",
    layout=layouts.FORM,
    labels=("form_column",),
    cut="report.cut_groups",
)
FORM_REGISTER = ReportKind(
    name="form_register",
    command="form",
    title="report.title.form_register",
    sheet="report.sheet.form_register",
    layout=layouts.REGISTER,
    labels=("form_column",),
)
FORM_APOLOGY = ReportKind(
    name="form_apology",
    command="form",
    title="report.title.form_apology",
    sheet="report.sheet.form_apology",
    layout=layouts.APOLOGY,
    labels=("form_column",),
    nothing="report.nothing_form_apology",
)
FORM_COMPARE = ReportKind(
    name="form_compare",
    command="form",
    title="report.title.form_compare",
    sheet="report.sheet.form_compare",
    layout=layouts.COMPARE,
    labels=("form_column",),
    nothing="report.nothing_form_compare",
)
BRIEF = ReportKind(
    name="brief",
    command="brief",
    title="brief.index.caption",
    sheet="brief.sheet.findings",
    labels=("brief_column",),
)
KINDS = (
    *(LATE, DUE, ASSESS, COMMUNES, SUMMARY, VIEWS, RANK, SIMULATE, CHECK, FINDINGS),
    *(FINDINGS_COUNTED, CHANGES, FORM_06A, FORM_06B, FORM_REGISTER, FORM_APOLOGY, FORM_COMPARE),
    BRIEF,
)
"""Every kind there is."""
