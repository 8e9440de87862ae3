"""Sheets named for what all their rows have in common: a status, a commune."""

import re
from collections.abc import Mapping

import polars as pl

from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.raw_rows import cell
from cchc_audit.intake.values.statuses import is_wording
from cchc_audit.intake.values.text import clean

_NUMBER = r"^\d{1,2}\s*[.)-]\s*"
_COUNT = r"\s*[(-]?\s*\d+\s*(?:hồ sơ|hs)?\s*\)?$"
_LIST = r"(?i)^(?:danh sách|ds)\s+(?:hs\s+)?"
_COMMUNE = re.compile(
    r"(?i)(?:(?:ubnd|[uủ][ỷy] ban nhân dân|ttpvhcc)\s+)?"
    r"(?:xã|phường|thị trấn|đặc khu)\s+(?P<name>.+)"
)
_NO_NAME = frozenset({"xã", "phường", "khác"})


def with_sheet_name(body: Body, places: Mapping[str, int]) -> tuple[Body, dict[str, int]]:
    """A table with a column of what its sheet's name says of every row (*Công dân yêu cầu rút hồ
    sơ*, *Xã Gò Trăng*), where it has no such column of its own; and the place of each column.

    A person names it for nothing else, and dossiers withdrawn would be overdue without it.
    """
    named = _named(clean(body.sheet)) if body.sheet else None
    if named is None or named[0] in places:
        return body, dict(places)
    kind, name = named
    place = len(body.header)
    return (
        body._replace(
            frame=body.frame.with_columns(pl.lit(name).alias(cell(place))),
            header=(*body.header, f"#{body.sheet}"),
        ),
        {**places, kind: place},
    )


def _named(sheet: str) -> tuple[str, str] | None:
    """The column that the name of a sheet tells of, and what it says; None for most names."""
    commune = _COMMUNE.fullmatch(sheet)
    if commune and _is_place(commune["name"]):
        return "commune", sheet
    text = re.sub(_LIST, "", re.sub(_NUMBER, "", sheet))
    for wording in (text, re.sub(_COUNT, "", text)):
        if is_wording(wording):
            return "status", wording
    return None


def _is_place(name: str) -> bool:
    """Whether every word begins with a capital or is a figure, as in names of places."""
    words = re.split(r"[ -]+", name)
    capitals = all(word[:1].isupper() or word.isdecimal() for word in words)
    return capitals and words[0].casefold() not in _NO_NAME
