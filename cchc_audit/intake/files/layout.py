"""What in a file is layout: titles, the header, column numbers, totals, signatures.

Layout rows are neither dossiers nor rejects; they are counted and listed.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.csv_lines import records, split_record
from cchc_audit.intake.values.text import fold_search


class Score(Protocol):
    """What tells headers from other rows."""

    def __call__(self, cells: Sequence[str], beyond: int = 0, /) -> int:
        """How many columns a row of cells would name as a header; any number up to `beyond` where
        it is not more than that.
        """


DELIMITERS = (",", ";", "\t", "|", "^", "~")
NO_HEADER = ("intake.no_header", "intake.no_header_but_data")
"""The errors of a table without a header that is known."""
COLUMNS_OF_HEADER = 3
"""How many of a row's cells name columns where a row inside a table is taken for a header."""
LOOKED_AT = 200
"""In how many rows from the top the header is looked for."""
_NUMBER = re.compile(r"^\(?\s*(\d{1,3}|[A-Z]{1,2})\s*\)?(\s*=.*)?$")
# Words that begin the rows people put around a table, folded.
WORDS = (
    r"^\W*(tong|tong cong|tong so|(grand |sub ?)?total|cong|cong don|luy ke|ghi chu|nguoi lap|"
    r"lap bieu|nguoi tong hop|"
    r"can bo tong hop|thu truong|chu tich|pho chu tich|tm\.? ubnd|kt\.? chu tich|truong phong|"
    r"trang \d+ ?(?:/|tren|cua) ?\d+|"
    r"giam doc|ky ten|noi nhan|xac nhan|ke toan|danh sach|bao cao|bieu so|mau so|don vi bao cao|"
    r"ngay \S+ thang \S+ nam|.{0,40}, ngay \S+ thang)\b"
)
_WORDS = re.compile(WORDS)
_CITIZEN = re.compile(r"^\W*cong (?:dan|an|chuc|vien|ty)\b")
"""Công dân, công an, công chức … are no cộng."""
# The same for a dossier number cell inside a plan, where nothing is folded.
ID_WORDS = (
    r"(?i)^\W*(tổng|(grand |sub ?)?total|cộng|lũy kế|luỹ kế|ghi chú|người lập|lập biểu|thủ trưởng|"
    r"chủ tịch|ký tên|"
    r"nơi nhận|xác nhận|kế toán|ngày \S+ tháng|tong cong|tong so|trang \d+ ?(?:/|trên|của) ?\d+)\b"
)
_HAS_MOMENT = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|^\d{14}$")
_NOTHING = " \t\r\n\x0b\x0c\x1a\u00a0"
"""What holds no text: blanks, and the end of a file as DOS marks it."""
_PAIRS = 30
"""How many rows may be the upper half of a header where none names columns by itself."""
_TALLEST = 3
"""How many rows a header has at the most."""
_FEW = 3
_TIMES = frozenset(
    {
        *("thoi gian", "thoi diem", "ngay", "ngay thang", "ngay gio", "cac moc thoi gian"),
        # In the register of Circular 01/2018/TT-VPCP.
        *("ngay, thang, nam", "ngay thang nam", "ngay/thang/nam"),
    }
)
"""What stands over columns that are called without the word for day."""


_PARTS_OF_DAYS = ("ngay", "thang", "nam")


class Top(NamedTuple):
    """The top of a text file: its delimiter, its header, and where the data begin.

    `skip` counts the physical lines before the first record of data; `layout` are the lines among
    them that are neither header nor data.
    """

    delimiter: str
    header: tuple[str, ...]
    header_line: int
    skip: int
    layout: tuple[int, ...]


def find_top(lines: Sequence[str], score: Score, *, file: str) -> Top:
    """Find the header among the first lines of a file: the row that names most columns.

    `score` says how many columns a row of cells would name as a header.

    Raises `InputError` where no row names any.
    """
    best: tuple[int, int, int, int, Top] | None = None
    lines = lines[:LOOKED_AT]
    occurring = {sign for sign in DELIMITERS if any(sign in line for line in lines)}
    for sign in sorted(DELIMITERS, key=lambda sign: sign not in occurring):
        if best is not None and best[0] >= COLUMNS_OF_HEADER and sign not in occurring:
            # It would make rows of one cell, none of which names as many columns.
            break
        top, known = _best_row(lines, sign, score)
        if top is None:
            continue
        # Of two files joined, each with its delimiter, the first: what stands above is not read.
        rank = (known, len(top.header), -top.header_line, -DELIMITERS.index(sign))
        if best is None or rank > best[:-1]:
            best = (*rank, top)
    if best is None:
        first = next((line.strip() for line in lines if line.strip()), "")
        raise no_header(file, found=first)
    return best[-1]


