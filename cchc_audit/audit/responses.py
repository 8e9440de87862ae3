"""What the commune answered to findings, and which findings were known before.

An answer accepted by the inspection team takes its finding out of the exit code; it stays in every
report with its reason. An answer is for one finding: its mark says which, and its rule and dossier
must say the same. What cannot be used is told, row by row.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from cchc_audit.analysis.rules import finding_mark
from cchc_audit.audit.officers import officer_codes
from cchc_audit.audit.reply_files import Reply, Response, read_replies
from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Privacy
from cchc_audit.intake.values.text import clean
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

__all__ = ["Reply", "Response", "join_baseline", "join_responses", "read_replies"]

_TOLD = 5
"""So many rows are named in a sentence; the JSON document has all."""

Finding = Mapping[str, object]


@dataclass(slots=True)
class _Matched:
    """What became of the replies: those of each finding, and those that can be used for none."""

    used: dict[int, list[Reply]] = field(default_factory=dict)
    unmatched: list[Reply] = field(default_factory=list)
    refused: list[tuple[Reply, str]] = field(default_factory=list)


def join_responses(
    report: Report,
    replies: Sequence[Reply],
    texts: Texts,
    *,
    privacy: Privacy,
    everything: Callable[[], Report] | None = None,
) -> Report:
    """The findings with `response` and `explanation` beside each (String, null without an answer).

    Replies that belong to no finding stand in `extra["orphaned"]`; those to findings that a filter
    leaves out, which only `everything` (the findings without filters) can tell, in `hidden`; rows
    whose mark, rule and dossier do not agree, or that contradict each other, in `refused`. Each has
    a sentence.
    """
    rows = report.rows.collect()
    findings = rows.to_dicts()
    matched = _match(replies, findings, privacy)
    answers = _settle(matched)
    orphaned, hidden = matched.unmatched, list[Reply]()
    if orphaned and everything is not None:
        there = _match(orphaned, everything().rows.collect().to_dicts(), privacy)
        hidden = [reply for one in there.used.values() for reply in one]
        orphaned = there.unmatched
        matched.refused += there.refused
    chosen = [answers.get(number) for number in range(len(findings))]
    return replace(
        report,
        rows=rows.with_columns(
            pl.Series("response", [a and a.response.value for a in chosen], dtype=pl.String),
            pl.Series("explanation", [a and (a.explanation or None) for a in chosen], pl.String),
        ).lazy(),
        closing=(*report.closing, *_said(orphaned, hidden, matched.refused, texts)),
        extra={
            **report.extra,
            "orphaned": [_document(reply) for reply in orphaned],
            "hidden": [_document(reply) for reply in hidden],
            "refused": [
                {"file": reply.file, "line": reply.line, **_document(reply), "reason": reason}
                for reply, reason in matched.refused
            ],
        },
    )


def _match(replies: Sequence[Reply], findings: Sequence[Finding], privacy: Privacy) -> _Matched:
    """Each reply put to the one finding it is about, by its mark, else by rule and dossier."""
    by_mark: dict[str, list[int]] = {}
    by_pair: dict[tuple[str, str], list[int]] = {}
    for number, finding in enumerate(findings):
        for mark in _marks(finding, privacy):
            by_mark.setdefault(mark, []).append(number)
        if finding["dossier_id"]:
            pair = (str(finding["code"]), str(finding["dossier_id"]))
            by_pair.setdefault(pair, []).append(number)
    matched = _Matched()
    taken: set[int] = set()
    for reply in replies:
        pair = (reply.code, reply.dossier_id)
        places = by_mark.get(reply.mark, []) if reply.mark else by_pair.get(pair, [])
        if reason := _disagreement(
            reply, [findings[at] for at in places], privacy, known=pair in by_pair
        ):
            matched.refused.append((reply, reason))
        elif not places:
            matched.unmatched.append(reply)
        else:
            place = _place(reply, places, findings, taken)
            taken.add(place)
            matched.used.setdefault(place, []).append(reply)
    return matched


def _disagreement(reply: Reply, found: Sequence[Finding], privacy: Privacy, *, known: bool) -> str:
    """Why a row cannot be what it says, as the last part of a key; blank where it can."""
    if not reply.mark and not (reply.code and reply.dossier_id):
        return "unmarked"
    if not reply.mark:
        return ""
    if not found:
        # The row's rule and dossier are there, under another mark: it is another row's mark.
        return "mark" if known else ""
    finding = found[0]
    whose = _whose(finding, privacy)
    if reply.code and reply.code != finding["code"]:
        return "code"
    if reply.dossier_id and reply.dossier_id not in whose:
        return "dossier"
    return ""


def _marks(finding: Finding, privacy: Privacy) -> tuple[str, ...]:
    """The marks of a finding: lists that leave the office name officers by their codes."""
    officer = finding["officer"]
    if finding["dossier_id"] or not officer:
        return (finding_mark(finding),)
    coded = {**finding, "officer": officer_codes(privacy)(str(officer))}
    return tuple(dict.fromkeys((finding_mark(finding), finding_mark(coded))))


def _whose(finding: Finding, privacy: Privacy) -> tuple[str, ...]:
    """What the list may say a finding is about: its dossier, else its officer by name or code."""
    if finding["dossier_id"]:
        return (str(finding["dossier_id"]),)
    officer = str(finding["officer"] or "")
    return (officer, officer_codes(privacy)(officer)) if officer else ("",)


def _place(
    reply: Reply, places: Sequence[int], findings: Sequence[Finding], taken: set[int]
) -> int:
    """Which of the findings of one mark a reply is about: the one whose message it repeats, else
    the first without an answer.
    """
    for place in places:
        if reply.message and clean(str(findings[place]["message"])) == reply.message:
            return place
    return next((place for place in places if place not in taken), places[0])


def _settle(matched: _Matched) -> dict[int, Reply]:
    """One answer a finding: rows that say the same are one, rows that contradict each other none.

    A row that says nothing of the opinion adds its explanation to one that does.
    """
    answers: dict[int, Reply] = {}
    for place, replies in matched.used.items():
        opinions = {reply.response for reply in replies} - {Response.OPEN}
        if len(opinions) > 1:
            matched.refused += [(reply, "contradicting") for reply in replies]
            continue
        told = dict.fromkeys(reply.explanation for reply in replies if reply.explanation)
        answers[place] = replace(
            replies[0],
            response=next(iter(opinions), Response.OPEN),
            explanation="; ".join(told),
        )
    return answers


def _said(
    orphaned: Sequence[Reply],
    hidden: Sequence[Reply],
    refused: Sequence[tuple[Reply, str]],
    texts: Texts,
) -> list[str]:
    """A sentence for each kind of replies that were not used, with the first of them."""
    said = []
    if orphaned:
        which = ", ".join(_named(reply) for reply in orphaned[:_TOLD])
        said.append(texts("responses.orphaned", n=len(orphaned), which=which))
    if hidden:
        said.append(texts("responses.hidden", n=len(hidden)))
    if refused:
        which = "; ".join(
            texts(f"responses.refused.{reason}", row=_row(reply, texts))
            for reply, reason in refused[:_TOLD]
        )
        said.append(texts("responses.refused", n=len(refused), which=which))
    return said


def _named(reply: Reply) -> str:
    return f"{reply.code} {reply.dossier_id}".strip() or reply.mark


def _row(reply: Reply, texts: Texts) -> str:
    return texts("responses.row", file=reply.file, line=reply.line, which=_named(reply))


def _document(reply: Reply) -> dict[str, object]:
    return {
        "code": reply.code,
        "dossier_id": reply.dossier_id or None,
        "response": reply.response.value,
        "explanation": reply.explanation or None,
    }


def join_baseline(report: Report, path: Path) -> Report:
    """The findings with `known` beside each (Boolean): whether the baseline has it already.

    The baseline is the JSON that `findings` wrote before. Raises `InputError` for another file.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))["rows"]
        marks = {finding_mark(_as_written(row)) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("responses.no_baseline", file=path) from error
    now = report.rows.collect()
    known = [finding_mark(row) in marks for row in now.iter_rows(named=True)]
    return replace(report, rows=now.with_columns(pl.Series("known", known, pl.Boolean)).lazy())


def _as_written(row: Mapping[str, object]) -> dict[str, object]:
    """A row of the document as the report holds it: the evidence as its text."""
    evidence = json.dumps(row["evidence"], ensure_ascii=False, separators=(",", ":"))
    return {**row, "evidence": evidence}
