#!/bin/bash
# Date: 2026-11-30. ICU 78.2 as it is in Node 20.20.2 (Intl); LunarCalendar 0.0.9 and lunar-vn 1.4.0 beside it.
# Surprise: by ICU's Chinese calendar the new year of 2027 is 7 February; it is 6 February in China and
# in Viet Nam alike. In 2030, where the two countries differ, it gives the Vietnamese day.
# Product: no lunar calendar is computed: days off stand in the calendar with the notice they come from.
. "$(dirname "$0")/lib.sh"
need node
python_with LunarCalendar==0.0.9 lunar-vn==1.4.0
cat >ask.js <<'JS'
const chinese = new Intl.DateTimeFormat("en-u-ca-chinese", { timeZone: "Asia/Shanghai" });
for (const year of [2026, 2027, 2030])
  for (let day = 20; day < 55; day++) {
    const noon = new Date(Date.UTC(year, 0, day, 4));
    if (chinese.format(noon).startsWith("1/1/")) console.log("ICU", noon.toISOString().slice(0, 10));
  }
JS
run_node <ask.js
run_python <<'PY'
from lunar_vn import convert_lunar_to_solar
from lunarcalendar import Converter, Lunar

for year in (2026, 2027, 2030):
    china = Converter.Lunar2Solar(Lunar(year, 1, 1)).to_date()
    print("China", china, "Viet Nam", convert_lunar_to_solar(1, 1, year))
PY
still <<'END'
ICU 2026-02-17
ICU 2027-02-07
ICU 2030-02-02
China 2026-02-17 Viet Nam 2026-02-17
China 2027-02-06 Viet Nam 2027-02-06
China 2030-02-03 Viet Nam 2030-02-02
END
