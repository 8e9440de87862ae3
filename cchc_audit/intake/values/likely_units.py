"""Names that may be one commune: they differ only in tone or accent marks, hyphens, y and i, or a
word for their kind, a code or a province that one of them lacks. Nothing is joined by guess; the
user hears of it.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from cchc_audit.core.alphabet import alphabetical
from cchc_audit.intake.values.communes import commune_name
from cchc_audit.intake.values.text import fold_search

_KIND = re.compile(r"(xa|phuong|thi tran|dac khu) (?=\S)")
_CODE = r"((?:[a-z]{0,3}\d+(?:[.-][a-z]{0,3}\d+)+)|\d{4,})"
_CODE_BEFORE = re.compile(rf"{_CODE}(?: ?[-–:_] ?| )(?=[^\W\d])", re.IGNORECASE)
_CODE_BEHIND = re.compile(rf" ?[(–-] ?{_CODE}\)?$", re.IGNORECASE)
_PLACE_BEHIND = re.compile(r" ?[,(–-] ?((?:tinh|huyen|thi xa|quan|thanh pho|tp\.?) .*)$")
_APART = re.compile(r"[\s'’.–—-]+")
HEADER = "name,also"


def likely_units(
    names: Iterable[str],
    *,
    settled: Collection[str] = (),
    real: Callable[[str], bool] = lambda _: False,
) -> tuple[tuple[str, ...], ...]:
    """Groups of names that may be one commune, the fullest name of each first.

    `settled` are names that the units file gives to communes of their own, `real` says whether
    there is a commune of exactly that name: of those, two are never one.
    """
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names), key=alphabetical):
        alike[_likeness(name)].append(name)
    groups = (
        group
        for likeness, found in alike.items()
        if likeness and len(found) > 1
        for together in _of_one_place(found)
        for group in _of_one_kind(together)
    )
    return tuple(
        tuple(sorted(group, key=lambda name: (name not in settled, _poor(name))))
        for group in groups
        if sum(name in settled for name in group) < 2 and not all(map(real, group))
    )


def units_lines(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The lines of `units.csv` that make one commune of each group, without the header."""
    lines = []
    for name, *others in groups:
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow((name, "|".join(others)))
        lines.append(text.getvalue())
    return tuple(lines)


def _of_one_place(names: list[str]) -> list[list[str]]:
    """Names that may be one: all, where no two tell of different codes or places; else those that
    tell the same.
    """
    told: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        told[_bare(name)[1]].append(name)
    together = [names] if len(told.keys() - {""}) < 2 else list(told.values())
    return [found for found in together if len(found) > 1]


def _of_one_kind(names: list[str]) -> list[list[str]]:
    """Names that may be one: those of a kind, with the ones that tell none where there is but one
    kind; a Xã and a Phường of one name are two.
    """
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        kinds[_kind(name)].append(name)
    bare = kinds.pop("", [])
    if not kinds:
        return [bare]
    if len(kinds) == 1:
        return [[*next(iter(kinds.values())), *bare]]
    return [found for found in kinds.values() if len(found) > 1]


@lru_cache(maxsize=4096)
def _bare(name: str) -> tuple[str, str]:
    """A name, folded, without the code or the place beside it; and those."""
    told: list[str] = []
    if before := _CODE_BEFORE.match(name):
        told.append(before[1])
        name = commune_name(name[before.end() :]) or ""
    if behind := _CODE_BEHIND.search(name):
        told.append(behind[1])
        name = name[: behind.start()]
    folded = fold_search(name)
    if place := _PLACE_BEHIND.search(folded):
        told.append(place[1])
        folded = folded[: place.start()]
    return folded, " ".join(told).casefold()


def _kind(name: str) -> str:
    match = _KIND.match(_bare(name)[0])
    return match[1] if match else ""


def _likeness(name: str) -> str:
    bare = _KIND.sub("", _bare(name)[0], count=1)
    return _APART.sub("", bare).replace("y", "i")


def _poor(name: str) -> tuple[bool, bool, int, tuple[str, str]]:
    """The less a name tells, or the more beside it, the higher: no kind, a code or a place, fewer
    marks; else by the alphabet.
    """
    marks = sum(not letter.isascii() for letter in name)
    return not _kind(name), bool(_bare(name)[1]), -marks, alphabetical(name)
