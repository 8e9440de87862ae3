"""What all rows of a table have in common, told outside of it: a status, a commune.

It is the name of a sheet, or stands above the header: with a label (*Trạng thái: Đã rút*), as a
title, or as the office in the letterhead. Where nothing else does, a file named for a commune says
whose dossiers it holds: of several, each has a number 1.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

import polars as pl

from cchc_audit.core.vocabulary import Status
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.header_search import is_record
from cchc_audit.intake.files.raw_rows import cell
from cchc_audit.intake.values.communes import KINDS, commune_name, name_key, with_kind
from cchc_audit.intake.values.header_names import columns_named
from cchc_audit.intake.values.statuses import read_status
from cchc_audit.intake.values.text import clean, fold_search
from cchc_audit.intake.values.titles import (
    is_list,
    parts_of_title,
    stated_wording,
    status_wording,
)

_COMMUNE = re.compile(
    r"(?i)(?:(?:ubnd|[uủ][ỷy] ban nhân dân|ttpvhcc)\s+)?"
    r"(?:xã|phường|thị trấn|đặc khu)\s+(?P<name>.+)"
)
_NO_NAME = re.compile(
    r"(?i)(?:xã|phường|khác|hội chủ nghĩa|tất cả|chọn|toàn (?:bộ|tỉnh|huyện|thành phố))\b"
)
"""What the word for a commune stands before without naming one (*Xã hội chủ nghĩa Việt Nam*)."""
_PLACES = re.compile(r"(?:(?:ten|ubnd|cap|xa|phuong|thi tran|dac khu)\b[\s/,]*)+")
"""A folded label of communes alone: what it holds is one, with a word for that or without."""
_UNIT = re.compile(r"don vi\b")
_PROVINCE = r"(?i)\s*[,–-]\s*(?:tỉnh|thành phố|tp|huyện|quận|thị xã)\b.*$"
_SEVERAL = re.compile(r"(?i)[;:,+]|\b(?:xã|phường|thị trấn|đặc khu|và)\b")


class _Fact(NamedTuple):
    """The column that a text tells of, what it says of every row, and the text."""

    kind: str
    name: str
    told: str

    @property
    def meaning(self) -> str:
        """The same for two spellings of one fact."""
        return name_key(self.name) if self.kind == "commune" else read_status(self.name).value


def with_common_facts(
    body: Body,
    places: Mapping[str, int],
    sample: pl.DataFrame,
    *,
    own: Mapping[str, int],
    is_commune: Callable[[str], bool],
) -> tuple[Body, dict[str, int]]:
    """A table with columns of what its sheet's name (*Công dân yêu cầu rút hồ sơ*, *Xã Gò Trăng*)
    and the lines above its header say of every row, where it has no such column of its own
    (`own`); and the place of each column. In a column made of the names of groups inside the table
    they stand where no group does.

    A person writes it for nothing else, and dossiers withdrawn would be overdue without it. Of two
    facts that differ neither is taken, nor is a commune where rows of the `sample` name another one
    as the office that has the dossier: who sends a table may not be who handles them. `is_commune`
    knows communes by their names alone.
    """
    placed = dict(places)
    offices = _communes_of_offices(sample, own)
    for fact in _facts(body, is_commune):
        if fact.kind in own or (fact.kind == "commune" and offices - {fact.meaning}):
            continue
        place = placed.setdefault(fact.kind, len(body.header))
        name, header = cell(place), body.header
        said: pl.Expr = pl.lit(fact.name)
        if place < len(header):
            said = pl.coalesce(pl.col(name), said)
        else:
            header = (*header, fact.told)
        body = body._replace(frame=body.frame.with_columns(said.alias(name)), header=header)
    return body, placed


def _communes_of_offices(sample: pl.DataFrame, own: Mapping[str, int]) -> set[str]:
    """The communes that rows name under the office that has the dossier, folded."""
    if "agency" not in own:
        return set()
    offices = sample[cell(own["agency"])].unique().drop_nulls()
    names = (commune_name(text) or "" for text in offices)
    return {name_key(name) for name in names if _kind_of(name)}


def _facts(body: Body, is_commune: Callable[[str], bool]) -> list[_Fact]:
    """What holds for every row, one fact a column; a title or a letterhead gives way to a label and
    to the name of the sheet.
    """
    stated = [fact] if body.sheet and (fact := _of_sheet(body.sheet)) else []
    titles: list[_Fact] = []
    for row in body.above:
        if not is_record(row):
            texts = [clean(text) for text in row]
            stated += _labelled(texts, is_commune)
            titles += _titles(texts)
    found = []
    for kind in ("status", "commune"):
        facts = [fact for fact in stated if fact.kind == kind]
        untold = not facts
        facts = facts or [fact for fact in titles if fact.kind == kind]
        if kind == "commune" and not facts:
            facts = _of_file(body.name)
        # "Hồ sơ đã tiếp nhận" is a title of lists of all dossiers, finished ones among them.
        is_all = untold and any(fact.meaning == Status.IN_PROGRESS for fact in facts)
        if len({fact.meaning for fact in facts}) == 1 and not is_all:
            found.append(facts[0])
    return found


def _of_sheet(sheet: str) -> _Fact | None:
    """What the name of a sheet tells; None for most names."""
    named = _named(clean(sheet))
    return named and named._replace(told=f"#{sheet}")


def _of_file(name: str) -> list[_Fact]:
    """The commune that the name of a file is, with a word for that: alone it may be a person's."""
    stem = clean(PurePath(name).stem.replace("_", " "))
    fact = _named(stem)
    return [fact._replace(told=f"#{stem}")] if fact and fact.kind == "commune" else []


