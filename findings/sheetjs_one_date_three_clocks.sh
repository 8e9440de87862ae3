#!/bin/bash
# Date: 2026-11-30. SheetJS xlsx 0.18.5 under the time zone of Viet Nam; openpyxl 3.1.5, odfpy 1.4.1.
# Surprise: one JavaScript Date of 08:25 comes out as 08:25:30 in a number cell of .xlsx (the zone was
# 7:06:30 ahead of Greenwich in 1899), as 08:25 with a Z in a date cell of .xlsx, and as 01:25 with a Z in .ods.
# Product: a Z in a workbook is a wall clock, never shifted; a whole column seven hours or thirty
# seconds off the office's day has the mark `shifted_clock`.
. "$(dirname "$0")/lib.sh"
node_with xlsx@0.18.5
cat >ask.js <<'JS'
const XLSX = require("xlsx");
for (const cellDates of [false, true]) {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[new Date(2026, 0, 5, 8, 25)]], { cellDates }), "a");
  XLSX.writeFile(book, `${cellDates}.xlsx`, { cellDates });
  XLSX.writeFile(book, `${cellDates}.ods`, { cellDates });
}
JS
run_node <ask.js
python_with openpyxl==3.1.5 odfpy==1.4.1
run_python <<'PY'
import openpyxl
from odf.opendocument import load
from odf.table import TableCell

for name in ("false.xlsx", "true.xlsx"):
    print(name, openpyxl.load_workbook(name).active["A1"].value)
cell = load("true.ods").getElementsByType(TableCell)[0]
print("true.ods", cell.getAttribute("datevalue"))
PY
still <<'END'
false.xlsx 2026-01-05 08:25:30
true.xlsx 2026-01-05 08:25:00
true.ods 2026-01-05T01:25:00.000Z
END
