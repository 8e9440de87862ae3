"""JSON as interfaces give it: an array of flat records, an object with one such array, pages of
them, rows that are arrays below their names, or one record a line (NDJSON). Read in a stream, a
record at a time.
"""

import codecs
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.header_search import Score
from cchc_audit.intake.files.pieces import Pieces
from cchc_audit.intake.files.raw_rows import LINE, BadLine, cell
from cchc_audit.intake.files.structured.json_pages import (
    failed,
    is_about_pages,
    told_beside,
    values,
)
from cchc_audit.intake.files.structured.json_text import JsonText, KeyTwiceError
from cchc_audit.intake.files.structured.nested_records import (
    FEWEST_NAMES,
    Records,
    Table,
    flat,
    leaf,
    table_of,
)

_DEEPEST = 20
_LONGEST_LINE = 1 << 20
_AHEAD = 100
"""Records ahead of a first page of dossiers that are looked at."""


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The records of a file as a table. The first record of an array is line 2, as below a header;
    one of NDJSON stands on its own line, and is rejected where the last line breaks off.

    Raises `InputError` for what is no JSON, has no records or several arrays of them, or holds them
    in another shape, for pages of them among others, and for records that name nothing.
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
    except _NoPageError as error:
        raise InputError("intake.json_no_page", file=given, line=error.args[0]) from None
    except (ValueError, RecursionError):
        raise InputError("intake.json_damaged", file=given) from None
    if (shape := records.shape(table)) is not None:
        raise InputError(shape, file=given)
    kind = Kind.NDJSON if records.in_lines else kind
    return Tables((table_of(table, ask.score, given=given, kind=kind, lost=records.broken),))


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


class _NoPageError(Exception):
    """Pages of dossiers and what is none stand in one file: the line of it."""


