#!/bin/bash
# Date: 2026-11-30. datafusion 55.0.0; beside it polars 2.1.0, DuckDB 2.0.0, pyarrow 26.0.1.
# Surprise: a folder of CSV files whose columns stand in another order is read by POSITION, with the
# names of the first file: receipts and appointments change places without a word. The neighbours
# read by name (DuckDB, pyarrow) or refuse (polars).
# Product: columns are found by their header in every file, whatever their order.
. "$(dirname "$0")/lib.sh"
python_with datafusion==55.0.0 polars==2.1.0 duckdb==2.0.0 pyarrow==26.0.1
run_python <<'PY'
from pathlib import Path
import datafusion, duckdb, polars as pl, pyarrow.dataset as ds

Path("csv").mkdir()
Path("csv/a.csv").write_text("id,received,promised\nA,2026-01-05,2026-01-08\n")
Path("csv/b.csv").write_text("id,promised,received\nB,2026-02-08,2026-02-05\n")
context = datafusion.SessionContext()
context.register_csv("t", "csv/")
query = "select id, received from {} where id = 'B'"
print("datafusion", context.sql(query.format("t")).to_pylist()[0]["received"])
print("duckdb    ", duckdb.connect().execute(query.format("'csv/*.csv'")).fetchall()[0][1])
print("pyarrow   ", ds.dataset("csv", format="csv").to_table().to_pylist()[1]["received"])
try:
    print("polars    ", pl.scan_csv("csv/*.csv").collect())
except pl.exceptions.ComputeError as error:
    print("polars    ", error)
PY
still <<'END'
datafusion 2026-02-08
duckdb     2026-02-05
pyarrow    2026-02-05
polars     schema names differ: got received, expected promised
END
