#!/bin/bash
# Date: 2026-11-30. polars 2.1.0, DuckDB 2.0.0, pandas 3.1.1, pyarrow 26.0.1.
# Surprise: of dossier numbers, DuckDB 2 keeps 000123 and 0012E5 as text, where the others read 123 and
# 1,200,000; but 0x12 is 18 to it, as to pyarrow. No two of the four agree on all.
# Product: a number of a dossier is text, with every zero; one such as 2.60103E+14 is the mark `spoilt_ids`.
. "$(dirname "$0")/lib.sh"
python_with polars==2.1.0 duckdb==2.0.0 pandas==3.1.1 pyarrow==26.0.1
run_python <<'PY'
from pathlib import Path
import duckdb, pandas as pd, polars as pl, pyarrow.csv

for cells in (["000123", "000124"], ["0012E5", "0013E5"], ["0x12", "0x13"], ["+84", "+85"]):
    Path("t.csv").write_text("\n".join(["id,x", *(f"{cell},a" for cell in cells)]) + "\n")
    seen = {
        "polars": pl.read_csv("t.csv")["id"].to_list(),
        "duckdb": [row[0] for row in duckdb.connect().execute("select id from 't.csv'").fetchall()],
        "pandas": pd.read_csv("t.csv")["id"].tolist(),
        "pyarrow": pyarrow.csv.read_csv("t.csv")["id"].to_pylist(),
    }
    print(cells[0], *(f"{program} {ids[0]!r}" for program, ids in seen.items()), sep=" | ")
PY
still <<'END'
000123 | polars 123 | duckdb '000123' | pandas 123 | pyarrow 123
0012E5 | polars 1200000.0 | duckdb '0012E5' | pandas 1200000.0 | pyarrow 1200000.0
0x12 | polars '0x12' | duckdb 18 | pandas '0x12' | pyarrow 18
+84 | polars '+84' | duckdb '+84' | pandas 84 | pyarrow 84.0
END