class _Records:
    """The records of a text as rows, a column for each key in the order of first appearance.

    Rows may be arrays, too, whose names stand in the first of them or in an array of their own.
    `score` says how many columns some names would name.
    """

    def __init__(self, text: JsonText, score: Score) -> None:
        self._text = text
        # Records mostly have the same names as the one before.
        self._score = lru_cache(maxsize=64)(lambda names: score(names))
        self._records = Records()
        self._arrays = _Arrays()
        self._pages = ""  # the field of records that holds the dossiers
        self._page_tells: dict[str, Any] = {}
        self._ahead: list[tuple[int, dict[str, Any]]] = []
        self.in_lines = False
        self.broken: tuple[BadLine, ...] = ()
        self._several = self._keyed = self._by_columns = self._grouped = False

    def read(self, *, in_lines: bool) -> Table:
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
            if self._arrays.names:
                self._records.places = {}
        if self._arrays.rows.height and self._arrays.names:
            self._several = self._several or self._is_header(self._records.places)
            return self._arrays.table()
        return self._records.table()

    def shape(self, table: Table) -> str | None:
        """The sentence for a text that holds no one list of records; None where it does."""
        if self._several:
            return "intake.json_several"
        if self._grouped and self._score(table.header) < FEWEST_NAMES:
            return "intake.json_grouped"
        if table.header:
            return None
        if self._by_columns:
            return "intake.json_by_columns"
        if self._keyed:
            return "intake.json_keyed"
        return "intake.json_unnamed" if self._arrays.rows.height else "intake.json_no_records"

    def _is_header(self, texts: Iterable[str | None]) -> bool:
        return self._score(tuple(text or "" for text in texts)) >= FEWEST_NAMES

    def _described(self) -> tuple[str, ...]:
        """The names of columns where each of the records tells of one; none where they do not."""
        records = self._records.rows.frame().drop(LINE).collect()
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
                if not self._records.places or "\n" in rest:
                    raise
                self.broken = (BadLine(line, code(None, Fault.RECORD_BROKEN), rest),)
                return
            if isinstance(record, list):
                self._add_array(line, record)
            elif isinstance(record, dict):
                self._add_line(line, record)
            else:
                raise ValueError

    def _add_line(self, line: int, record: dict[str, Any]) -> None:
        """A record of a line, or the page of dossiers that a client put there; behind the first of
        those, as in an array, the records are counted.
        """
        named = self._is_header(self._records.places)  # a first page may hold no dossiers
        page = self._page(record)
        if self._pages or (page and not named):
            self.in_lines = False
            self._add_all(line, record)
            return
        if page and not self._score(tuple(name for name, _ in flat(record))):
            raise _NoPageError(line)
        self._grouped = self._grouped or page is not None
        self._add_record(line, line, record)

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
            line = self._text.line
            value = self._text.value()
            if isinstance(value, dict):
                self._several = self._several or (not rows and self._records.rows.height > 0)
                self._add_all(line, value)
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
        if not self._arrays.names and self._is_header(texts := list(map(leaf, values))):
            self._arrays.names = tuple(text or "" for text in texts)
        return values

    def _add_all(self, line: int, record: dict[str, Any]) -> None:
        """A record that begins at `line`, or all those of a page. Raises `_NoPageError`."""
        for one in self._dossiers(line, record):
            self._add_record(self._records.rows.height + 2, line, one)

    def _add_record(self, number: int, line: int, record: dict[str, Any]) -> None:
        """A record as row `number`; what may stand ahead of pages is kept to be held to them."""
        if not self._pages and self._records.rows.height < _AHEAD and not self._is_header(record):
            self._ahead.append((line, record))
        self._records.add(number, record)

    def _dossiers(self, line: int, record: dict[str, Any]) -> list[dict[str, Any]]:
        """The dossiers of a page, or of a record that is one; among pages nothing else may stand,
        for who asks for pages may be answered with an error in place of one.
        """
        found = dict(values(record)) if self._pages else {}
        inner = found.get(self._pages)
        if isinstance(inner, dict) and self._is_header(inner) and not self._score(tuple(record)):
            return [inner]
        if (page := self._page(record)) is not None:
            self._pages, dossiers = page
            self._page_tells = told_beside(record)
            for before, one in self._ahead:
                self._check_empty(before, one)
            self._ahead = []
            return dossiers
        if not self._pages or (not inner and self._is_header(record)):
            return [record]
        self._check_empty(line, record)
        return [record] if self._pages not in found else []

    def _check_empty(self, line: int, record: dict[str, Any]) -> None:
        """Raise `_NoPageError` for an item that is no page without dossiers, and tells of more than
        of pages.
        """
        found = dict(values(record))
        if self._pages not in found:
            if not is_about_pages(record):
                raise _NoPageError(line)
        elif found[self._pages] or failed(record, self._page_tells):
            raise _NoPageError(line)

    def _page(self, record: dict[str, Any]) -> tuple[str, list[dict[str, Any]]] | None:
        """The dossiers of a page of them, and the field they stand in: a record that names no
        column, and holds one list of records that do. None for any other record.
        """
        lists = {key: value for key, value in values(record) if isinstance(value, list) and value}
        for key, value in lists.items():
            if all(isinstance(one, dict) for one in value) and self._is_header(value[0]):
                if self._score(tuple(record)) or len(lists) > 1:
                    self._grouped = True
                    return None
                return key, value
        return None

    def _add_array(self, line: int, values: list[Any]) -> None:
        texts = [leaf(value) for value in values]
        if not self._arrays.names and not self._arrays.rows.height and self._is_header(texts):
            self._arrays.names = tuple(text or "" for text in texts)
        elif texts:
            self._arrays.add(line, texts)


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

    def table(self) -> Table:
        """All of them. Raises `_RowTooLongError`."""
        longest, line = self._longest
        if longest > len(self.names):
            raise _RowTooLongError(-line, longest, len(self.names))
        blank = range(self.rows.width, len(self.names))
        nothing = [pl.lit(None, dtype=pl.String).alias(cell(place)) for place in blank]
        return Table(self.rows.frame().with_columns(nothing), self.names, self.rows.height)
