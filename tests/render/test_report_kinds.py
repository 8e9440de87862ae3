"""Every kind of report has its words, its columns and its way out in every format."""

import ast
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

import cchc_audit
from cchc_audit.core.columns import PERSONAL
from cchc_audit.render import report_kinds
from cchc_audit.render.columns_by_width import KEYS
from cchc_audit.render.formats import Format, render
from cchc_audit.render.people import People
from cchc_audit.render.report import Report, ReportKind
from cchc_audit.render.report_kinds import KINDS
from cchc_audit.texts import LANGS, Texts, catalogue

from . import frames

COMMAND = re.compile(r"report\.kind(\.name|\.command)?$")
TABLES = [kind for kind in KINDS if kind.layout or kind.by_code]
NAMES = [kind.name for kind in KINDS]
DATED = {
    *("received_at", "deadline", "promised_at", "finished_at", "apology_at", "returned_at"),
    "rescheduled_to",
}
WORDS = {
    *(
        "dossier_id",
        "commune",
        "agency",
        "procedure_name",
        "term",
        "outcome",
        "certainty",
        "status",
    ),
    *("reason", "letter", "code", "severity", "change", "field", "old", "new", "officer", "key"),
    *("column", "dossiers", "tied_with", "cut_term", "least_term", "bears", "differing", *PERSONAL),
}


def grouped(kind: ReportKind) -> bool:
    """Whether the rows are groups."""
    return kind.by_code or any(shown.name == KEYS for shown in kind.layout)


def report_of(kind: ReportKind) -> Report:
    """A report of the kind: a row of every column it shows, hostile where it is text, one of
    nothing at all, and the total where it has one.
    """
    keys = ("commune",) if grouped(kind) else ()
    names = [*keys, *(shown.name for shown in kind.layout if shown.name not in {KEYS, "interval"})]
    if kind.by_code:
        names += ["total", "T101", "D201"]
    if kind.interval:
        names += ["true_low", "true_high"]
    filled: dict[str, object] = {}
    for name in names:
        filled[name] = "<x>|" if name in WORDS else 1
        if name in DATED:
            filled[name] = datetime(2026, 11, 3, 9, 15)
        elif name.startswith(("true_", "on_time_", "rate_", "ratio_")):
            filled[name] = 0.75
    schema = pl.DataFrame([filled]).schema
    nothing = {**dict.fromkeys(names), **dict.fromkeys(keys, "Xã B")}
    rows: list[dict[str, object]] = [filled, nothing]
    if kind.by_code:
        rows = [filled]
    if keys:
        rows.append({**filled, **dict.fromkeys(keys)})
    frame = pl.DataFrame(rows, schema=schema)
    n = len(rows) - bool(keys)
    return Report(
        kind, frame.lazy(), n + 1, n, frames.provenance(), keys=keys, has_total=bool(keys)
    )


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_every_kind_has_its_texts(kind: ReportKind) -> None:
    for key in (kind.title, kind.sheet, kind.nothing, kind.cut):
        assert key in catalogue(), key
    for family in kind.labels:
        assert any(key.startswith(f"{family}.") for key in catalogue()), family


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_every_column_people_see_has_a_heading(kind: ReportKind, lang: str) -> None:
    people = People(report_of(kind), Texts(lang))  # type: ignore[arg-type]
    shown = [column.name for column in kind.layout if column.name != KEYS]
    assert [name for name in shown if people.label(name) == name] == []


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_layout_names_each_column_once_and_always_shows_one(kind: ReportKind) -> None:
    counts = Counter(shown.name for shown in kind.layout)
    assert not counts or max(counts.values()) == 1
    assert not kind.layout or any(shown.rank == 0 for shown in kind.layout)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("kind", TABLES, ids=[kind.name for kind in TABLES])
def test_every_kind_goes_out_in_every_format(kind: ReportKind, form: Format) -> None:
    written = render(report_of(kind), format=form, texts=Texts("vi"))
    assert written
    if isinstance(written, str) and form in {Format.MD, Format.HTML}:
        assert "<x>" not in written


@pytest.mark.parametrize("form", [Format.TABLE, Format.MD, Format.HTML])
@pytest.mark.parametrize("kind", TABLES, ids=[kind.name for kind in TABLES])
def test_every_kind_says_that_there_is_nothing(kind: ReportKind, form: Format) -> None:
    whole = report_of(kind)
    empty = replace(whole, rows=whole.rows.tail(len(whole.keys)), total_rows=0, shown=0)
    assert Texts("vi")(kind.nothing) in str(
        render(empty, format=form, texts=Texts("vi"), width=250)
    )


def test_kinds_are_told_apart_and_all_listed() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    listed = {id(kind) for kind in KINDS}
    made = [kind for kind in vars(report_kinds).values() if isinstance(kind, ReportKind)]
    assert [kind.name for kind in made if id(kind) not in listed] == []


def test_nothing_asks_which_command_a_report_answers() -> None:
    """What differs between kinds stands in their table: no command is held against a word."""
    root = Path(cchc_audit.__file__).parent / "render"
    asked: list[str] = []
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
            subject = [node.subject] if isinstance(node, ast.Match) else []
            words = [ast.unparse(side) for side in (*sides, *subject)]
            asked += [f"{path.name}: {word}" for word in words if COMMAND.search(word)]
    assert asked == []


def test_every_trait_of_a_kind_is_used() -> None:
    for trait in ReportKind._fields:
        values = {getattr(kind, trait) for kind in KINDS}
        assert len(values) > 1, trait
