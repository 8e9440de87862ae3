"""What `check` says of exports before anyone trusts them: what was recognised, what was not."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from cchc_audit.core.alphabet import alphabetical
from cchc_audit.core.columns import COLUMNS, MOMENTS, Kind
from cchc_audit.core.vocabulary import Fault, Status
from cchc_audit.intake.exports import Export, Intake
from cchc_audit.intake.files.body import SourceFile
from cchc_audit.intake.files.raw_rows import LINE, cell
from cchc_audit.intake.files.rejects import Reject
from cchc_audit.intake.values.codes import channel, procedure_code
from cchc_audit.intake.values.moment_columns import UNREADABLE
from cchc_audit.intake.values.moments import is_nothing
from cchc_audit.intake.values.terms import TermFault, is_misspelt, parse_term
from cchc_audit.intake.values.text import clean, is_ditto

KnownProcedure = Callable[[str | None, str | None], bool]
_FILLED_OR_NOT = tuple(
    column.name for column in COLUMNS if column.kind in (Kind.MOMENT, Kind.CODE, Kind.COUNT)
)
"""The columns in which `NULL` and the like are blank; without a number a row is rejected."""
_OLD_YEARS = "0001|1899|1900|1970|Date"
_PROCEDURE = ("procedure_code", "procedure_name")


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file: `rows` are records that are no layout (rejected ones included), `layout_rows` the
    lines that are, `rejected` how many of `rows` were.
    """

    file: SourceFile
    rows: int
    layout_rows: tuple[int, ...]
    rejected: int


@dataclass(frozen=True, slots=True)
class MomentCheck:
    """One column of moments over the accepted rows of all files: its spellings in a sample, first
    and last moment, and cells that are no moment (in a column of the verdict these reject the row).
    """

    formats: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    filled: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class Check:
    """Everything `check` says, but for duplicates.

    `unknown` has the keys `status`, `procedure`, `term` and `channel`: text as written → rows.
    `term_faults` says why each text under `term` is none; `misspelt_terms` are terms that say *mười
    năm* for 15, `restored_codes` codes that lost zeros, with the whole one and their rows.
    `communes` maps each commune to its spellings with their rows, `placeholders` each column to the
    texts in it that stand for nothing (`NULL`, `-`, `01/01/0001` …). None of these counts a
    rejected row: its cells may stand in the wrong columns. `rejects` are all rejected rows in the
    order of files and lines.
    """

    files: tuple[FileCheck, ...]
    rejects: tuple[Reject, ...]
    reasons: Mapping[Fault, int]
    unknown: Mapping[str, Mapping[str, int]]
    term_faults: Mapping[str, TermFault]
    communes: Mapping[str, Mapping[str, int]]
    placeholders: Mapping[str, Mapping[str, int]]
    misspelt_terms: Mapping[str, int]
    restored_codes: Mapping[str, tuple[str, int]]
    moments: Mapping[str, MomentCheck]

    @property
    def rows(self) -> int:
        """Records of all files, layout left out."""
        return sum(file.rows for file in self.files)


def check(intake: Intake, judged: pl.LazyFrame, *, known: KnownProcedure) -> Check:
    """Look at every row of the exports.

    `judged` is `intake.rows`, or a frame made of it with further faults; `known(code, name)` says
    whether the catalogue has a procedure.
    """
    rejects = tuple(intake.rejects(judged))
    accepted = [_accepted(rejects, source) for source in range(len(intake.exports))]
    counts = _Counts(known)
    for export, standing in zip(intake.exports, accepted, strict=True):
        counts.add(export, intake, standing)
    return Check(
        files=_files(intake, rejects),
        rejects=rejects,
        reasons=dict(Counter(reject.fault for reject in rejects).most_common()),
        unknown={name: _ranked(found) for name, found in counts.unknown.items()},
        term_faults=counts.term_faults,
        communes=_spellings(counts.communes, intake),
        placeholders={n: _ranked(found) for n, found in counts.placeholders.items() if found},
        misspelt_terms=_ranked(counts.misspelt_terms),
        restored_codes={
            text: (code, rows) for (text, code), rows in sorted(counts.restored_codes.items())
        },
        moments=_moments(intake, accepted),
    )


