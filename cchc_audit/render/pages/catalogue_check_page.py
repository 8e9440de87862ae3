"""The page of `procedures --check`: what is wrong with a catalogue, how it stands to the law."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from cchc_audit.core.vocabulary import Severity
from cchc_audit.intake.values.terms import Term, TermFault
from cchc_audit.law.catalogue.catalogue_check import Checked, Finding
from cchc_audit.render import numbers
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Document, Grid, Part, Prose
from cchc_audit.render.page import Page, Sheet
from cchc_audit.render.pages.procedures_page import term_words, validity
from cchc_audit.texts import Texts

COLUMNS = ("file", "line", "column", "code", "severity", "kind", "message", "value", "shipped")
"""The keys of a finding, in this order."""
_SHOWN = (
    Shown("severity", 0),
    Shown("line", 1),
    Shown("column", 4),
    Shown("code", 3),
    Shown("message", 2, 30, 120),
)


def catalogue_check_page(checked: Checked, *, texts: Texts, created: datetime) -> Page:
    """The page for one checked file."""
    findings = checked.findings
    messages = [_message(finding, texts) for finding in findings]
    counts = Counter(finding.severity for finding in findings)
    rows = tuple(
        _row(finding, message) for finding, message in zip(findings, messages, strict=True)
    )
    words = tuple(
        tuple(_word(name, row[name], texts) for name in COLUMNS if name != "kind") for row in rows
    )
    return Page(
        command="procedures",
        document=Document(
            title=texts("procedures.check.title", file=checked.file),
            parts=tuple(_parts(checked, messages, counts, texts)),
            sources=((texts("report.provenance.file"), checked.file),),
        ),
        data={
            "file": checked.file,
            "valid": checked.valid,
            "entries": checked.entries,
            "codes": checked.codes,
            "unknown_codes": list(checked.unknown),
            "counts": {severity.value: counts[severity] for severity in Severity},
            "findings": rows,
        },
        listed="findings",
        csv_columns=COLUMNS,
        sheet=Sheet(
            texts("procedures.check.sheet"),
            tuple(texts(f"procedures.check.column.{n}") for n in COLUMNS if n != "kind"),
            words,
        ),
        created=created,
    )


def _parts(
    checked: Checked, messages: list[str], counts: Counter[Severity], texts: Texts
) -> Iterator[Part]:
    findings = checked.findings
    if findings:
        yield Grid(
            columns=_SHOWN,
            heads=tuple(texts(f"procedures.check.column.{shown.name}") for shown in _SHOWN),
            lines=tuple(
                (
                    texts(f"procedures.severity.{finding.severity}"),
                    numbers.NOTHING if finding.line is None else str(finding.line),
                    finding.column or numbers.NOTHING,
                    finding.code or numbers.NOTHING,
                    message,
                )
                for finding, message in zip(findings, messages, strict=True)
            ),
            right=frozenset({"line"}),
            strong=frozenset(
                n for n, finding in enumerate(findings) if finding.severity is Severity.ERROR
            ),
        )
    size = {"entries": checked.entries, "codes": checked.codes}
    said = {severity.value: counts[severity] for severity in Severity}
    verdict = "invalid" if not checked.valid else "noted" if findings else "clean"
    sentences = [texts(f"procedures.check.{verdict}", **size, **said)]
    if checked.unknown:
        few = ", ".join(checked.unknown[:5]) + (", …" if len(checked.unknown) > 5 else "")
        sentences.append(texts("procedures.check.unknown", n=len(checked.unknown), codes=few))
    yield Prose(tuple(sentences))


def _row(finding: Finding, message: str) -> dict[str, object]:
    value = finding.values.get("value")
    law = finding.law.term if finding.law else None
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column or None,
        "code": finding.code or None,
        "severity": finding.severity,
        "kind": finding.kind,
        "message": message,
        "value": value.text if isinstance(value, Term) else value,
        "shipped": law.text if law else None,
    }


def _message(finding: Finding, texts: Texts) -> str:
    """The sentence of a finding without the place, which has columns of its own."""
    values = {name: _said(value, texts) for name, value in finding.values.items()}
    if finding.law is not None:
        period = _within(validity(finding.law, texts))
        values["period"] = texts("procedures.check.period", period=period) if period else ""
    sentence = texts(finding.key, **values)
    if sentence.startswith(finding.file):
        sentence = sentence.removeprefix(finding.file).partition(": ")[2]
    return sentence[:1].upper() + sentence[1:]


def _within(words: str) -> str:
    """Words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def _said(value: object, texts: Texts) -> object:
    if isinstance(value, Term):
        return _within(term_words(value, texts))
    return texts(f"term_fault.{value}") if isinstance(value, TermFault) else value


def _word(name: str, value: object, texts: Texts) -> str | int | date | None:
    if name == "severity":
        return texts(f"procedures.severity.{value}")
    if name in ("value", "shipped") and isinstance(value, str):
        return numbers.term(value, texts)
    return value if isinstance(value, str | int | date) else None
