"""The answer of `check` for people: first whether the export can be used, then what was found."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import cast

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import Fault, Status
from cchc_audit.render import numbers
from cchc_audit.render.document import Document, Section
from cchc_audit.render.people import (
    People,
    Row,
    damage_sentences,
    provenance_lines,
    rows_sentence,
)
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

TERMS = ("procedure_code", "procedure_name", "legal_term", "promised_at")
"""Columns of which one is needed to compare anything with."""
_WAYS = {
    "shape": (
        *(Fault.STRAY_QUOTE, Fault.CELLS_TOO_FEW, Fault.CELLS_TOO_MANY, Fault.ROW_IN_A_CELL),
        *(Fault.SHIFTED_HEADER, Fault.ABOVE_HEADER, Fault.RECORD_BROKEN),
    ),
    "letters": (Fault.UNDECODABLE,),
    "numbers": (Fault.ID_MISSING, Fault.ID_SPOILT),
    "errors": (Fault.CELL_ERROR,),
    "calendar": (Fault.OUTSIDE_CALENDAR,),
    "dates": tuple(fault for fault in Fault if fault.name.startswith("MOMENT")),
}
"""What is to be done about rejected rows, each way with the faults that it settles."""
_SHOWN = 20
"""Rejected rows and unknown values that a page lists; the rest is counted."""


def check_page(report: Report, texts: Texts) -> Document:
    """The page of a check, headed by the verdict."""
    people = People(report, texts)
    return Document(
        title=people.title(),
        heading=_verdict(report, texts),
        lead=(_sum(report, texts),),
        parts=tuple(_sections(report, texts)),
        sources=tuple(provenance_lines(people)),
    )


def _sections(report: Report, texts: Texts) -> Iterator[Section]:
    """The findings: marks of damage, a section a file, what was not read, then what was rejected,
    not recognised, or doubled.
    """
    provenance = report.provenance
    if provenance.damage:
        told = tuple(damage_sentences(provenance, texts))
        yield Section(texts("report.check.damage"), told)
    files = _list(report, "files")
    parts = Counter(str(file["file"]) for file in files)
    for file in files:
        heading = str(file["file"])
        if parts[heading] > 1:
            heading = texts("report.check.below", file=heading, line=file["header_line"])
        yield Section(heading, tuple(_file(file, report, texts)))
    if provenance.unread:
        told = tuple(part.sentence(texts) for part in provenance.unread)
        yield Section(texts("report.check.unread"), told)
    if report.total_rows:
        yield _rejects(report, texts)
    for name, counts in cast(Mapping[str, Mapping[str, int]], report.extra["unknown"]).items():
        if counts:
            yield _unknown(name, counts, texts)
    differing = _list(report, "differing")
    if differing:
        heading = texts("report.check.differing", n=numbers.whole(len(differing), texts))
        lines = [
            texts(
                "report.check.differing_row",
                dossier=row["dossier_id"],
                file=row["file"],
                line=row["line"],
            )
            for row in differing[:_SHOWN]
        ]
        yield Section(heading, (*lines, *_more(len(differing), texts)))
    if report.closing:
        yield Section(texts("report.check.notes"), report.closing)


def _list(report: Report, name: str) -> Sequence[Mapping[str, object]]:
    return cast(Sequence[Mapping[str, object]], report.extra[name])


def _verdict(report: Report, texts: Texts) -> str:
    """The first line: usable, partly usable or not usable, and why."""
    provenance = report.provenance
    read = max(provenance.rows_read, 1)
    statuses = cast(Mapping[str, Mapping[str, int]], report.extra["unknown"]).get("status", {})
    shares = {"many_unknown_statuses": sum(statuses.values()) / read}
    reasons = []
    for name in cast(Sequence[str], report.extra["why"]):
        share = numbers.percent(shares.get(name, provenance.rows_rejected / read), texts)
        reasons.append(texts(f"report.check.why.{name}", share=share))
    count = numbers.whole(provenance.assessed, texts)
    return texts(f"report.check.{report.extra['verdict']}", why="; ".join(reasons), n=count)


def _sum(report: Report, texts: Texts) -> str:
    layout = numbers.whole(report.provenance.layout_rows, texts)
    return texts("report.check.rows", sum=rows_sentence(report.provenance, texts), layout=layout)


def _file(file: Mapping[str, object], report: Report, texts: Texts) -> Iterator[str]:
    """What one file is, which columns it has, and what its missing ones disable."""
    people = People(report, texts)
    delimiter = file["delimiter"]
    yield texts(
        "report.check.sheet" if delimiter is None else "report.check.file",
        encoding=_encoding(str(file["encoding"]), texts),
        delimiter=texts("report.check.tab") if delimiter == "\t" else f"“{delimiter}”",
        rows=numbers.whole(cast(int, file["rows"]), texts),
        rejected=numbers.whole(cast(int, file["rejected"]), texts),
        layout=numbers.whole(cast(int, file["layout_rows"]), texts),
    )
    columns = cast(Mapping[str, str], file["columns"])
    named = (
        texts("report.check.column", label=people.label(name), header=header)
        for name, header in columns.items()
    )
    yield texts("report.check.columns", list="; ".join(named))
    others = cast(Mapping[str, Sequence[str]], file["others"])
    unused = [
        texts("report.check.column", label=people.label(name), header=header)
        for name, headers in others.items()
        for header in headers
    ]
    if unused:
        yield texts("report.check.others", list="; ".join(unused))
    if ignored := cast(Sequence[str], file["ignored"]):
        yield texts("report.check.ignored", list="; ".join(f"“{header}”" for header in ignored))
        if not all(columns.keys() & set(needed) for needed in (FINISHES, TERMS)):
            yield texts("report.check.settle_ignored", file=file["file"])
    missing = cast(Sequence[str], file["missing"])
    if missing:
        yield texts("report.check.missing", list="; ".join(map(people.label, missing)))
    for name in missing:
        if texts.has(f"report.check.disabled.{name}"):
            yield texts(f"report.check.disabled.{name}", label=people.label(name))


def _encoding(name: str, texts: Texts) -> str:
    """An encoding (or kind of file) as people call it."""
    key = f"report.encoding.{name}"
    return texts(key) if texts.has(key) else name


def _rejects(report: Report, texts: Texts) -> Section:
    people = People(report, texts)
    width = {str(file["file"]): cast(int, file["header_cells"]) for file in _list(report, "files")}
    shown = report.rows.head(_SHOWN).collect().to_dicts()
    lines = [_reject(row, people, width=width.get(row["file"], 0)) for row in shown]
    if report.total_rows > len(lines):
        more = numbers.whole(report.total_rows - len(lines), texts)
        lines.append(texts("report.check.more_rejects", n=more))
    if lines:
        reasons = report.rows.select("reason").unique().collect()["reason"]
        lines.append(_settle(reasons.to_list(), texts))
    heading = texts("report.check.rejects", n=numbers.whole(report.total_rows, texts))
    return Section(heading, tuple(lines))


def _settle(reasons: Collection[str], texts: Texts) -> str:
    """What becomes of the rejected rows, and what to do about each kind of fault there is."""
    ways = [
        texts(f"report.check.settle.{way}")
        for way, faults in _WAYS.items()
        if any(fault.value in reasons for fault in faults)
    ]
    return texts("report.check.settle_rejects", ways="; ".join(ways))


def _reject(row: Row, people: People, *, width: int) -> str:
    """One rejected row: where, what stood there, what is wrong with it.

    `width` is how many cells it should have: the value of a row as a whole is how many it has.
    """
    words = dict(row) | {"reason": people.cell("reason", row)}
    if row["column"] is None:
        texts, cells = people.texts, row["value"]
        of = texts("report.check.cells", n=cells, of=width) if width else cells
        words["value"] = f" ({of})" if cells else ""
        return texts("report.check.reject_row", **words)
    words["column"] = people.cell("column", row)
    return people.texts("report.check.reject", **words)


def _unknown(name: str, counts: Mapping[str, int], texts: Texts) -> Section:
    heading = texts(f"report.check.unknown.{name}", n=numbers.whole(len(counts), texts))
    lines = [
        texts("report.check.value", value=value, n=numbers.whole(count, texts))
        for value, count in list(counts.items())[:_SHOWN]
    ]
    lines += _more(len(counts), texts)
    settle = f"report.check.settle_{name}"
    if texts.has(settle):
        lines.append(texts(settle, value=next(iter(counts)), known=", ".join(Status)))
    return Section(heading, tuple(lines))


def _more(count: int, texts: Texts) -> list[str]:
    hidden = count - _SHOWN
    return [texts("report.check.more", n=numbers.whole(hidden, texts))] if hidden > 0 else []
