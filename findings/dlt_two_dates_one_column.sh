#!/bin/bash
# Date: 2026-12-01. dlt 1.31.0, DuckDB 2.0.0, pyarrow 26.0.1.
# Surprise: dlt makes one underscore of every run of letters outside a to z. "Hẹn trả" (the appointment) and
# "Hạn trả" (the day due) are then one name, so are "Ngày trả" (the day of return) and "Ngày đã trả" (returned
# on). Rows given as records are loaded without a word, with the value of whichever column stands last, a blank
# too; the same rows as an Arrow table are refused. With the naming duck_case every column is kept.
# (Guessed: accents are taken off, and two headers that become one name are an error.)
# Product: headers are recognised in full, accents and all; a table with such names is refused, and its first
# line shown.
. "$(dirname "$0")/lib.sh"
python_with dlt==1.31.0 duckdb==2.0.0 pyarrow==26.0.1
export RUNTIME__DLTHUB_TELEMETRY=false DLT_DATA_DIR="$work/dlt"
cat >t.csv <<'END'
Mã hồ sơ,Hẹn trả,Hạn trả,Ngày trả,Ngày đã trả
H1,05/01/2026,07/01/2026,05/01/2026,06/01/2026
H2,06/01/2026,08/01/2026,06/01/2026,
END
cat >load.py <<'END'
import csv
import sys

import dlt
import duckdb
import pyarrow as pa

kind = sys.argv[1]
with open("t.csv", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
pipeline = dlt.pipeline(kind, destination=dlt.destinations.duckdb(f"{kind}.duckdb"), dataset_name="d")
try:
    pipeline.run(pa.Table.from_pylist(rows) if kind == "arrow" else rows, table_name="t")
except Exception as error:
    print(f"{kind}: refused, {type(error.__cause__).__name__}")
else:
    with duckdb.connect(f"{kind}.duckdb") as base:
        read = base.execute("SELECT * EXCLUDE (_dlt_load_id, _dlt_id) FROM d.t")
        for row in ([column[0] for column in read.description], *read.fetchall()):
            print(f"{kind}:", " | ".join(row))
END
run_load() {
    venv/bin/python load.py "$1" >>seen 2>errors || { cat errors; exit 1; }
}
run_load records
run_load arrow
SCHEMA__NAMING=duck_case run_load whole
still <<'END'
records: m_h_sx | h_n_trx | ng_y_trx
records: H1 | 07/01/2026 | 06/01/2026
records: H2 | 08/01/2026 | 
arrow: refused, NameNormalizationCollision
whole: Mã hồ sơ | Hẹn trả | Hạn trả | Ngày trả | Ngày đã trả
whole: H1 | 05/01/2026 | 07/01/2026 | 05/01/2026 | 06/01/2026
whole: H2 | 06/01/2026 | 08/01/2026 | 06/01/2026 | 
END
