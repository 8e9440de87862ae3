"""What in a file is layout: titles, the header, column numbers, totals, signatures.

Layout rows are neither dossiers nor rejects; they are counted and listed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.csv_lines import records, split
from cchc_audit.intake.values.text import fold_search

Score = Callable[[Sequence[str]], int]
DELIMITERS = (",", ";", "\t", "|")
NO_HEADER = ("intake.no_header", "intake.no_header_but_data")
"""The errors of a table without a header that is known."""
_LOOKED_AT = 200
_NUMBER = re.compile(r"^\(?\s*(\d{1,3}|[A-Z]{1,2})\s*\)?(\s*=.*)?$")
# Words that begin the rows people put around a table, folded.
WORDS = (
    r"^\W*(tong|tong cong|tong so|cong|cong don|luy ke|ghi chu|nguoi lap|lap bieu|nguoi tong hop|"
    r"can bo tong hop|thu truong|chu tich|pho chu tich|tm\.? ubnd|kt\.? chu tich|truong phong|"
    r"giam doc|ky ten|noi nhan|xac nhan|ke toan|danh sach|bao cao|bieu so|mau so|don vi bao cao|"
    r"ngay \S+ thang \S+ nam|.{0,40}, ngay \S+ thang)\b"
)
_WORDS = re.compile(WORDS)
# The same for a dossier number cell inside a plan, where nothing is folded.
ID_WORDS = (
    r"(?i)^\W*(tổng|cộng|lũy kế|luỹ kế|ghi chú|người lập|lập biểu|thủ trưởng|chủ tịch|ký tên|"
    r"nơi nhận|xác nhận|kế toán|ngày \S+ tháng|tong cong|tong so)\b"
)
_HAS_MOMENT = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|^\d{14}$")
_FEW = 3


@dataclass(frozen=True, slots=True)
class Top:
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
    best: tuple[int, int, Top] | None = None
    for delimiter in DELIMITERS:
        top, known = _best_row(lines[:_LOOKED_AT], delimiter, score)
        if top is not None and (best is None or (known, len(top.header)) > best[:2]):
            best = (known, len(top.header), top)
    if best is None:
        first = next((line.strip() for line in lines if line.strip()), "")
        raise no_header(file, found=first)
    return best[2]


def no_header(file: str, *, found: str) -> InputError:
    """The error for a table whose first row, `found`, is no header.

    That row is shown where it may be a header in other words: one with figures is a dossier, with
    the name of an applicant in it.
    """
    if any(letter.isdigit() for letter in found):
        return InputError("intake.no_header_but_data", file=file)
    return InputError("intake.no_header", file=file, found=found[:200])


def _best_row(lines: Sequence[str], delimiter: str, score: Score) -> tuple[Top | None, int]:
    found = list(records(lines))
    known, place, header = find_header([split(text, delimiter) for _, _, text in found], score)
    if not known:
        return None, 0
    first, height, _ = found[place]
    end = first + height - 1
    above = tuple(line for start, tall, _ in found[:place] for line in range(start, start + tall))
    below: list[int] = []
    for start, tall, other in found[place + 1 :]:
        if not (is_numbering(split(other, delimiter)) or not other.strip()):
            break
        below += range(start, start + tall)
        end = start + tall - 1
    return Top(delimiter, header, first, end, above + tuple(below)), known


def find_header(rows: Sequence[Sequence[str]], score: Score) -> tuple[int, int, tuple[str, ...]]:
    """The first of the rows that name most columns: (how many, place from 0, its cells)."""
    known, place = 0, -1
    for number, row in enumerate(rows):
        named = score(row)
        if named > known:
            known, place = named, number
    return known, place, tuple(rows[place]) if known else ()


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
    filled = [cell for cell in cells if cell.strip()]
    if not filled or is_numbering(filled):
        return True
    # Most rows end here, and a file may have millions that are odd: one cell is folded, not all.
    first, head = fold_search(filled[0]), _folded(tuple(header))
    if first == head[0] and [fold_search(cell) for cell in filled] == [*head]:
        return True
    if not _WORDS.match(first):
        return False
    folded = map(fold_search, filled)
    return not any(_HAS_MOMENT.search(text) and not _WORDS.match(text) for text in folded)


@lru_cache(maxsize=64)
def _folded(header: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold_search(cell) for cell in header if cell.strip()) or ("",)


def is_foot(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row below the last record is layout: also the few words of a signature."""
    if is_layout(cells, header):
        return True
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) <= _FEW and not any(ch.isdigit() for cell in filled for ch in cell)
