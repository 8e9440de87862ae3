#!/bin/bash
# Date: 2026-11-30. python-calamine 0.9.1, fastexcel 0.21.0; LibreOffice 7.4.7 (Debian's package) works the
# formulas out, openpyxl 3.1.5 writes and reads them.
# Surprise: an error value (#N/A, #DIV/0!) cannot be told from a blank: calamine gives empty text, fastexcel
# null in .xlsx and empty text in .ods. A finish that nobody could work out is "not finished yet".
# Product: an error value in any container rejects the row where the column matters.
. "$(dirname "$0")/lib.sh"
need soffice
python_with openpyxl==3.1.5 python-calamine==0.9.1 fastexcel==0.21.0 polars==2.1.0
run_python <<'PY'
import openpyxl

book = openpyxl.Workbook()
for row in (["id", "finished"], ["H1", "=NA()"], ["H2", "=1/0"], ["H3", None]):
    book.active.append(row)
book.save("t.xlsx")
PY
profile="-env:UserInstallation=file://$work/profile"
soffice "$profile" --headless --convert-to ods t.xlsx >/dev/null 2>&1
soffice "$profile" --headless --convert-to xlsx --outdir out t.xlsx >/dev/null 2>&1
mv out/t.xlsx t.xlsx
run_python <<'PY'
import fastexcel, openpyxl
from python_calamine import CalamineWorkbook

print("openpyxl  t.xlsx", [row[1] for row in openpyxl.load_workbook("t.xlsx", data_only=True).active.values][1:])
for name in ("t.xlsx", "t.ods"):
    rows = CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()
    print("calamine ", name, [row[1] for row in rows[1:]])
    sheet = fastexcel.read_excel(name).load_sheet(0, dtypes="string")
    print("fastexcel", name, sheet.to_polars()["finished"].to_list())
PY
still <<'END'
openpyxl  t.xlsx ['#N/A', '#DIV/0!', None]
calamine  t.xlsx ['', '', '']
fastexcel t.xlsx [None, None, None]
calamine  t.ods ['', '', '']
fastexcel t.ods ['', '', None]
END
