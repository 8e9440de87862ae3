#!/bin/bash
# Date: 2026-12-01. xlsx2csv 0.8.6, pylightxl 1.61, ExcelJS 4.4.0, SheetJS 0.18.5; openpyxl 3.1.5
# writes the file and reads it, too.
# Surprise: a term of 5 in cells that show it with its unit (`0" ngày"`; Excel itself writes the
# escaped `0\ \n\g\à\y`). xlsx2csv writes the format instead of the number, or no 5 at all, and
# takes the m of "làm" for a month; the y in "ngày" makes the term 4 January 1900 for pylightxl,
# and the escaped one for ExcelJS, too.
# Product: reads the number with the unit of time its format shows
# (tests/intake/files/workbooks/test_number_formats.py); the text that xlsx2csv writes is no term.
. "$(dirname "$0")/lib.sh"
python_with xlsx2csv==0.8.6 pylightxl==1.61 openpyxl==3.1.5
node_with exceljs@4.4.0 xlsx@0.18.5
run_python <<'PY'
import csv, subprocess, sys

import openpyxl, pylightxl

FORMATS = ['0" ngày"', r"0\ \n\g\à\y", '0" ngày làm việc"', '0" giờ"']
book = openpyxl.Workbook()
for style in FORMATS:
    book.active.append([5])
    book.active.cell(book.active.max_row, 1).number_format = style
book.save("t.xlsx")
print("openpyxl ", [row[0].value for row in openpyxl.load_workbook("t.xlsx").active.iter_rows()])
print("pylightxl", [row[0] for row in pylightxl.readxl("t.xlsx").ws("Sheet").rows])
told = subprocess.run([sys.executable, "-m", "xlsx2csv", "t.xlsx"], capture_output=True, text=True)
print("xlsx2csv ", [row[0] for row in csv.reader(told.stdout.splitlines())])
PY
run_node <<'JS'
const ExcelJS = require("exceljs");
const XLSX = require("xlsx");
const sheet = XLSX.readFile("t.xlsx").Sheets.Sheet;
console.log("SheetJS  ", JSON.stringify(XLSX.utils.sheet_to_json(sheet, { header: 1, raw: false }).flat()));
const book = new ExcelJS.Workbook();
book.xlsx.readFile("t.xlsx").then(() => {
  const seen = [];
  book.worksheets[0].eachRow((row) => seen.push(row.getCell(1).value));
  console.log("ExcelJS  ", JSON.stringify(seen));
});
JS
still <<'END'
openpyxl  [5, 5, 5, 5]
pylightxl ['1900/01/04', '1900/01/04', '1900/01/04', 5]
xlsx2csv  ['0" ngày"', '0 ngày', '0" ngày là01 việc"', '5']
SheetJS   ["5 ngày","5 ngày","5 ngày làm việc","5 giờ"]
ExcelJS   [5,"1900-01-04T00:00:00.000Z",5,5]
END
