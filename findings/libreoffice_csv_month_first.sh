#!/bin/bash
# Date: 2026-11-30. LibreOffice 7.4.7 (Debian's package), fresh profile, English; XlsxWriter 3.3.1.
# Surprise: converted to CSV, a date that the workbook shows as 05/01/2026 comes out month first, as
# 01/05/2026 with a time. Only a format that names the language (Excel's [$-42A]) stays day first: one
# CSV, two orders, for the same day. And 0.6 s before midnight is written as the next day.
# Product: a column that can only be month first is refused with the setting that reads it; the
# reference says to give it the workbook.
. "$(dirname "$0")/lib.sh"
need soffice
python_with xlsxwriter==3.3.1
run_python <<'PY'
import datetime as dt
import xlsxwriter

book = xlsxwriter.Workbook("t.xlsx")
sheet = book.add_worksheet()
styles = ("dd/mm/yyyy", "dd/mm/yyyy hh:mm", "[$-42A]dd/mm/yyyy")
for column, style in enumerate(styles):
    made = book.add_format({"num_format": style})
    sheet.write(0, column, style)
    sheet.write_datetime(1, column, dt.datetime(2026, 1, 5, 16, 5), made)
    sheet.write_datetime(2, column, dt.datetime(2026, 1, 5, 23, 59, 59, 600_000), made)
book.close()
PY
soffice -env:UserInstallation="file://$work/profile" --headless --convert-to csv t.xlsx >/dev/null 2>&1
cat t.csv >>seen
still <<'END'
dd/mm/yyyy,dd/mm/yyyy hh:mm,[$-42A]dd/mm/yyyy
01/05/2026 16:05:00,01/05/2026 16:05:00,05/01/2026 16:05:00
01/06/2026 00:00:00,01/06/2026 00:00:00,06/01/2026 00:00:00
END
