#!/bin/bash
# Date: 2026-11-30. LibreOffice 7.4.7 (Debian's package), fresh profile; XlsxWriter 3.3.1.
# Surprise: of a workbook in which somebody left a filter on, a copy as CSV, .ods or .xls holds every row and
# a copy as a web page only those that were to be seen: three of six dossiers, and of a hidden column nothing.
# One program, one sheet, two numbers of dossiers, and no word in either.
# Product: reads hidden rows of a workbook like all others; the reference says what a web page may lack.
. "$(dirname "$0")/lib.sh"
need soffice
python_with xlsxwriter==3.3.1
run_python <<'PY'
import xlsxwriter

book = xlsxwriter.Workbook("t.xlsx")
sheet = book.add_worksheet()
sheet.write_row(0, 0, ["number", "status", "officer"])
for row in range(1, 7):
    sheet.write_row(row, 0, [f"H-{row}", "late" if row % 2 else "on time", "A"])
    if row % 2 == 0:
        sheet.set_row(row, options={"hidden": True})
sheet.autofilter(0, 0, 6, 2)
sheet.filter_column(1, "x == late")
sheet.set_column(2, 2, None, None, {"hidden": True})
book.close()
PY
for format in csv ods xls html; do
    soffice -env:UserInstallation="file://$work/profile" --headless --convert-to $format t.xlsx >/dev/null 2>&1
done
for format in ods xls; do
    soffice -env:UserInstallation="file://$work/profile" --headless --convert-to csv --outdir again t.$format >/dev/null 2>&1
    echo "$format: $(grep -o 'H-[0-9]' again/t.csv | xargs)" >>seen
done
echo "csv: $(grep -o 'H-[0-9]' t.csv | xargs)" >>seen
echo "html: $(grep -o 'H-[0-9]' t.html | xargs)" >>seen
echo "officer in: $(grep -l officer t.csv t.html | xargs)" >>seen
still <<'END'
ods: H-1 H-2 H-3 H-4 H-5 H-6
xls: H-1 H-2 H-3 H-4 H-5 H-6
csv: H-1 H-2 H-3 H-4 H-5 H-6
html: H-1 H-3 H-5
officer in: t.csv
END
