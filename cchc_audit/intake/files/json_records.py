"""JSON as interfaces give it: an array of flat records, an object with one such array, pages of
them, rows that are arrays below their names, or one record a line (NDJSON). Read in a stream, a
record at a time.
"""

import codecs
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Body, Kind, Tables
from cchc_audit.intake.files.json_text import JsonText, KeyTwiceError
from cchc_audit.intake.files.layout import Score, no_header
from cchc_audit.intake.files.pieces import Pieces
from cchc_audit.intake.files.raw_rows import CODE, LINE, BadLine, cell

_FEWEST = 2
"""How many columns some names have to name where they are taken for a header."""
_DEEPEST = 20
_LONGEST_LINE = 1 << 20


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The records of a file as a table. The first record of an array is line 2, as below a header;
    one of NDJSON stands on its own line, and is rejected where the last line breaks off.

    Raises `InputError` for what is no JSON, has no records or several arrays of them, or holds them
    in another shape, and for records that name nothing.
    """
    try:
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as file:
            text = JsonText(file)
            records = _Records(text, ask.score)
            table = records.read(in_lines=_in_lines(path, encoding))
    except KeyTwiceError as error:
        raise InputError("intake.json_key_twice", file=given, line=text.line, name=error) from None
    except _RowTooLongError as error:
        line, found, width = error.args
        raise InputError(
            "intake.json_row_too_long", file=given, line=line, found=found, width=width
        ) from None
    except (ValueError, RecursionError):
        raise InputError("intake.json_damaged", file=given) from None
    if (shape := records.shape(table)) is not None:
        raise InputError(shape, file=given)
    header = _unwrapped(table.header, ask.score)
    if not ask.score(header):
        raise no_header(given, found=", ".join(header))
    kind = Kind.NDJSON if records.in_lines else kind
    body = Body(
        name=given,
        frame=table.frame.select(
            LINE,
            pl.lit(None, dtype=pl.UInt16).alias(CODE),
            *(cell(place) for place in range(len(header))),
        ),
        header=header,
        header_line=1,
        layout=(),
        kind=kind,
        encoding=kind.value,
        delimiter=None,
        records=table.height,
        lost=records.broken,
    )
    return Tables((body,))


def _unwrapped(header: tuple[str, ...], score: Score) -> tuple[str, ...]:
    """The names without the field that every dossier stands in (`hoSo.`, `_source.`, `node.`),
    where it alone holds what a dossier has.
    """
    if score(header) >= _FEWEST:
        return header
    groups = {
        name[: place + 1] for name in header for place, letter in enumerate(name) if letter == "."
    }
    known = {group: score(_inside(group, header)) for group in groups}
    best = max(known, key=lambda group: (known[group], -len(group)), default="")
    if not best or known[best] <= _FEWEST or list(known.values()).count(known[best]) > 1:
        return header
    bare = tuple(name.removeprefix(best) for name in header)
    return bare if len(set(bare)) == len(bare) else header


def _inside(group: str, header: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.removeprefix(group) for name in header if name.startswith(group))


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    return "utf-8-sig"


def _in_lines(path: Path, encoding: str) -> bool:
    """Whether the first line is a record by itself: another follows, or it holds no others."""
    with path.open(encoding=encoding) as file:
        first = file.readline(_LONGEST_LINE)
        try:
            record = json.loads(first)
        except ValueError:
            return False
        if not isinstance(record, dict | list):
            return False
        if any(line.strip() for line in iter(lambda: file.readline(_LONGEST_LINE), "")):
            return True
    return isinstance(record, dict) and not any(
        isinstance(value, list | dict) for value in record.values()
    )


class _RowTooLongError(Exception):
    """A row holds more values than there are names: its line, and both numbers."""


class _Table(NamedTuple):
    """Rows (`line` and `c0`, `c1`, …), and the names of their columns."""

    frame: pl.LazyFrame
    header: tuple[str, ...]
    height: int


class _Records:
    """The records of a text as rows, a column for each key in the order of first appearance.

    Rows may be arrays, too, whose names stand in the first of them or in an array of their own.
    `score` says how many columns some names would name.
    """

    def __init__(self, text: JsonText, score: Score) -> None:
        self._text = text
        # Records mostly have the same names as the one before.
        self._score = lru_cache(maxsize=64)(lambda names: score(names))
        self._pieces = Pieces()
        self._places: dict[str, int] = {}
        self._arrays = _Arrays()
        self._pages = ""  # the field of records that holds the dossiers
        self.in_lines = False
        self.broken: tuple[BadLine, ...] = ()
        self._several = self._keyed = self._by_columns = self._grouped = False

    def read(self, *, in_lines: bool) -> _Table:
        """All rows. Raises `ValueError` for what is no JSON, `_RowTooLongError`."""
        self.in_lines = in_lines
        if in_lines:
            self._lines()
        elif self._text.next() == "[":
            self._array()
        else:
            for _ in self._fields(0):
                pass
        if self._text.next():
            raise ValueError
        if self._arrays.rows.height and not self._arrays.names:
            self._arrays.names = self._described()
            self._places = {} if self._arrays.names else self._places
        if self._arrays.rows.height and self._arrays.names:
            self._several = self._several or self._is_header(self._places)
            return self._arrays.table()
        return _Table(self._pieces.frame(), tuple(self._places), self._pieces.height)

    def shape(self, table: _Table) -> str | None:
        """The sentence for a text that holds no one list of records; None where it does."""
        if self._several:
            return "intake.json_several"
        if self._grouped and self._score(table.header) < _FEWEST:
            return "intake.json_grouped"
        if table.header:
            return None
        if self._by_columns:
            return "intake.json_by_columns"
        if self._keyed:
            return "intake.json_keyed"
        return "intake.json_unnamed" if self._arrays.rows.height else "intake.json_no_records"

    def _is_header(self, texts: Iterable[str | None]) -> bool:
        return self._score(tuple(text or "" for text in texts)) >= _FEWEST

    def _described(self) -> tuple[str, ...]:
        """The names of columns where each of the records tells of one; none where they do not."""
        records = self._pieces.frame().drop(LINE).collect()
        texts = (column.to_list() for column in records.iter_columns())
        found = next((names for names in texts if self._is_header(names)), [])
        return tuple(text or "" for text in found)

    def _lines(self) -> None:
        """Records, one behind the other; the last line may break off, as a download does."""
        while self._text.next():
            line = self._text.line
            try:
                record = self._text.value()
            except json.JSONDecodeError:
                rest = self._text.take_rest()
                if not self._places or "\n" in rest:
                    raise
                self.broken = (BadLine(line, code(None, Fault.RECORD_BROKEN), rest),)
                return
            if isinstance(record, list):
                self._add_array(line, record)
            elif isinstance(record, dict):
                self._grouped = self._grouped or self._inner(record) is not None
                self._add(line, record)
            else:
                raise ValueError

    def _fields(self, depth: int) -> Iterator[tuple[str, Any]]:
        """The fields of an object; arrays of records in it become rows on the way."""
        if depth > _DEEPEST:
            raise ValueError
        groups = []
        self._text.take("{")
        while self._text.next() != "}":
            key = str(self._text.value())
            self._text.take(":")
            match self._text.next():
                case "{":
                    groups.append(key)
                    fields = dict(self._fields(depth + 1))
                    self._keyed = self._keyed or self._is_header(fields)
                    yield key, fields
                case "[":
                    groups.append(key)
                    yield key, self._array()
                case _:
                    yield key, self._text.value()
            if self._text.next() != "}":
                self._text.take(",")
        self._text.take("}")
        self._by_columns = self._by_columns or self._is_header(groups)

    def _array(self) -> list[Any]:
        """An array: records and arrays become rows, other values are returned."""
        self._text.take("[")
        values: list[Any] = []
        rows = 0
        while self._text.next() != "]":
            value = self._text.value()
            if isinstance(value, dict):
                self._several = self._several or (not rows and self._pieces.height > 0)
                self._add_all(value)
                rows += 1
            elif isinstance(value, list):
                self._several = self._several or (not rows and self._arrays.rows.height > 0)
                self._add_array(self._arrays.rows.height + 2, value)
                rows += 1
            else:
                values.append(value)
            if self._text.next() != "]":
                self._text.take(",")
        self._text.take("]")
        if not self._arrays.names and self._is_header(texts := list(map(_leaf, values))):
            self._arrays.names = tuple(text or "" for text in texts)
        return values

    def _add_all(self, record: dict[str, Any]) -> None:
        """A record, or all those of a page."""
        inner = self._inner(record)
        for one in [record] if inner is None else inner:
            self._add(self._pieces.height + 2, one)

    def _inner(self, record: dict[str, Any]) -> list[dict[str, Any]] | None:
        """The dossiers of a page of them: a record that names no column, and holds one list of
        records that do. None for any other record.
        """
        if self._pages and record.get(self._pages) == []:
            return []
        lists = {key: value for key, value in record.items() if value and isinstance(value, list)}
        for key, value in lists.items():
            if all(isinstance(one, dict) for one in value) and self._is_header(value[0]):
                if self._score(tuple(record)) or len(lists) > 1:
                    self._grouped = True
                    return None
                self._pages = key
                return value
        return None

    def _add_array(self, line: int, values: list[Any]) -> None:
        texts = [_leaf(value) for value in values]
        if not self._arrays.names and not self._arrays.rows.height and self._is_header(texts):
            self._arrays.names = tuple(text or "" for text in texts)
        elif texts:
            self._arrays.add(line, texts)

    def _add(self, line: int, record: dict[str, Any]) -> None:
        row: list[str | None] = [None] * len(self._places)
        for key, text in _flat(record):
            place = self._places.setdefault(key, len(self._places))
            row += [None] * (place + 1 - len(row))
            row[place] = text
        self._pieces.add(line, row)


class _Arrays:
    """Rows that are arrays, and the names of their columns. A short row ends with blank cells."""

    def __init__(self) -> None:
        self.rows = Pieces()
        self.names: tuple[str, ...] = ()
        self._longest = (0, 0)

    def add(self, line: int, texts: list[str | None]) -> None:
        """One row."""
        filled = max((place for place, text in enumerate(texts, start=1) if text), default=0)
        self._longest = max(self._longest, (filled, -line))
        self.rows.add(line, texts)

    def table(self) -> _Table:
        """All of them. Raises `_RowTooLongError`."""
        longest, line = self._longest
        if longest > len(self.names):
            raise _RowTooLongError(-line, longest, len(self.names))
        blank = range(self.rows.width, len(self.names))
        nothing = [pl.lit(None, dtype=pl.String).alias(cell(place)) for place in blank]
        return _Table(self.rows.frame().with_columns(nothing), self.names, self.rows.height)


def _flat(record: dict[str, Any], before: str = "") -> Iterator[tuple[str, str | None]]:
    """The fields of a record as text; those of an object in it with its key before theirs."""
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and not any(inner.startswith("$") for inner in value):
            yield from _flat(value, f"{name}.")
        else:
            yield name, _leaf(value)


def _leaf(value: Any) -> str | None:
    """A value as text."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
