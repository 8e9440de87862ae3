"""What the commune answered to findings, and which findings were known before.

An answer accepted by the inspection team takes its finding out of the exit code; it stays in every
report with its reason. Answers to findings that are no longer there are told.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import polars as pl

from cchc_audit.analysis.rules import finding_mark
from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.body import CODE, LINE, cell
from cchc_audit.intake.files.readers import read_body
from cchc_audit.intake.values.text import clean, fold_header, fold_search
from cchc_audit.render.report import Report
from cchc_audit.render.sheets.explanation_list import COLUMNS
from cchc_audit.texts import LANGS, Texts

_NEEDED = ("code", "dossier_id")
_READ = ("code", "dossier_id", "commune", "cause", "explanation", "opinion", "mark")


class Response(StrEnum):
    """What the team thinks of an explanation."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Reply:
    """One line of a list that came back."""

    line: int
    code: str
    dossier_id: str
    mark: str
    response: Response
    explanation: str


def read_responses(path: str | Path, *, limit: int) -> tuple[Reply, ...]:
    """The answers of a list written by `findings --explain-to`, in .xlsx or .csv.

    Lines in which nobody wrote anything are no answers. Raises `InputError` for a file without
    the columns, and for an opinion that is neither of the two.
    """
    body = read_body(str(path), lambda cells: len(_places(cells)), limit=limit)
    places = _places(body.header)
    for name in (*_NEEDED, "opinion"):
        if name not in places:
            column = Texts("vi")(f"explanations.{name}")
            raise InputError("responses.column_missing", file=path, column=column)
    frame = body.frame.filter(pl.col(CODE).is_null()).select(
        pl.col(LINE).alias("line"),
        *(pl.col(cell(at)).fill_null("").alias(name) for name, at in places.items()),
    )
    answers = (_answer(row, path) for row in frame.collect().iter_rows(named=True))
    return tuple(answer for answer in answers if answer is not None)


def answered(report: Report, answers: tuple[Reply, ...], texts: Texts) -> Report:
    """The findings with `response` and `explanation` beside each (String, null without an answer).

    Answers that belong to no finding stand in `extra["orphaned"]` and in a sentence.
    """
    rows = report.rows.collect()
    by_mark = {answer.mark: answer for answer in answers if answer.mark}
    by_dossier = {(a.code, a.dossier_id): a for a in answers if a.dossier_id}
    found = [
        by_mark.get(finding_mark(row)) or by_dossier.get((row["code"], row["dossier_id"] or "-"))
        for row in rows.iter_rows(named=True)
    ]
    used = {id(answer) for answer in found if answer is not None}
    orphaned = [answer for answer in answers if id(answer) not in used]
    closing = report.closing
    if orphaned:
        which = ", ".join(f"{a.code} {a.dossier_id}".strip() for a in orphaned[:5])
        closing = (*closing, texts("responses.orphaned", n=len(orphaned), which=which))
    return replace(
        report,
        rows=rows.with_columns(
            pl.Series("response", [a and a.response.value for a in found], dtype=pl.String),
            pl.Series("explanation", [a and (a.explanation or None) for a in found], pl.String),
        ).lazy(),
        closing=closing,
        extra={
            **report.extra,
            "orphaned": [
                {
                    "code": answer.code,
                    "dossier_id": answer.dossier_id or None,
                    "response": answer.response.value,
                    "explanation": answer.explanation or None,
                }
                for answer in orphaned
            ],
        },
    )


def with_baseline(report: Report, path: Path) -> Report:
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


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Column of the list → its place, by its heading in either language."""
    folded = [fold_header(text) for text in cells]
    found: dict[str, int] = {}
    for name, _ in COLUMNS:
        if name not in _READ:
            continue
        heads = (fold_header(Texts(lang)(f"explanations.{name}")) for lang in LANGS)
        place = next((folded.index(head) for head in heads if head in folded), None)
        if place is not None:
            found[name] = place
    return found


def _answer(row: Mapping[str, object], path: str | Path) -> Reply | None:
    text = {name: clean(str(row.get(name) or "")) for name in _READ}
    told = "; ".join(part for part in (text["cause"], text["explanation"]) if part)
    if not text["code"] or not (told or text["opinion"]):
        return None
    line = int(str(row["line"]))
    response = _response(text["opinion"])
    if response is None:
        raise InputError(
            "responses.opinion_unknown",
            file=path,
            line=line,
            value=text["opinion"],
            accepted=Texts("vi")("opinion.accepted"),
            rejected=Texts("vi")("opinion.rejected"),
        )
    code = text["code"].upper()
    return Reply(line, code, text["dossier_id"], text["mark"].lower(), response, told)


def _response(opinion: str) -> Response | None:
    folded = fold_search(opinion)
    if not folded:
        return Response.OPEN
    for response in (Response.REJECTED, Response.ACCEPTED):
        words = [fold_search(Texts(lang)(f"opinion.{response}")) for lang in LANGS]
        if folded in (*words, response.value):
            return response
    return None
