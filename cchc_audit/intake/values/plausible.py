"""Whether a cell that cannot be read may be shown: whether it looks like what its column holds.

In a shifted row a name, a telephone number or an address stands where a date should. Such a cell is
described instead, by its kind and length, unless personal data was asked for.
"""

import re

from cchc_audit.core.columns import MOMENTS

_LONGEST = 60
_EDGE, _END = r"(?<![\w./:+-])", r"(?![\w/:+-]|\.\d)"
_DATE = (
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{1,2})"
    r"|\d{4}[/.-]\d{1,2}(?:[/.-]\d{1,2})?"
)
_TIME = r"\d{1,2}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?|\d{1,2}h\d{0,2}"
_ZONE = r"(?:Z|[+-]\d{2}:?\d{2})?"
_BARE = r"(?:19|20)\d{6}|(?:19|20)\d{12}|\d{5}(?:\.\d+)?|1\d{9}|1\d{12}"
_MOMENT = rf"{_EDGE}(?:(?:{_DATE})(?:T(?:{_TIME})){_ZONE}|{_DATE}|(?:{_TIME}){_ZONE}|{_BARE}){_END}"
_WORDS = frozenset(
    re.findall(
        r"\w+",
        "ngày tháng năm lúc giờ phút giây thứ hai ba tư sáu bảy chủ nhật am pm sa ch gmt utc h t z "
        "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun isodate date",
    )
)
_ERROR = r"#+|#[A-Z/0]{2,7}[!?]?"
_SPOILT_ID = r"\d{16,}|\d+(?:[.,]\d+)?[eE]\+?\d+"
_BYTE = r"0x[0-9A-F]{2}|U\+FFFD"


def is_plausible(column: str | None, text: str) -> bool:
    """Whether `text` tells of nobody: a moment or an error in a column of moments, a spoilt number
    in that of the dossiers' numbers; of a row as a whole (None) a count.
    """
    if not text or re.fullmatch(_BYTE, text) or re.fullmatch(_ERROR, text):
        return True
    if column is None:
        return text.isdecimal() and len(text) < 7
    if column in MOMENTS:
        return len(text) <= _LONGEST and _is_momentlike(text)
    return column == "dossier_id" and bool(re.fullmatch(_SPOILT_ID, text))


def is_number(text: str) -> bool:
    """Whether a cell holds digits and what stands between them, and no word."""
    return any(letter.isdigit() for letter in text) and not any(map(str.isalpha, text))


def _is_momentlike(text: str) -> bool:
    rest, found = re.subn(_MOMENT, " ", text)
    words = re.findall(r"[^\W\d_]+", rest)
    numbers = re.findall(r"\d+", rest)
    if not all(word.casefold() in _WORDS for word in words):
        return False
    if not numbers:
        return bool(found)
    # "ngày 31 tháng 02 năm 2025", or a number that is no moment by itself: "12", "2026".
    short = all(len(number) <= 2 or re.fullmatch(r"[12]\d{3}", number) for number in numbers)
    return short and len(numbers) <= (3 if words else 1)
