"""Keys of texts that are put together in the code, with the members they take."""

import re
from collections.abc import Collection, Iterable
from typing import get_args

from cchc_audit.analysis.explain import StepName
from cchc_audit.analysis.indicators import FORM_COLUMNS, Index, Reason
from cchc_audit.analysis.indicators.form_06a import State
from cchc_audit.analysis.ranking import RANK_KEYS
from cchc_audit.analysis.rules import RULES
from cchc_audit.analysis.snapshots import Change, Fracture, Keeping
from cchc_audit.audit.responses import Response
from cchc_audit.cli.app import _COMMANDS
from cchc_audit.cli.help import GROUPS, SECTIONS
from cchc_audit.core import columns, vocabulary
from cchc_audit.core.errors import ExitCode
from cchc_audit.core.settings.setting_values import Want
from cchc_audit.intake.damage.damage import REFUSING
from cchc_audit.intake.values.former.resolve import Kind
from cchc_audit.products.brief.pack import Draw
from cchc_audit.products.demo import Habit
from cchc_audit.products.forms.apology import Letter
from cchc_audit.products.history import snapshot_page
from cchc_audit.products.nightly import gates
from cchc_audit.products.nightly.night import Notice
from cchc_audit.products.nightly.night_figures import FIGURES
from cchc_audit.products.nightly.outputs import OUTPUTS
from cchc_audit.products.nightly.run_folder import REPORT
from cchc_audit.render.pages import calendar_check_page, calendar_page, catalogue_check_page
from cchc_audit.render.sheets.explanation_list import OPINIONS
from cchc_audit.texts import catalogue
from cchc_audit.texts.rule_pages import SECTIONS as RULE_SECTIONS

COMMANDS = [name for name, _, _ in _COMMANDS]
LABELLED: dict[str, Iterable[str]] = {
    "outcome": vocabulary.Outcome,
    "reason": vocabulary.Reason,
    "certainty": vocabulary.Certainty,
    "basis": vocabulary.Basis,
    "term_source": vocabulary.TermSource,
    "status": vocabulary.Status,
    "channel": vocabulary.Channel,
    "tied_with": vocabulary.Neighbours,
    "bears": ("true", "false"),
    "letter": Letter,
}
"""The words behind `f"{column}.{value}"`, for the columns whose values are codes."""

WORDINGS = [
    key.removeprefix("rules.")
    for key in catalogue()
    for rule in RULES
    if re.fullmatch(rf"rules\.{rule.code}\.message(\.[a-z_]+)?", key)
]
"""The sentences of findings: several of a rule where one does not fit all."""

