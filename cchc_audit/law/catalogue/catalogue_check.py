"""A user's catalogue held against the form of catalogues and against the shipped terms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cchc_audit.core.errors import ConfigError
from cchc_audit.core.vocabulary import Severity
from cchc_audit.intake.values.terms import TermFault
from cchc_audit.law.catalogue.catalogue import Catalogue, load_catalogue
from cchc_audit.law.catalogue.catalogue_file import Entry, Unreadable, survey
from cchc_audit.law.catalogue.catalogue_search import (
    Contradiction,
    Relation,
    contradictions,
    relation,
)


class FindingKind(StrEnum):
    """What is wrong, or to be known, about a place of a catalogue; the gravest first."""

    INVALID = "invalid"
    NO_UNIT = "no_unit"
    UNREADABLE = "unreadable"
    LONGER = "longer"
    EXTENDED_SHORTER = "extended_shorter"
    LOCAL_LONGER = "local_longer"
    OTHER_UNIT = "other_unit"
    SHORTER = "shorter"


_SEVERITY = {
    FindingKind.INVALID: Severity.ERROR,
    FindingKind.NO_UNIT: Severity.WARNING,
    FindingKind.UNREADABLE: Severity.WARNING,
    FindingKind.LONGER: Severity.WARNING,
    FindingKind.EXTENDED_SHORTER: Severity.WARNING,
    FindingKind.LOCAL_LONGER: Severity.WARNING,
    FindingKind.OTHER_UNIT: Severity.NOTE,
    FindingKind.SHORTER: Severity.NOTE,
}
_KINDS = {
    Relation.LONGER: FindingKind.LONGER,
    Relation.OTHER_UNIT: FindingKind.OTHER_UNIT,
    Relation.SHORTER: FindingKind.SHORTER,
}


_ORDERED_TERMS = (
    (
        "extended_term",
        Relation.SHORTER,
        FindingKind.EXTENDED_SHORTER,
        "procedures.check.extended_shorter",
    ),
    ("local_term", Relation.LONGER, FindingKind.LOCAL_LONGER, "procedures.check.local_longer"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `key` names its sentence, `values` fill it (texts, terms and faults as such).

    `line` is None where the whole file is meant, `column` and `code` are "" where there is none.
    `law` is the shipped entry a term was compared with.
    """

    file: str
    line: int | None
    column: str
    code: str
    kind: FindingKind
    key: str
    values: Mapping[str, object]
    law: Entry | None = None

    @property
    def severity(self) -> Severity:
        """An invalid file is an error; what is passed over or longer than the law a warning."""
        return _SEVERITY[self.kind]


@dataclass(frozen=True, slots=True)
class Checked:
    """A catalogue after the check: how much of it is sound, and the findings, the gravest first.

    `unknown` are the codes that the shipped catalogue does not have, which is no fault.
    """

    file: str
    entries: int
    codes: int
    unknown: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def valid(self) -> bool:
        """Whether a run would take the file."""
        return all(finding.kind is not FindingKind.INVALID for finding in self.findings)


def check_catalogue(path: Path) -> Checked:
    """Check a user's catalogue. Raises `InputError` where it cannot be read as UTF-8 text."""
    file = str(path)
    found = survey(path, user=True)
    shipped = load_catalogue(None)
    user = Catalogue(found.entries)
    known = set(shipped.codes())
    findings = [
        *(_invalid(problem, file) for problem in found.problems),
        *(_unreadable(cell) for cell in found.unreadable),
        *_compared(user, shipped, file),
        *_inconsistent(found.entries, file),
    ]
    if found.entries and not any(entry.term for entry in found.entries):
        findings.append(_termless(file))
    order = list(FindingKind)
    findings.sort(key=lambda finding: (order.index(finding.kind), finding.line or 0))
    return Checked(
        file=file,
        entries=len(found.entries),
        codes=len(user.codes()),
        unknown=tuple(code for code in user.codes() if code not in known),
        findings=tuple(findings),
    )


def _invalid(problem: ConfigError, file: str) -> Finding:
    line = problem.values.get("line")
    return Finding(
        file=file,
        line=line if isinstance(line, int) else None,
        column=str(problem.values.get("column", "")),
        code=str(problem.values.get("code", "")),
        kind=FindingKind.INVALID,
        key=problem.key,
        values=problem.values,
    )


def _termless(file: str) -> Finding:
    """A catalogue that gives no term at all serves nobody."""
    key = "procedures.check.no_terms"
    return Finding(file, None, "term", "", FindingKind.INVALID, key, {"file": file})


def _inconsistent(entries: Sequence[Entry], file: str) -> Iterator[Finding]:
    """Terms of one entry that contradict each other: the longer lawful time is shorter than the
    usual one, the time promised is longer than the law's.
    """
    for entry in entries:
        for column, wrong, kind, key in _ORDERED_TERMS:
            term = getattr(entry, column)
            if term is None or entry.term is None or relation(term, entry.term) is not wrong:
                continue
            values = {"value": term, "law": entry.term}
            yield Finding(file, entry.line, column, entry.code, kind, key, values)


def _unreadable(cell: Unreadable) -> Finding:
    bare = cell.fault is TermFault.NO_UNIT
    return Finding(
        file=cell.file,
        line=cell.line,
        column=cell.column,
        code=cell.code,
        kind=FindingKind.NO_UNIT if bare else FindingKind.UNREADABLE,
        key=f"procedures.check.passed_over{'' if cell.value else '_blank'}",
        values={"value": cell.value, "fault": cell.fault},
    )


def _compared(user: Catalogue, shipped: Catalogue, file: str) -> Iterator[Finding]:
    for found in contradictions(user, shipped):
        term = getattr(found.user, found.column)
        yield Finding(
            file=file,
            line=found.user.line,
            column=found.column,
            code=found.user.code,
            kind=_KINDS[found.relation],
            key=_sentence(found),
            values={"value": term, "law": found.shipped.term, "basis": found.shipped.legal_basis},
            law=found.shipped,
        )


def _sentence(found: Contradiction) -> str:
    """A shorter term is fine as a promise, and told apart where it stands for the law."""
    local = found.column == "local_term" and found.relation is Relation.SHORTER
    return f"procedures.check.{found.relation}{'_local' if local else ''}"
