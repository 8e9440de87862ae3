"""`cchc-audit rank`, from files on the disk to what comes out."""

import csv
import re
from pathlib import Path
from typing import Any

import fastexcel
import pytest
from support.documents import document
from support.golden import held
from typer.testing import CliRunner, Result

from cchc_audit.cli.app import app

from .exports import export, row

pytestmark = pytest.mark.usefixtures("opened_once")

AS_OF = ("--as-of", "31/03/2026")
NOW = (("Xã A", 27, 3), ("Xã B", 30, 0), ("Xã C", 10, 20), ("Xã D", 4, 1))
BEFORE = (("Xã A", 30, 0), ("Xã B", 27, 3), ("Xã C", 20, 10))


@pytest.fixture(autouse=True)
def surroundings(plain_surroundings: None) -> None:
    del plain_surroundings
    export("nay.csv", NOW)
    export("truoc.csv", BEFORE)


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, ["rank", *words, *AS_OF])


def told(*words: str) -> dict[str, Any]:
    return document(typed(*words, "--format", "json"))


def shown(document: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(line[name] for name in names) for line in document["rows"]]


def test_rows_in_order_the_total_last() -> None:
    found = told("nay.csv")
    assert shown(found, "commune", "rank", "tied_with") == [
        ("Xã B", 1, "below"),
        ("Xã A", 2, "above"),
        ("Xã C", 3, None),
        ("Xã D", None, None),
        (None, None, None),
    ]
    assert (found["by"], found["previous"]) == ("commune", None)
    assert (found["total_rows"], found["shown"]) == (4, 4)


def test_places_against_an_earlier_export() -> None:
    found = told("nay.csv", "--previous", "truoc.csv")
    assert shown(found, "commune", "previous_rank", "places")[:4] == [
        ("Xã B", 2, 1),
        ("Xã A", 1, -1),
        ("Xã C", 3, 0),
        ("Xã D", None, None),
    ]


def test_several_earlier_exports_are_one() -> None:
    export("mot.csv", BEFORE[:2])
    export("hai.csv", BEFORE[2:])
    parts = told("nay.csv", "--previous", "mot.csv", "--previous", "hai.csv")
    whole = told("nay.csv", "--previous", "truoc.csv")
    assert parts["rows"] == whole["rows"]
    assert parts["previous"]["input"]["files"] == ["mot.csv", "hai.csv"]


def test_an_earlier_export_is_judged_at_its_own_end() -> None:
    # Five dossiers of commune A received on 9 March, open when the export was made; the last thing
    # it records is of Tuesday 10 March. On that day they are in time, on 31 March long overdue.
    still_open = [row(90 + n, "Xã A", "", received="09/03/2026 08:00") for n in range(5)]
    export("truoc.csv", BEFORE, *still_open)
    found = told("nay.csv", "--previous", "truoc.csv")
    assert found["previous"]["as_of"] == "2026-03-11T00:00:00"
    assert shown(found, "commune", "previous_rank")[1] == ("Xã A", 1)
    late = told("nay.csv", "--previous", "truoc.csv", "--previous-as-of", "31/03/2026")
    assert late["previous"]["as_of"] == "2026-04-01T00:00:00"
    # 30 of 35 against 27 of 30
    assert shown(late, "commune", "previous_rank")[1] == ("Xã A", 2)


def test_the_period_of_the_baseline() -> None:
    found = told("nay.csv", "--previous", "truoc.csv", "--previous-to", "01/03/2026")
    assert {line["previous_rank"] for line in found["rows"]} == {None}
    assert found["previous"]["as_of"] == "2026-03-02T00:00:00"


def test_filters_and_limits_cut_only_what_is_shown() -> None:
    whole = told("nay.csv", "--previous", "truoc.csv")["rows"]
    found = told("nay.csv", "--previous", "truoc.csv", "--commune", "xã A")
    assert found["rows"] == [whole[1], whole[-1]]
    assert found["total_rows"] == 1
    found = told("nay.csv", "--previous", "truoc.csv", "--limit", "2")
    assert found["rows"] == [*whole[:2], whole[-1]]
    assert (found["total_rows"], found["shown"]) == (4, 2)


def test_officers_are_named_by_codes_unless_the_settings_show_them() -> None:
    done = typed("nay.csv", "--by", "officer", "--format", "csv")
    [line, _total] = csv.DictReader(done.stdout.splitlines())
    assert re.fullmatch(r"CB-[0-9a-f]{8}", line["officer"])
    assert "Lò Văn Mẫu" not in typed("nay.csv", "--by", "officer", "--format", "html").stdout
    Path("cchc.toml").write_text('[privacy]\nofficer = "show"\n', encoding="utf-8")
    assert "Lò Văn Mẫu" in typed("nay.csv", "--by", "officer").stdout
    Path("cchc.toml").write_text('[privacy]\nofficer = "hide"\n', encoding="utf-8")
    refused = typed("nay.csv", "--by", "officer")
    assert (refused.exit_code, refused.stdout) == (2, "")


