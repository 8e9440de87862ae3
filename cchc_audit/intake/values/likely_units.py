"""Names that may be one commune: they differ only in tone or accent marks, hyphens, y and i, or a
word for their kind that one of them lacks. Nothing is joined by guess; the user hears of it.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from cchc_audit.core.alphabet import alphabetical
from cchc_audit.intake.values.text import fold_search

_KIND = re.compile(r"(xa|phuong|thi tran|dac khu) (?=\S)")
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
        for group in _of_one_kind(found)
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


def _kind(name: str) -> str:
    match = _KIND.match(fold_search(name))
    return match[1] if match else ""


def _likeness(name: str) -> str:
    bare = _KIND.sub("", fold_search(name), count=1)
    return _APART.sub("", bare).replace("y", "i")


def _poor(name: str) -> tuple[bool, int, tuple[str, str]]:
    """The less a name tells the higher: no kind, fewer marks; else by the alphabet."""
    marks = sum(not letter.isascii() for letter in name)
    return not _kind(name), -marks, alphabetical(name)
