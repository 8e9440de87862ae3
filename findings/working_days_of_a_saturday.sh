#!/bin/bash
# Date: 2026-11-30. numpy 2.4.6, polars 2.1.0, workdays 1.4, bizdays 1.0.19, date-fns 4.4.0, dayjs-business-days2 1.4.0.
# Surprise: due on Friday 16 January, finished on the Saturday: counted from the deadline to the finish numpy,
# polars and date-fns say one working day late, counted from the finish to the deadline they say none early,
# so that one dossier is late or in time by the order of two arguments (numpy counts [a, b) forward and (b, a]
# backward). Bizdays calls it in time both ways. workdays, after Excel's NETWORKDAYS, has no days before zero.
# Product: late is what finished after the deadline, counted one way only, and then by one day at least.
. "$(dirname "$0")/lib.sh"
python_with numpy==2.4.6 polars==2.1.0 workdays==1.4 bizdays==1.0.19
node_with date-fns@4.4.0 dayjs@1.11.19 dayjs-business-days2@1.4.0
cat >dates <<'END'
16 17
16 19
17 19
END
run_python <<'PY'
from datetime import date
import bizdays
import numpy
import polars
import workdays

offices = bizdays.Calendar(weekdays=["Saturday", "Sunday"], name="offices", startdate="2025-01-01", enddate="2027-12-31")
ways = {
    "numpy": lambda a, b: int(numpy.busday_count(a, b)),
    "polars": lambda a, b: polars.select(polars.business_day_count(a, b)).item(),
    "bizdays": offices.bizdays,
    "workdays": workdays.networkdays,
}
pairs = [[date(2026, 1, int(day)) for day in line.split()] for line in open("dates")]
print("from, to             ", *(f"{a:%a %d} {b:%a %d};" for a, b in pairs))
for name, way in ways.items():
    print(f"{name:21}", *(f"{way(a, b):3} back {way(b, a):2};" for a, b in pairs))
PY
cat >ask.js <<'JS'
const { differenceInBusinessDays } = require("date-fns");
const dayjs = require("dayjs"), plugin = require("dayjs-business-days2");
dayjs.extend(plugin.default || plugin);
const ways = {
  "date-fns": (a, b) => differenceInBusinessDays(b, a),
  "dayjs-business-days2": (a, b) => dayjs(b).businessDiff(dayjs(a)),
};
const pairs = require("fs").readFileSync("dates", "utf8").trim().split("\n").map((line) => line.split(" ").map((day) => new Date(2026, 0, day)));
const told = (n) => String(n).padStart(3);
for (const [name, way] of Object.entries(ways))
  console.log(name.padEnd(21), pairs.map(([a, b]) => `${told(way(a, b))} back${told(way(b, a))};`).join(" "));
JS
run_node <ask.js
still <<'END'
from, to              Fri 16 Sat 17; Fri 16 Mon 19; Sat 17 Mon 19;
numpy                   1 back  0;   1 back -1;   0 back -1;
polars                  1 back  0;   1 back -1;   0 back -1;
bizdays                 0 back  0;   1 back -1;   0 back  0;
workdays                1 back  0;   2 back  0;   1 back  0;
date-fns                1 back  0;   1 back -1;   0 back -1;
dayjs-business-days2    1 back -1;   1 back -1;   0 back  0;
END
