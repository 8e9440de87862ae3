"""JSON as interfaces give it: an array of flat records, an object with one such array, or one
record a line (NDJSON). Read in a stream, a record at a time.
"""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.body import CODE, LINE, BadLine, Body, Kind, Tables, cell
from cchc_audit.intake.files.containers import Ask
from cchc_audit.intake.files.layout import no_header
from cchc_audit.intake.files.pieces import Pieces

_BLOCK = 1 << 16
_SPACE = " \t\r\n\ufeff"
_DEEPEST = 20
_LONGEST_LINE = 1 << 20


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The records of a file as a table. The first record of an array is line 2, as below a header;
    one of NDJSON stands on its own line, and is rejected where the last line breaks off.

    Raises `InputError` for what is no JSON, has no records or several arrays of them, and for
    records that name nothing.
    """
    try:
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as file:
            text = _Text(file)
            records = _Records(text)
            frame, header = records.read(in_lines=_in_lines(path, encoding))
    except _KeyTwiceError as error:
        raise InputError("intake.json_key_twice", file=given, line=text.line, name=error) from None
    except (ValueError, RecursionError):
        raise InputError("intake.json_damaged", file=given) from None
    if records.several:
        raise InputError("intake.json_several", file=given)
    if not header:
        raise InputError("intake.json_no_records", file=given)
    if not ask.score(header):
        raise no_header(given, found=", ".join(header))
    kind = Kind.NDJSON if records.in_lines else kind
    body = Body(
        name=given,
        frame=frame.select(
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
        records=records.height,
        lost=records.broken,
    )
    return Tables((body,))


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
        if not isinstance(record, dict):
            return False
        if any(line.strip() for line in iter(lambda: file.readline(_LONGEST_LINE), "")):
            return True
    return not any(isinstance(value, list | dict) for value in record.values())


class _KeyTwiceError(Exception):
    """A record names one thing twice, and differently."""


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a record. Raises `_KeyTwiceError`: no value is truer than the other."""
    record: dict[str, Any] = {}
    for key, value in pairs:
        if record.setdefault(key, value) != value:
            raise _KeyTwiceError(key)
    return record


class _Text:
    """A long text, of which a window is held: as much as the value that is being read needs."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._text, self._at = file, "", 0
        self._ended = False
        # Numbers as they are written: a dossier number may have more digits than a float keeps.
        self._decoder = json.JSONDecoder(
            parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_record
        )
        self.line = 1

    def next(self) -> str:
        """The next character that is no space, not taken; "" at the end."""
        while True:
            while self._at < len(self._text):
                letter = self._text[self._at]
                if letter not in _SPACE:
                    return letter
                self.line += letter == "\n"
                self._at += 1
            if not self._more():
                return ""

    def take(self, wanted: str) -> None:
        """Go past one character. Raises `ValueError` where there is another."""
        if self.next() != wanted:
            raise ValueError(wanted)
        self._at += 1

    def value(self) -> Any:
        """Go past one value, and return it. Raises `ValueError` for what is none."""
        self.next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if not self._more():
                    raise
                continue
            # A number at the end of the window may go on behind it.
            if end < len(self._text) or not self._more():
                self.line += self._text.count("\n", self._at, end)
                self._at = end
                return value

    def take_rest(self) -> str:
        """Go to the end; what stood there."""
        while self._more():
            pass
        rest, self._at = self._text[self._at :].strip(_SPACE), len(self._text)
        return rest

    def _more(self) -> bool:
        """Read on, as much as is held already, so that a long value is not decoded too often."""
        held = self._text[self._at :]
        block = "" if self._ended else self._file.read(max(_BLOCK, len(held)))
        self._ended = not block
        self._text, self._at = held + block, 0
        return not self._ended


class _Records:
    """The records of a text as rows, a column for each key in the order of first appearance."""

    def __init__(self, text: _Text) -> None:
        self._text = text
        self._pieces = Pieces()
        self._places: dict[str, int] = {}
        self.in_lines = False
        self.several = False
        self.broken: tuple[BadLine, ...] = ()

    @property
    def height(self) -> int:
        """How many records there are."""
        return self._pieces.height

    def read(self, *, in_lines: bool) -> tuple[pl.LazyFrame, tuple[str, ...]]:
        """All rows, and the keys. Raises `ValueError` for what is no JSON."""
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
        return self._pieces.frame(), tuple(self._places)

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
            if not isinstance(record, dict):
                raise ValueError
            self._add(line, record)

    def _fields(self, depth: int) -> Iterator[tuple[str, Any]]:
        """The fields of an object; arrays of records in it become rows on the way."""
        if depth > _DEEPEST:
            raise ValueError
        self._text.take("{")
        while self._text.next() != "}":
            key = self._text.value()
            self._text.take(":")
            match self._text.next():
                case "{":
                    yield str(key), dict(self._fields(depth + 1))
                case "[":
                    yield str(key), self._array()
                case _:
                    yield str(key), self._text.value()
            if self._text.next() != "}":
                self._text.take(",")
        self._text.take("}")

    def _array(self) -> list[Any]:
        """An array: records become rows, other values are returned."""
        self._text.take("[")
        values: list[Any] = []
        records = 0
        while self._text.next() != "]":
            value = self._text.value()
            if isinstance(value, dict):
                self.several = self.several or (not records and self.height > 0)
                records += 1
                self._add(self.height + 2, value)
            else:
                values.append(value)
            if self._text.next() != "]":
                self._text.take(",")
        self._text.take("]")
        return values

    def _add(self, line: int, record: dict[str, Any]) -> None:
        row: list[str | None] = [None] * len(self._places)
        for key, text in _flat(record):
            place = self._places.setdefault(key, len(self._places))
            row += [None] * (place + 1 - len(row))
            row[place] = text
        self._pieces.add(line, row)


def _flat(record: dict[str, Any], before: str = "") -> Iterator[tuple[str, str | None]]:
    """The fields of a record as text; those of an object in it with its key before theirs."""
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and not any(inner.startswith("$") for inner in value):
            yield from _flat(value, f"{name}.")
        elif value is None or isinstance(value, str):
            yield name, value
        else:
            yield name, json.dumps(value, ensure_ascii=False)
