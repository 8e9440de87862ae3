#!/bin/bash
# Date: 2026-11-30. DuckDB 2.0.0, pyarrow 26.0.1.
# Surprise: the sum of a BIGINT column is a HUGEINT, which Parquet has not: COPY writes it as DOUBLE,
# and a sum beyond 2^53 loses its last digit without a word. On screen it is right.
# Product: counts and sums are 64-bit integers in every Parquet file it writes.
. "$(dirname "$0")/lib.sh"
python_with duckdb==2.0.0 pyarrow==26.0.1
run_python <<'PY'
import duckdb, pyarrow.parquet as pq

query = "select sum(x) as s from (values (9007199254740992::bigint), (1::bigint)) v(x)"
base = duckdb.connect()
print("on screen: ", base.execute(query).fetchone()[0])
base.execute(f"copy ({query}) to 't.parquet'")
column = pq.read_table("t.parquet")["s"]
print("in Parquet:", column.type, int(column[0].as_py()))
PY
still <<'END'
on screen:  9007199254740993
in Parquet: double 9007199254740992
END
