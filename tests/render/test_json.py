import json
from dataclasses import replace

import jsonschema
import polars as pl
import pytest

from cchc_audit.core.columns import ASSESS_COLUMNS
from cchc_audit.core.vocabulary import DamageMark, Fault
from cchc_audit.render.formats import Format, render
from cchc_audit.render.report import Report
from cchc_audit.render.writers.json_text import schema
from cchc_audit.texts import Texts

from . import frames


def document(report: Report) -> dict[str, object]:
    text = render(report, format=Format.JSON, texts=Texts("vi"))
    loaded: dict[str, object] = json.loads(text)
    return loaded


@pytest.mark.parametrize("report", [frames.late(), frames.due(), frames.communes()])
def test_documents_keep_to_the_schema(report: Report) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(document(report), schema())


def test_the_schema_knows_every_reason_and_mark() -> None:
    told = json.dumps(schema())
    for known in (Fault, DamageMark):
        assert json.dumps([one.value for one in known])[1:-1] in told


def test_the_schema_sees_what_is_missing() -> None:
    short = document(replace(frames.late(), rows=frames.late().rows.drop("deadline_at")))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(short, schema())


def test_the_document_of_a_list() -> None:
    loaded = document(frames.late())
    assert list(loaded) == [
        *("schema", "command", "as_of", "input", "unread", "damage"),
        *("total_rows", "shown", "rows"),
    ]
    assert loaded["as_of"] == "2026-11-22T00:00:00"
    assert loaded["input"] == {
        "files": ["exports/xa-a.csv", "exports/xa-b.csv"],
        "rows_read": 1408,
        "rows_rejected": 5,
        "duplicates": 3,
        "assessed": 1400,
    }
    rows = loaded["rows"]
    assert isinstance(rows, list)
    assert [tuple(row) for row in rows] == [ASSESS_COLUMNS] * 4
    assert rows[0]["deadline"] == "2026-11-06"
    assert rows[0]["deadline_at"] == "2026-11-07T00:00:00"
    assert rows[0]["finished_at"] == "2026-11-17T16:05:00"
    assert rows[2]["received_at"] == "2026-11-10"
    assert rows[0]["submitted_at"] is None
    assert rows[3]["procedure_name"] == "\x1b[31mĐỏ\x1b[0m | <script>alert(1)</script> `x`"


def test_the_total_has_no_name_and_no_rate_is_null() -> None:
    rows = document(frames.communes())["rows"]
    assert isinstance(rows, list)
    assert rows[-1]["commune"] is None
    assert rows[2]["on_time_rate"] is None


def test_no_rows_and_further_keys() -> None:
    empty = replace(frames.late(), rows=frames.late().rows.head(0), total_rows=0, shown=0)
    assert document(empty)["rows"] == []
    more = replace(empty, extra={"rules": [{"code": "T101"}]})
    assert document(more)["rules"] == [{"code": "T101"}]


def test_many_batches() -> None:
    rows = pl.LazyFrame({"n": range(300_000)})
    report = replace(frames.late(), rows=rows, total_rows=300_000, shown=300_000)
    loaded = document(report)["rows"]
    assert loaded == [{"n": number} for number in range(300_000)]
