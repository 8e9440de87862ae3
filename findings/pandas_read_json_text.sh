#!/bin/bash
# Date: 2026-11-30. pandas 3.1.1.
# Surprise: read_json turns JSON *strings* into numbers ("000123" is 123, "1.005010" is 1.00501), and
# reads dates month first in columns whose name ends in _at, and in those only.
# Product: its JSON has such names and codes, so the reference says how to read it back:
# pandas.read_json(…, dtype=False, convert_dates=False).
. "$(dirname "$0")/lib.sh"
python_with pandas==3.1.1
run_python <<'PY'
import io, json
import pandas as pd

row = {"dossier_id": "000123", "procedure_code": "1.005010", "received_at": "05/01/2026", "deadline": "05/01/2026"}
text = json.dumps([row])
print("default:", {k: str(v) for k, v in pd.read_json(io.StringIO(text)).iloc[0].items()})
kept = pd.read_json(io.StringIO(text), dtype=False, convert_dates=False)
print("kept:   ", kept.iloc[0].to_dict())
PY
still <<'END'
default: {'dossier_id': '123', 'procedure_code': '1.00501', 'received_at': '2026-05-01 00:00:00', 'deadline': '05/01/2026'}
kept:    {'dossier_id': '000123', 'procedure_code': '1.005010', 'received_at': '05/01/2026', 'deadline': '05/01/2026'}
END
