"""What the XML of an `.xlsx` sheet says beside the values: extent, merged cells, and the cells that
calamine gives as blank or as something else than they show.

Only a few cells are special, and a sheet may have millions: most pieces of its bytes are dismissed
by one pattern of plain cells (see `plain_cells`). The others are searched for the marks of special
cells, and only the cells around a mark are taken apart.
"""

import re
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

from cchc_audit.intake.files.workbooks.number_formats import (
    Whole,
    long_number,
    moment,
    wall_clock,
    whole,
)
from cchc_audit.intake.files.workbooks.plain_cells import Extent, PlainCells, column_of

_PIECE = 4 << 20
_WORKERS, _AHEAD = 2, 4
_LETTERS = bytes(range(65, 91))
_SHAPE = bytes.maketrans(_LETTERS + b"123456789'\t\r\n", b"A" * 26 + b"0" * 9 + b'"   ')
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})(\d+)["']""")
_PREFIX = re.compile(rb"<(\w+:)?worksheet\b")
_DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\b[^>]*?\bref=["']([^"']*)""")
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_TYPE = re.compile(rb"""\st=["'](\w+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</)")
_ROW = re.compile(rb"""[^<]*<?(?:\w+:)?row\b[^>]*?\sr=["'](\d+)["']""")
_STYLE = re.compile(rb"""\ss=["'](\d+)["']""")
_LONG = re.compile(rb">\d{16}|[Ee]\+?(?:1[5-9]|[2-9]\d)")
_LATE = b".99999999"
_ROWS, _COLUMNS = 1 << 20, 1 << 14
_TOO_LONG = 10**15
_FIRST_DAY, _LAST_DAY = 30_000, 80_000
"""Day numbers from 1982 to 2119: others are no moments of a dossier."""


@dataclass(frozen=True, slots=True)
class Styles:
    """Which styles of cells show a whole number otherwise than as its digits: number of the style
    → how.
    """

    shown: dict[int, Whole] = field(default_factory=dict)

    @classmethod
    def of(cls, codes: Sequence[str]) -> "Styles":
        """From the code of each style's number format."""
        return cls({n: seen for n, code in enumerate(codes) if (seen := whole(code))})


@dataclass(slots=True)
class Found:
    """What a sheet holds beside its values.

    `rows` and `columns` are how far its cells reach, at most. `cells`: (row from 1, column from 0)
    → what the cell is to hold. `merges`: first and last row and first column. `dimension` is the
    extent as the sheet tells it.
    """

    rows: int = 0
    columns: int = 0
    counted: bool = False
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int]] = field(default_factory=list)
    dimension: str | None = None

    def widen(self, rows: int, columns: int) -> None:
        """Take in cells that reach so far."""
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)


@dataclass(frozen=True, slots=True)
class Asked:
    """How the cells of a workbook are to be seen.

    `uncalculated`: the workbook asks to be calculated when it is opened, so that a formula's 0 is
    no result. `serials` are the days from the 1900 system to its own. `long_numbers` looks for
    numbers of more digits than a workbook keeps, too.
    """

    styles: Styles
    uncalculated: bool
    serials: int
    long_numbers: bool = False


def look_through(archive: zipfile.ZipFile, member: str, asked: Asked, *, most: int) -> Found:
    """Look through the XML of one sheet; its extent is told exactly where it might have more than
    `most` cells.
    """
    found, rows = Found(), 0
    marks: _Marks | None = None
    for piece, extent in _with_extents(pieces(archive, member), asked):
        if marks is None:
            marks = _Marks(_prefix(piece), asked)
            dimension = _DIMENSION.search(piece)
            found.dimension = dimension and dimension[1].decode(errors="replace")
        if extent is None or asked.long_numbers:
            for place in sorted(marks.places(piece)):
                marks.read(piece, place, rows, found)
            rows += marks.measure(piece, rows, found)
        else:
            rows = extent.last
            found.widen(extent.rows, extent.columns)
        if (extent is None or extent.merges) and b"mergeCell" in piece:
            found.merges += [
                (int(top), int(bottom), column_of(left))
                for left, top, _, bottom in _MERGE.findall(piece)
            ]
    if marks is not None and (found.counted or found.rows * found.columns > most):
        found.rows, found.columns = _exact(archive, member)
    return found


def _with_extents(pieces: Iterator[bytes], asked: Asked) -> Iterator[tuple[bytes, Extent | None]]:
    """Every piece, with its extent where it holds plain cells alone; they are looked at ahead."""
    first = next(pieces)
    plain = PlainCells(_prefix(first).decode(), asked.styles.shown)
    waiting: deque[tuple[bytes, Future[Extent | None]]] = deque()
    with ThreadPoolExecutor(_WORKERS) as pool:
        for piece in chain([first], pieces):
            waiting.append((piece, pool.submit(plain.extent, piece, first=piece is first)))
            if len(waiting) > _AHEAD:
                seen, extent = waiting.popleft()
                yield seen, extent.result()
        for seen, extent in waiting:
            yield seen, extent.result()


def _prefix(piece: bytes) -> bytes:
    """What stands before the names of elements."""
    prefix = _PREFIX.search(piece)
    return (prefix and prefix[1]) or b""


