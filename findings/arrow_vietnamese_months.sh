#!/bin/bash
# Date: 2026-12-01. Arrow 1.4.0.
# Surprise: under the locale vi, Arrow writes November and December as "Tháng Mười Một" and "Tháng Mười Hai"
# and reads both back as October, without a word, wherever the month ends the text: "Tháng Mười" is the
# first of its names that fits. With the year behind it the month is right. And of 3:08 PM it
# writes "3:08 ", morning and afternoon alike, and reads its own text as 03:08.
# (Guessed: a locale reads what it writes, or says that it cannot.)
# Product: "5 Tháng Mười Một 2026" is November to it; with the year first the row is rejected
# (tests/intake/files/test_other_programs.py).
. "$(dirname "$0")/lib.sh"
python_with arrow==1.4.0
run_python <<'PY'
import arrow

for form in ("D MMMM YYYY", "YYYY, D MMMM", "YYYY MMMM"):
    for month in (9, 10, 11, 12):
        written = arrow.get(2026, month, 5).format(form, locale="vi")
        read = arrow.get(written, form, locale="vi").format("YYYY-MM-DD")
        print(f"{written} -> {read}")
for form in ("DD/MM/YYYY h:mm A", "h:mm a DD/MM/YYYY"):
    written = arrow.get(2026, 1, 5, 15, 8).format(form, locale="vi")
    print(f"[{written}] -> {arrow.get(written, form, locale='vi').format('YYYY-MM-DD HH:mm')}")
PY
still <<'END'
5 Tháng Chín 2026 -> 2026-09-05
5 Tháng Mười 2026 -> 2026-10-05
5 Tháng Mười Một 2026 -> 2026-11-05
5 Tháng Mười Hai 2026 -> 2026-12-05
2026, 5 Tháng Chín -> 2026-09-05
2026, 5 Tháng Mười -> 2026-10-05
2026, 5 Tháng Mười Một -> 2026-10-05
2026, 5 Tháng Mười Hai -> 2026-10-05
2026 Tháng Chín -> 2026-09-01
2026 Tháng Mười -> 2026-10-01
2026 Tháng Mười Một -> 2026-10-01
2026 Tháng Mười Hai -> 2026-10-01
[05/01/2026 3:08 ] -> 2026-01-05 03:08
[3:08  05/01/2026] -> 2026-01-05 03:08
END
