#!/bin/bash
# Date: 2026-11-30. XlsxWriter 3.3.1, openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1, polars 2.1.0, SheetJS 0.18.5.
# Surprise: a cell with a line end of Windows, written as the format prescribes (_x000D_), is read by openpyxl, and
# by pandas above it, as those seven letters; openpyxl itself writes the bare character, which four of five
# readers lose. One cell, three texts: no name from one reader is like the same name from another.
# Product: takes _x000D_ for the line end that it is, in CSV too.
. "$(dirname "$0")/lib.sh"
python_with xlsxwriter==3.3.1 openpyxl==3.1.5 pandas==3.1.1 python-calamine==0.9.1 polars==2.1.0 fastexcel==0.21.0
run_python <<'PY'
import openpyxl
import pandas
import polars
import python_calamine
import xlsxwriter

CELL = "Xã Ia\r\nPa"
with xlsxwriter.Workbook("xlsxwriter.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write(0, 0, "commune")
    sheet.write(1, 0, CELL)
book = openpyxl.Workbook()
book.active.append(["commune"])
book.active.append([CELL])
book.save("openpyxl.xlsx")
readers = {
    "openpyxl": lambda path: openpyxl.load_workbook(path).active["A2"].value,
    "pandas": lambda path: pandas.read_excel(path)["commune"][0],
    "calamine": lambda path: python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()[1][0],
    "polars": lambda path: polars.read_excel(path)["commune"][0],
}
for writer in ("xlsxwriter", "openpyxl"):
    for name, reader in readers.items():
        print(f"{writer} -> {name}: {reader(f'{writer}.xlsx')!a}")
PY
node_with xlsx@0.18.5
cat >ask.js <<'JS'
const { readFile } = require("xlsx");
for (const writer of ["xlsxwriter", "openpyxl"]) {
  const book = readFile(`${writer}.xlsx`);
  console.log(`${writer} -> SheetJS: ${JSON.stringify(book.Sheets[book.SheetNames[0]].A2.v)}`);
}
JS
run_node <ask.js
still <<'END'
xlsxwriter -> openpyxl: 'X\xe3 Ia_x000D_\nPa'
xlsxwriter -> pandas: 'X\xe3 Ia_x000D_\nPa'
xlsxwriter -> calamine: 'X\xe3 Ia\r\nPa'
xlsxwriter -> polars: 'X\xe3 Ia\r\nPa'
openpyxl -> openpyxl: 'X\xe3 Ia\nPa'
openpyxl -> pandas: 'X\xe3 Ia\nPa'
openpyxl -> calamine: 'X\xe3 Ia\nPa'
openpyxl -> polars: 'X\xe3 Ia\nPa'
xlsxwriter -> SheetJS: "Xã Ia\r\nPa"
openpyxl -> SheetJS: "Xã Ia\r\nPa"
END