def _named(text: str) -> _Fact | None:
    """What a name tells without a label."""
    commune = _COMMUNE.fullmatch(text)
    if commune and _is_place(commune["name"]):
        return _Fact("commune", text, text)
    wording = status_wording(text)
    return _Fact("status", wording, text) if wording else None


def _titles(texts: Sequence[str]) -> Iterator[_Fact]:
    """What the cells of a line tell as a sheet's name would; a status only as a list of it, for
    counts by status stand above tables, too.
    """
    for text in texts:
        for part in parts_of_title(text):
            fact = _named(part)
            if fact and (fact.kind == "commune" or is_list(text)):
                yield fact._replace(told=text)


def _labelled(texts: Sequence[str], is_commune: Callable[[str], bool]) -> Iterator[_Fact]:
    """What a line tells with labels: *Trạng thái: Đã rút* in one cell, or in two."""
    for place, text in enumerate(texts):
        label, value = text.partition(":")[0].strip(), text.partition(":")[2].strip()
        kind = _kind(label) if label else None
        if kind is None:
            continue
        rest = list(texts[place + 1 :])
        while not value and rest:
            value = rest.pop(0)
        # What goes on in the next cell (a list of several, a count) belongs to the value.
        if rest and rest[0] and ":" not in rest[0]:
            value = f"{value}, {rest[0]}"
        told = f"{label}: {value}"
        if kind == "commune" and (name := _commune(label, value, is_commune)):
            yield _Fact(kind, name, told)
        elif kind == "status" and (wording := stated_wording(value)):
            yield _Fact(kind, wording, told)


def _kind(label: str) -> str | None:
    """The column that a label names."""
    named = columns_named([label], {})
    if "status" in named:
        return "status"
    folded = fold_search(label)
    is_unit = "commune" in named or _UNIT.match(folded) or _PLACES.fullmatch(folded)
    return "commune" if is_unit else None


def _commune(label: str, value: str, is_commune: Callable[[str], bool]) -> str | None:
    """The commune that a labelled value names, None for another office or several communes."""
    value = re.sub(_PROVINCE, "", value)
    name = commune_name(value) or ""
    kind = _kind_of(name)
    bare = name.removeprefix(kind).strip()
    if not bare or _SEVERAL.search(bare) or _NO_NAME.match(bare):
        return None
    if kind:
        return value
    known = is_commune(bare) or _PLACES.fullmatch(fold_search(label))
    is_one = known and _is_place(bare) and not bare.isdecimal()
    return with_kind(label, value) if is_one else None


def _kind_of(name: str) -> str:
    """The word for a commune before its name; empty without any."""
    return next((kind for kind in KINDS if name.startswith(f"{kind} ")), "")


def _is_place(name: str) -> bool:
    """Whether every word begins with a capital or is a figure, as in names of places."""
    words = re.split(r"[ -]+", name)
    capitals = all(word[:1].isupper() or word.isdecimal() for word in words)
    return capitals and not _NO_NAME.match(name)
