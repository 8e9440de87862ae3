"""What is not read stands in every answer: on the screen, in the document, by itself in `check`."""

import json
from dataclasses import replace

import jsonschema

from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage import Damage, Evidence
from cchc_audit.render.formats import Format, render
from cchc_audit.render.report import UnreadPart
from cchc_audit.render.writers.json_text import schema
from cchc_audit.texts import Texts

from . import frames

HIDDEN = UnreadPart("a.xlsx#ẩn", InputError("intake.sheet_hidden"), holds_rows=True)
EMPTY = UnreadPart("a.xlsx#trống", InputError("intake.sheet_empty"), holds_rows=False)
CUT = Damage(DamageMark.CUT_EXPORT, "a.csv", None, "", 1, (Evidence(9, "H21"),))


def shown(form: Format, *, check: bool) -> str:
    report = frames.check() if check else frames.late()
    source = replace(report.provenance, unread=(HIDDEN, EMPTY), damage=(CUT,))
    return str(render(replace(report, provenance=source), format=form, texts=Texts("vi")))


def test_documents_name_every_part() -> None:
    for check in (True, False):
        loaded = json.loads(shown(Format.JSON, check=check))
        jsonschema.validate(loaded, schema())
        assert loaded["unread"] == [
            {"file": "a.xlsx#ẩn", "reason": "sheet_hidden", "holds_rows": True},
            {"file": "a.xlsx#trống", "reason": "sheet_empty", "holds_rows": False},
        ]
        assert loaded["damage"][0]["mark"] == "cut_export"


def test_check_shows_both_in_their_own_place_and_lists_name_what_holds_rows() -> None:
    page = shown(Format.MD, check=True)
    damaged, files, unread = (page.index(f"## {t}") for t in ("Dấu hiệu", "exports/", "Tệp và"))
    assert damaged < files < unread
    assert "trống" in page[unread:]
    answer = shown(Format.TABLE, check=False)
    assert "a.xlsx#ẩn" in answer
    assert "trống" not in answer


def test_a_part_is_named_once() -> None:
    name = "a.xlsx#Tổng hợp"
    part = UnreadPart(name, InputError("intake.no_records", file=name), holds_rows=True)
    assert part.sentence(Texts("vi")).count(name) == 1
