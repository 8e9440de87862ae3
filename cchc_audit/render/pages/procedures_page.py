"""Procedures found in the catalogue, as a page: which term, when, by which law, how sure.

A line holds one entry; the entries of one code stand together, the oldest first, so that the
history of its term reads downwards. As CSV the page is itself a catalogue file.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from cchc_audit.intake.values.terms import Term
from cchc_audit.law.catalogue.catalogue import COLUMNS, Catalogue, Entry
from cchc_audit.render import numbers
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Document, Grid, Part, Prose
from cchc_audit.render.page import Page, Record, Sheet
from cchc_audit.texts import Texts

_SHOWN = (
    Shown("code", 0),
    Shown("name", 1, 20, 56),
    Shown("term", 2, 18, 48),
    Shown("basis", 3, 18, 44),
)
_UNSURE = "known"
_TERMS = ("term", "extended_term", "remote_term", "local_term")


def procedures_page(
    entries: Sequence[Entry],
    catalogue: Catalogue,
    *,
    text: str,
    near: Sequence[Entry],
    cutoff: str,
    texts: Texts,
    created: datetime,
    version: str,
) -> Page:
    """The entries found for `text` (blank: all), or those `near` it where none was found.

    `cutoff` is the time of day after which a receipt may count from the next day, as `15:00`.
    """
    return Page(
        command="procedures",
        document=Document(
            title=texts("procedures.title", text=text) if text else texts("procedures.title_all"),
            parts=tuple(_parts(entries, catalogue, cutoff, texts)),
            sources=(
                (texts("report.provenance.version"), version),
                (texts("report.provenance.catalogue"), catalogue.digest()),
            ),
        ),
        data={
            "query": text,
            "rows": tuple(map(_record, entries)),
            "near": [{"code": entry.code, "name": entry.name} for entry in near],
            "catalogue_codes": len(catalogue.codes()),
        },
        listed="rows",
        csv_columns=COLUMNS,
        sheet=_sheet(entries, texts),
        created=created,
    )


def term_words(term: Term, texts: Texts) -> str:
    """A term in words: `3 ngày làm việc`."""
    return numbers.term(term.text, texts)


def validity(entry: Entry, texts: Texts) -> str:
    """The days an entry is in force in words; blank where it is at all times."""
    first = numbers.day(entry.valid_from) if entry.valid_from else ""
    last = numbers.day(entry.valid_to) if entry.valid_to else ""
    key = ("between" if last else "from") if first else "to"
    return texts(f"procedures.valid_{key}", first=first, last=last) if first or last else ""


def _record(entry: Entry) -> Record:
    """The columns of a catalogue, then where the entry stands."""
    terms = {name: getattr(entry, name) for name in _TERMS}
    record: dict[str, object] = {name: getattr(entry, name) for name in COLUMNS}
    record |= {name: term.text if term else None for name, term in terms.items()}
    blank = {name: None for name, value in record.items() if value == ""}
    source = "user" if entry.user else "shipped"
    return record | blank | {"source": source, "line": entry.line}


def _parts(
    entries: Sequence[Entry], catalogue: Catalogue, cutoff: str, texts: Texts
) -> Iterator[Part]:
    if entries:
        lines = []
        before = None
        for entry in entries:
            # A code is named once; below it stand its other terms.
            key = entry.code or entry.name
            code = named = ""
            if key != before:
                code = entry.code or numbers.NOTHING
                named = "\n".join(_named(entry, catalogue))
            terms = "\n".join(_terms(entry, cutoff, texts))
            lines.append((code, named, terms, "\n".join(_law(entry, texts))))
            before = key
        yield Grid(
            columns=_SHOWN,
            heads=tuple(texts(f"procedures.column.{shown.name}") for shown in _SHOWN),
            lines=tuple(lines),
            spaced=True,
        )
    codes = len({entry.code or entry.name for entry in entries})
    shown = {"n": numbers.whole(codes, texts), "entries": numbers.whole(len(entries), texts)}
    known = numbers.whole(len(catalogue.codes()), texts)
    sentences = [texts("procedures.count", known=known, **shown)]
    if any(entry.valid_from or entry.valid_to for entry in entries):
        sentences.append(texts("procedures.by_receipt"))
    if any(entry.confidence == _UNSURE and not entry.user for entry in entries):
        sentences.append(texts("procedures.unsure"))
    if any(entry.user for entry in entries):
        sentences.append(texts("procedures.user_first"))
    yield Prose(tuple(sentences))


def _named(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """Name and field; where an entry gives only its code, those that others give the code."""
    others = [entry, *(other for other in catalogue.entries if entry.code == other.code != "")]
    yield next((other.name for other in others if other.name), numbers.NOTHING)
    yield from [f"({other.field})" for other in others if other.field][:1]


def _terms(entry: Entry, cutoff: str, texts: Texts) -> Iterator[str]:
    """The term, then what changes it, a line each."""
    if entry.term is not None:
        yield term_words(entry.term, texts)
    else:
        yield texts("procedures.unreadable", value=entry.term_text)
    if entry.after_cutoff is not None:
        yield texts(f"procedures.cutoff.{entry.after_cutoff}", time=cutoff)
    if entry.supplement is not None:
        yield texts(f"procedures.supplement.{entry.supplement}")
    if entry.extended_term is not None:
        key = "procedures.extended_when" if entry.extended_when else "procedures.extended"
        yield texts(key, term=term_words(entry.extended_term, texts), when=entry.extended_when)
    if entry.remote_term is not None:
        yield texts("procedures.remote", term=term_words(entry.remote_term, texts))
    if entry.local_term is not None:
        yield texts("procedures.local", term=term_words(entry.local_term, texts))


def _law(entry: Entry, texts: Texts) -> Iterator[str]:
    if entry.legal_basis:
        yield entry.legal_basis
    if valid := validity(entry, texts):
        yield valid
    if entry.user:
        yield texts("procedures.user", line=entry.line)
    elif entry.confidence:
        yield _sure(entry, texts)


def _sure(entry: Entry, texts: Texts) -> str:
    key = f"procedures.confidence.{entry.confidence}"
    return texts(key) if texts.has(key) else entry.confidence


def _sheet(entries: Sequence[Entry], texts: Texts) -> Sheet:
    return Sheet(
        texts("procedures.sheet"),
        tuple(texts(f"procedures.sheet_column.{name}") for name in COLUMNS),
        tuple(tuple(_value(entry, name, texts) for name in COLUMNS) for entry in entries),
    )


def _value(entry: Entry, name: str, texts: Texts) -> str | date | None:
    value = getattr(entry, name)
    if name in _TERMS:
        if value is None:
            return entry.term_text if name == "term" else None
        return term_words(value, texts)
    if name == "after_cutoff" and value is not None:
        return texts(f"procedures.cutoff_short.{value}")
    if name == "supplement" and value is not None:
        return texts(f"procedures.supplement.{value}")
    if name == "confidence" and value:
        return _sure(entry, texts)
    return value or None
