#!/bin/bash
# Date: 2026-12-01. XlsxWriter 3.3.1, pandas 3.1.1, polars 2.1.0, openpyxl 3.1.5, python-calamine 0.9.1.
# Surprise: a text that begins like an address (a page where a dossier is looked up) becomes a link, and a sheet
# holds 65,530 links: XlsxWriter leaves the cells of all others blank, text and all, for pandas and polars alike.
# Of each such cell a warning is printed; nothing is in the file, and no error is raised. pandas by openpyxl,
# which it takes where XlsxWriter is not installed, writes every text.
# (Guessed: from the 65,531st on the text stands there without a link.)
# Product: writes addresses as text, links none; a blank cell of a column it needs is told by line.
. "$(dirname "$0")/lib.sh"
python_with xlsxwriter==3.3.1 pandas==3.1.1 polars==2.1.0 openpyxl==3.1.5 python-calamine==0.9.1
run_python <<'PY'
import warnings

import pandas as pd
import polars as pl
from python_calamine import CalamineWorkbook

numbers = range(1, 65_541)
table = {"number": numbers, "page": [f"https://dichvucong.example/{n}" for n in numbers]}


def tell(writer, write):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        write()
    sheet = CalamineWorkbook.from_path("t.xlsx").get_sheet_by_index(0)
    cells = [page for _, page in sheet.to_python()[1:]]
    written = sum(page != "" for page in cells)
    print(f"{writer}: {len(cells)} rows, {written} of them with text, {len(told)} warnings")


frame = pd.DataFrame(table)
tell("pandas, XlsxWriter", lambda: frame.to_excel("t.xlsx", index=False, engine="xlsxwriter"))
tell("polars", lambda: pl.DataFrame(table).write_excel("t.xlsx"))
tell("pandas, openpyxl", lambda: frame.to_excel("t.xlsx", index=False, engine="openpyxl"))
PY
still <<'END'
pandas, XlsxWriter: 65540 rows, 65530 of them with text, 10 warnings
polars: 65540 rows, 65530 of them with text, 10 warnings
pandas, openpyxl: 65540 rows, 65540 of them with text, 0 warnings
END
