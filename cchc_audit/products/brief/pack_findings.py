"""The findings of a unit: the law behind each rule once, what to ask, what is to be explained."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from cchc_audit.products.brief.pack import Gathered, Pack
from cchc_audit.products.brief.pack_lists import Cell, Head, Table
from cchc_audit.render.numbers import NOTHING, whole
from cchc_audit.render.pages.findings_page import heading
from cchc_audit.texts import Texts
from cchc_audit.texts.rule_pages import rule_page

_ASIDE = re.compile(r"\s*\([^)]*(?:lệnh|command|--)[^)]*\)")


@dataclass(frozen=True, slots=True)
class FoundRule:
    """One rule and severity: its heading, the law, what to ask (paragraphs), and the cases that are
    about no single dossier; the others stand in the list to be explained, a line a dossier.

    Where a rule has findings of several severities, law and questions stand with the first; what is
    said of the law once is not said again.
    """

    heading: str
    severity: str
    law: tuple[str, ...]
    ask: tuple[str, ...]
    cases: tuple[tuple[str, str], ...]


def list_found_rules(pack: Pack, texts: Texts) -> Iterator[FoundRule]:
    """The rules that found something, the heaviest first."""
    groups = pack.findings.group_by("severity", "code", maintain_order=True)
    told: set[str] = set()
    for (severity, code), rows in groups:
        page = rule_page(str(code), texts.lang)
        of_groups = rows.filter(pl.col("dossier_id").is_null())
        yield FoundRule(
            heading=heading(str(code), str(severity), len(rows), texts),
            severity=str(severity),
            law=_untold(page.sections["law"], told),
            ask=_untold(page.sections["action"], told),
            cases=tuple(
                (whom(row), str(row["message"])) for row in of_groups.iter_rows(named=True)
            ),
        )


def whom(row: dict[str, object]) -> str:
    """What a finding is about: a dossier, else an officer, else a commune."""
    return str(row["dossier_id"] or row["officer"] or row["commune"] or NOTHING)


def _untold(text: str, told: set[str]) -> tuple[str, ...]:
    """The paragraphs of a section, each on one line, without the marks of Markdown and without
    those that were `told` before.
    """
    blocks = text.replace("`", "").replace("**", "").split("\n\n")
    paragraphs = tuple(" ".join(block.split()) for block in blocks)
    new = tuple(paragraph for paragraph in paragraphs if paragraph not in told)
    told.update(new)
    return new


def rules_words(pack: Pack, gathered: Gathered, texts: Texts) -> Iterator[str]:
    """The rules without a case, those that could not tell of some dossiers, those not run and why:
    a sentence each.
    """
    ran = [one for one in pack.rules if not one.state.skipped_because]
    if without := [one.state.rule.code for one in ran if not one.found]:
        yield texts("brief.findings.no_case", codes=", ".join(without))
    untold = [
        f"{one.state.rule.code} ({whole(one.state.not_assessable, texts)})"
        for one in ran
        if one.state.not_assessable
    ]
    units = len(gathered.packs)
    if untold and units > 1:
        yield texts("brief.findings.untold_shared", n=units, codes=", ".join(untold))
    elif untold:
        yield texts("brief.findings.untold", codes=", ".join(untold))
    skipped: dict[str, list[str]] = {}
    for one in pack.rules:
        if reason := one.state.skipped_because:
            skipped.setdefault(_ASIDE.sub("", reason), []).append(one.state.rule.code)
    for reason, codes in skipped.items():
        yield texts("brief.findings.skipped", codes=", ".join(codes), reason=reason)


def explanations_table(pack: Pack, texts: Texts, *, limit: int | None) -> Table:
    """What the unit is to explain, a line a dossier with all its rules, then what is about no
    single dossier; with room for the answer.
    """
    told = [
        (str(row["dossier_id"]), _messages(row["codes"], row["messages"]))
        for row in pack.asked.iter_rows(named=True)
        if row["codes"]
    ]
    told += [
        (whom(row), f"{row['code']}: {row['message']}")
        for row in pack.findings.filter(pl.col("dossier_id").is_null()).iter_rows(named=True)
    ]
    shown = told if limit is None else told[:limit]
    rows = tuple(
        (Cell(str(number)), Cell(name), Cell(said), Cell(""), Cell(""))
        for number, (name, said) in enumerate(shown, start=1)
    )
    names = ("number", "dossier_id", "message", "cause", "explanation")
    heads = tuple(Head(texts(f"brief.explanations.{name}"), name == "number") for name in names)
    cut = ""
    if len(shown) < len(told):
        cut = texts("brief.list.cut", shown=len(shown), total=len(told))
    caption = texts("brief.explanations.caption")
    return Table(caption, heads, rows, named=1, whole=True, cut=cut)


def _messages(codes: list[str], messages: list[str]) -> str:
    """What each rule says of a dossier; one that says several things is named once."""
    by_rule: dict[str, list[str]] = {}
    for code, message in zip(codes, messages, strict=True):
        by_rule.setdefault(code, []).append(message)
    return "\n".join(f"{code}: {'; '.join(said)}" for code, said in by_rule.items())
