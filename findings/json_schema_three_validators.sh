#!/bin/bash
# Date: 2026-11-30. jsonschema 4.26.0, fastjsonschema 2.22.3, jsonschema-rs 0.61.2.
# Surprise: jsonschema, given its format checker, still lets any text through as a date-time (the check
# needs a package it does not install, and is left out in silence); fastjsonschema says nothing of a
# schema of 2020-12 and passes over the words it does not know; and \w means letters of ASCII to one.
# Product: the shipped schema describes days and moments by patterns of digits, never by `format`, and
# uses no word that one of the three does not know.
. "$(dirname "$0")/lib.sh"
python_with jsonschema==4.26.0 fastjsonschema==2.22.3 jsonschema-rs==0.61.2
run_python <<'PY'
import fastjsonschema, jsonschema, jsonschema_rs

def verdicts(schema, value):
    python = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    rust = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    try:
        fastjsonschema.compile(schema)(value)
        fast = True
    except fastjsonschema.JsonSchemaValueException:
        fast = False
    return f"jsonschema {python.is_valid(value)}, fastjsonschema {fast}, jsonschema-rs {rust.is_valid(value)}"

draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
for schema, value in (
    ({"type": "string", "format": "date-time"}, "05/01/2026 08:25"),
    ({"properties": {"code": {}}, "unevaluatedProperties": False}, {"kode": 1}),
    ({"dependentRequired": {"late": ["deadline"]}}, {"late": 1}),
    ({"type": "string", "pattern": r"^\w+$"}, "đúng"),
):
    print(list(schema.values())[-1], "|", value, "|", verdicts({**draft, **schema}, value))
PY
still <<'END'
date-time | 05/01/2026 08:25 | jsonschema True, fastjsonschema False, jsonschema-rs False
False | {'kode': 1} | jsonschema False, fastjsonschema True, jsonschema-rs False
{'late': ['deadline']} | {'late': 1} | jsonschema False, fastjsonschema True, jsonschema-rs False
^\w+$ | đúng | jsonschema True, fastjsonschema True, jsonschema-rs False
END