FAMILIES: dict[str, Collection[str] | None] = {
    **{f"{column}.{{}}": list(members) for column, members in LABELLED.items()},
    "charts.position.{}": ("above_all", "above", "inside", "below", "below_all"),
    "brief.course.{}": ("month", "received", "resolved", "late"),
    "brief.draw.{}": list(Draw),
    "brief.explanations.{}": None,
    "brief.section.{}": None,
    "brief.first.figure.{}": ("resolved", "late", "overdue", "true_rate"),
    "brief.first.{}": None,
    "brief.officers.{}": ("total", "resolved", "late", "in_hand", "overdue"),
    "brief.record.{}": None,
    "brief_column.{}": None,
    "calendar.check.column.{}": (*calendar_check_page.COLUMNS, "weekday"),
    "calendar.check.explained_{}": ("true", "false"),
    "calendar.check.{}": ("same", "explained", "unexplained"),
    "calendar.column.{}": calendar_page.COLUMNS,
    "calendar.weekday.{}": "1234567",
    "change.{}": list(Change),
    "changes.method.{}": ("calendar", "catalogue", "policy", "units", "version"),
    "changes_column.{}": None,
    "check_column.{}": None,
    "cli.examples.{}": COMMANDS,
    "cli.group.{}": GROUPS,
    "cli.help.{}": COMMANDS,
    "cli.man.exit.{}": [code.name.lower() for code in ExitCode],
    "cli.man.variable.{}": None,
    "cli.metavar.{}": None,
    "cli.option.{}": None,
    "cli.section.{}": ("files", *SECTIONS),
    "column.{}": {*columns.BY_NAME, *columns.ASSESS_COLUMNS, "step"},
    "demo.habit.{}": list(Habit),
    "damage.refused.{}": sorted(REFUSING),
    "damage.told.{}": list(vocabulary.DamageMark),
    "day_kind.{}": list(vocabulary.DayKind),
    "day_status.{}": list(vocabulary.DayStatus),
    "deadlines.catalogue_column_unknown{}": ("", "_near"),
    "deadlines.catalogue_{}": ("date", "value"),
    "explain.appointment.{}": ("later", "later_0", "earlier", "same", "beyond", "covered"),
    "explain.clock.{}": (
        *("at_once", "early", "bare", "day_off", "closed", "cutoff", "bare_cutoff", "unmoved"),
    ),
    "explain.deadline.{}": (
        *("working_days", "working_days_paused", "same_day", "same_day_paused"),
        *("next_day", "next_day_bare", "calendar_days", "months"),
    ),
    "explain.finish.other.{}": ("completed_at", "returned_at"),
    "explain.finish.{}": ("completed_at", "returned_at"),
    "explain.law.cutoff.{}": ("23", "status", "301"),
    "explain.law.elsewhere.{}": ("118_309", "118", "107", "61", "09"),
    "explain.law.receipt.{}": ("118_309", "118", "61", "09"),
    "explain.law.supplement.{}": ("118_309", "118", "61", "09"),
    "explain.law.{}": (
        *("first_day", "first_moment", "end_of_day", "deadline.days", "deadline.same_day"),
        *("deadline.calendar_days", "deadline.months", "deadline.hours"),
    ),
    "explain.lenient.{}": ("late", "in_time", "waits"),
    "explain.page.firm.{}": ("appointment", "local"),
    "explain.page.legend.{}": (
        *("clock", "counted", "makeup", "paused", "off", "weekend", "late", "idle"),
    ),
    "explain.page.mark.{}": ("weekend", "off", "paused"),
    "explain.page.named.{}": ("off", "makeup", "other"),
    "explain.page.title.{}": ("why", "deadline"),
    "explain.page.weekday.{}": "1234567",
    "explain.pause.{}": ("closed", "to_finish", "wait"),
    "explain.step.{}": list(StepName),
    "explain.supplement.{}": (
        *("request", "too_late", "before_request", "done_before", "awaited", "unanswered"),
        *("continues", "continues_nothing"),
    ),
    "explain.term.{}": ("catalogue", "catalogue_name", "user"),
    "explain.verdict.{}": (
        *("late", "late_same_day", "overdue", "overdue_same_day", "early", "on_time", "pending"),
        "pending_today",
    ),
    "explain.verdict.basis.{}": list(vocabulary.Basis),
    "explain.weekday.{}": "1234567",
    "explain.{}": ("last_safe", "last_safe.open"),
    "explanations.{}": None,
    "findings.response.{}": list(Response),
    "findings.rule_column.{}": None,
    "findings_column.{}": None,
    "form_cell.{}": FORM_COLUMNS,
    "form_column.{}": None,
    "forms.author{}": ("", "_sign"),
    "forms.group.{}": ("received", "resolved", "open"),
    "forms.head{}": ("", "_sign"),
    "forms.label.{}": ("06a", "06b"),
    "forms.period.{}": ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "M", "N", "year"),
    "forms.title.{}": ("06a", "06b"),
    "former.{}": (Kind.MERGED, Kind.SPLIT, Kind.AMBIGUOUS),
    "init.{}": None,
    "intake.fault.{}": list(vocabulary.Fault),
    "key.{}": None,
    "nightly.figure.{}": FIGURES,
    "nightly.gate.{}": ["passed", "failed", *gates.Kind],
    "nightly.warning.{}": list(Notice),
    "opinion.{}": list(OPINIONS),
    "procedures.check.column.{}": [n for n in catalogue_check_page.COLUMNS if n != "kind"],
    "procedures.check.passed_over{}": ("", "_blank"),
    "procedures.check.{}": ("clean", "noted", "invalid"),
    "procedures.check.{}{}": ("shorter", "shorter_local", "longer", "other_unit"),
    "procedures.column.{}": None,
    "procedures.confidence.{}": ("confirmed", "known"),
    "procedures.cutoff.{}": list(vocabulary.Cutoff),
    "procedures.cutoff_short.{}": list(vocabulary.Cutoff),
    "procedures.fields.{}": ("field", "count"),
    "procedures.severity.{}": list(vocabulary.Severity),
    "procedures.sheet_column.{}": None,
    "procedures.supplement.{}": list(vocabulary.SupplementPolicy),
    "procedures.valid_{}": ("from", "to", "between"),
    "rank_column.{}": None,
    "ranking.things.{}": list(RANK_KEYS),
    "reading.{}": list(vocabulary.Reading),
    "settle.{}": list(vocabulary.Doubt),
    "doubt.{}": list(vocabulary.Doubt),
    "report.annex.author{}": ("", "_sign"),
    "report.annex.head{}": ("", "_sign"),
    "report.check.disabled.{}": None,
    "report.check.settle.{}": (*("shape", "letters", "numbers", "errors", "calendar", "dates"),),
    "report.check.settle_{}": ("status", "procedure", "term"),
    "report.check.unknown.{}": None,
    "report.check.why.{}": None,
    "report.check.{}": ("usable", "partly", "unusable"),
    "report.encoding.{}": None,
    "report.provenance.{}": None,
    "letter.{}.done": [f"{letter}.done" for letter in Letter],
    "letters.against.{}": list(vocabulary.Basis),
    "responses.refused.{}": ("mark", "code", "dossier", "unmarked", "contradicting"),
    "rules.{}.ask": [f"{rule.code}.ask" for rule in RULES],
    "rules.{}.message": WORDINGS,
    "rules.{}.title": [f"{rule.code}.title" for rule in RULES],
    "rules.column.{}": None,
    "rules.family.{}": {rule.code[0] for rule in RULES},
    "rules.section.{}": RULE_SECTIONS,
    "settings.wants_{}": get_args(Want),
    "severity.{}": list(vocabulary.Severity),
    "simulate_column.{}": None,
    "snapshots.break.{}": list(Fracture),
    "snapshots.several.{}": [Fracture.MANIFEST_REMOVED, Fracture.TAIL_REMOVED],
    "snapshots.column.{}": snapshot_page.COLUMNS,
    "snapshots.state.{}": list(Keeping),
    "snapshots.{}": ("mass", "mass_gone"),
    "summary_column.{}": None,
    "term_fault.{}": None,
    "summary_views_column.{}": None,
    "trend.column.{}": None,
    "unit.{}": list(vocabulary.Unit),
    "view_06a.{}": (*State, "left_out"),
    "view_766.{}": list(Index),
    "view_reason.{}": list(Reason),
}
"""Keys put together in the code, with the members they take; None: whatever word stands in the code
as a literal.
"""

NOT_KEYS = {
    *("{}.parquet", "{}.events.parquet", "{}.json"),  # files of a snapshot
    *("report.{}", "{}.", "{}.{}", "{}.000.00.00.{}"),  # file names, paths, codes
    "{}.md",  # the page of a rule
    "{}.short",  # a form of a key: `FORMS`
}
FILE_NAMES = {*OUTPUTS, REPORT, "procedures.csv"}
FORMS = ("", ".short", "_near", "_day", "_moment")
"""What is put behind a key that is handed on: narrow, with a near match, of a date."""
