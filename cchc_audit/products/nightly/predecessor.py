"""The night that tonight is compared with, and what is to be said about the snapshots there are.

That is the last snapshot of an earlier day whose report came out: a run that was killed between
snapshot and report told nobody what had changed, and the next one must not pass over it. A
snapshot whose data was edited since cannot be compared with; the one before it is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from cchc_audit.analysis.snapshots import Entry, Input, State, Witness, verify
from cchc_audit.analysis.snapshots.store import Contents
from cchc_audit.core.errors import InputError
from cchc_audit.products.history import base_of_entry, state_of_entry


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An earlier night: its snapshot, the state it holds, and the base that it is for tonight: of
    every dossier the last snapshot that held it. `unusable`: the days after it whose data is gone
    or was edited.
    """

    entry: Entry
    state: State
    base: State
    unusable: tuple[date, ...]


def find_predecessor(
    contents: Contents, day: date, *, published: Collection[str]
) -> Predecessor | None:
    """The snapshot to compare the night of `day` with; None on a first night.

    `published`: the digests of the snapshots whose report came out.
    """
    earlier = sorted(
        (entry for known, entry in contents.current.items() if known < day),
        key=lambda entry: (entry.digest in published, entry.manifest.day),
    )
    unusable: list[date] = []
    for entry in reversed(earlier):
        try:
            state = state_of_entry(entry)
        except InputError:
            unusable.append(entry.manifest.day)
            continue
        later = (known for known in unusable if known > entry.manifest.day)
        return Predecessor(entry, state, base_of_entry(entry, state), tuple(sorted(later)))
    return None


def find_unpublished(
    contents: Contents, day: date, found: Predecessor | None, *, published: Collection[str]
) -> tuple[date, ...]:
    """The days between `found` and `day` whose snapshot never had a report."""
    if found is None:
        return ()
    since = found.entry.manifest.day
    return tuple(
        known
        for known, entry in contents.current.items()
        if since < known < day and entry.digest not in published
    )


def find_latest(contents: Contents) -> date | None:
    """The latest day there is a snapshot of."""
    return max(contents.current, default=None)


def count_breaks(contents: Contents, witnesses: Sequence[Witness]) -> int:
    """In how many places the chain of snapshots is broken; `witnesses` as in `verify`."""
    return len(verify(contents, witnesses))


def same_export(contents: Contents, day: date, inputs: Sequence[Input]) -> date | None:
    """The last earlier day whose exports were, byte for byte, those of tonight."""
    tonight = sorted(str(file.sha256) for file in inputs)
    for known, entry in reversed(contents.current.items()):
        then = entry.manifest.inputs
        if known < day and sorted(str(file.sha256) for file in then) == tonight:
            return known
    return None
