#!/bin/bash
# Date: 2026-11-30. pydantic 2.14.4, msgspec 0.23.0, pandas 3.1.1.
# Surprise: one Monday morning as software writes it without separators (20260105, 202601050830,
# 20260105083000) is no error for a field of type datetime: text of digits alone is Unix time, in seconds
# or milliseconds by its size, so that the more exactly it is written the further it goes: 1970, 1976,
# 2612. msgspec in its lenient mode takes seconds throughout and is then in the year 8390.
# Product: reads the digits as the day and time they write; 1970 and 2612 are no dates of a dossier.
. "$(dirname "$0")/lib.sh"
python_with pydantic==2.14.4 msgspec==0.23.0 pandas==3.1.1
run_python <<'PY'
from datetime import datetime
import msgspec
import pandas
from pydantic import TypeAdapter, ValidationError

def lenient(text):
    try:
        return msgspec.convert(text, datetime, strict=False)
    except msgspec.ValidationError as error:
        return str(error).strip()

for text in ("20260105", "202601050830", "20260105083000"):
    print(text)
    print("  pandas  ", pandas.to_datetime(text))
    print("  pydantic", TypeAdapter(datetime).validate_json(f'"{text}"'))
    print("  msgspec ", lenient(text))
PY
still <<'END'
20260105
  pandas   2026-01-05 00:00:00
  pydantic 1970-08-23 11:48:25+00:00
  msgspec  1970-08-23 11:48:25+00:00
202601050830
  pandas   2026-01-05 08:30:00
  pydantic 1976-06-02 22:04:10.830000+00:00
  msgspec  8390-03-04 13:40:30+00:00
20260105083000
  pandas   2026-01-05 08:30:00
  pydantic 2612-01-07 22:58:03+00:00
  msgspec  Timestamp is out of range
END
