#!/bin/bash
# Date: 2026-11-30. dateparser 1.5.0.
# Surprise: left to find the language by itself, it puts the morning and the afternoon of one day into
# different months: CH is known as Vietnamese (day first), SA is not (month first).
# Product: both are day first, in every row.
. "$(dirname "$0")/lib.sh"
python_with dateparser==1.5.0
run_python <<'PY'
import dateparser

for cell in ("05/01/2026 08:30 SA", "05/01/2026 3:08 CH"):
    print(cell, "->", dateparser.parse(cell), "| told it is vi:", dateparser.parse(cell, languages=["vi"]))
PY
still <<'END'
05/01/2026 08:30 SA -> 2026-05-01 08:30:00 | told it is vi: 2026-01-05 08:30:00
05/01/2026 3:08 CH -> 2026-01-05 15:08:00 | told it is vi: 2026-01-05 15:08:00
END
