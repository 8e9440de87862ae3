#!/bin/bash
# Date: 2026-11-30. SheetJS xlsx 0.18.5; python-calamine 0.9.1, pyxlsb 1.0.10.
# Surprise: of the .xlsb that SheetJS writes, calamine reads the first column only and pyxlsb nothing
# but empty cells, both without a word; its .ods calamine refuses, with an error.
# Product: both containers are read by its own readers.
. "$(dirname "$0")/lib.sh"
node_with xlsx@0.18.5
cat >ask.js <<'JS'
const XLSX = require("xlsx");
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["id", "code", "n"], ["H1", "1.005010", 3]]), "a");
for (const type of ["xlsx", "xlsb", "ods"]) XLSX.writeFile(book, `t.${type}`);
JS
run_node <ask.js
python_with python-calamine==0.9.1 pyxlsb==1.0.10
run_python <<'PY'
from pyxlsb import open_workbook
from python_calamine import CalamineError, CalamineWorkbook

for kind in ("xlsx", "xlsb", "ods"):
    try:
        print("calamine", kind, CalamineWorkbook.from_path(f"t.{kind}").get_sheet_by_index(0).to_python())
    except CalamineError:
        print("calamine", kind, "refused")
with open_workbook("t.xlsb") as book:
    print("pyxlsb  ", "xlsb", [[cell.v for cell in row] for row in book.get_sheet(1).rows()])
PY
still <<'END'
calamine xlsx [['id', 'code', 'n'], ['H1', '1.005010', 3.0]]
calamine xlsb [['id'], ['H1']]
calamine ods refused
pyxlsb   xlsb [[None, None, None], [None, None, None]]
END
