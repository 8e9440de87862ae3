"""What in a table is layout: titles, the header once more, column numbers, totals, signatures.

Layout rows are neither dossiers nor rejects; they are counted and listed.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from cchc_audit.intake.values.text import fold_search

_NUMBER = re.compile(r"^\(?\s*(\d{1,3}|[A-Z]{1,2})\s*\)?(\s*=.*)?$")
# Words that begin the rows people put around a table, folded.
_LAYOUT_WORDS = (
    r"^\W*(tong|tong cong|tong so|(grand |sub ?)?total|cong|cong don|luy ke|ghi chu|nguoi lap|"
    r"lap bieu|nguoi tong hop|"
    r"can bo tong hop|thu truong|chu tich|pho chu tich|tm\.? ubnd|kt\.? chu tich|truong phong|"
    r"trang \d+ ?(?:/|tren|cua) ?\d+|"
    r"giam doc|ky ten|noi nhan|xac nhan|ke toan|danh sach|bao cao|bieu so|mau so|don vi bao cao|"
    r"ngay \S+ thang \S+ nam|.{0,40}, ngay \S+ thang)\b"
)
_WORDS = re.compile(_LAYOUT_WORDS)
_DAY_IN_WORDS = re.compile(r"^\W*(?:ngay \S+ thang|.{0,40}, ngay \S+ thang)\b")
_DIGIT = re.compile(r"\d")
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
_FEW = 3


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
    # A day in words may be that of a signature, or of a dossier, which has its number beside it.
    tells = _DIGIT if _DAY_IN_WORDS.match(first) else _HAS_MOMENT
    folded = map(fold_search, filled)
    return not any(tells.search(text) and not _WORDS.match(text) for text in folded)


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
