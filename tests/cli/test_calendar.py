"""`calendar`: the year as people and programs read it, the range, the comparison."""

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

Type = Callable[..., Result]

LOCAL = """
[[off]]
from = 2025-11-06
to = 2025-11-09
name = "Bão số 13"
basis = "Công điện 01/CĐ-UBND"
communes = ["xã Ia Pa", "xã Pờ Tó"]
[[off]]
date = 2025-11-15
name = "Nghỉ [x] vào thứ Bảy"
"""


@pytest.mark.parametrize(("year", "width"), [(2026, 80), (2026, 120), (2027, 100)])
def test_a_year_on_a_screen(
    typed: Type, monkeypatch: pytest.MonkeyPatch, year: int, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    result = typed("calendar", str(year))
    assert (result.exit_code, result.stderr) == (0, "")
    assert max(map(len, result.stdout.splitlines())) <= width
    held(f"calendar/{year}-{width}.txt", result.stdout)


def test_english_and_markdown(typed: Type) -> None:
    held("calendar/2026-en.txt", typed("calendar", "2026", "--lang", "en").stdout)
    held("calendar/2026.md", typed("calendar", "2026", "--format", "md").stdout)


def test_rows_of_a_year(typed: Type) -> None:
    loaded = document(typed("calendar", "2026", "--format", "json"))
    assert list(loaded)[:5] == ["schema", "command", "year", "rows", "working_days"]
    assert (loaded["schema"], loaded["command"], loaded["year"]) == (
        "cchc-audit/1",
        "calendar",
        2026,
    )
    assert loaded["official_through"] == "2026-12-31"
    rows = loaded["rows"]
    assert isinstance(rows, list)
    assert list(rows[0])[:6] == ["date", "kind", "name", "basis", "source", "status"]
    by_date = {row["date"]: row for row in rows}
    assert list(by_date) == sorted(by_date)
    assert len(rows) == 18  # 15 days off, one of them proposed, and 3 make-up days, one proposed
    swap = by_date["2026-01-02"]
    assert (swap["kind"], swap["status"], swap["partner"]) == ("off", "official", "2026-01-10")
    assert by_date["2026-01-10"]["kind"] == "makeup"
    assert "12729/VPCP-KGVX" in swap["basis"]
    assert by_date["2026-01-01"]["status"] == "statutory"
    assert by_date["2026-11-23"]["status"] == by_date["2026-11-28"]["status"] == "proposed"


def test_working_days_by_month(typed: Type) -> None:
    loaded = document(typed("calendar", "2026", "--format", "json"))
    months = loaded["working_days"]
    assert isinstance(months, dict)
    # Monday to Friday of each month, less the days off, plus the make-up Saturdays; by hand.
    assert months == {
        "01": 22 - 2 + 1,
        "02": 20 - 5,
        "03": 22,
        "04": 22 - 2,
        "05": 21 - 1,
        "06": 22,
        "07": 23,
        "08": 21 - 1 + 1,
        "09": 22 - 2,
        "10": 22,
        "11": 21 - 1,
        "12": 23,
    }
    assert loaded["working_days_total"] == 249


def test_csv_has_the_rows_alone(typed: Type) -> None:
    result = typed("calendar", "2019", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert not result.stdout.startswith("\ufeff")
    assert [row["date"] for row in rows if row["kind"] == "makeup"] == ["2019-01-05", "2019-05-04"]
    assert rows[1]["partner"] == "2018-12-31"


def test_a_file_by_its_suffix(typed: Type, tmp_path: Path) -> None:
    for suffix in ("csv", "json", "md", "html", "xlsx"):
        result = typed("calendar", "2026", "-o", f"year.{suffix}")
        assert (result.exit_code, result.stdout) == (0, "")
        assert f"year.{suffix}" in result.stderr
    assert (tmp_path / "year.csv").read_bytes().startswith(b"\xef\xbb\xbfdate,kind,name")
    sheet = fastexcel.read_excel(tmp_path / "year.xlsx").load_sheet(0).to_polars()
    assert sheet.height == 18
    assert str(sheet["Ngày"][0])[:10] == "2026-01-01"
    assert sheet["Căn cứ pháp lý"][1] == "Công văn 12729/VPCP-KGVX ngày 25/12/2025"
    page = (tmp_path / "year.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "Ngày Văn hóa Việt Nam" in page


def test_the_year_is_that_of_the_as_of(typed: Type) -> None:
    end = document(typed("calendar", "--as-of", "31/12/2025", "--format", "json"))
    assert end["year"] == 2025
    after = document(typed("lich", "--as-of", "01/01/2026 00:01", "--format", "json"))
    assert after["year"] == 2026


def test_closures_of_communes(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "lich.toml").write_text(LOCAL, encoding="utf-8")
    result = typed("calendar", "2025", "--calendar", "lich.toml")
    held("calendar/2025-local.txt", result.stdout)
    loaded = document(typed("calendar", "2025", "--calendar", "lich.toml", "--format", "json"))
    rows = loaded["rows"]
    assert isinstance(rows, list)
    closed = [row["date"] for row in rows if row["communes"] == ["xã Ia Pa", "xã Pờ Tó"]]
    assert closed == [f"2025-11-0{day}" for day in (6, 7, 8, 9)]
    # The day off on a Saturday changes nothing and stands in the data only.
    assert "2025-11-15" in {row["date"] for row in rows}
    assert "15/11/2025" not in result.stdout
    assert loaded["working_days_total"] == 261 - 12 + 1


def test_the_calendar_of_the_configuration(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "lich.toml").write_text(LOCAL, encoding="utf-8")
    (tmp_path / "cchc.toml").write_text('calendar = "lich.toml"', encoding="utf-8")
    assert "Bão số 13" in typed("calendar", "2025").stdout


def test_what_to_do_when_the_days_are_decided(typed: Type, tmp_path: Path) -> None:
    """The lines on the page are lines of a calendar file: written down, they settle the days."""
    page = typed("calendar", "2026").stdout
    lines = [line[4:] for line in page.splitlines() if line.startswith("    ")]
    entries = "\n".join(line for line in lines if re.match(r"\[\[|\w+ = ", line))
    (tmp_path / "lich.toml").write_text(entries, encoding="utf-8")
    loaded = document(typed("calendar", "2026", "--calendar", "lich.toml", "--format", "json"))
    rows = loaded["rows"]
    assert isinstance(rows, list)
    settled = {row["date"]: row["status"] for row in rows if row["date"] > "2026-11"}
    assert settled == {
        "2026-11-23": "official",
        "2026-11-24": "statutory",
        "2026-11-28": "official",
    }
    months = loaded["working_days"]
    assert isinstance(months, dict)
    assert months["11"] == 21 - 2 + 1


def test_every_difference_from_the_package_is_explained(typed: Type) -> None:
    result = typed("calendar", "--check", "--format", "json")
    loaded = document(result)
    differences = loaded["differences"]
    assert isinstance(differences, list)
    assert [(row["date"], row["ours"], row["package"]) for row in differences] == [
        ("2026-01-02", "off", "working"),
        ("2026-01-10", "makeup", "weekend"),
    ]
    assert all("12729/VPCP-KGVX" in row["explanation"] for row in differences)
    assert (loaded["first_year"], loaded["last_year"], loaded["unexplained"]) == (2015, 2026, 0)
    shown = typed("calendar", "--check", "--lang", "en")
    assert shown.exit_code == 0
    assert "They differ on 2 days, all of them explained." in shown.stdout


def test_an_unexplained_difference_is_exit_1(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "lich.toml").write_text("[[off]]\ndate = 2025-08-05\n", encoding="utf-8")
    result = typed("calendar", "2025", "--check", "--calendar", "lich.toml")
    assert result.exit_code == 1
    assert "05/08/2025" in result.stdout
    assert "chưa rõ nguyên nhân" in result.stdout
    same = typed("calendar", "2024", "--check", "--calendar", "lich.toml")
    assert (same.exit_code, same.stdout.count("holidays")) == (0, 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2030"], "từ 2015 đến 2027, không có năm 2030"),
        (["2014"], "không có năm 2014"),
        (["26"], "“26” không phải là năm"),
        (["năm nay"], "“năm nay” không phải là năm"),
        (["2030", "--check"], "không có năm 2030"),
        (["2026", "2027"], "2027"),
        (["--calendar", "khong-co.toml"], "khong-co.toml"),
        (["--format", "parquet"], "xlsx"),
        (["-o", "x.parquet"], "x.parquet"),
        (["--calendar", ""], "--calendar"),
        (["--calendar", "la.toml", "--check"], "“LA”"),
        (["--calendar", "la.toml", "-o", "la.toml", "--format", "json"], "la.toml"),
    ],
)
def test_a_line_that_cannot_be_answered(
    typed: Type, tmp_path: Path, words: list[str], said: str
) -> None:
    (tmp_path / "la.toml").write_text('base = "LA"\n', encoding="utf-8")
    result = typed("calendar", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert (tmp_path / "la.toml").read_text(encoding="utf-8") == 'base = "LA"\n'


def test_no_days_off_at_all(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "none.toml").write_text('base = "none"\n', encoding="utf-8")
    result = typed("calendar", "2026", "--calendar", "none.toml")
    assert "không có ngày nghỉ nào" in result.stdout
    assert "261" in result.stdout


def test_the_weekend_of_another_country_is_said(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "cal.toml"
    for base, said in (("IL", "thứ sáu, thứ bảy"), ("IR", "thứ sáu"), ("NL", "")):
        path.write_text(f'base = "{base}"', encoding="utf-8")
        shown = " ".join(typed("calendar", "2026", "--calendar", str(path)).stdout.split())
        assert (f"theo gói holidays: {said}." in shown.lower()) is bool(said)
