#!/bin/bash
# Date: 2026-11-30. DuckDB 2.0.0.
# Surprise: TRY_CAST, which gives NULL for what cannot be cast, raises an error when it stands over a
# CSV file, for it is pushed into the reader. Select the column itself beside it, and it gives NULL.
# Product: no cast is left to a reader; cells are text until intake reads them, and what cannot be
# read rejects its row with file, line and value.
. "$(dirname "$0")/lib.sh"
python_with duckdb==2.0.0
run_python <<'PY'
from pathlib import Path
import duckdb

Path("t.csv").write_text("id,received\n1,05/01/2026\n2,2026-01-06\n")
for columns in ("received, try_cast(received as date)", "try_cast(received as date)"):
    query = f"select {columns} from read_csv('t.csv', all_varchar = true)"
    try:
        print(columns, "->", [str(row[-1]) for row in duckdb.connect().execute(query).fetchall()])
    except duckdb.ConversionException as error:
        print(columns, "->", str(error).splitlines()[0])
PY
still <<'END'
received, try_cast(received as date) -> ['None', '2026-01-06']
try_cast(received as date) -> Conversion Error: CSV Error on Line: 2
END
