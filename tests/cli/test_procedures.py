"""`procedures`: what is found and how it reads; a province's catalogue checked at one go."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import fastexcel
import pytest
from support.documents import document
from support.golden import held
from typer.testing import Result

from cchc_audit.cli.console import Console
from cchc_audit.law.catalogue.catalogue_file import COLUMNS

Type = Callable[..., Result]

FAULTY = """code,name,term,local_term,valid_from,valid_to,remote_term
1.001193,Đăng ký khai sinh,2 ngày làm việc,,,,
1.004884,Đăng ký lại khai sinh,5 ngày làm việc,3 ngày làm việc,,,
1.001731,Mai táng,4 ngày làm việc,,,,
2.000806,Kết hôn,15,,,2025-12-31,abc
2.000806,Kết hôn,10 ngày,,2025-12-01,,
9.000001,Riêng của tỉnh,5 ngày,,,,
9.000002,Riêng của tỉnh 2,,,,,
9.000003,x,3 ngày,,01/02/2026,,
1.003583,Lưu động,24 giờ,10 ngày làm việc,,,
"""


def listed(loaded: dict[str, object], key: str) -> list[dict[str, object]]:
    rows = loaded[key]
    assert isinstance(rows, list)
    return rows


@pytest.mark.parametrize("width", [80, 120])
def test_a_search_on_a_screen(typed: Type, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    result = typed("procedures", "lien", "thong", "khai", "sinh")
    assert (result.exit_code, result.stderr) == (0, "")
    assert max(map(len, result.stdout.splitlines())) <= width
    held(f"procedures/lien-thong-{width}.txt", result.stdout)


def test_english_and_markdown(typed: Type) -> None:
    held("procedures/1.001731-en.txt", typed("procedures", "1.001731", "--lang", "en").stdout)
    held("procedures/1.001731.md", typed("procedures", "1.001731", "--format", "md").stdout)


@pytest.mark.parametrize(
    "words", [["1.001193"], ["1.001193.000.00.00.H21"], ["ĐĂNG KÝ", "khai", "sinh"], ["khai sinh"]]
)
def test_by_code_or_by_words_with_or_without_accents(typed: Type, words: list[str]) -> None:
    rows = listed(document(typed("thu-tuc", *words, "--format", "json")), "rows")
    assert "1.001193" in {row["code"] for row in rows}


def test_a_field_finds_its_procedures(typed: Type) -> None:
    rows = listed(document(typed("procedures", "ho tich", "--format", "json")), "rows")
    everything = listed(document(typed("procedures", "--format", "json")), "rows")
    wanted = {row["code"] for row in everything if row["field"] == "Hộ tịch"}
    assert len(wanted) > 20
    assert wanted <= {row["code"] for row in rows}
    assert {row["field"] for row in rows[:20]} == {"Hộ tịch"}


def test_the_words_as_they_stand_come_first(typed: Type) -> None:
    rows = listed(document(typed("procedures", "liên thông", "--format", "json")), "rows")
    phrase = ["liên thông" in str(row["name"]).lower() for row in rows]
    assert phrase == sorted(phrase, reverse=True)
    assert phrase[0]
    assert not phrase[-1]


def test_the_history_of_a_term(typed: Type) -> None:
    rows = listed(document(typed("procedures", "1.001731", "--format", "json")), "rows")
    assert [(row["term"], row["valid_from"], row["valid_to"]) for row in rows] == [
        ("5 working_days", None, "2025-06-30"),
        ("3 working_days", "2026-09-01", None),
    ]
    assert list(rows[0])[: len(COLUMNS)] == list(COLUMNS)
    assert {row["source"] for row in rows} == {"shipped"}


def test_without_words_the_whole_catalogue(typed: Type) -> None:
    loaded = document(typed("procedures", "--format", "json"))
    codes = {row["code"] for row in listed(loaded, "rows")}
    assert len(codes) == loaded["catalogue_codes"]
    assert len(codes) >= 150


def test_without_words_a_terminal_shows_the_fields(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = typed("procedures").stdout
    monkeypatch.setattr(Console, "is_terminal", property(lambda _: True))
    fields = re.sub(r"\x1b\[\d+m", "", typed("procedures").stdout)
    assert len(fields.splitlines()) < 60 < len(whole.splitlines())
    rows = listed(document(typed("procedures", "--format", "json")), "rows")
    civil = {row["code"] for row in rows if row["field"] == "Hộ tịch"}
    assert re.search(rf"^Hộ tịch +{len(civil)}$", fields, re.MULTILINE)
    assert "cchc-audit procedures khai sinh" in fields
    assert "1.001193" not in fields
    assert "1.001193" in typed("procedures", "--format", "table").stdout
    assert "1.001193" in typed("procedures", "khai", "sinh").stdout


def test_csv_is_a_catalogue(typed: Type) -> None:
    assert typed("procedures", "khai sinh", "-o", "found.csv").exit_code == 0
    checked = document(typed("procedures", "--check", "found.csv", "--format", "json"))
    assert checked["valid"] is True
    assert checked["findings"] == []
    rows = listed(
        document(typed("procedures", "khai sinh", "--catalogue", "found.csv", "--format", "json")),
        "rows",
    )
    assert {row["source"] for row in rows} == {"user", "shipped"}


def test_cells_are_disarmed_and_rows_are_plain(typed: Type) -> None:
    Path("own.csv").write_text("name,term\n=1+1,3 ngày\n", encoding="utf-8")
    words = ["procedures", "1", "--catalogue", "own.csv"]
    rows = list(csv.DictReader(io.StringIO(typed(*words, "--format", "csv").stdout)))
    assert "'=1+1" in {row["name"] for row in rows}
    assert typed(*words, "-o", "own.xlsx").exit_code == 0
    sheet = fastexcel.read_excel("own.xlsx").load_sheet(0).to_polars()
    assert "=1+1" in sheet["Tên thủ tục hành chính"].to_list()


def test_an_own_entry_is_marked_and_named(typed: Type) -> None:
    Path("own.csv").write_text("code,term,local_term\n1.004884,5 ngày LV,3 ngày LV\n")
    result = typed("procedures", "1.004884", "--catalogue", "own.csv")
    held("procedures/own.txt", result.stdout)


def test_nothing_found_names_what_is_near(typed: Type) -> None:
    result = typed("procedures", "khai", "sihn")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Gần giống: 1.001193 Đăng ký khai sinh" in result.stderr
    loaded = document(typed("procedures", "1.001194", "--format", "json"))
    assert loaded["rows"] == []
    assert listed(loaded, "near")[0]["code"] == "1.001193"
    alone = typed("procedures", "zzzz", "--lang", "en")
    assert (alone.exit_code, alone.stdout) == (0, "")
    assert "No procedure matches “zzzz”" in alone.stderr


@pytest.mark.parametrize("width", [80, 120])
def test_a_faulty_catalogue(
    typed: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    (tmp_path / "dm.csv").write_text(FAULTY, encoding="utf-8")
    result = typed("procedures", "--check", "dm.csv")
    assert result.exit_code == 2
    assert "dm.csv chưa dùng được" in result.stderr
    held(f"procedures/check-{width}.txt", result.stdout)


def test_findings_with_file_and_line(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "dm.csv").write_text(FAULTY, encoding="utf-8")
    loaded = document(typed("procedures", "--check", "dm.csv", "--format", "json"), exit_code=2)
    found = listed(loaded, "findings")
    assert {row["file"] for row in found} == {"dm.csv"}
    assert [(r["kind"], r["line"], r["column"], r["value"], r["shipped"]) for r in found] == [
        ("invalid", 5, None, None, None),  # overlaps line 6
        ("invalid", 9, "valid_from", "01/02/2026", None),
        ("no_unit", 5, "term", "15", None),
        ("unreadable", 5, "remote_term", "abc", None),
        ("unreadable", 8, "term", "", None),
        ("unreadable", 10, "term", "24 giờ", None),
        ("longer", 2, "term", "2 working_days", "same_day"),
        ("longer", 4, "term", "4 working_days", "3 working_days"),
        ("longer", 10, "local_term", "10 working_days", "5 working_days"),
        ("other_unit", 6, "term", "10 calendar_days", "5 working_days"),
        ("shorter", 3, "local_term", "3 working_days", "5 working_days"),
        ("shorter", 4, "term", "4 working_days", "5 working_days"),
        ("shorter", 6, "term", "10 calendar_days", "15 calendar_days"),
    ]
    assert loaded["counts"] == {"error": 2, "warning": 7, "note": 4}
    assert loaded["unknown_codes"] == ["9.000001", "9.000002"]
    assert "dòng 6" in str(found[0]["message"])


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("cod,term\n", ["invalid"]),
        ("", ["invalid"]),
        ('code,term\n1.004884,5 ngày LV\n"1.0,3 ngày\n', ["invalid"]),
        ("code,term\n1.004884,5 ngày LV\n", []),
        ("code,term\n1.004884,6 ngày LV\n", ["longer"]),
        ("code,term\n1.004884,4 ngày LV\n", ["shorter"]),
        ("code,term\n1.004884,01 tháng\n", ["other_unit"]),
        ("code,term,after_cutoff\n1.004884,5 ngày LV,yes\n", ["invalid"]),
    ],
)
def test_invalid_is_exit_2_and_the_rest_0(
    typed: Type, tmp_path: Path, lang: str, text: str, kinds: list[str]
) -> None:
    (tmp_path / "dm.csv").write_text(text, encoding="utf-8")
    result = typed("procedures", "--check", "dm.csv", "--format", "json", "--lang", lang)
    loaded = document(result, exit_code=2 if "invalid" in kinds else 0)
    assert [row["kind"] for row in listed(loaded, "findings")] == kinds
    assert loaded["valid"] is ("invalid" not in kinds)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--check", "khong-co.csv"], "khong-co.csv"),
        (["khai sinh", "--check", "dm.csv"], "--check"),
        (["--catalogue", "dm.csv", "x"], "dm.csv, dòng 9"),
        (["--check", "dm.csv", "-o", "dm.csv"], "không được ghi đè"),
        (["--format", "parquet"], "parquet"),
        (["--check", ""], "--check"),
    ],
)
def test_a_line_that_cannot_be_answered(
    typed: Type, tmp_path: Path, words: list[str], said: str
) -> None:
    (tmp_path / "dm.csv").write_text(FAULTY, encoding="utf-8")
    result = typed("procedures", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert (tmp_path / "dm.csv").read_text(encoding="utf-8") == FAULTY


def test_a_catalogue_without_a_single_term_cannot_be_used(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("code,name,term\n9.1,Một,ba hôm\n9.2,Hai,15\n", encoding="utf-8")
    result = typed("procedures", "--check", str(path))
    assert result.exit_code == 2
    assert "Không đọc được thời hạn nào" in result.stdout
    path.write_text("code,name,term\n9.1,Một,ba hôm\n9.2,Hai,15 ngày\n", encoding="utf-8")
    assert typed("procedures", "--check", str(path)).exit_code == 0


def test_every_wrong_column_is_named_with_what_it_is_near(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("cod,name,trm,foo,name\n9.1,Một,3 ngày,x,y\n", encoding="utf-8")
    result = typed("procedures", "--check", str(path), "--format", "json")
    assert result.exit_code == 2
    messages = {
        row["column"]: str(row["message"])
        for row in listed(document(result, exit_code=2), "findings")
    }
    assert list(messages) == ["cod", "trm", "foo", "name"]
    assert "“code”" in messages["cod"]
    assert "“term”" in messages["trm"]
    assert "Gần giống" not in messages["foo"]


def test_terms_of_one_entry_that_contradict_each_other(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "code,name,term,extended_term,local_term\n"
        "9.1,Một,3 ngày làm việc,2 ngày làm việc,5 ngày làm việc\n"
        "9.2,Hai,3 ngày làm việc,5 ngày làm việc,2 ngày làm việc\n"
        "9.3,Ba,3 ngày làm việc,3 ngày làm việc,3 ngày làm việc\n",
        encoding="utf-8",
    )
    rows = listed(
        document(typed("procedures", "--check", str(path), "--format", "json")), "findings"
    )
    assert [(row["line"], row["kind"], row["severity"]) for row in rows] == [
        (2, "extended_shorter", "warning"),
        (2, "local_longer", "warning"),
    ]
