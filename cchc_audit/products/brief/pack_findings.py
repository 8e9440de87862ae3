"""The findings of a unit rule by rule: the law behind each, what to ask, the cases."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from cchc_audit.products.brief.pack import Gathered, Pack
from cchc_audit.products.brief.pack_lists import Cell, Head, Table, plain
from cchc_audit.render.numbers import NOTHING, whole
from cchc_audit.render.pages.findings_page import heading, title_of
from cchc_audit.texts import Texts
from cchc_audit.texts.rule_pages import rule_page

_CASES = 10
"""Cases of a rule that stand under it; the list to be explained has all."""


@dataclass(frozen=True, slots=True)
class FoundRule:
    """One rule and severity: its heading, the law, what to ask (paragraphs), the first cases.

    Where a rule has findings of several severities, law and questions stand with the first.
    """

    heading: str
    severity: str
    law: tuple[str, ...]
    ask: tuple[str, ...]
    cases: tuple[tuple[str, str], ...]
    more: str


def found_rules(pack: Pack, texts: Texts) -> Iterator[FoundRule]:
    """The rules that found something, the heaviest first."""
    groups = pack.findings.group_by("severity", "code", maintain_order=True)
    told: set[str] = set()
    for (severity, code), rows in groups:
        page = rule_page(str(code), texts.lang)
        rest = len(rows) - _CASES
        yield FoundRule(
            heading=heading(str(code), str(severity), len(rows), texts),
            severity=str(severity),
            law=() if code in told else _paragraphs(page.sections["law"]),
            ask=() if code in told else _paragraphs(page.sections["action"]),
            cases=tuple(
                (whom(row), str(row["message"])) for row in rows.head(_CASES).iter_rows(named=True)
            ),
            more=texts("brief.findings.more", n=whole(rest, texts)) if rest > 0 else "",
        )
        told.add(str(code))


def whom(row: dict[str, object]) -> str:
    """What a finding is about: a dossier, else an officer, else a commune."""
    return str(row["dossier_id"] or row["officer"] or row["commune"] or NOTHING)


def _paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a section, each on one line, without the marks of Markdown."""
    blocks = text.replace("`", "").replace("**", "").split("\n\n")
    return tuple(" ".join(block.split()) for block in blocks if block.strip())


def rules_table(pack: Pack, gathered: Gathered, texts: Texts) -> Table:
    """Every rule of the run: found here, could not be told, skipped and why."""
    names = ("code", "title", "severity", "found", "not_assessable", "skipped_because")
    rows = []
    for one in pack.rules:
        rule, state = one.state.rule, one.state
        skipped = state.skipped_because
        counts = [
            NOTHING if skipped else whole(n, texts) for n in (one.found, state.not_assessable)
        ]
        severity = texts(f"severity.{rule.severity}")
        line = [rule.code, title_of(rule.code, texts), severity, *counts, skipped or ""]
        rows.append(plain(line))
    heads = tuple(
        Head(texts(f"findings.rule_column.{name}"), name in ("found", "not_assessable"))
        for name in names
    )
    cut = ""
    if len(gathered.packs) > 1:
        column = texts("findings.rule_column.not_assessable")
        cut = texts("brief.findings.shared", column=column, n=len(gathered.packs))
    return Table(texts("brief.findings.rules"), heads, tuple(rows), cut=cut)


def explanations_table(findings: pl.DataFrame, texts: Texts, *, limit: int | None) -> Table:
    """The findings the unit is to explain, with room for its answer."""
    shown = findings if limit is None else findings.head(limit)
    names = ("number", "code", "severity", "dossier_id", "message", "cause", "explanation")
    rows = [
        (
            Cell(str(number)),
            Cell(str(row["code"])),
            Cell(texts(f"severity.{row['severity']}")),
            Cell(whom(row)),
            Cell(str(row["message"])),
            Cell(""),
            Cell(""),
        )
        for number, row in enumerate(shown.iter_rows(named=True), start=1)
    ]
    cut = ""
    if len(shown) < len(findings):
        cut = texts("brief.list.cut", shown=len(shown), total=len(findings))
    heads = tuple(Head(texts(f"explanations.{name}"), name == "number") for name in names)
    caption = texts("brief.explanations.caption")
    return Table(caption, heads, tuple(rows), named=3, whole=True, cut=cut)
