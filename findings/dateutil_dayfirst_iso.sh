#!/bin/bash
# Date: 2026-11-30. python-dateutil 2.9.0.post0.
# Surprise: dayfirst=True, which one gives to be right about 05/01/2026, turns ISO dates round too:
# 2026-01-05 is 1 May, and so is 20260105; 2026-01-13 is not. A column "normalised" that way is
# wrong only where the day is at most 12.
# Product: ISO dates are ISO whatever the order of the others; and the mark `swapped_dates` refuses
# ISO dates that read as they stand put most finishes before receipts.
. "$(dirname "$0")/lib.sh"
python_with python-dateutil==2.9.0.post0
run_python <<'PY'
from dateutil.parser import parse

for cell in ("05/01/2026", "2026-01-05", "2026-01-05T08:25:00", "20260105", "2026-01-13"):
    print(cell, "->", parse(cell, dayfirst=True).date())
PY
still <<'END'
05/01/2026 -> 2026-01-05
2026-01-05 -> 2026-05-01
2026-01-05T08:25:00 -> 2026-05-01
20260105 -> 2026-05-01
2026-01-13 -> 2026-01-13
END
