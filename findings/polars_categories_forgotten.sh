#!/bin/bash
# Date: 2026-11-30. polars 2.1.0.
# Surprise: named pl.Categories, the mapping "for all columns of that name", lives only as long as some
# column does. When the last one is gone, the same object gives the same text another code; codes kept
# meanwhile, in an array or a file, mean something else.
# Product: a dictionary holds a column of its categories for as long as it keeps their codes.
. "$(dirname "$0")/lib.sh"
python_with polars==2.1.0
run_python <<'PY'
import polars as pl

statuses = pl.Categories("status")
for held in (True, False):
    first = pl.Series(["finished", "open"], dtype=pl.Categorical(statuses))
    if not held:
        del first
    later = pl.Series(["open"], dtype=pl.Categorical(statuses))
    print("first column", "held:" if held else "gone:", "open has code", later.to_physical()[0])
    del later
    first = None
PY
still <<'END'
first column held: open has code 1
first column gone: open has code 0
END
