"""Which column of a filed form is which, by its headings: a group above, a part below it.

A form whose columns have neither numbers nor these headings is refused: figures are never taken by
where they happen to stand.
"""

import re
from collections.abc import Mapping, Sequence

from cchc_audit.intake.values.text import fold_search

_GROUPS = (
    ("open", re.compile(r"dang giai quyet|ton dong|chua giai quyet")),
    ("resolved", re.compile(r"da giai quyet|ket qua giai quyet")),
    ("received", re.compile(r"nhan giai quyet|tiep nhan|nhan trong ky|da nhan")),
)
_PARTS: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "received": (
        ("carried_over", re.compile(r"ky truoc|chuyen (?:sang|qua)")),
        ("received_online", re.compile(r"truc tuyen")),
        ("received_direct", re.compile(r"truc tiep|buu chinh")),
        ("received", re.compile(r"^tong")),
    ),
    "resolved": (
        ("early", re.compile(r"truoc han")),
        ("on_time", re.compile(r"dung han")),
        ("late", re.compile(r"qua han|tre han")),
        ("resolved", re.compile(r"^tong")),
    ),
    "open": (
        ("open_in_time", re.compile(r"trong han|chua den han")),
        ("open_overdue", re.compile(r"qua han|tre han")),
        ("open", re.compile(r"^tong")),
    ),
}
_SHARE = re.compile(r"%|ty le")


def columns_by_heading(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Column of the form → its place, for those that the heading `rows` name; a column of shares is
    none of them, and one that two places claim is left out.
    """
    width = max(map(len, rows), default=0)
    found: dict[str, int] = {}
    twice: set[str] = set()
    group = ""
    for place in range(width):
        texts = [fold_search(row[place]) for row in rows if place < len(row) and row[place]]
        group = next(filter(None, map(_group, texts)), group)
        name = _part(group, texts)
        if name and name in found:
            twice.add(name)
        elif name:
            found[name] = place
    return {name: place for name, place in found.items() if name not in twice}


def _group(text: str) -> str:
    return next((name for name, words in _GROUPS if words.search(text)), "")


def _part(group: str, texts: Sequence[str]) -> str:
    """The column that the lowest heading of a place names within its group."""
    if any(_SHARE.search(text) for text in texts):
        return ""
    for text in reversed(texts):
        for name, words in _PARTS.get(group, ()):
            if words.search(text):
                return name
    return ""
