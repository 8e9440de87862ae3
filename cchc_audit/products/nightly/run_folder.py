"""The folder of outputs: a folder a run, which is whole or not there.

    reports/2026-03-31/001/…   the outputs of a run, `report.json` among them
    reports/current.json       names the whole run of the newest night
    reports/.….part            a run that is being written, or was killed while it was

A run is written into a hidden folder, which takes its place by one rename when all of it is on the
disk; then `current.json` is replaced, unless the run makes up for an older night, and older runs of
the same day go. Every run has a `sequence` one above the last, by which the order of runs is known
whatever the clock says.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from cchc_audit.analysis.snapshots import Witness
from cchc_audit.analysis.snapshots.manifest import LAST_NUMBER
from cchc_audit.core.atomic import force_files, force_folder, making_folder, open_up, put
from cchc_audit.core.bounded_json import read_json
from cchc_audit.core.errors import InputError
from cchc_audit.core.scratch import PART, remove_part

CURRENT = "current.json"
REPORT = "report.json"
LOCK = ".lock"
_LONGEST = 64 << 20
_NUMBER = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class Run:
    """One whole run: the day of its figures, its number on that day, its place in the order of
    all runs, the digest of the snapshot it tells of and that one's number (None: it tells none).
    """

    day: date
    number: int
    sequence: int
    snapshot: str
    snapshot_number: int | None = None

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.number:03}"

    @property
    def place(self) -> str:
        """Its folder, seen from that of all reports."""
        return f"{self.day}/{self.name}"


class Shelf:
    """The outputs of one folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The folder to oneself. Raises `InputError` where another run has it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise InputError("nightly.busy", folder=self.folder) from None
        try:
            yield
        finally:
            lock.release()

    def runs(self) -> tuple[Run, ...]:
        """The whole runs, in the order in which they were made."""
        found = []
        for place in self.folder.glob("*/*/" + REPORT):
            run = _run(place)
            if run is not None:
                found.append(run)
        return tuple(sorted(found, key=lambda run: run.sequence))

    def witnesses(self) -> tuple[Witness, ...]:
        """What the runs that came out tell of the chain of snapshots."""
        told = [witness_of(run) for run in self.runs() if run.snapshot]
        current = _read(self.folder / CURRENT)
        if current is not None and current.get("snapshot"):
            told.append(Witness(str(current["snapshot"]), None))
        return tuple(told)

    def next(self, day: date) -> Run:
        """What the next run of `day` is called; its snapshot is still to come."""
        runs = self.runs()
        used = [self._numbers(self.folder / str(day)), [0]]
        number = max(number for numbers in used for number in numbers) + 1
        return Run(day, number, max([run.sequence for run in runs], default=0) + 1, "")

    @contextmanager
    def writing(self, run: Run) -> Iterator[Path]:
        """An empty hidden folder for the outputs of `run`, which appears as its folder, whole, when
        the block ends well, and is gone where it does not.
        """
        with making_folder(self.folder / f".{run.day}-{run.name}{PART}") as part:
            yield part
            force_files(part)
            open_up(part)
            day = self.folder / str(run.day)
            day.mkdir(exist_ok=True)
            part.rename(day / run.name)
            force_folder(day)
            force_folder(self.folder)

    def point(self) -> None:
        """Let `current.json` name the last run of the newest night, however late others were made
        up for.
        """
        run = max(self.runs(), key=lambda run: (run.day, run.sequence), default=None)
        if run is None or self._current() == run.place:
            return
        document = {
            "day": str(run.day),
            "run": run.name,
            "folder": run.place,
            "report": f"{run.place}/{REPORT}",
            "sequence": run.sequence,
            "snapshot": run.snapshot,
        }
        text = json.dumps(document, indent=2) + "\n"
        put(self.folder / CURRENT, lambda beside: beside.write_bytes(text.encode()))

    def heal(self) -> None:
        """Put right what a killed run left: half folders go, and the newest night is named."""
        for path in self.folder.glob(f".*{PART}"):
            remove_part(path)
        self.point()
        self.tidy()

    def tidy(self) -> None:
        """Remove the runs that a later one of the same day replaced.

        What the system does not let go of (a file that is open in Excel) stays until next time.
        """
        newest = {run.day: run for run in self.runs()}
        for day, run in newest.items():
            for number in self._numbers(self.folder / str(day)):
                if number < run.number:
                    place = self.folder / str(day) / f"{number:03}"
                    aside = self.folder / f".{day}-{number:03}{PART}"
                    # Out of sight first: a folder is whole, or it is not there.
                    with suppress(OSError):
                        place.rename(aside)
                        remove_part(aside)

    def _numbers(self, day: Path) -> list[int]:
        if not day.is_dir():
            return []
        return [int(path.name) for path in day.iterdir() if _NUMBER.fullmatch(path.name)]

    def _current(self) -> str | None:
        """The folder that `current.json` names; None where it names none."""
        told = _read(self.folder / CURRENT)
        return None if told is None else str(told.get("folder"))


def witness_of(run: Run) -> Witness:
    """What a run tells of the chain of snapshots."""
    return Witness(run.snapshot, run.snapshot_number)


def _run(report: Path) -> Run | None:
    """The run of a `report.json`; None for a folder that is something else."""
    told = _read(report)
    if told is None or not _NUMBER.fullmatch(report.parent.name):
        return None
    snapshot = told.get("snapshot")
    try:
        return Run(
            day=date.fromisoformat(report.parent.parent.name),
            number=int(report.parent.name),
            sequence=int(str(told["sequence"])),
            snapshot=str(snapshot["digest"]) if isinstance(snapshot, dict) else "",
            snapshot_number=_number(snapshot),
        )
    except (ValueError, KeyError, OverflowError):
        return None


def _number(snapshot: object) -> int | None:
    match snapshot:
        case {"number": int(number)} if 1 <= number <= LAST_NUMBER:
            return number
    return None


def _read(path: Path) -> Mapping[str, object] | None:
    try:
        told = read_json(path, most=_LONGEST)
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None
