#!/bin/bash
# Date: 2026-11-30. xlsx2csv 0.8.6 (XlsxWriter 3.3.1 writes the file).
# Surprise: a cell in Excel's own format 22 (date and time) is written with twelve hours and without
# AM or PM: 04:05 in the morning and 16:05 are the same text. Format 14 beside it is month first with
# two digits of the year; a format spelt out is kept.
# Product: month first with a two-digit year is no date: the row is rejected with the reason. Give it
# the workbook itself.
. "$(dirname "$0")/lib.sh"
python_with xlsx2csv==0.8.6 xlsxwriter==3.3.1
run_python <<'PY'
import datetime as dt
import xlsxwriter
from xlsx2csv import Xlsx2csv

book = xlsxwriter.Workbook("t.xlsx")
sheet = book.add_worksheet()
styles = [book.add_format({"num_format": style}) for style in (22, 14, "dd/mm/yyyy hh:mm")]
for row, hour in enumerate((4, 16)):
    for column, style in enumerate(styles):
        sheet.write_datetime(row, column, dt.datetime(2026, 1, 5, hour, 5), style)
book.close()
Xlsx2csv("t.xlsx").convert("t.csv")
print(open("t.csv").read(), end="")
PY
still <<'END'
01/05/26 04:05,01-05-26,05/01/2026 04:05
01/05/26 04:05,01-05-26,05/01/2026 16:05
END
