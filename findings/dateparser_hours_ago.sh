#!/bin/bash
# Date: 2026-11-30. dateparser 1.5.0.
# Surprise: "05/01/2026 15 giờ 08 phút" is not 15:08 of that day but
# fifteen hours and eight minutes BEFORE NOW: another answer each time it is asked.
# Product: read as 15:08 of 5 January 2026; nothing that is read depends on the clock.
. "$(dirname "$0")/lib.sh"
python_with dateparser==1.5.0
run_python <<'PY'
from datetime import datetime
import dateparser

for now in (datetime(2026, 3, 31, 12), datetime(2026, 4, 1, 12)):
    settings = {"RELATIVE_BASE": now}
    for cell in ("05/01/2026 15 giờ 08 phút", "lúc 15:08 ngày 05/01/2026"):
        print(now.date(), cell, "->", dateparser.parse(cell, languages=["vi"], settings=settings))
PY
still <<'END'
2026-03-31 05/01/2026 15 giờ 08 phút -> 2026-03-30 20:52:00
2026-03-31 lúc 15:08 ngày 05/01/2026 -> 2026-01-05 15:08:00
2026-04-01 05/01/2026 15 giờ 08 phút -> 2026-03-31 20:52:00
2026-04-01 lúc 15:08 ngày 05/01/2026 -> 2026-01-05 15:08:00
END