class _Counts:
    """Texts of the columns that have few, counted over all files."""

    def __init__(self, known: KnownProcedure) -> None:
        self._known = known
        self.communes: Counter[str] = Counter()
        self.unknown: dict[str, Counter[str]] = {
            name: Counter() for name in ("status", "procedure", "term", "channel")
        }
        self.term_faults: dict[str, TermFault] = {}
        self.misspelt_terms: Counter[str] = Counter()
        self.restored_codes: Counter[tuple[str, str]] = Counter()
        self.placeholders: dict[str, Counter[str]] = {name: Counter() for name in _FILLED_OR_NOT}

    def add(self, export: Export, intake: Intake, standing: pl.Expr) -> None:
        """Count the texts of the rows of one file that are `standing`."""
        raw = export.body.frame.filter(standing)
        frame = intake.normaliser.records(raw, export.headers)
        for text, rows in _texts(frame, export, "commune"):
            self.communes[text] += rows
        for text, rows in _texts(frame, export, "status"):
            if intake.normaliser.status(text) is Status.UNKNOWN:
                self.unknown["status"][text] += rows
        for text, rows in _texts(frame, export, "channel"):
            if channel(text) is None and not is_nothing(text):
                self.unknown["channel"][text] += rows
        for text, rows in _texts(frame, export, "legal_term"):
            term = parse_term(text)
            if isinstance(term, TermFault) and not is_nothing(text):
                self.unknown["term"][text] += rows
                self.term_faults[text] = term
            elif is_misspelt(text):
                self.misspelt_terms[text] += rows
        self._placeholders(frame, export)
        names = [name for name in _PROCEDURE if name in export.headers.places]
        for texts, rows in _distinct(frame, export, names) if names else ():
            self._procedure(dict(zip(names, texts, strict=True)), rows, intake.normaliser.code)

    def _placeholders(self, frame: pl.LazyFrame, export: Export) -> None:
        """Count the cells that are blank only by what they mean, in one pass over the columns."""
        names = [name for name in _FILLED_OR_NOT if name in export.headers.places]
        cells = {name: pl.col(cell(export.headers.places[name])) for name in names}
        rare = [
            pl.when(~raw.str.contains("[1-9]") | raw.str.contains(_OLD_YEARS))
            .then(raw.str.strip_chars())
            .value_counts()
            .implode()
            .alias(name)
            for name, raw in cells.items()
        ]
        found = frame.select(rare).collect(engine="streaming").row(0, named=True)
        for name, counted in found.items():
            for told in counted:
                text, rows = told.values()
                if text and clean(text) and _stands_for_nothing(name, text, export):
                    self.placeholders[name][clean(text)] += rows

    def _procedure(
        self, texts: Mapping[str, str | None], rows: int, read: Callable[[str], str | None]
    ) -> None:
        written = texts.get("procedure_code") or ""
        code, plain = read(written), procedure_code(written)
        if code is not None and plain is not None and code != plain:
            self.restored_codes[plain, code] += rows
        name = clean(texts.get("procedure_name") or "") or None
        name = None if name is None or is_ditto(name) else name
        if (code or name) and not self._known(code, name):
            self.unknown["procedure"][" ".join(text for text in (code, name) if text)] += rows


def _stands_for_nothing(name: str, text: str, export: Export) -> bool:
    if name in export.moments:
        return export.moments[name].value(text) is None
    return is_nothing(text)


def _accepted(rejects: Sequence[Reject], source: int) -> pl.Expr:
    """Whether a raw row of a file was accepted, looked up by its line."""
    lines = pl.Series([r.line for r in rejects if r.source == source], dtype=pl.UInt32)
    if lines.is_empty():
        return pl.lit(value=True)
    end = max(lines) + 1
    slots = pl.select(pl.repeat(value=True, n=end + 1)).to_series().scatter(lines, values=False)
    return pl.lit(slots).gather(pl.col(LINE).clip(0, end))


def _texts(frame: pl.LazyFrame, export: Export, name: str) -> list[tuple[str, int]]:
    """The distinct filled cells of a column, cleaned, with the number of rows of each."""
    if name not in export.headers.places:
        return []
    found = _distinct(frame, export, [name])
    return [(text, rows) for cells, rows in found if (text := clean(cells[0] or ""))]


def _distinct(
    frame: pl.LazyFrame, export: Export, names: Sequence[str]
) -> list[tuple[tuple[str | None, ...], int]]:
    """The distinct raw cells of some columns, with the number of rows of each."""
    columns = [pl.col(cell(export.headers.places[name])) for name in names]
    counted = frame.group_by(*columns).agg(pl.len()).collect(engine="streaming")
    return [(tuple(row[:-1]), row[-1]) for row in counted.iter_rows()]


def _ranked(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _spellings(texts: Counter[str], intake: Intake) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for text, rows in texts.items():
        name = None if is_ditto(text) else intake.normaliser.units.canonical(text)
        if name is not None:
            found.setdefault(name, Counter())[text] += rows
    return {name: _ranked(found[name]) for name in sorted(found, key=alphabetical)}


def _files(intake: Intake, rejects: Sequence[Reject]) -> tuple[FileCheck, ...]:
    rejected = Counter(reject.source for reject in rejects)
    kept = dict(intake.rows.group_by("source").agg(pl.len()).collect().iter_rows())
    late = intake.late_layout()
    return tuple(
        FileCheck(
            file,
            kept.get(source, 0) + len(intake.exports[source].body.lost),
            tuple(sorted({*file.layout_rows, *late.get(source, ())})),
            rejected[source],
        )
        for source, file in enumerate(intake.files)
    )


def _moments(intake: Intake, accepted: Sequence[pl.Expr]) -> dict[str, MomentCheck]:
    found: dict[str, MomentCheck] = {}
    for name in MOMENTS:
        if name not in intake.present:
            continue
        frames = [
            intake.raw_moments(source, name, standing=standing)
            for source, standing in enumerate(accepted)
        ]
        told = pl.concat([frame for frame in frames if frame is not None])
        moment = pl.col(name)
        readable = moment > UNREADABLE
        row = (
            told.select(
                first=moment.filter(readable).min(),
                last=moment.filter(readable).max(),
                filled=readable.sum(),
                unreadable=(moment == UNREADABLE).sum(),
            )
            .collect(engine="streaming")
            .row(0)
        )
        labels = dict.fromkeys(
            label for file in intake.files for label in file.formats.get(name, ())
        )
        found[name] = MomentCheck(tuple(labels), *row)
    return found
