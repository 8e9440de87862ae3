#!/bin/bash
# Date: 2026-11-30. polars 2.1.0, DuckDB 2.0.0, pandas 3.1.1, pyarrow 26.0.1.
# Surprise: one format, %d/%m/%Y, four readings. pyarrow makes 3 March of 31 February; polars, DuckDB
# and pyarrow take a two-digit year for a year of the first century; only pandas refuses both.
# Product: a day that does not exist, and a two-digit year, reject the row with the reason.
. "$(dirname "$0")/lib.sh"
python_with polars==2.1.0 duckdb==2.0.0 pandas==3.1.1 pyarrow==26.0.1
run_python <<'PY'
import duckdb, pandas as pd, polars as pl, pyarrow as pa, pyarrow.compute as pc

day_first = "%d/%m/%Y"
for cell in ("31/02/2026", "29/02/2025", "05/01/26"):
    in_polars = pl.Series([cell]).str.to_date(day_first, strict=False)[0]
    in_duckdb = duckdb.connect().execute("select try_strptime(?, ?)::date", [cell, day_first]).fetchone()[0]
    in_pandas = pd.to_datetime(pd.Series([cell]), format=day_first, errors="coerce").dt.date[0]
    in_arrow = pc.strptime(pa.array([cell]), day_first, "s", error_is_null=True)[0].as_py()
    in_arrow = in_arrow and in_arrow.date()
    print(cell, "| polars", in_polars, "| duckdb", in_duckdb, "| pandas", in_pandas, "| pyarrow", in_arrow)
PY
still <<'END'
31/02/2026 | polars None | duckdb None | pandas NaT | pyarrow 2026-03-03
29/02/2025 | polars None | duckdb None | pandas NaT | pyarrow 2025-03-01
05/01/26 | polars 0026-01-05 | duckdb 0026-01-05 | pandas NaT | pyarrow 0026-01-05
END