def no_header(file: str, *, found: str, path: str = "") -> InputError:
    """The error for a table whose first row, `found`, is no header.

    That row is shown where it may be a header in other words: one with figures is a dossier, with
    the name of an applicant in it. `path` is what commands take, where `file` names a sheet, too.
    """
    if any(letter.isdigit() for letter in found):
        return InputError("intake.no_header_but_data", file=file)
    return InputError("intake.no_header", file=file, path=path or file, found=found[:200])


def _best_row(lines: Sequence[str], delimiter: str, score: Score) -> tuple[Top | None, int]:
    found = list(records(lines))
    header = find_header([split_record(text, delimiter) for _, _, text in found], score)
    if not header.known:
        return None, 0
    first, place, last = found[header.place][0], header.place, header.place + header.height - 1
    end = sum(found[last][:2]) - 1
    above = tuple(line for start, tall, _ in found[:place] for line in range(start, start + tall))
    below = [
        line
        for start, tall, _ in found[place + 1 : last + 1]
        for line in range(start, start + tall)
    ]
    for start, tall, other in found[last + 1 :]:
        if not (is_numbering(split_record(other, delimiter)) or not other.strip()):
            break
        below += range(start, start + tall)
        end = start + tall - 1
    return Top(delimiter, header.cells, first, end, above + tuple(below)), header.known


class FoundHeader(NamedTuple):
    """The header among the first rows of a table: how many columns it names (0: there is none),
    its place (from 0), the number of its rows, and its texts.
    """

    known: int
    place: int
    height: int
    cells: tuple[str, ...]


def find_header(rows: Sequence[Sequence[str]], score: Score) -> FoundHeader:
    """The first of the rows that name most columns, or two or three that together name more."""
    single = FoundHeader(0, -1, 1, ())
    for place, row in enumerate(rows):
        named = score(row, single.known)
        if named > single.known:
            single = FoundHeader(named, place, 1, tuple(row))
    best = single
    for height in range(2, _TALLEST + 1):
        first = single.place - height + 1
        for place in range(first, single.place + 1) if single.known > 1 else range(_PAIRS):
            block = rows[place : place + height] if place >= 0 else ()
            if len(block) < height or any(map(is_numbering, block[1:])):
                continue
            joined = join_rows(block, score)
            if (named := score(joined)) > best.known:
                best = FoundHeader(named, place, height, joined)
    if any(map(_is_record, rows[: max(best.place, 0)])):
        best = _above_records(rows, best, score)
    if not best.known:
        return best
    parts = _with_parts_of_days(best, rows)
    return _with_row_below(best, rows, score) if parts is best else parts


def _with_row_below(found: FoundHeader, rows: Sequence[Sequence[str]], score: Score) -> FoundHeader:
    """The header with the row below it, where that goes on with it: texts without a figure, under
    cells that it leaves blank beside one that holds for them. They tell the columns of that cell
    apart, known or not: *Ngày trả kết quả* over *Theo hẹn · Thực tế* are two.
    """
    end = found.place + found.height
    if not found.known or found.height == _TALLEST or end >= len(rows):
        return found
    below = {place: text for place, text in enumerate(rows[end]) if text.strip()}
    above = {
        place for row in rows[found.place : end] for place, text in enumerate(row) if text.strip()
    }
    beside = any(place not in above and place - 1 in below for place in below)
    if not beside or above.isdisjoint(below) or any(map(str.isdigit, "".join(below.values()))):
        return found
    joined = join_rows(rows[found.place : end + 1], score)
    return FoundHeader(found.known, found.place, found.height + 1, joined)


