"""The catalogue's file: rows of a CSV read into entries; a complaint names file, line and column.

The shipped `procedures.csv` and a user's `--catalogue` have one form (the columns of `COLUMNS`).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple, TypeVar

from cchc_audit.core.errors import ConfigError, InputError
from cchc_audit.core.vocabulary import Cutoff, SupplementPolicy
from cchc_audit.intake.values.terms import Term, TermFault, parse_term
from cchc_audit.intake.values.text import canonical_code, clean

COLUMNS = (
    "code",
    "name",
    "field",
    "term",
    "after_cutoff",
    "supplement",
    "extended_term",
    "extended_when",
    "remote_term",
    "local_term",
    "legal_basis",
    "url",
    "confidence",
    "valid_from",
    "valid_to",
)
"""The columns of a catalogue, in the order in which the shipped one has them."""

CONFIRMED = "confirmed"
"""The `confidence` of a row that was checked against its source."""

_DELIMITERS = (",", ";")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_Choice = TypeVar("_Choice", bound=StrEnum)


class Entry(NamedTuple):
    """One row of a catalogue: what the law, or a province, says of a procedure for some time.

    `code` and `name` are "" where the row has none (never both). `term` is None where `term_text`
    is no term. `after_cutoff` and `supplement` are None where the policy decides. `valid_to` is
    inclusive; None at either end means open. `line` is that of the file, 1 its first.
    """

    code: str
    name: str
    field: str
    term: Term | None
    after_cutoff: Cutoff | None
    supplement: SupplementPolicy | None
    extended_term: Term | None
    extended_when: str
    remote_term: Term | None
    local_term: Term | None
    legal_basis: str
    url: str
    confidence: str
    valid_from: date | None
    valid_to: date | None
    user: bool
    line: int
    term_text: str

    @property
    def first(self) -> date:
        """First day in force."""
        return self.valid_from or date.min

    @property
    def verified(self) -> bool:
        """Whether the row was checked against its source: its `confidence` says so. A user's row
        that says nothing is what the user vouches for.
        """
        return self.confidence.casefold() == CONFIRMED or (self.user and not self.confidence)

    @property
    def last(self) -> date:
        """Last day in force."""
        return self.valid_to or date.max


class Unreadable(NamedTuple):
    """A cell that should state a term and does not: its row (or this cell of it) is passed over."""

    file: str
    line: int
    code: str
    name: str
    column: str
    value: str
    fault: TermFault


class Survey(NamedTuple):
    """What a file holds: its sound entries, the cells that are no terms, and what makes it invalid.

    Every one of `problems` names the file, and its line where it has one.
    """

    entries: tuple[Entry, ...]
    unreadable: tuple[Unreadable, ...]
    problems: tuple[ConfigError, ...]


def read_entries(path: Path, *, user: bool) -> tuple[tuple[Entry, ...], tuple[Unreadable, ...]]:
    """The entries of a catalogue file in its order, and the cells that are no terms.

    Raises `InputError` where the file cannot be read as UTF-8 text, `ConfigError` for an unknown or
    missing column, a row without code and name, a value a column does not take, and two rows of one
    code that overlap in time.
    """
    found = survey(path, user=user)
    for problem in found.problems:
        raise problem
    return found.entries, found.unreadable


def survey(path: Path, *, user: bool) -> Survey:
    """A catalogue file with all that is wrong with it, for who wants to put it right at one go.

    Raises `InputError` where the file cannot be read as UTF-8 text.
    """
    reader = _Reader(str(path), _text_of(path), user=user)
    entries: list[Entry] = []
    try:
        for entry in reader.entries():
            entries.append(entry)  # noqa: PERF402 - those before the fault stay
    except ConfigError as error:  # of the header or the quotes: nothing can be read after it
        reader.problems.insert(0, error)
    return Survey(
        entries=tuple(entries),
        unreadable=tuple(reader.unreadable),
        problems=(*reader.problems, *_overlaps(entries, str(path))),
    )


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError("deadlines.catalogue_missing", file=path) from None
    except OSError as error:
        raise InputError(
            "deadlines.catalogue_unreadable", file=path, reason=error.strerror or error
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError("deadlines.catalogue_not_utf8", file=path, line=line) from None


class _Reader:
    """One file on its way to entries: what every complaint must name, and what was passed over."""

    def __init__(self, file: str, text: str, *, user: bool) -> None:
        self.file = file
        self.user = user
        self.unreadable: list[Unreadable] = []
        self.problems: list[ConfigError] = []
        self._text = text

    def entries(self) -> Iterator[Entry]:
        """The sound rows; what is wrong with another one goes to `problems`.

        Raises `ConfigError` for a header or a quote after which no row can be read.
        """
        records = self._records()
        first = next(records, None)
        if first is None:
            raise ConfigError("deadlines.catalogue_empty", file=self.file)
        line, header = first
        columns = self._columns(header, line)
        for line, cells in records:
            try:
                entry = self._entry(self._row(columns, cells, line), line)
            except ConfigError as error:
                self.problems.append(error)
            else:
                yield entry

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Records that are not blank, each with the line it begins on."""
        header = self._text.lstrip().partition("\n")[0]
        delimiter = max(_DELIMITERS, key=header.count)
        lines = StringIO(self._text, newline="")
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        begins = 1
        try:
            for cells in reader:
                cleaned = [clean(cell) if cell else "" for cell in cells]
                if any(cleaned):
                    yield begins, cleaned
                begins = reader.line_num + 1
        except csv.Error:
            raise ConfigError("deadlines.catalogue_quote", file=self.file, line=begins) from None

    def _columns(self, header: list[str], line: int) -> list[str]:
        while header and not header[-1]:
            header = header[:-1]
        columns = [name.casefold() for name in header]
        wrong = [self._unknown(name, line) for name in columns if name not in COLUMNS]
        wrong += [
            ConfigError("deadlines.catalogue_column_twice", file=self.file, line=line, column=name)
            for name in dict.fromkeys(columns)
            if name in COLUMNS and columns.count(name) > 1
        ]
        if wrong:
            first, *rest = wrong
            self.problems += rest
            raise first
        if "term" not in columns or not {"code", "name"} & set(columns):
            missing = "term" if "term" not in columns else "code, name"
            raise ConfigError(
                "deadlines.catalogue_column_missing", file=self.file, line=line, column=missing
            )
        return columns

    def _unknown(self, name: str, line: int) -> ConfigError:
        from cchc_audit.core.settings import near  # only an error needs it, and it is slow to load

        match = near(name, list(COLUMNS))
        return ConfigError(
            f"deadlines.catalogue_column_unknown{'_near' if match else ''}",
            file=self.file,
            line=line,
            column=name,
            near=match,
            known=", ".join(COLUMNS),
        )

    def _row(self, columns: list[str], cells: list[str], line: int) -> Mapping[str, str]:
        while len(cells) > len(columns) and not cells[-1]:
            cells = cells[:-1]
        if len(cells) != len(columns):
            raise ConfigError(
                "deadlines.catalogue_cells",
                file=self.file,
                line=line,
                found=len(cells),
                expected=len(columns),
            )
        row = dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=True))
        if not row["code"] and not row["name"]:
            raise ConfigError("deadlines.catalogue_row_unnamed", file=self.file, line=line)
        return row

    def _entry(self, row: Mapping[str, str], line: int) -> Entry:
        valid_from = self._day(row, "valid_from", line)
        valid_to = self._day(row, "valid_to", line)
        if valid_from and valid_to and valid_to < valid_from:
            raise ConfigError(
                "deadlines.catalogue_period",
                file=self.file,
                line=line,
                first=valid_from,
                last=valid_to,
            )
        return Entry(
            code=canonical_code(row["code"]),
            name=row["name"],
            field=row["field"],
            term=self._term(row, "term", line),
            after_cutoff=self._choice(row, "after_cutoff", Cutoff, line),
            supplement=self._choice(row, "supplement", SupplementPolicy, line),
            extended_term=self._term(row, "extended_term", line),
            extended_when=row["extended_when"],
            remote_term=self._term(row, "remote_term", line),
            local_term=self._term(row, "local_term", line),
            legal_basis=row["legal_basis"],
            url=row["url"],
            confidence=row["confidence"],
            valid_from=valid_from,
            valid_to=valid_to,
            user=self.user,
            line=line,
            term_text=row["term"],
        )

    def _term(self, row: Mapping[str, str], column: str, line: int) -> Term | None:
        """The term of a cell; a blank one is a fault only in `term`."""
        value = row[column]
        if not value and column != "term":
            return None
        term = _parsed(value)
        if isinstance(term, Term):
            return term
        code = canonical_code(row["code"])
        self.unreadable.append(Unreadable(self.file, line, code, row["name"], column, value, term))
        return None

    def _choice(
        self, row: Mapping[str, str], column: str, choices: type[_Choice], line: int
    ) -> _Choice | None:
        value = row[column].casefold()
        if not value:
            return None
        if value not in {choice.value for choice in choices}:
            raise self._refused(row, column, line, accepted=", ".join(choices))
        return choices(value)

    def _day(self, row: Mapping[str, str], column: str, line: int) -> date | None:
        value = row[column]
        if not value:
            return None
        if _ISO_DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:  # 2026-02-30
                pass
        raise self._refused(row, column, line, accepted="2026-12-31")

    def _refused(
        self, row: Mapping[str, str], column: str, line: int, *, accepted: str
    ) -> ConfigError:
        key = "date" if column.startswith("valid_") else "value"
        return ConfigError(
            f"deadlines.catalogue_{key}",
            file=self.file,
            line=line,
            column=column,
            value=row[column],
            accepted=accepted,
        )


@cache
def _parsed(text: str) -> Term | TermFault:
    return parse_term(text)


def _overlaps(entries: Iterable[Entry], file: str) -> Iterator[ConfigError]:
    """Two rows of one code may not be in force on one day: which one is law could not be said."""
    latest: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.code, entry.first, entry.line)):
        before = latest.get(entry.code)
        if entry.code and before and entry.first <= before.last:
            lines = sorted((before.line, entry.line))
            yield ConfigError(
                "deadlines.catalogue_overlap",
                file=file,
                code=entry.code,
                line=lines[0],
                other=lines[1],
            )
        if before is None or before.last < entry.last:
            latest[entry.code] = entry
