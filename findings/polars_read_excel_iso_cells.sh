#!/bin/bash
# Date: 2026-11-30. polars 2.1.0 (fastexcel 0.21.0) on a workbook of SheetJS xlsx 0.18.5; openpyxl 3.1.5.
# Surprise: SheetJS writes dates as cells of the ISO type (t="d", with a Z). read_excel types the column
# as a date and gives NULL in every row: an export without a single receipt. openpyxl reads them.
# Product: reads them as the wall clock they show.
. "$(dirname "$0")/lib.sh"
node_with xlsx@0.18.5
cat >ask.js <<'JS'
const XLSX = require("xlsx");
const sheet = XLSX.utils.aoa_to_sheet([["id", "at"], ["H1", new Date(2026, 0, 5, 8, 25)]], { cellDates: true });
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "a");
XLSX.writeFile(book, "t.xlsx", { cellDates: true });
JS
run_node <ask.js
python_with polars==2.1.0 fastexcel==0.21.0 openpyxl==3.1.5
run_python <<'PY'
import openpyxl, polars as pl

frame = pl.read_excel("t.xlsx")
print("polars  ", frame.schema["at"], frame["at"].to_list())
print("openpyxl", openpyxl.load_workbook("t.xlsx").active["B2"].value)
PY
still <<'END'
polars   Date [None]
openpyxl 2026-01-05 08:25:00
END
