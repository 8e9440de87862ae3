"""What is measured: the commands, the bare read, the peers, the small things."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bench.measure import Case
from cchc_audit.intake.files.compiled import is_fast

BARE, LOSSY = "bare read", "bare read, lossy"
COMMUNES, WITHOUT = "communes", "communes, without fast"
DUCKDB, PANDAS = "DuckDB", "pandas + numpy busday"
AIM, FAST_AIM = 3.9, 2.0
"""So many times the bare read, in processor seconds, `communes` should take: without the extra
`fast`, and with it.
"""
GATE, FAST_GATE = 6.3, 3.5
"""What `make bench` fails above, on any machine: the first a tenth more than ten million rows took
where the bare read is quickest (5.7, see docs/performance.md), the second more by a third (2.6). It
holds for files that are large enough for the extra.
"""

_HERE = Path(__file__).parent
_TOOL = ("-m", "cchc_audit")


def bare(data: Path) -> Case:
    """The scan all else is measured by."""
    return Case(BARE, ("-m", "bench.bare", str(data), "utf8"))


def lossy(data: Path) -> Case:
    """The scan of one who has not looked at the bytes before."""
    return Case(LOSSY, ("-m", "bench.bare", str(data), "utf8-lossy"), BARE)


def communes(data: Path, *, as_of: str) -> Case:
    """The main job."""
    words = (*_TOOL, "communes", str(data), "--as-of", as_of, "--format", "json", "-q")
    return Case(COMMUNES, words, BARE, FAST_AIM)


def without_fast(data: Path, *, as_of: str) -> Case:
    """The main job where the extra `fast` is not installed."""
    words = communes(data, as_of=as_of).words[len(_TOOL) :]
    return Case(WITHOUT, ("-m", "bench.without_fast", *words), BARE, AIM)


def gates(data: Path) -> dict[str, float]:
    """The case behind each gate, and the gate, for this file and what is installed."""
    found = {WITHOUT: GATE}
    if is_fast(data.stat().st_size):
        found[COMMUNES] = FAST_GATE
    return found


def cases(data: Path, few: Path, *, as_of: str, judged: str, skipped: list[str]) -> list[Case]:
    """All cases for `data`; `few` is a file of 400 rows.

    What cannot be run here goes to `skipped`, with the reason. `judged` is the as-of in ISO.
    """
    when = ("--as-of", as_of, "-q")
    found = [
        bare(data),
        lossy(data),
        without_fast(data, as_of=as_of),
        communes(data, as_of=as_of),
        Case("assess -o x.parquet", _writes("assess", data, when, "x.parquet"), BARE, 6),
        Case("late -o x.csv", _writes("late", data, when, "late.csv"), BARE, 4),
        Case("findings -o x.csv", _writes("findings", data, when, "findings.csv"), BARE, 12),
    ]
    tables = (str(data), str(data.parent / "calendar.csv"), str(data.parent / "terms.csv"), judged)
    for name, module, needs in (
        (DUCKDB, "bench.peers.duckdb_sql", "duckdb"),
        (PANDAS, "bench.peers.pandas_busday", "pandas"),
    ):
        if find_spec(needs):
            found.append(Case(name, ("-m", module, *tables), BARE))
        else:
            skipped.append(f"{name}: {needs} is not installed (pip install -e '.[bench]')")
    return [*found, *_small(few, when)]


def _writes(command: str, data: Path, when: Sequence[str], out: str) -> tuple[str, ...]:
    return (*_TOOL, command, str(data), *when, "-o", out)


def _small(few: Path, when: Sequence[str]) -> list[Case]:
    """What a person waits for before anything is read."""
    empty, imports = "--help of an empty Typer app", "import polars, typer, rich"
    return [
        Case(empty, (str(_HERE / "empty_app.py"), "--help")),
        Case("--help", (*_TOOL, "--help"), empty, 1.3),
        Case(imports, ("-c", imports)),
        Case("late, 400 rows", (*_TOOL, "late", str(few), *when), imports, 2),
    ]


PEERS = ((DUCKDB, 0.3), (PANDAS, 0.1))
"""`communes` takes at most so many times a peer's time."""