def _above_records(rows: Sequence[Sequence[str]], found: FoundHeader, score: Score) -> FoundHeader:
    """Of two files joined, each with its header, that of the first, where it is one of several rows
    and names as much as the one `found`.
    """
    for place in range(min(found.place, _PAIRS)):
        for height in range(2, _TALLEST + 1):
            block = rows[place : place + height]
            if any(map(_is_record, block)) or any(map(is_numbering, block[1:])):
                break
            joined = join_rows(block, score)
            if (named := score(joined)) >= found.known:
                return FoundHeader(named, place, height, joined)
    return found


def _is_record(row: Sequence[str]) -> bool:
    """Whether a row fills several cells, and holds a day."""
    return sum(map(bool, map(str.strip, row))) >= _FEW + 1 and any(map(has_moment, row))


def _with_parts_of_days(found: FoundHeader, rows: Sequence[Sequence[str]]) -> FoundHeader:
    """A header with the row below it, where that tells of the parts of days (*Ngày · Tháng · Năm*)
    and of nothing else.
    """
    below = rows[found.place + found.height :][:1]
    parts = [fold_search(text) for text in below[0]] if below else []
    if {*parts} - {"", *_PARTS_OF_DAYS}:
        return found
    cells = list(found.cells)
    days = [n for n in range(len(parts) - 2) if tuple(parts[n : n + 3]) == _PARTS_OF_DAYS]
    for place in days:
        if place + 2 < len(cells):
            cells[place + 1 : place + 3] = below[0][place + 1 : place + 3]
    return found._replace(height=found.height + 1, cells=tuple(cells)) if days else found


def join_rows(block: Sequence[Sequence[str]], score: Score) -> tuple[str, ...]:
    """Rows as one header: for each column the first of its readings that names one.

    A text holds for the columns right of it, up to the next one in its row or in one above, as far
    as there are texts below it.
    """
    texts: list[str] = []
    held = [""] * len(block)
    for place in range(max(map(len, block))):
        column = [row[place].strip() if place < len(row) else "" for row in block]
        for level, text in enumerate(column):
            goes_on = any(column[level + 1 :]) and not any(column[:level])
            held[level] = text or (held[level] if goes_on else "")
        *over, below = [text for text in held if text] or [""]
        readings = [" ".join((*over, below))]
        for text in reversed(over):
            readings += [f"{text} {below}", f"{below} {text}"]
        readings.append(below)
        if not _TIMES.isdisjoint(map(fold_search, over)):
            readings.append(f"Ngày {below}")
        texts.append(next((text for text in readings if score([text])), readings[0]))
    return tuple(texts)


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether a row numbers the columns: `(1),(2),(3)=(1)+(2)` or `A,B,1,2`."""
    numbers: list[int] = []
    filled = 0
    for cell in cells:
        if text := cell.strip():
            match = _NUMBER.match(text)
            if match is None:
                return False
            filled += 1
            numbers += [int(match[1])] if match[1].isdecimal() else []
    return (
        filled >= 2
        and len(numbers) >= 2
        and all(after == before + 1 for before, after in pairwise(numbers))
    )


def is_layout(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row of cells is layout: blank, the header once more, column numbers, or a row
    that holds no moment and begins with a word of totals and signatures.
    """
    filled = [cell for cell in cells if cell.strip(_NOTHING)]
    if not filled or is_numbering(filled):
        return True
    # Most rows end here, and a file may have millions that are odd: one cell is folded, not all.
    first, head = fold_search(filled[0]), _folded(tuple(header))
    if first == head[0] and [fold_search(cell) for cell in filled] == [*head]:
        return True
    if not _WORDS.match(first) or _CITIZEN.match(first):
        return False
    folded = map(fold_search, filled)
    return not any(_HAS_MOMENT.search(text) and not _WORDS.match(text) for text in folded)


def has_moment(text: str) -> bool:
    """Whether a text holds a day in figures."""
    return bool(_HAS_MOMENT.search(text))


def begins_as_layout(text: str) -> bool:
    """Whether a cell begins with a word of totals and signatures."""
    folded = fold_search(text)
    return bool(_WORDS.match(folded)) and not _CITIZEN.match(folded)


@lru_cache(maxsize=64)
def _folded(header: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold_search(cell) for cell in header if cell.strip()) or ("",)


def is_foot(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row below the last record is layout: also the few words of a signature."""
    if is_layout(cells, header):
        return True
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) <= _FEW and not any(ch.isdigit() for cell in filled for ch in cell)
