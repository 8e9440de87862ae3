#!/bin/bash
# Date: 2026-11-30. holidays 0.109.
# Surprise: the package knows one of the two official swaps of 2026 (31 August for 22 August) and
# not the other (2 January for 10 January): by it both days of the second are the wrong kind.
# Product: the calendar has both from the notices and never takes a day of Viet Nam that is
# announced from the package; `calendar` names each day's basis.
. "$(dirname "$0")/lib.sh"
python_with holidays==0.109
run_python <<'PY'
from datetime import date
from holidays import country_holidays

vietnam = country_holidays("VN", years=2026, language="en_US")
for day in (date(2026, 1, 2), date(2026, 1, 10), date(2026, 8, 31), date(2026, 8, 22)):
    print(f"{day:%a %d %b}", "worked" if vietnam.is_working_day(day) else "off")
PY
still <<'END'
Fri 02 Jan worked
Sat 10 Jan off
Mon 31 Aug off
Sat 22 Aug worked
END
