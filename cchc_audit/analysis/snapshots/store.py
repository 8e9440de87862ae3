"""The folder of snapshots: taking one, finding one, letting old data go.

A snapshot `<day>.<number>` is two to four files: its dossiers (`.parquet`), the events that were
read with them (`.events.parquet`), what it carries on from the nights before (`.carried.arrow`) and
its manifest (`.json`), which is written last: a snapshot is there when its manifest is. Numbers
follow the order of taking and never come twice; of several runs for one day the newest stands, and
the data of the others goes. `chain.json` holds the number and the digest of the newest manifest.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout
from pydantic import ValidationError

from cchc_audit.analysis.snapshots.manifest import (
    LAST_NUMBER,
    Facts,
    Manifest,
    Stored,
    foreign_version,
)
from cchc_audit.analysis.snapshots.retention import kept_days
from cchc_audit.core.atomic import leftovers, put
from cchc_audit.core.bounded_json import parse_json, read_bounded, read_json
from cchc_audit.core.digests import digest, digest_of
from cchc_audit.core.errors import InputError, numbered

HEAD = "chain.json"
LOCK = ".lock"
CARRIED = ".carried.arrow"
_LONGEST_HEAD = 4096
_LONGEST_MANIFEST = 4 << 20
_NAME = re.compile(
    r"\d{4}-\d{2}-\d{2}\.(?P<number>\d{6,9})(?P<kind>\.json|(\.events)?\.parquet|\.carried\.arrow)"
)


class Keeping(StrEnum):
    """What became of the data of a snapshot."""

    KEPT = "kept"
    PRUNED = "pruned"
    REPLACED = "replaced"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Entry:
    """One snapshot of the chain: its manifest, the manifest's file and digest."""

    path: Path
    manifest: Manifest
    digest: str

    @property
    def data(self) -> Path:
        """Where the dossiers are, or were."""
        return self.path.with_name(Path(self.manifest.data.file).name)

    @property
    def events(self) -> Path | None:
        """Where the events are, or were; None where none were read."""
        stored = self.manifest.events
        return None if stored is None else self.path.with_name(Path(stored.file).name)

    @property
    def carried(self) -> Path | None:
        """Where that is what it carries on from earlier nights; None where it carries nothing."""
        stored = self.manifest.carried
        return None if stored is None else self.path.with_name(Path(stored.file).name)

    @property
    def parts(self) -> tuple[tuple[Path, Stored], ...]:
        """The files of its data, those that may be let go."""
        told = self.manifest
        every = ((self.data, told.data), (self.events, told.events), (self.carried, told.carried))
        return tuple((path, part) for path, part in every if path is not None and part is not None)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A manifest of a version that this program does not read."""

    path: Path
    version: int

    @property
    def day(self) -> str:
        """The day it tells of, as its name has it."""
        return self.path.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Head:
    """What `chain.json` says: the newest manifest there should be."""

    number: int
    manifest: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in the folder: snapshots by number, manifests that cannot be read, the head.

    `foreign` are manifests of a version that this program does not read: they are left alone.
    `head_unreadable`: `chain.json` is there and makes no sense.
    """

    entries: tuple[Entry, ...]
    unreadable: tuple[Path, ...]
    foreign: tuple[Foreign, ...]
    head: Head | None
    head_unreadable: Path | None

    @property
    def unread(self) -> tuple[Path, ...]:
        """The manifests that are no entries, whatever the reason."""
        return (*self.unreadable, *(found.path for found in self.foreign))

    @property
    def damaged(self) -> Path | None:
        """A file of the chain that cannot be read, the head before manifests; None: all can."""
        if self.head_unreadable is not None:
            return self.head_unreadable
        return next(iter(self.unreadable), None)

    @property
    def current(self) -> dict[date, Entry]:
        """The snapshot that stands for each day, the earliest day first."""
        newest = {entry.manifest.day: entry for entry in self.entries}
        return dict(sorted(newest.items()))

    def before(self, day: date) -> tuple[Entry, ...]:
        """The snapshots of earlier days whose data is there, the last one last."""
        return tuple(
            entry for known, entry in self.current.items() if known < day and entry.data.is_file()
        )

    def keeping(self, entry: Entry) -> Keeping:
        """What became of the data of `entry`."""
        current = self.current
        if current[entry.manifest.day].manifest.number != entry.manifest.number:
            return Keeping.REPLACED
        if entry.data.is_file():
            return Keeping.KEPT
        pruned = entry.manifest.day not in kept_days(current)
        return Keeping.PRUNED if pruned else Keeping.MISSING


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot just taken: which one it replaced, and the later day there was already, if any."""

    entry: Entry
    replaced: Entry | None
    later: date | None


class Store:
    """The snapshots of one folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def contents(self) -> Contents:
        """Read every manifest. Raises `OSError` for a folder that may not be read."""
        found: list[Entry] = []
        unreadable: list[Path] = []
        foreign: list[Foreign] = []
        for path in sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []:
            if path.name == HEAD:
                continue
            try:
                content = read_bounded(path, most=_LONGEST_MANIFEST)
                told = parse_json(content)
                version = foreign_version(told) if isinstance(told, dict) else None
                if version is not None:
                    foreign.append(Foreign(path, version))
                    continue
                found.append(Entry(path, Manifest.model_validate_json(content), digest(content)))
            except (ValueError, ValidationError):
                unreadable.append(path)
        found.sort(key=lambda entry: (entry.manifest.number, entry.path.name))
        head, broken = self._head()
        return Contents(tuple(found), tuple(unreadable), tuple(foreign), head, broken)

    def of_day(self, day: date) -> Entry:
        """The snapshot that stands for `day`. Raises `InputError` where there is none to read."""
        contents = self.contents()
        for found in contents.foreign:
            if found.day == str(day):
                raise InputError(
                    "snapshots.foreign", day=day, file=found.path, version=found.version
                )
        entry = contents.current.get(day)
        if entry is None:
            known = [*contents.current]
            raise InputError(
                "snapshots.no_day" if known else "snapshots.none",
                day=day,
                folder=self.folder,
                days=", ".join(str(known_day) for known_day in known[-5:]),
            )
        return entry

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The folder to oneself; `take` asks for it itself, so do not take one inside.

        Raises `InputError` where another run has it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / LOCK, timeout=0):
                yield
        except Timeout:
            raise InputError("snapshots.busy", folder=self.folder) from None

    def take(
        self,
        dossiers: pl.DataFrame,
        facts: Facts,
        *,
        events: pl.DataFrame | None,
        carried: pl.DataFrame | None = None,
    ) -> Taken:
        """Store a snapshot; whatever happens meanwhile, the last whole one stands.

        `dossiers`: one row a dossier, in any order; `events`: what was read with them, if anything;
        `carried`: what it carries on from earlier nights (`carry_on`).
        What a killed run left is put right first. Raises `InputError` where another run is at work.
        """
        with self.locked():
            contents = self.contents()
            number, before = _next(contents)
            self._heal(contents, number)
            stem = f"{facts.day}.{number:06}"
            data = self._store(f"{stem}.parquet", dossiers.sort("dossier_id"))
            told = None
            if events is not None:
                order = ("dossier_id", "at", "event")
                told = self._store(f"{stem}.events.parquet", events.sort(order))
            manifest = Manifest(
                **facts.model_dump(),
                number=number,
                data=data,
                events=told,
                carried=None if carried is None else self._store(stem + CARRIED, carried),
                before=before,
            )
            entry = self._seal(self.folder / f"{stem}.json", manifest)
            self._prune(self.contents())
            current = contents.current
            later = [day for day in current if day > facts.day]
            return Taken(entry, current.get(facts.day), max(later, default=None))

    def _store(self, name: str, frame: pl.DataFrame) -> Stored:
        place = self.folder / name
        with numbered():
            put(place, lambda beside: _write(frame, beside, place.suffix))
        return Stored(
            file=name, bytes=place.stat().st_size, sha256=digest_of(place), rows=frame.height
        )

    def _seal(self, place: Path, manifest: Manifest) -> Entry:
        """Write the manifest, by which the snapshot begins to be there, and the head behind it."""
        content = (manifest.model_dump_json(indent=1) + "\n").encode()
        put(place, lambda beside: beside.write_bytes(content))
        self._point(Head(manifest.number, digest(content)))
        return Entry(place, manifest, digest(content))

    def _point(self, head: Head) -> None:
        text = json.dumps({"number": head.number, "manifest": head.manifest}) + "\n"
        put(self.folder / HEAD, lambda beside: beside.write_bytes(text.encode()))

    def _head(self) -> tuple[Head | None, Path | None]:
        place = self.folder / HEAD
        try:
            told = read_json(place, most=_LONGEST_HEAD)
        except FileNotFoundError:
            return None, None
        except ValueError:
            return None, place
        match told:
            case {"number": int(number), "manifest": str(manifest)} if 1 <= number <= LAST_NUMBER:
                return Head(number, manifest), None
        return None, place

    def _heal(self, contents: Contents, number: int) -> None:
        """Put right what a killed run left: half files and data that never got its manifest go, and
        the head names the newest manifest.

        Data of a number that was given out before stays: a manifest that was taken away is for
        people to look into, not to be tidied up after.
        """
        for path in leftovers(self.folder):
            path.unlink(missing_ok=True)
        told = {entry.path.name for entry in contents.entries}
        told |= {path.name for path in contents.unread}
        for path in self.folder.iterdir():
            name = _NAME.fullmatch(path.name)
            if name and int(name["number"]) >= number and path.name not in told:
                path.unlink(missing_ok=True)
        last = contents.entries[-1] if contents.entries else None
        if last is not None and is_one_behind(contents.head, last):
            self._point(Head(last.manifest.number, last.digest))

    def _prune(self, contents: Contents) -> None:
        """Let data go that retention does not keep; manifests stay."""
        current = contents.current
        kept = kept_days(current)
        for entry in contents.entries:
            stands = current[entry.manifest.day].manifest.number == entry.manifest.number
            if not stands or entry.manifest.day not in kept:
                for path, _ in entry.parts:
                    path.unlink(missing_ok=True)


def _write(frame: pl.DataFrame, place: Path, suffix: str) -> None:
    if suffix == ".parquet":
        frame.write_parquet(place, compression="zstd")
    else:
        frame.write_ipc(place, compression="zstd")


def is_one_behind(head: Head | None, last: Entry) -> bool:
    """Whether a head (None: there is none) is that of a run killed before it could point to `last`,
    the newest manifest: this one itself names what the head does.
    """
    number = last.manifest.number
    if head is None:
        return number == 1
    return head.number == number - 1 and head.manifest == last.manifest.before


def _next(contents: Contents) -> tuple[int, str | None]:
    """The number of the next snapshot, and the digest it has to name.

    The head is asked before the file: were the newest manifest edited, its new digest must not be
    taken over. A head one behind is that of a run killed before it could point.
    """
    last = contents.entries[-1] if contents.entries else None
    head = contents.head
    named = [int(m["number"]) for p in contents.unread if (m := _NAME.fullmatch(p.name))]
    if head is not None and (last is None or head.number >= last.manifest.number):
        return max([head.number, *named]) + 1, head.manifest
    if last is None:
        return max([0, *named]) + 1, None
    return max([last.manifest.number, *named]) + 1, last.digest
