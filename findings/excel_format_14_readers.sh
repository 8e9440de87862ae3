#!/bin/bash
# Date: 2026-11-30. excelize 0.1.0 and pylightxl 1.61 (Python); XlsxWriter 3.3.1 writes the file.
# Surprise: Excel's format 14 shows a date as the computer is set up, so the file holds no order of
# day and month; a reader that gives cells "as shown" has to make one up. Excelize's get_rows gives
# 01-05-26 for 5 January, beside 05/01/2026 for the same day in a format spelt out.
# Product: reads the serial, never the shown text.
. "$(dirname "$0")/lib.sh"
python_with excelize==0.1.0 pylightxl==1.61 xlsxwriter==3.3.1
run_python <<'PY'
import datetime as dt
import excelize, pylightxl, xlsxwriter

book = xlsxwriter.Workbook("t.xlsx")
sheet = book.add_worksheet()
for column, style in enumerate((14, 22, "dd/mm/yyyy")):
    sheet.write_datetime(0, column, dt.datetime(2026, 1, 5, 16, 5), book.add_format({"num_format": style}))
book.close()
print("excelize ", excelize.open_file("t.xlsx").get_rows("Sheet1"))
print("pylightxl", list(pylightxl.readxl("t.xlsx").ws("Sheet1").rows))
PY
still <<'END'
excelize  [['01-05-26', '1/5/26 16:05', '05/01/2026']]
pylightxl [['2026/01/05', '2026/01/05 16:05:00', '2026/01/05']]
END
