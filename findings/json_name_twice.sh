#!/bin/bash
# Date: 2026-11-30. polars 2.1.0, pandas 3.1.1, DuckDB 2.0.0, datafusion 55.0.0, pyarrow 26.0.1.
# Surprise: of a record that has one name twice (two columns of an export called alike) pandas and datafusion take
# the last value, DuckDB's reader and pyarrow refuse it, and two programs contradict themselves: read_ndjson of
# polars takes the first and its json_path_match the last; DuckDB's ->> takes the first of what its reader refuses.
# Product: refuses such a record and names the two.
. "$(dirname "$0")/lib.sh"
python_with polars==2.1.0 pandas==3.1.1 duckdb==2.0.0 datafusion==55.0.0 pyarrow==26.0.1
echo '{"id": "H-1", "received": "05/01/2026", "received": "06/01/2026"}' >twice.ndjson
run_python <<'PY'
import datafusion
import duckdb
import pandas
import polars
import pyarrow.json

text = open("twice.ndjson").read()
connection = duckdb.connect()
ways = {
    "polars read_ndjson": lambda: polars.read_ndjson("twice.ndjson")["received"][0],
    "polars json_path_match": lambda: polars.Series([text]).str.json_path_match("$.received")[0],
    "pandas": lambda: pandas.read_json("twice.ndjson", lines=True, dtype=str)["received"][0],
    "datafusion": lambda: datafusion.SessionContext().read_json("twice.ndjson", file_extension="ndjson").to_pylist()[0]["received"],
    "DuckDB read_json": lambda: connection.execute("SELECT received FROM 'twice.ndjson'").fetchone()[0],
    "DuckDB ->>": lambda: connection.execute("SELECT ?::JSON ->> 'received'", [text]).fetchone()[0],
    "pyarrow": lambda: pyarrow.json.read_json("twice.ndjson")["received"][0],
}
for name, way in ways.items():
    try:
        print(f"{name:22}", way())
    except Exception as error:
        print(f"{name:22} refused: {type(error).__name__}")
PY
still <<'END'
polars read_ndjson     05/01/2026
polars json_path_match 06/01/2026
pandas                 06/01/2026
datafusion             06/01/2026
DuckDB read_json       refused: InvalidInputException
DuckDB ->>             05/01/2026
pyarrow                refused: ArrowInvalid
END
