#!/bin/bash
# Date: 2026-11-30. croniter 7.0.0, cronsim 2.8, cron-parser 5.10.6, croner 11.0.1.
# Surprise: "0 6 */2 * 1" runs on every second day OR on Mondays by three of four parsers, on every second
# day that is a Monday by the fourth, which follows Debian's cron: a field that begins with a star is no
# restriction there. A line tried in a web tool runs four times as often as in crontab.
# Product: the lines of its pages restrict neither field; every night is read, whatever day it is.
. "$(dirname "$0")/lib.sh"
python_with croniter==7.0.0 cronsim==2.8
run_python <<'PY'
from datetime import datetime
from itertools import islice
from cronsim import CronSim
from croniter import croniter

line, begin = "0 6 */2 * 1", datetime(2026, 1, 1)
runs = croniter(line, begin)
print("croniter   ", *(f"{runs.get_next(datetime):%d/%m}" for _ in range(6)))
print("cronsim    ", *(f"{run:%d/%m}" for run in islice(CronSim(line, begin), 6)))
PY
node_with cron-parser@5.10.6 croner@11.0.1
cat >ask.js <<'JS'
const line = "0 6 */2 * 1", begin = new Date(2026, 0, 1);
const told = (days) => days.map((d) => `${d.getDate()}`.padStart(2, "0") + "/" + `${d.getMonth() + 1}`.padStart(2, "0"));
const runs = require("cron-parser").CronExpressionParser.parse(line, { currentDate: begin });
console.log("cron-parser", ...told(Array.from({ length: 6 }, () => runs.next().toDate())));
console.log("croner     ", ...told(new (require("croner").Cron)(line).nextRuns(6, begin)));
JS
run_node <ask.js
still <<'END'
croniter    01/01 03/01 05/01 07/01 09/01 11/01
cronsim     05/01 19/01 09/02 23/02 09/03 23/03
cron-parser 01/01 03/01 05/01 07/01 09/01 11/01
croner      01/01 03/01 05/01 07/01 09/01 11/01
END
