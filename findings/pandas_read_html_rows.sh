#!/bin/bash
# Date: 2026-11-30. pandas 3.1.1 with lxml 6.1.3, and with html5lib 1.1 (beautifulsoup4 4.15.0).
# Surprise: pages as ASP.NET writes them, a form inside the table or cells without a <tr>, lose rows
# under the parser that pandas prefers (lxml), the other one keeps them; and a rowspan that reaches beyond
# the table, which a browser cuts off, becomes rows under both.
# Product: every row there is, none that is not.
. "$(dirname "$0")/lib.sh"
python_with pandas==3.1.1 lxml==6.1.3 html5lib==1.1 beautifulsoup4==4.15.0
run_python <<'PY'
import io
import pandas as pd

head = "<table><tr><th>id</th><th>n</th></tr>"
pages = {
    "form in the table": f"{head}<form><tr><td>A</td><td>1</td></tr></form></table>",
    "cells without tr": f"{head}<td>A</td><td>1</td><tr><td>B</td><td>2</td></tr></table>",
    "rowspan too long": f"{head}<tr><td rowspan=4>A</td><td>1</td></tr></table>",
}
for name, page in pages.items():
    rows = {flavor: pd.read_html(io.StringIO(page), flavor=flavor)[0]["id"].tolist() for flavor in ("lxml", "bs4")}
    print(name, rows)
PY
still <<'END'
form in the table {'lxml': [], 'bs4': ['A']}
cells without tr {'lxml': ['B'], 'bs4': ['A', 'B']}
rowspan too long {'lxml': ['A', 'A', 'A', 'A'], 'bs4': ['A', 'A', 'A', 'A']}
END
