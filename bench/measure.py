"""One run of a case as a process of its own: how long it took, and the most memory it held."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
# ru_maxrss counts kilobytes on Linux, bytes on macOS.
_RSS = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Case:
    """What is run, and what its time is held against.

    `target` is the highest ratio to the case `against` that was promised (None: none was).
    """

    name: str
    words: tuple[str, ...]
    against: str | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall-clock and processor seconds, the most resident bytes, what it printed."""

    seconds: float
    processor: float
    peak: int
    output: bytes


def run(case: Case, *, folder: Path) -> Run:
    """Runs a case in `folder` with this very Python. Raises `SystemExit` where it fails."""
    out, said = folder / "out", folder / "err"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("POLARS_")
    }
    # As users run it: compiled modules are kept from one run to the next.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    with out.open("wb") as stdout, said.open("wb") as stderr:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *case.words],
            cwd=folder,
            env=environment,
            stdout=stdout,
            stderr=stderr,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{case.name} failed:\n{said.read_text(encoding='utf-8')[-2000:]}")
    processor = usage.ru_utime + usage.ru_stime
    return Run(seconds, processor, usage.ru_maxrss * _RSS, out.read_bytes())


def interleaved(cases: Sequence[Case], *, rounds: int, folder: Path) -> dict[str, list[Run]]:
    """Every case `rounds` times, in turn, so that what the machine does else hits all alike."""
    runs: dict[str, list[Run]] = {case.name: [] for case in cases}
    for number in range(rounds):
        for case in cases:
            runs[case.name].append(run(case, folder=folder))
            last = runs[case.name][-1]
            print(f"  {number + 1}/{rounds} {case.name}: {last.seconds:.2f} s", file=sys.stderr)
    return runs


def median(runs: Sequence[Run]) -> float:
    """The median of the seconds."""
    return statistics.median(run.seconds for run in runs)


def effort(runs: Sequence[Run]) -> float:
    """The median of the processor seconds: what else the machine does changes these least."""
    return statistics.median(run.processor for run in runs)


def ratio(runs: Mapping[str, Sequence[Run]], case: Case) -> float | None:
    """Processor seconds over those of what the case is held against; None where that was not
    run.
    """
    if case.against is None or case.against not in runs:
        return None
    return effort(runs[case.name]) / effort(runs[case.against])
