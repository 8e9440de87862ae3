#!/bin/bash
# Date: 2026-12-01. datacompy 1.1.0, pandas 3.0.6, polars 1.44.2 (the newest that it takes).
# Surprise: a table whose dates are text, day first, is compared with itself read as dates, and with a copy in
# which day and month changed places wherever they could. PandasCompare finds the true table to differ and calls
# the spoilt copy equal; PolarsCompare says the opposite. If only the first dossier came in on the 13th, PandasCompare
# agrees with PolarsCompare: pandas learns one format from the first cell, and where a later cell does not
# fit, datacompy has each cell read by itself, month first. (Guessed: text never equals a date.)
# Product: no cell is read by guess; the mark `swapped_dates` tells of such a copy.
. "$(dirname "$0")/lib.sh"
python_with datacompy==1.1.0 pandas==3.0.6 polars==1.44.2
run_python <<'PY'
import datacompy
import pandas
import polars


def told(way, *tables):
    compared = way(*tables, join_columns="id")
    cells = " ".join("same" if same else "differs" for same in compared.intersect_rows["received_match"])
    return f"{compared.matches()!s:5} {cells}"


for days in (["05/01/2026", "06/01/2026", "13/01/2026"], ["13/01/2026", "05/01/2026", "06/01/2026"]):
    text = pandas.DataFrame({"id": ["H1", "H2", "H3"], "received": days})
    swapped = [f"{day[3:6]}{day[:3]}{day[6:]}" if day < "13" else day for day in days]
    print("text:", *days)
    for name, cells in (("true", days), ("spoilt", swapped)):
        dates = text.assign(received=pandas.to_datetime(cells, format="%d/%m/%Y"))
        print(f"{name:6} PandasCompare", told(datacompy.PandasCompare, text, dates))
        print(f"{name:6} PolarsCompare", told(datacompy.PolarsCompare, *map(polars.from_pandas, (text, dates))))
PY
still <<'END'
text: 05/01/2026 06/01/2026 13/01/2026
true   PandasCompare False differs differs same
true   PolarsCompare True  same same same
spoilt PandasCompare True  same same same
spoilt PolarsCompare False differs differs same
text: 13/01/2026 05/01/2026 06/01/2026
true   PandasCompare True  same same same
true   PolarsCompare True  same same same
spoilt PandasCompare False same differs differs
spoilt PolarsCompare False same differs differs
END
