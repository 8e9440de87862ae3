"""Whether the snapshots are still what they were when they were taken."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from cchc_audit.analysis.snapshots.store import HEAD, Contents, Entry, Keeping, is_one_behind
from cchc_audit.core.digests import digest_of


class Fracture(StrEnum):
    """What is wrong with a chain."""

    ALL_REMOVED = "all_removed"
    TAIL_REMOVED = "tail_removed"
    MANIFEST_UNREADABLE = "manifest_unreadable"
    MANIFEST_FOREIGN = "manifest_foreign"
    MANIFEST_EDITED = "manifest_edited"
    MANIFEST_REMOVED = "manifest_removed"
    MANIFEST_DOUBLED = "manifest_doubled"
    DATA_EDITED = "data_edited"
    DATA_MISSING = "data_missing"
    HEAD_MISSING = "head_missing"
    HEAD_WRONG = "head_wrong"


@dataclass(frozen=True, slots=True)
class Break:
    """One place at which the chain is broken: the file, or of what is gone the numbers, from
    `number` through `through` (0: the one alone).
    """

    kind: Fracture
    file: str
    number: int
    through: int = 0


@dataclass(frozen=True, slots=True)
class Witness:
    """What a published night tells of the chain: the digest of a manifest, and its number (None
    where it tells none).
    """

    digest: str
    number: int | None


def verify(contents: Contents, witnesses: Collection[Witness] = ()) -> tuple[Break, ...]:
    """Every break of the chain, in its order; none: nothing was edited or removed since.

    Looked at: each manifest against the digest that the next one (or the head) holds, numbers
    without a gap, data and events against the digests of their manifest. Data that retention let
    go, and that of replaced runs, need not be there. `witnesses` are what published nights tell:
    without them a chain that was cut and whose head was mended looks whole.
    """
    newest = max([0, *(told.number for told in witnesses if told.number is not None)])
    if not (contents.entries or contents.unreadable or contents.foreign):
        newest = max(newest, contents.head.number if contents.head else 0, min(len(witnesses), 1))
        if newest:
            return (Break(Fracture.ALL_REMOVED, "", 1, newest),)
    breaks = [
        Break(Fracture.MANIFEST_UNREADABLE, path.name, _number(path))
        for path in contents.unreadable
    ]
    breaks += [
        Break(Fracture.MANIFEST_FOREIGN, found.path.name, _number(found.path))
        for found in contents.foreign
    ]
    seen = {found.number for found in breaks}
    before: Entry | None = None
    for entry in contents.entries:
        breaks += _link(before, entry, seen)
        breaks += _content(contents, entry)
        before = entry
    breaks += _end(contents, before, seen, witnesses)
    breaks += _contradicted(contents, witnesses, {found.file for found in breaks})
    return tuple(sorted(breaks, key=lambda found: (found.number, found.kind)))


def _contradicted(
    contents: Contents, witnesses: Collection[Witness], broken: Collection[str]
) -> list[Break]:
    """The manifests that are not those a published night tells of, where nothing else shows it."""
    digests = {told.number: told.digest for told in witnesses if told.number is not None}
    return [
        Break(Fracture.MANIFEST_EDITED, entry.path.name, entry.manifest.number)
        for entry in contents.entries
        if digests.get(entry.manifest.number, entry.digest) != entry.digest
        and entry.path.name not in broken
    ]


def _link(before: Entry | None, entry: Entry, seen: set[int]) -> list[Break]:
    """Whether `entry` follows on `before`; `seen` are numbers whose manifest cannot be read."""
    number = entry.manifest.number
    last = before.manifest.number if before else 0
    if number == last:
        return [Break(Fracture.MANIFEST_DOUBLED, entry.path.name, number)]
    if number > last + 1:
        return _gap(last, number, seen)
    if entry.manifest.before == (before.digest if before else None):
        return []
    changed = before or entry
    return [Break(Fracture.MANIFEST_EDITED, changed.path.name, changed.manifest.number)]


def _gap(last: int, number: int, seen: set[int]) -> list[Break]:
    """What is missing between two numbers, a break for each stretch of it."""
    edges = [last, *sorted(n for n in seen if last < n < number), number]
    return [
        Break(Fracture.MANIFEST_REMOVED, "", low + 1, high - 1 if high - low > 2 else 0)
        for low, high in pairwise(edges)
        if high - low > 1
    ]


def _content(contents: Contents, entry: Entry) -> list[Break]:
    """Whether data and events are as they were stored."""
    keeping = contents.keeping(entry)
    manifest = entry.manifest
    found = []
    for path, stored in entry.parts:
        if not path.is_file():
            if keeping in (Keeping.KEPT, Keeping.MISSING):
                found.append(Break(Fracture.DATA_MISSING, path.name, manifest.number))
        elif path.stat().st_size != stored.bytes or digest_of(path) != stored.sha256:
            found.append(Break(Fracture.DATA_EDITED, path.name, manifest.number))
    return found


def _end(
    contents: Contents, last: Entry | None, seen: set[int], witnesses: Collection[Witness]
) -> list[Break]:
    """Whether the newest manifest is the one that the head and the published nights name."""
    head = contents.head
    number = max([last.manifest.number if last else 0, *seen])
    named = [told.number for told in witnesses if told.number is not None]
    most = max([number, *named, head.number if head else 0])
    through = most if most > number + 1 else 0
    gone = [Break(Fracture.TAIL_REMOVED, "", number + 1, through)] if most > number else []
    if contents.head_unreadable:
        return [Break(Fracture.HEAD_WRONG, HEAD, 0), *gone]
    if head is None:
        # The very first run may have been killed before it could point, or tell anybody.
        lost = number > 1 or named
        return [*([Break(Fracture.HEAD_MISSING, HEAD, 0)] if lost else []), *gone]
    if gone or last is None or last.manifest.number < number:
        return gone
    if head.number == number:
        if head.manifest == last.digest:
            return []
        return [Break(Fracture.MANIFEST_EDITED, last.path.name, number)]
    if is_one_behind(head, last):
        return []
    return [Break(Fracture.HEAD_WRONG, HEAD, 0)]


def _number(path: Path) -> int:
    digits = path.name.split(".")[1] if path.name.count(".") > 1 else ""
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
