#!/bin/bash
# Date: 2026-11-30. DuckDB 2.0.0.
# Surprise: there is one date format for a whole call, not one a column or a file. The first date
# column of the first file settles it, and a day-first column beside it, or a day-first file behind
# it, is read month first without a word as long as its days are at most 12.
# Product: the spelling is learnt column by column, file by file, always day first unless a cell
# proves otherwise; a column that can only be month first is refused.
. "$(dirname "$0")/lib.sh"
python_with duckdb==2.0.0
run_python <<'PY'
from pathlib import Path
import duckdb

Path("us.csv").write_text("id,received\n1,01/13/2026\n")
Path("vn.csv").write_text("id,received\n2,05/01/2026\n")
Path("both.csv").write_text("id,printed,received\n3,12/31/2025,05/01/2026\n")
for files in (["vn.csv"], ["us.csv", "vn.csv"], ["both.csv"]):
    rows = duckdb.connect().execute("select received from read_csv(?)", [files]).fetchall()
    print(files, "->", *(row[0] for row in rows))
PY
still <<'END'
['vn.csv'] -> 2026-01-05
['us.csv', 'vn.csv'] -> 2026-01-13 2026-05-01
['both.csv'] -> 2026-05-01
END
