#!/bin/bash
# Date: 2026-11-30. pandas 3.1.1.
# Surprise: working hours that end with a half-day or a day end, for CustomBusinessHour, when the next one
# begins: a term of eight hours from 07:00 is over the day AFTER at 07:00, one of four hours at 13:00, one
# of an hour from 16:00 on a Friday on Monday.
# Product: such a term ends at 17:00 (or 11:00) of its own day; the deadline is that day.
. "$(dirname "$0")/lib.sh"
python_with pandas==3.1.1
run_python <<'PY'
import pandas as pd

hours = pd.offsets.CustomBusinessHour(start=["07:00", "13:00"], end=["11:00", "17:00"])
for begin, term in (("2026-01-05 07:00", 8), ("2026-01-05 07:00", 4), ("2026-01-09 16:00", 1)):
    end = pd.Timestamp(begin) + term * hours
    print(f"{pd.Timestamp(begin):%a %d %H:%M} + {term} h = {end:%a %d %H:%M}")
PY
still <<'END'
Mon 05 07:00 + 8 h = Tue 06 07:00
Mon 05 07:00 + 4 h = Mon 05 13:00
Fri 09 16:00 + 1 h = Mon 12 07:00
END
