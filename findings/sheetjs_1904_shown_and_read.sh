#!/bin/bash
# Date: 2026-12-01. SheetJS 0.18.5 (the newest `xlsx` of the registry) and 0.20.3, ExcelJS 4.4.0,
# pylightxl 1.61, openpyxl 3.1.5, python-calamine 0.9.1; XlsxWriter 3.3.1 writes the file.
# Surprise: a workbook of the 1904 system (Excel for Mac long made them). SheetJS 0.18.5 shows its
# cell as 05/01/2026 08:30, and gives the same cell as a Date of 4 January 2022, four years and a
# day early; so is the text of pylightxl. The others are right.
# Product: reads 1904 in every container; the mark `two_eras` tells of copies made that way, by the
# days in the dossiers' numbers.
. "$(dirname "$0")/lib.sh"
python_with xlsxwriter==3.3.1 pylightxl==1.61 openpyxl==3.1.5 python-calamine==0.9.1
node_with xlsx@0.18.5 @e965/xlsx@0.20.3 exceljs@4.4.0
run_python <<'PY'
import datetime as dt

import openpyxl, pylightxl, xlsxwriter
from python_calamine import CalamineWorkbook

book = xlsxwriter.Workbook("t.xlsx", {"date_1904": True})
style = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
book.add_worksheet("S").write_datetime(0, 0, dt.datetime(2026, 1, 5, 8, 30), style)
book.close()
print("openpyxl           ", openpyxl.load_workbook("t.xlsx")["S"]["A1"].value)
print("calamine           ", CalamineWorkbook.from_path("t.xlsx").get_sheet_by_index(0).to_python()[0][0])
print("pylightxl          ", pylightxl.readxl("t.xlsx").ws("S").address("A1"))
PY
run_node <<'JS'
const ExcelJS = require("exceljs");
const versions = { "0.18.5": require("xlsx"), "0.20.3": require("@e965/xlsx") };
for (const [version, XLSX] of Object.entries(versions)) {
  const read = (options) => XLSX.readFile("t.xlsx", options).Sheets.S.A1;
  const text = XLSX.utils.sheet_to_csv(XLSX.readFile("t.xlsx").Sheets.S).trim();
  console.log(`SheetJS ${version} shown`, text);
  console.log(`SheetJS ${version} Date `, read({ cellDates: true }).v.toISOString().slice(0, 10));
}
const book = new ExcelJS.Workbook();
book.xlsx.readFile("t.xlsx").then(() =>
  console.log("ExcelJS            ", book.worksheets[0].getCell("A1").value.toISOString()));
JS
still <<'END'
openpyxl            2026-01-05 08:30:00
calamine            2026-01-05 08:30:00
pylightxl           2022/01/04 08:30:00
SheetJS 0.18.5 shown 05/01/2026 08:30
SheetJS 0.18.5 Date  2022-01-04
SheetJS 0.20.3 shown 05/01/2026 08:30
SheetJS 0.20.3 Date  2026-01-05
ExcelJS             2026-01-05T08:30:00.000Z
END
