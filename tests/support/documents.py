"""What a run writes as JSON, held to the schema that is shipped."""

import json
from typing import Any

import jsonschema
from typer.testing import Result

from cchc_audit.render.writers.json_text import schema


def document(result: Result, *, exit_code: int = 0) -> dict[str, Any]:
    assert result.exit_code == exit_code, result.stderr
    loaded: dict[str, Any] = json.loads(result.stdout)
    jsonschema.validate(loaded, schema())
    return loaded
