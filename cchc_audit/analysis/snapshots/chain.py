"""Whether the snapshots are still what they were when they were taken."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cchc_audit.analysis.snapshots.store import HEAD, Contents, Entry, Keeping, is_one_behind
from cchc_audit.core.digests import digest_of


class Fracture(StrEnum):
    """What is wrong with a chain."""

    MANIFEST_UNREADABLE = "manifest_unreadable"
    MANIFEST_EDITED = "manifest_edited"
    MANIFEST_REMOVED = "manifest_removed"
    MANIFEST_DOUBLED = "manifest_doubled"
    DATA_EDITED = "data_edited"
    DATA_MISSING = "data_missing"
    HEAD_MISSING = "head_missing"
    HEAD_WRONG = "head_wrong"


@dataclass(frozen=True, slots=True)
class Break:
    """One place at which the chain is broken: the file, or of what is gone the number."""

    kind: Fracture
    file: str
    number: int


def verify(contents: Contents) -> tuple[Break, ...]:
    """Every break of the chain, in its order; none: nothing was edited or removed since.

    Looked at: each manifest against the digest that the next one (or the head) holds, numbers
    without a gap, data and events against the digests of their manifest. Data that retention let
    go, and that of replaced runs, need not be there.
    """
    breaks = [
        Break(Fracture.MANIFEST_UNREADABLE, path.name, _number(path))
        for path in contents.unreadable
    ]
    seen = {found.number for found in breaks}
    before: Entry | None = None
    for entry in contents.entries:
        breaks += _link(before, entry, seen)
        breaks += _content(contents, entry)
        before = entry
    breaks += _end(contents, before, seen)
    return tuple(sorted(breaks, key=lambda found: (found.number, found.kind)))


def _link(before: Entry | None, entry: Entry, seen: set[int]) -> list[Break]:
    """Whether `entry` follows on `before`; `seen` are numbers whose manifest cannot be read."""
    number = entry.manifest.number
    last = before.manifest.number if before else 0
    if number == last:
        return [Break(Fracture.MANIFEST_DOUBLED, entry.path.name, number)]
    gap = [
        Break(Fracture.MANIFEST_REMOVED, "", missing)
        for missing in range(last + 1, number)
        if missing not in seen
    ]
    if number > last + 1:
        return gap
    if entry.manifest.before == (before.digest if before else None):
        return []
    changed = before or entry
    return [Break(Fracture.MANIFEST_EDITED, changed.path.name, changed.manifest.number)]


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


def _end(contents: Contents, last: Entry | None, seen: set[int]) -> list[Break]:
    """Whether the newest manifest is the one that the head names."""
    head = contents.head
    if contents.head_unreadable:
        return [Break(Fracture.HEAD_WRONG, HEAD, 0)]
    number = max([last.manifest.number if last else 0, *seen])
    if head is None:
        # The very first run may have been killed before it could point.
        return [Break(Fracture.HEAD_MISSING, HEAD, 0)] if number > 1 else []
    gone = [
        Break(Fracture.MANIFEST_REMOVED, "", missing)
        for missing in range(number + 1, head.number + 1)
    ]
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
    return int(digits) if digits.isdecimal() else 0
