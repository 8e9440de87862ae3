#!/bin/bash
# Date: 2026-11-30. Babel 2.18.0.
# Surprise: under the locale vi, Babel writes 15:08 in twelve hours as "3:08 CH" and reads that back as
# eight minutes past three in the morning; and it reads 01/13/2026 by exchanging day and month.
# Product: SA and CH are read as morning and afternoon; a day-first column with a 13th month is
# refused, no cell of it is read by guess.
. "$(dirname "$0")/lib.sh"
python_with babel==2.18.0
run_python <<'PY'
from datetime import time
from babel.dates import format_time, parse_date, parse_time

written = format_time(time(15, 8), "h:mm a", locale="vi")
print("15:08 written:", written, "| read:", parse_time(written, locale="vi"))
print("12:05 SA read:", parse_time("12:05 SA", locale="vi"))
for cell in ("05/01/2026", "01/13/2026"):
    print(cell, "read:", parse_date(cell, locale="vi"))
PY
still <<'END'
15:08 written: 3:08 CH | read: 03:08:00
12:05 SA read: 12:05:00
05/01/2026 read: 2026-01-05
01/13/2026 read: 2026-01-13
END
