"""What was measured, as Markdown: for the screen, and for docs/performance.md when asked to."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.cases import COMMUNES, PEERS
from bench.measure import Case, Run, median, ratio
from bench.peers import FIGURES

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_FURTHER = 100_000_000
_PACKAGES = ("polars", "duckdb", "pandas", "numpy", "typer", "rich")


def results(cases: Sequence[Case], runs: Mapping[str, Sequence[Run]]) -> str:
    """One row a case: median, spread, processor time, memory, ratio and what was promised."""
    rows = [_row(case, runs) for case in cases]
    for other, target in PEERS:
        if other in runs and COMMUNES in runs:
            rows.append(_row(Case(COMMUNES, (), other, target), runs))
    head = (
        "case",
        "s, median",
        "fastest-slowest",
        "CPU s",
        "peak MB",
        "CPU ratio",
        "to",
        "at most",
    )
    return _table(head, rows)


def _row(case: Case, runs: Mapping[str, Sequence[Run]]) -> tuple[str, ...]:
    mine = runs[case.name]
    seconds = sorted(run.seconds for run in mine)
    found = ratio(runs, case)
    return (
        case.name,
        f"{median(mine):.2f}",
        f"{seconds[0]:.2f}-{seconds[-1]:.2f}",
        f"{statistics.median(run.processor for run in mine):.2f}",
        f"{peak(mine):.0f}",
        "" if found is None else f"{found:.2f}",
        "" if found is None else str(case.against),
        "" if case.target is None else f"{case.target:g}",
    )


def growth(sizes: Mapping[int, Mapping[str, Sequence[Run]]], names: Sequence[str]) -> str:
    """One row a size: seconds and memory of each case, and the ratio of the second to the first."""
    head = ["rows"]
    for name in names:
        head += [f"{name}, s", f"{name}, MB"]
    rows = []
    for size, runs in sizes.items():
        cells = [f"{size:,}"]
        for name in names:
            cells += [f"{median(runs[name]):.2f}", f"{peak(runs[name]):.0f}"]
        rows.append((*cells, f"{median(runs[names[1]]) / median(runs[names[0]]):.2f}"))
    return _table((*head, "ratio"), rows) + _further(sizes, names)


def _further(sizes: Mapping[int, Mapping[str, Sequence[Run]]], names: Sequence[str]) -> str:
    """What the slope between the two largest sizes lets one expect of more rows than were tried."""
    if len(sizes) < 2:
        return ""
    fewer, more = sorted(sizes)[-2:]
    expected = []
    for name in names:
        low, high = median(sizes[fewer][name]), median(sizes[more][name])
        seconds = high + (high - low) / (more - fewer) * (_FURTHER - more)
        expected.append(f"{name} {seconds:.0f} s")
    return (
        f"\n\n{_FURTHER:,} rows were not measured; by the slope between {fewer:,} and {more:,}:"
        f" {', '.join(expected)}."
    )


def peak(runs: Sequence[Run]) -> float:
    """The most memory any run held, in MB."""
    return max(run.peak for run in runs) / 1e6


def machine() -> str:
    """Where and with what: one line."""
    packages = [f"{name} {found}" for name in _PACKAGES if (found := _version(name))]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {_processor()}, {cores} cores, {_memory()};"
        f" {platform.system()} {platform.release()}, Python {platform.python_version()};"
        f" {', '.join(packages)}."
    )


def disagreement(runs: Mapping[str, Sequence[Run]]) -> str | None:
    """In what a peer's figures differ from the tool's; None where all say the same."""
    answer = json.loads(runs[COMMUNES][0].output)
    rows = [[row[name] for name in FIGURES] for row in answer["rows"]]
    ours = {"total": rows[-1], "communes": sorted(rows[:-1], key=str)}
    for peer, _ in PEERS:
        if peer not in runs:
            continue
        theirs = json.loads(runs[peer][0].output)
        theirs["communes"].sort(key=str)
        for key, figures in ours.items():
            if theirs[key] != figures:
                pairs = zip(figures, theirs[key], strict=False)
                first = next((pair for pair in pairs if pair[0] != pair[1]), None)
                return f"{peer} counts otherwise than communes ({key}): {first}"
        twice = answer["input"]["duplicates"]
        if theirs["twice"] != twice:
            return f"{peer} finds {theirs['twice']} dossiers on several rows, communes {twice}"
    return None


def record(name: str, text: str) -> None:
    """Puts `text` between the marks `name` of docs/performance.md."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    whole = PAGE.read_text(encoding="utf-8")
    before, _, rest = whole.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n{text}\n\n{end}{after}", encoding="utf-8")
    print(f"written to {PAGE}", file=sys.stderr)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GiB"
