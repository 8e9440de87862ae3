#!/bin/bash
# Date: 2026-11-30. fastparquet 2026.9.0 (pandas 3.1.1), pyarrow 26.0.1.
# Surprise: a DATE of 9999-12-31, as software writes "no end", comes back as 29 March 1816, in silence.
# The TIMESTAMP beside it is right; pyarrow reads both right.
# Product: a year more than ten years after the judgement, or before 2000, rejects the row.
. "$(dirname "$0")/lib.sh"
python_with fastparquet==2026.9.0 pandas==3.1.1 pyarrow==26.0.1
run_python <<'PY'
import datetime as dt
import fastparquet, pyarrow as pa, pyarrow.parquet as pq

days = [dt.date(2026, 1, 5), dt.date(9999, 12, 31), dt.date(1, 1, 1)]
moments = [dt.datetime(day.year, day.month, day.day) for day in days]
pq.write_table(pa.table({"day": days, "moment": pa.array(moments, pa.timestamp("us"))}), "t.parquet")
fast = fastparquet.ParquetFile("t.parquet").to_pandas()
for row, seen in zip(pq.read_table("t.parquet").to_pylist(), fast.to_dict("records")):
    print("pyarrow", row["day"], row["moment"], "| fastparquet", seen["day"], seen["moment"])
PY
still <<'END'
pyarrow 2026-01-05 2026-01-05 00:00:00 | fastparquet 2026-01-05 00:00:00 2026-01-05 00:00:00
pyarrow 9999-12-31 9999-12-31 00:00:00 | fastparquet 1816-03-29 05:56:08.066277376 9999-12-31 00:00:00
pyarrow 0001-01-01 0001-01-01 00:00:00 | fastparquet 1754-08-30 22:43:41.128654848 0001-01-01 00:00:00
END