@pytest.mark.parametrize("key", ["agency", "field", "procedure"])
def test_other_things_can_be_ranked(key: str) -> None:
    found = told("nay.csv", "--by", key)
    assert list(found["rows"][0])[:2] == [key, "total"]
    assert found["rows"][-1][key] is None


@pytest.mark.parametrize(
    "words",
    [
        ("nay.csv", "--by", "month"),
        ("nay.csv", "--previous-as-of", "01/03/2026"),
        ("nay.csv", "--previous", "khong-co.csv"),
        ("nay.csv", "--previous", "truoc.csv", "--previous-from", "x"),
        (
            *("nay.csv", "--previous", "truoc.csv", "--previous-from", "02/03/2026"),
            *("--previous-to", "01/03/2026"),
        ),
        ("nay.csv", "--previous", "truoc.csv", "-o", "truoc.csv"),
        ("nay.csv", "--sort", "hang"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(words: tuple[str, ...]) -> None:
    refused = typed(*words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_rejected_row_of_the_baseline_is_an_error_when_strict() -> None:
    export("truoc.csv", BEFORE, row(99, "Xã A", "31/02/2026"))
    assert typed("nay.csv", "--previous", "truoc.csv").exit_code == 0
    assert typed("nay.csv", "--previous", "truoc.csv", "--strict").exit_code == 2


def test_the_gate_of_a_summary_holds_here_too() -> None:
    assert typed("nay.csv", "--fail-under", "90%").exit_code == 1
    assert typed("nay.csv", "--fail-under", "50%").exit_code == 0


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [80, 100, 160])
def test_tables(lang: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from cchc_audit.cli.console import OUT

    monkeypatch.setattr(type(OUT), "width", property(lambda _: width))
    text = typed("nay.csv", "--previous", "truoc.csv", "--lang", lang).stdout
    assert max(map(len, text.splitlines())) <= width
    held(f"rank/{width}-{lang}.txt", text)


@pytest.mark.parametrize("form", ["json", "csv", "md", "html"])
def test_formats(form: str) -> None:
    text = typed("nay.csv", "--previous", "truoc.csv", "--format", form).stdout
    assert "<script" not in text
    # Not what the figures rest on elsewhere: version, calendar, catalogue.
    lines = [
        line for line in text.splitlines() if not re.search(r"[0-9a-f]{64}|cchc-audit: ", line)
    ]
    held(f"rank/rank.{form}", "\n".join(lines) + "\n")


def test_the_workbook_has_a_sheet_to_print_first() -> None:
    assert typed("nay.csv", "--previous", "truoc.csv", "-o", "hang.xlsx").exit_code == 0
    book = fastexcel.read_excel("hang.xlsx")
    assert len(book.sheet_names) == 3
    rows = book.load_sheet(0, header_row=None).to_polars().rows()
    ranks = {line[1]: (line[0], line[2]) for line in rows if line[1] in {"Xã A", "Xã B", "Xã D"}}
    assert ranks == {"Xã B": ("1", "1"), "Xã A": ("2", "-1"), "Xã D": (None, None)}
    assert any(str(line[0]).startswith("Chưa xếp hạng") for line in rows)
    assert book.load_sheet(1).to_polars().height == 5


def test_communes_that_are_gone_are_named() -> None:
    export("co.csv", [("Xã A", 30, 1), ("Xã B", 30, 2)])
    export("roi.csv", [("Xã A", 30, 1), ("Xã Cũ", 30, 2), ("Xã Bé", 3, 0)])
    said = "Kỳ trước có, kỳ này không còn hồ sơ (đơn vị): Xã Bé, Xã Cũ."
    assert said in " ".join(typed("co.csv", "--previous", "roi.csv").stdout.split())
    found = document(typed("co.csv", "--previous", "roi.csv", "--format", "json"))
    assert found["gone"] == ["Xã Bé", "Xã Cũ"]
    assert "Kỳ trước có" not in typed("co.csv", "--previous", "co.csv").stdout


def test_nothing_to_rank() -> None:
    export("rong.csv", [("Xã D", 4, 1)])
    text = typed("rong.csv").stdout
    assert "Không xếp hạng được" in text
    assert typed("rong.csv", "--from", "01/01/2020", "--to", "31/01/2020").exit_code == 0
