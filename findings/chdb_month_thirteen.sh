#!/bin/bash
# Date: 2026-11-30. chdb 4.4.0 (chdb-core 26.9.0: ClickHouse inside Python).
# Surprise: toDateOrNull, which gives NULL for what is no date, gives 1 January 1970 for a 13th month, and
# toDateTimeOrNull the midnight of Greenwich of that day, 08:00 in Viet Nam; of text in another order
# (05/01/2026) both give NULL. A finish of 1970 is a dossier done before it was received.
# Product: 2026-13-01 rejects the row, and so does a moment of 1970, but for a bare 01/01/1970: that is
# blank, and `check` counts such cells.
. "$(dirname "$0")/lib.sh"
python_with chdb==4.4.0 chdb-core==26.9.0
run_python <<'PY'
import chdb

for cell in ("2026-01-05", "2026-13-01", "05/01/2026", "none"):
    query = f"select toDateOrNull('{cell}'), toDateTimeOrNull('{cell}')"
    print(cell, "->", str(chdb.query(query)).strip())
PY
still <<'END'
2026-01-05 -> "2026-01-05","2026-01-05 00:00:00"
2026-13-01 -> "1970-01-01","1970-01-01 08:00:00"
05/01/2026 -> \N,\N
none -> \N,\N
END
