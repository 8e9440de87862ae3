"""Rows that are held do not hold the text of all that was read beside them."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from pathlib import Path

import polars as pl

from cchc_audit.engine import batches
from cchc_audit.engine.in_pieces import in_pieces

ROWS, PIECES = 100_000, 40
SCHEMA = pl.Schema({"number": pl.String, "source": pl.UInt32, "source_line": pl.UInt32})


def pieces():
    text = pl.Series([("H99.001-250701-00000001\\n" * ROWS)[:-1]])
    lines = pl.int_range(ROWS, dtype=pl.UInt32, eager=True)
    for _ in range(PIECES):
        numbers = text.str.split("\\n").explode(empty_as_null=False)
        yield pl.DataFrame({"number": numbers, "source": lines * 0, "source_line": lines})


def resident():
    found = [line for line in Path("/proc/self/status").open() if line.startswith("VmRSS")]
    return int(found[0].split()[1]) // 1024


few = in_pieces(pieces, SCHEMA).filter(pl.col("source_line") % 50 == 0)
held = getattr(batches, sys.argv[1])(few)
before = resident()
held.plan.collect(engine="streaming")
[frame] = held.frames()
assert len(frame) == PIECES * ROWS // 50
print(resident() - before)
"""


def grown(kind: str) -> int:
    """By how many megabytes a process grows that holds one row in fifty of four million."""
    line = [sys.executable, "-c", PROGRAM, kind]
    return int(subprocess.run(line, capture_output=True, check=True, text=True).stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel")
def test_a_list_of_few_rows_takes_little_memory() -> None:
    assert grown("Listed") + 50 < grown("Batches")
