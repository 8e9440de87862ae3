#!/bin/bash
# Date: 2026-11-30. XlsxWriter 3.3.1, openpyxl 3.1.5, pandas 3.1.1, polars 2.1.0 (fastexcel 0.21.0),
# python-calamine 0.9.1.
# Surprise: four writers store 23:59:59.999999 as a serial short of midnight, and both readers give
# the first moment of the NEXT day; the dossier that a database closed "at the end of the day" is
# a day late. One thousandth of a second earlier nothing happens.
# Product: a moment within the last second of a day is 23:59:59 of that day.
. "$(dirname "$0")/lib.sh"
python_with xlsxwriter==3.3.1 openpyxl==3.1.5 pandas==3.1.1 polars==2.1.0 fastexcel==0.21.0 python-calamine==0.9.1
run_python <<'PY'
import datetime as dt
import openpyxl, pandas as pd, polars as pl, xlsxwriter
from python_calamine import CalamineWorkbook

ends = [dt.datetime(2026, 1, 5, 23, 59, 59, us) for us in (999_999, 999_000)]
book = xlsxwriter.Workbook("xlsxwriter.xlsx")
sheet, style = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
for row, end in enumerate(ends, 1):
    sheet.write_datetime(row, 0, end, style)
sheet.write(0, 0, "at")
book.close()
book = openpyxl.Workbook()
for value in ("at", *ends):
    book.active.append([value])
book.save("openpyxl.xlsx")
pd.DataFrame({"at": ends}).to_excel("pandas.xlsx", index=False)
pl.DataFrame({"at": ends}).write_excel("polars.xlsx")
for writer in ("xlsxwriter", "openpyxl", "pandas", "polars"):
    name = f"{writer}.xlsx"
    rows = list(openpyxl.load_workbook(name).active.values)[1:]
    print(writer, "by openpyxl:", *(row[0] for row in rows), sep=" | ")
    rows = CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()[1:]
    print(writer, "by calamine:", *(row[0] for row in rows), sep=" | ")
PY
still <<'END'
xlsxwriter | by openpyxl: | 2026-01-06 00:00:00 | 2026-01-05 23:59:59.999000
xlsxwriter | by calamine: | 2026-01-06 00:00:00 | 2026-01-05 23:59:59.999000
openpyxl | by openpyxl: | 2026-01-06 00:00:00 | 2026-01-05 23:59:59.999000
openpyxl | by calamine: | 2026-01-06 00:00:00 | 2026-01-05 23:59:59.999000
pandas | by openpyxl: | 2026-01-06 00:00:00 | 2026-01-05 23:59:59.999000
pandas | by calamine: | 2026-01-06 00:00:00 | 2026-01-05 23:59:59.999000
polars | by openpyxl: | 2026-01-06 00:00:00 | 2026-01-05 23:59:59.999000
polars | by calamine: | 2026-01-06 00:00:00 | 2026-01-05 23:59:59.999000
END
