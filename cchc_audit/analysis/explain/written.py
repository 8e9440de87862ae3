"""The file's own words beside what was read of them."""

from collections.abc import Iterator

from cchc_audit.analysis.explain.explanation import Ground
from cchc_audit.analysis.explain.judged_row import Record
from cchc_audit.analysis.explain.phrases import moment
from cchc_audit.core.columns import COLUMNS, VERDICT_MOMENTS, Kind
from cchc_audit.core.vocabulary import Status
from cchc_audit.intake.values.terms import TermFault, parse_term

QUOTED = ("commune", "status", "legal_term", *VERDICT_MOMENTS)
"""The columns whose cells are quoted: those that are read into something else than their text."""


def cells_read(record: Record, ground: Ground) -> Iterator[str]:
    """Each cell that a verdict leans on: its reading, and the file's words where they differ."""
    commune = record.commune
    if "commune" in ground.written and commune is not None:
        yield _beside("commune", commune, ground)
    for column in COLUMNS:
        cell = record.cell(column.name) if column.kind is Kind.MOMENT else None
        if cell is None:
            continue
        later = cell.instant >= ground.as_of and column.name not in ("promised_at",)
        yield _beside(column.name, moment(cell), ground, later=later)
    if ground.judged and record.number("source") is not None:
        yield from _status(record, ground)
        yield from _term(ground)


def _status(record: Record, ground: Ground) -> Iterator[str]:
    status = Status(record.text("status"))
    if status is not Status.UNKNOWN:
        yield _beside("status", ground.texts(f"status.{status}"), ground)
    elif "status" in ground.written:
        yield _beside("status", ground.texts("explain.not_understood"), ground)


def _term(ground: Ground) -> Iterator[str]:
    """The term that the file states; the one that rules may be another."""
    if "legal_term" in ground.written:
        term, texts = parse_term(ground.written["legal_term"]), ground.texts
        words = (
            texts("explain.not_understood") if isinstance(term, TermFault) else term.words(texts)
        )
        yield _beside("legal_term", words, ground)


def _beside(name: str, reading: str, ground: Ground, *, later: bool = False) -> str:
    """One cell: label and reading, and what the file says where that is another text."""
    texts = ground.texts
    label, text = texts(f"column.{name}"), ground.written.get(name, "")
    if text and text != reading:
        reading = texts("explain.quoted", value=reading, text=text)
    return texts("explain.fact_later" if later else "explain.fact", label=label, value=reading)
