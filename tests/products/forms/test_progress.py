"""The forms 06a and 06b on dossiers counted by hand."""

import csv
import json
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import fastexcel
import jsonschema
import polars as pl
import pytest

from cchc_audit.analysis.indicators import FORM_COLUMNS
from cchc_audit.render.writers.json_text import schema

from .exports import COUNTED, FIRST, OPEN, SECOND, TOTAL, export, row, typed

QUARTER = ("--period", "2026-Q1")


def told(*words: object) -> dict[str, Any]:
    done = typed("form", *words, "--format", "json", "-q")
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    jsonschema.validate(found, schema())
    return found


def figures(row: dict[str, Any]) -> tuple[int, ...]:
    return tuple(row[name] for name in FORM_COLUMNS)


def test_a_quarter_by_field(tmp_path: Path) -> None:
    found = told("06a", export(tmp_path / "x.csv"), *QUARTER)
    rows = found["rows"]
    assert list(rows[0]) == ["field", *FORM_COLUMNS]
    assert {row["field"]: figures(row) for row in rows[:-1]} == COUNTED
    assert [row["field"] for row in rows] == [SECOND, FIRST, None, None]
    assert figures(rows[-1]) == TOTAL
    assert (found["command"], found["form"]) == ("form", "06a")
    assert found["as_of"] == "2026-03-15T00:00:00"
    assert found["period"] == {"name": "2026-Q1", "first": "2025-12-15", "last": "2026-03-14"}
    assert found["identity"] == {"holds": True, "gap": {}}
    assert found["undated"] == 1


def test_a_quarter_by_commune(tmp_path: Path) -> None:
    found = told("06b", export(tmp_path / "x.csv"), *QUARTER)
    assert [row["commune"] for row in found["rows"]] == ["Xã A", "Xã B", None]
    assert figures(found["rows"][-1]) == TOTAL
    assert figures(found["rows"][1]) == (2, 0, 2, 0, 1, 0, 0, 1, 1, 0, 1)


