"""`python -m bench`: see `make bench` and docs/performance.md."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.cases import BARE, COMMUNES, bare, cases, communes, gates
from bench.measure import ROOT, Case, Run, interleaved, ratio, run
from bench.report import disagreement, growth, machine, record, results

_DATA = Path(__file__).parent / "data"
_AS_OF, _JUDGED = "30/06/2026", "2026-06-30"
_FEW = 400
_GATED_FROM = 1_000_000
_SIZES = (10_000, 100_000, 1_000_000, 10_000_000, 30_000_000)


def main() -> int:
    """Measures, prints, and is 1 where the gate fails or a peer counts otherwise."""
    words = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    words.add_argument("--rows", type=int, default=1_000_000, help="dossiers in the file")
    words.add_argument("--rounds", type=int, default=5, help="how often each case is run")
    words.add_argument("--only", action="append", metavar="CASE", help="this case (repeatable)")
    words.add_argument(
        "--growth", type=int, metavar="MOST", help="bare read and communes from 10,000 rows to MOST"
    )
    words.add_argument(
        "--record", action="store_true", help="write the table to docs/performance.md"
    )
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if given.growth:
            return _growth(given.growth, given.rounds, Path(folder), keep=given.record)
        return _compare(given, Path(folder))


def _compare(given: argparse.Namespace, folder: Path) -> int:
    skipped: list[str] = []
    data = _data(given.rows)
    chosen = cases(data, _data(_FEW), as_of=_AS_OF, judged=_JUDGED, skipped=skipped)
    if given.only:
        wanted = {BARE, *given.only}
        chosen = [case for case in chosen if case.name in wanted]
    # So that every case finds the file in memory, and what is compiled once.
    run(bare(data), folder=folder)
    run(communes(data, as_of=_AS_OF), folder=folder)
    runs = interleaved(chosen, rounds=given.rounds, folder=folder)
    title = f"{given.rows:,} rows, {data.stat().st_size / 1e9:.2f} GB; {given.rounds} rounds."
    missing = "".join(f"\n\nLeft out: {reason}." for reason in skipped)
    text = f"{title} {machine()}\n\n{results(chosen, runs)}{missing}"
    print(text)
    if given.record:
        record("results", text)
    if COMMUNES not in runs:
        return 0
    different = disagreement(runs)
    if different:
        print(f"\nFAILED: {different}")
        return 1
    return _gate(runs, gates(data), rows=given.rows)


def _gate(runs: Mapping[str, Sequence[Run]], held: Mapping[str, float], *, rows: int) -> int:
    """The gates; below a million rows starting up outweighs reading, and nothing is held."""
    failed = False
    for name, gate in held.items():
        found = ratio(runs, Case(name, (), BARE)) if name in runs else None
        if found is not None:
            print(f"\n{name} takes {found:.2f} times the {BARE}; the gate is {gate}.")
            failed |= rows >= _GATED_FROM and found > gate
    if failed:
        print("FAILED")
    return int(failed)


def _growth(most: int, rounds: int, folder: Path, *, keep: bool) -> int:
    sizes = {}
    for rows in (size for size in _SIZES if size <= most):
        data = _data(rows)
        pair = [bare(data), communes(data, as_of=_AS_OF)]
        run(pair[0], folder=folder)
        sizes[rows] = interleaved(pair, rounds=rounds, folder=folder)
    text = f"{rounds} rounds. {machine()}\n\n{growth(sizes, (BARE, COMMUNES))}"
    print(text)
    if keep:
        record("growth", text)
    return 0


def _data(rows: int) -> Path:
    """The file with so many rows, made once, in a process of its own: this one stays small.

    (A process starts with the memory of the one that starts it on its account.)
    """
    path = _DATA / f"dossiers-{rows}.csv"
    if not (path.exists() and (_DATA / "terms.csv").exists()):
        print(f"making {rows:,} dossiers", file=sys.stderr)
        words = [sys.executable, "-m", "bench.generate", str(rows)]
        subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return path


if __name__ == "__main__":
    sys.exit(main())
