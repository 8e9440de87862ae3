#!/bin/bash
# Date: 2026-12-01. polars 2.1.0, DuckDB 2.0.0, datafusion 55.0.0, chdb 4.4.0,
# pyarrow 26.0.1, pandas 3.1.1.
# Surprise: 60,000 records as an API gives them, of which only the last 10,000 were paused and so
# have the field `resumed_at`. All the engines but pyarrow and pandas learn the fields from the first
# records and drop the later one without a word; polars does so with lines and with a list of dicts,
# and refuses the same records in an array. (A CSV with a column too many would stop them all.)
# Product: every field of every record is a column (tests/intake/files/test_json_shapes.py).
. "$(dirname "$0")/lib.sh"
python_with polars==2.1.0 duckdb==2.0.0 datafusion==55.0.0 chdb==4.4.0 pyarrow==26.0.1 pandas==3.1.1
run_python <<'PY'
import json
import os
import sys

import chdb, datafusion, duckdb, pandas, polars
import pyarrow.json

rows = [{"id": f"H{number:05}", "received_at": "2026-01-05"} for number in range(60_000)]
for row in rows[50_000:]:
    row["resumed_at"] = "2026-01-09"
with open("lines.json", "w") as file:
    file.writelines(json.dumps(row) + "\n" for row in rows)
with open("array.json", "w") as file:
    json.dump(rows, file)

READ = {
    "polars, lines": lambda: polars.read_ndjson("lines.json").columns,
    "polars, dicts": lambda: polars.DataFrame(rows).columns,
    "polars, array": lambda: polars.read_json("array.json").columns,
    "DuckDB, lines": lambda: duckdb.sql("from read_json('lines.json')").columns,
    "DuckDB, array": lambda: duckdb.sql("from read_json('array.json')").columns,
    "datafusion": lambda: datafusion.SessionContext().read_json("lines.json").schema().names,
    "chdb": lambda: [
        line.split(",")[0].strip('"')
        for line in chdb.query("describe file('lines.json', JSONEachRow)").data().splitlines()
    ],
    "pyarrow": lambda: pyarrow.json.read_json("lines.json").column_names,
    "pandas": lambda: list(pandas.read_json("lines.json", lines=True).columns),
}
for name, read in READ.items():
    try:
        told = " ".join(read())
    except polars.exceptions.ComputeError:
        told = "refuses"
    print(f"{name:14}", told)
sys.stdout.flush()
os._exit(0)  # engines that run threads do not all leave quietly
PY
still <<'END'
polars, lines  id received_at
polars, dicts  id received_at
polars, array  refuses
DuckDB, lines  id received_at
DuckDB, array  id received_at
datafusion     id received_at
chdb           id received_at
pyarrow        id received_at resumed_at
pandas         id received_at resumed_at
END