def pieces(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that end behind a row."""
    rest = b""
    with archive.open(member) as file:
        while block := file.read(_PIECE):
            text = rest + block
            cut = text.rfind(b"row>") + 4
            if cut >= 4:
                yield text[:cut]
            rest = text[cut:] if cut >= 4 else text
    yield rest


def _exact(archive: zipfile.ZipFile, member: str) -> tuple[int, int]:
    """Rows and columns as far as the cells reach, cell by cell."""
    line = rows = columns = 0
    for piece in pieces(archive, member):
        for row in piece.split(b"row>"):
            count = len(_CELL.findall(row))
            if not count:
                continue
            places = _REFERENCE.findall(row)
            told = _ROW.search(row)
            line = int(told[1]) if told else line + 1
            rows = max(rows, line, *(int(number) for _, number in places))
            columns = max(columns, count, *(column_of(letters) + 1 for letters, _ in places))
    return rows, columns


class _Marks:
    """The marks of special cells in a sheet whose elements have this prefix."""

    def __init__(self, prefix: bytes, asked: Asked) -> None:
        self._prefix, self._asked = prefix, asked
        self._cell, self._end = b"<" + prefix + b"c", b"</" + prefix + b"c>"
        self._row = b"<" + prefix + b"row"
        signs = [b" t=%ce%c", b" t=%cd%c", *(b" s=%%c%d%%c" % n for n in asked.styles.shown)]
        self._signs = [sign % (mark, mark) for sign in signs for mark in b"\"'"]
        none = rb"(?:0|)" if asked.uncalculated else b""
        self._formula = re.compile(
            rb"<%bf\b[^>]*(?:/>|>[^<]*</%bf>)\s*" % (prefix, prefix)
            + rb"(?:<%bv\s*/>|<%bv>%b</%bv>|</%bc>)" % (prefix, prefix, none, prefix, prefix)
        )

    def count(self, piece: bytes, name: bytes) -> int:
        """How many elements of this name begin in a piece, blanks in it being spaces."""
        opening = b"<" + self._prefix + name
        return sum(piece.count(opening + behind) for behind in (b" ", b">", b"/"))

    def cells(self, piece: bytes) -> int:
        """How many cells begin in a piece whose blanks are spaces, under whatever prefix."""
        return len(_CELL.findall(piece)) if b":c" in piece else self.count(piece, b"c")

    def places(self, piece: bytes) -> Iterator[int]:
        """Where in a piece something special is said."""
        for sign in (*self._signs, _LATE):
            place = piece.find(sign)
            while place >= 0:
                yield place
                place = piece.find(sign, place + 1)
        if b"<" + self._prefix + b"f" in piece:
            yield from (match.start() for match in self._formula.finditer(piece))
        if self._asked.long_numbers:
            yield from (match.start() for match in _LONG.finditer(piece))

    def read(self, piece: bytes, place: int, rows: int, found: Found) -> None:
        """Take in the cell around a place; `rows` stand before the piece."""
        start = max(piece.rfind(self._cell + behind, 0, place + 1) for behind in (b" ", b">"))
        close = piece.find(b">", start)
        end = piece.find(self._end, close)
        if start < 0 or close < 0 or piece[close - 1 : close] == b"/" or not start < place < end:
            return
        head, inner = piece[start:close], piece[close + 1 : end]
        text = self._text(head, inner)
        if text is not None:
            found.cells[self._position(piece, start, head, rows)] = text

    def measure(self, piece: bytes, rows: int, found: Found) -> int:
        """Widen the extent by a piece, and return its rows.

        References are told by their shape, which is cheap: `A0` stands for up to 26 columns.
        """
        shape = piece.translate(_SHAPE)
        own = self.count(shape, b"row")
        letters = next((n for n in (3, 2, 1) if b' r="' + b"A" * n + b"0" in shape), 0)
        columns = (0, 26, 26 * 27, _COLUMNS)[letters]
        digits = next((n for n in range(7, 0, -1) if b"A" + b"0" * n + b'"' in shape), 0)
        found.widen(max(rows + own, min(10**digits - 1, _ROWS)), columns)
        if self.cells(shape) > shape.count(b' r="A'):
            found.counted = True  # cells without a reference: only counting tells
        return own

    def _position(self, piece: bytes, start: int, head: bytes, rows: int) -> tuple[int, int]:
        """(row from 1, column from 0) of the cell that begins at `start`."""
        reference = _REFERENCE.search(head)
        if reference is not None:
            return int(reference[2]), column_of(reference[1])
        row = piece.rfind(self._row, 0, start)
        told = _ROW.match(piece[row:start])
        line = int(told[1]) if told else rows + self.count(piece[:start], b"row")
        return line, self.count(piece[row:start], b"c")

    def _text(self, head: bytes, inner: bytes) -> str | None:
        """What a cell is to hold; None where calamine is right about it."""
        kind = _TYPE.search(head)
        of = kind[1] if kind else b"n"
        found = _VALUE.search(inner)
        value = found[1].decode(errors="replace").strip() if found else ""
        if of == b"e":
            return value or "#"
        if of == b"d":
            return wall_clock(value)
        formula = _FORMULA.search(inner)
        no_result = not value or (self._asked.uncalculated and value == "0")
        if formula is not None and no_result and of in (b"n", b"b"):
            from html import unescape

            return "=" + unescape((formula[1] or b"").decode(errors="replace"))
        return self._number(head, value) if of == b"n" else None

    def _number(self, head: bytes, value: str) -> str | None:
        try:
            number = float(value)
        except ValueError:
            return None
        if number.is_integer() and abs(number) >= _TOO_LONG:
            return long_number(number)
        style = _STYLE.search(head)
        seen = self._asked.styles.shown.get(int(style[1])) if style else None
        if seen and value.isdecimal():
            return seen.show(value)
        late = ".99999999" in value and _FIRST_DAY < number < _LAST_DAY
        return moment(number + self._asked.serials) if late else None
