#!/bin/bash
# Date: 2026-11-30. pandas 3.1.1 with odfpy 1.4.1; LibreOffice 7.4.7 (Debian's package).
# Surprise: dates that pandas writes into .ods carry no format, so LibreOffice shows and exports them
# as bare numbers: 46027.350694 for 5 January 2026, 08:25.
# Product: reads the .ods itself (the date stands in it), and a CSV column that holds nothing but
# serials within the plausible years.
. "$(dirname "$0")/lib.sh"
need soffice
python_with pandas==3.1.1 odfpy==1.4.1
run_python <<'PY'
import datetime as dt
import pandas as pd

pd.DataFrame({"id": ["H1"], "at": [dt.datetime(2026, 1, 5, 8, 25)]}).to_excel("t.ods", index=False)
print("pandas:", pd.read_excel("t.ods")["at"][0])
PY
soffice -env:UserInstallation="file://$work/profile" --headless --convert-to csv t.ods >/dev/null 2>&1
cat t.csv >>seen
still <<'END'
pandas: 2026-01-05 08:25:00
id,at
H1,46027.3506944444
END
