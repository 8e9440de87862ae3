"""Pages worked out by hand, then held; `UPDATE_GOLDEN=1 pytest tests/explain` rewrites them."""

import json
from datetime import date, datetime
from pathlib import Path

import jsonschema
import pytest
from support.golden import held

from cchc_audit.render.explanations import render
from cchc_audit.render.formats import Format
from cchc_audit.render.writers.json_text import schema
from cchc_audit.texts import Lang, Texts

from .exports import export, why

CASES: dict[str, dict[str, str]] = {
    "swap": {
        "received": "07/01/2026 09:00",
        "completed": "12/01/2026 09:00",
        "term": "3 ngày làm việc",
    },
    "tet": {
        "received": "13/02/2026 10:00",
        "completed": "27/02/2026 16:00",
        "term": "5 ngày làm việc",
        "promised": "02/03/2026",
    },
    "supplement": {
        "received": "02/03/2026 08:00",
        "requested": "04/03/2026 10:00",
        "supplemented": "06/03/2026 17:30",
        "completed": "13/03/2026 09:00",
        "term": "5 ngày làm việc",
    },
    "pause": {
        "received": "02/03/2026 08:00",
        "paused": "03/03/2026 08:00",
        "resumed": "05/03/2026 08:00",
        "term": "5 ngày làm việc",
    },
    "hours": {
        "received": "07/01/2026 15:30",
        "completed": "08/01/2026 10:00",
        "term": "4 giờ làm việc",
    },
    "contestable": {
        "code": "1.004873.000.00.00.H21",
        "received": "03/03/2026 09:12",
        "completed": "10/03/2026 15:40",
        "promised": "11/03/2026",
        "commune": "UBND xã Ia Pa",
    },
}
BY_HAND: dict[str, tuple[date, str, date | datetime]] = {
    # deadline, outcome, last safe moment
    "swap": (date(2026, 1, 10), "late", date(2026, 1, 10)),  # Saturday 10 was worked
    "tet": (date(2026, 2, 27), "on_time", date(2026, 2, 27)),  # 16 to 20 off
    "supplement": (date(2026, 3, 16), "early", date(2026, 3, 16)),  # the clock on Monday 9
    "pause": (date(2026, 3, 11), "overdue", date(2026, 3, 11)),  # 4 and 5 March taken off
    # 15:30 to 17:00, then 2 h 30 from 07:00
    "hours": (date(2026, 1, 8), "late", datetime(2026, 1, 8, 9, 30)),
    "contestable": (date(2026, 3, 6), "late", date(2026, 3, 6)),
}


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", CASES)
def test_by_hand(name: str, tmp_path: Path) -> None:
    one = why(export(tmp_path / "hs.csv", CASES[name])).dossiers[0]
    found = one.dossier["deadline"], one.dossier["outcome"], one.last_safe
    assert found == BY_HAND[name]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", CASES)
def test_screens(name: str, lang: Lang, tmp_path: Path) -> None:
    answer = why(export(tmp_path / "hs.csv", CASES[name]), lang=lang)
    text = render(answer, format=Format.TABLE, texts=Texts(lang), width=80)
    assert max(map(len, text.splitlines())) <= 80
    held(f"explain/{name}-{lang}.txt", text)


@pytest.mark.parametrize("form", [Format.JSON, Format.MD, Format.HTML])
def test_formats(form: Format, tmp_path: Path) -> None:
    answer = why(export(tmp_path / "hs.csv", CASES["contestable"]))
    held(f"explain/contestable.{form}", render(answer, format=form, texts=Texts("vi")))


def test_colours(tmp_path: Path) -> None:
    answer = why(export(tmp_path / "hs.csv", CASES["contestable"]))
    text = render(answer, format=Format.TABLE, texts=Texts("vi"), width=120, colour=True)
    held("explain/contestable-colour.txt", text)


@pytest.mark.parametrize("name", CASES)
def test_documents_keep_to_the_schema(name: str, tmp_path: Path) -> None:
    answer = why(export(tmp_path / "hs.csv", CASES[name]))
    document = json.loads(render(answer, format=Format.JSON, texts=Texts("vi")))
    assert list(document) == ["schema", "command", "as_of", "dossiers"]
    jsonschema.validate(document, schema())


def test_the_schema_sees_what_is_wrong(tmp_path: Path) -> None:
    answer = why(export(tmp_path / "hs.csv", CASES["swap"]))
    document = json.loads(render(answer, format=Format.JSON, texts=Texts("vi")))
    document["dossiers"][0]["days"][0]["kind"] = "holiday"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())


def test_data_is_never_markup(tmp_path: Path) -> None:
    nasty = {"commune": "[red]<b>\x1b[31m", "received": "07/01/2026 09:00", "term": "3 ngày"}
    answer = why(export(tmp_path / "hs.csv", nasty))
    screen = render(answer, format=Format.TABLE, texts=Texts("vi"))
    assert "[red]<b>␛[31m" in screen
    page = render(answer, format=Format.HTML, texts=Texts("vi"))
    assert "[red]&lt;b&gt;␛[31m" in page
    assert "<b>\x1b" not in page