def test_the_period_ends_the_judgement_however_late_it_is_made(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    later = told("06a", path, *QUARTER, "--as-of", "31/12/2026")
    assert later["rows"] == told("06a", path, *QUARTER)["rows"]
    assert later["as_of"] == "2026-03-15T00:00:00"
    days = told("06a", path, "--from", "15/12/2025", "--to", "14/03/2026")
    assert days["rows"] == later["rows"]
    earlier = told("06a", path, *QUARTER, "--as-of", "05/03/2026")
    assert earlier["as_of"] == "2026-03-06T00:00:00"
    # H03 is still open, and in time; H06 has not come yet.
    assert earlier["rows"][-1]["received"] == TOTAL[0] - 1
    assert earlier["rows"][-1]["late"] == 0


def test_what_does_not_exist_yet_is_in_no_form(tmp_path: Path) -> None:
    """Submitted after the quarter, taken in or not: nothing of it had happened by its end."""
    later = tmp_path / "x.csv"
    later.write_text(
        "Mã hồ sơ,Đơn vị,Ngày nộp,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái\n"
        "N1,Xã A,20/04/2026 08:00,21/04/2026 08:00,24/04/2026,Đang xử lý\n"
        "N2,Xã A,20/04/2026 08:00,,24/04/2026,Đang xử lý\n"
        "N3,Xã A,20/04/2026 08:00,,,Công dân yêu cầu rút hồ sơ\n"
        "N4,Xã A,20/12/2025 08:00,,,Mới đăng ký\n",
        encoding="utf-8",
    )
    assert [figures(row) for row in told("06b", later, *QUARTER)["rows"]] == [(0,) * 11]


def test_an_unknown_channel_counts_as_direct_and_is_said(tmp_path: Path) -> None:
    rows = [row(f"H{n}", FIRST, "02/03/2026", "05/03/2026", channel="") for n in (1, 2)]
    path = export(tmp_path / "x.csv", *rows, row("H3", FIRST, "02/03/2026", "05/03/2026"))
    found = told("06a", path, *QUARTER)
    assert (found["unknown_channel"], found["rows"][-1]["received_direct"]) == (2, 3)
    out = tmp_path / "06a.xlsx"
    done = typed("form", "06a", path, *QUARTER, "-o", out)
    said = "2 hồ sơ trong kỳ không ghi hình thức nộp"
    assert said in done.stderr
    assert said in typed("form", "06a", path, *QUARTER).stderr
    with zipfile.ZipFile(out) as book:
        assert "Print_Area" in book.read("xl/workbook.xml").decode()
    grid = fastexcel.read_excel(out).load_sheet(0, header_row=None, dtypes="string").to_polars()
    beside = [name for name in grid.columns if (grid[name].str.contains(said)).any()]
    assert beside == [grid.columns[len(FORM_COLUMNS) + 3]]


def test_a_period_that_has_not_begun_is_refused(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    done = typed("form", "06a", path, *QUARTER, "--as-of", "14/12/2025")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "15/12/2025 chưa bắt đầu" in done.stderr
    assert typed("form", "06a", path, *QUARTER, "--as-of", "15/12/2025").exit_code == 0


def test_filters_and_an_empty_form(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    found = told("06a", path, *QUARTER, "--commune", "xã B")
    assert [row["field"] for row in found["rows"]] == [SECOND, FIRST, None]
    assert found["rows"][-1]["received"] == 2
    nothing = told("06a", path, "--period", "2020-Q1")
    assert [figures(row) for row in nothing["rows"]] == [(0,) * len(FORM_COLUMNS)]
    assert nothing["total_rows"] == 0
    shown = typed("form", "06a", path, "--period", "2020-Q1")
    assert "0 = 0 + 0, khớp." in shown.stdout


def test_csv_and_people(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    done = typed("form", "06a", path, *QUARTER, "--format", "csv", "-q")
    lines = list(csv.reader(StringIO(done.stdout)))
    assert lines[0] == ["field", *FORM_COLUMNS]
    assert lines[-1] == ["", *map(str, TOTAL)]
    text = typed("form", "06a", path, *QUARTER).stdout
    assert "Kiểm tra (3) = (7) + (11): 9 = 6 + 3, khớp." in text
    assert "1 hồ sơ không có ngày hẹn trả và không rõ thời hạn" in text
    assert "09/2026/TT-BTP" not in text


def test_a_period_after_the_new_circular_says_so(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    for name, says in (("2026-Q2", False), ("2026-Q3", True), ("2026", True)):
        text = typed("form", "06b", path, "--period", name, "--as-of", "31/12/2026").stdout
        assert ("Thông tư 09/2026/TT-BTP" in text) is says, name


def test_the_workbook_is_the_printed_form(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    out = tmp_path / "06a.xlsx"
    done = typed("form", "06a", path, *QUARTER, "--commune", "xã A", "--commune", "xã B", "-o", out)
    assert done.exit_code == 0
    assert str(out) in done.stderr
    book = fastexcel.read_excel(out)
    assert book.sheet_names == ["Biểu 06a", "Nguồn số liệu"]
    sheet = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_polars()
    grid = [[cell or "" for cell in line] for line in sheet.iter_rows()]
    flat = "\n".join(cell for line in grid for cell in line)
    for text in (
        *("Biểu số II.06a/VPCP/KSTT", "Thông tư số 01/2020/TT-VPCP", "Đơn vị tính: Số hồ sơ TTHC"),
        "Kỳ báo cáo: Quý I năm 2026 (Từ ngày 15/12/2025 đến ngày 14/03/2026)",
        *("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ", "khớp"),
    ):
        assert text in flat, text
    at = next(n for n, line in enumerate(grid) if line[0] == "(1)")
    assert grid[at][2] == "(3) = (4) + (5) + (6)"
    assert grid[at - 3][2] == "Số hồ sơ nhận giải quyết"
    assert (grid[at - 2][3], grid[at - 1][3:5]) == (
        "Trong kỳ",
        ["Trực tuyến", "Trực tiếp, dịch vụ bưu chính"],
    )
    found = [tuple(int(float(cell)) for cell in line[2:13]) for line in grid[at + 1 : at + 5]]
    assert found == [*COUNTED.values(), TOTAL]
    # Notes stand beside the form, where nothing is printed.
    assert [line[13:] for line in grid[at + 1 :] if any(line[13:])] == []
    assert "khớp" in "".join(cell for line in grid[:at] for cell in line[14:])
    assert [line[:2] for line in grid[at + 1 : at + 5]] == [
        ["1", SECOND],
        ["2", FIRST],
        ["3", "(không ghi)"],
        ["Tổng số", ""],
    ]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("01/02/2026", "28/02/2026", "Kỳ báo cáo: Tháng 2 năm 2026 (Từ ngày 01/02/2026 đến"),
        ("15/12/2025", "14/01/2026", "Kỳ báo cáo: Tháng 1 năm 2026 (Từ ngày 15/12/2025 đến"),
        ("01/02/2026", "27/02/2026", "Kỳ báo cáo: ………… (Từ ngày 01/02/2026 đến"),
        ("01/01/2026", "28/02/2026", "Kỳ báo cáo: ………… (Từ ngày 01/01/2026 đến"),
    ],
)
def test_a_whole_month_is_a_period_with_a_name(
    first: str, last: str, said: str, tmp_path: Path
) -> None:
    out = tmp_path / "06a.xlsx"
    days = ("--from", first, "--to", last, "--as-of", "31/03/2026")
    assert typed("form", "06a", export(tmp_path / "x.csv"), *days, "-o", out).exit_code == 0
    sheet = fastexcel.read_excel(out).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
    cells = [cell or "" for line in sheet.to_polars().iter_rows() for cell in line]
    assert [cell for cell in cells if cell.startswith(said)] != []


def test_the_workbook_names_the_one_commune_and_obeys_nothing(tmp_path: Path) -> None:
    path = export(
        tmp_path / "x.csv",
        row("H1", "=HYPERLINK(1)", "02/03/2026", "09/03/2026", status=OPEN),
    )
    out = tmp_path / "06a.xlsx"
    assert typed("form", "06a", path, "--commune", "Xã A", "-o", out, "-q").exit_code == 0
    frame = pl.DataFrame(fastexcel.read_excel(out).load_sheet(0, header_row=None, skip_rows=0))
    flat = [str(cell) for line in frame.iter_rows() for cell in line if cell]
    assert "- Đơn vị báo cáo: Xã A\n- Đơn vị nhận báo cáo: ……………………" in flat
    assert "=HYPERLINK(1)" in flat
    again = tmp_path / "again.xlsx"
    assert typed("form", "06a", path, "--commune", "Xã A", "-o", again, "-q").exit_code == 0


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    for name in ("a.xlsx", "b.xlsx"):
        typed("form", "06b", path, *QUARTER, "-o", tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Chưa chọn biểu"),
        (["06c"], "Gần giống: 06a"),
        (["zzzz"], "Không có biểu mẫu “zzzz”"),
        (["06a", "x.csv", "--period", "2026-Q5"], "2026-Q5"),
        (["06a", "x.csv", "--period", "2026", "--to", "2026-01-01"], "ghi hai lần"),
        (["register", "x.csv", "--compare", "y.xlsx"], "06a và 06b"),
        (["06a", "x.csv", "--compare", "gone.xlsx"], "gone.xlsx"),
        (["06a", "x.csv", "--compare", "y.csv", "-o", "y.csv"], "y.csv"),
    ],
)
def test_2_what_cannot_be_asked(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    export(Path("x.csv"))
    done = typed("form", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
