#!/bin/bash
# Date: 2026-11-30. polars 2.1.0 (fastexcel 0.21.0); openpyxl 3.1.5 writes the file.
# Surprise: a date kept as text beyond the rows that types are guessed from is NULL; and where only that
# column is asked for, its row is gone as well (rows without a value are dropped after the typing): two
# columns of one sheet, read one by one, are of different lengths.
# Product: workbooks are read as text and raw values; every row is counted.
. "$(dirname "$0")/lib.sh"
python_with polars==2.1.0 fastexcel==0.21.0 openpyxl==3.1.5
run_python <<'PY'
import datetime as dt
import openpyxl, polars as pl

book = openpyxl.Workbook()
book.active.append(["id", "received"])
for number in range(1, 301):
    book.active.append([number, "05/01/2026" if number == 200 else dt.datetime(2026, 1, 5, 8, 25)])
book.save("t.xlsx")
for columns in (["id", "received"], ["id"], ["received"]):
    frame = pl.read_excel("t.xlsx", columns=columns)
    print(columns, frame.height, "rows,", frame[columns[-1]].null_count(), "null")
PY
still <<'END'
['id', 'received'] 300 rows, 1 null
['id'] 300 rows, 0 null
['received'] 299 rows, 0 null
END
