"""A filed form held against the dossiers: every cell that differs, and whose dossiers it holds."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xlsxwriter

from cchc_audit.analysis.indicators import FORM_COLUMNS
from cchc_audit.core.errors import InputError
from cchc_audit.products.forms.filed_form import Filed, read_filed, same_label
from cchc_audit.render.writers.json_text import schema

from .exports import COUNTED, FIRST, SECOND, TOTAL, export, typed

QUARTER = ("--period", "2026-Q1")
HEAD = ("TT", "Lĩnh vực", "Số hồ sơ nhận giải quyết", "", "", "", "Đã giải quyết", "", "", "")


def compared(export: Path, filed: Path) -> dict[str, Any]:
    line = ("form", "06a", export, *QUARTER, "--compare", filed, "--format", "json", "-q")
    done = typed(*line)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    jsonschema.validate(found, schema())
    return found


def official(path: Path, rows: list[list[object]]) -> Path:
    """A workbook as offices fill it in: titles, a merged heading, column numbers, signatures."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Biểu")
    sheet.merge_range("A1:C1", "Biểu số II.06a/VPCP/KSTT")
    sheet.merge_range("D1:J1", "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC")
    sheet.merge_range("A3:A4", "TT")
    sheet.merge_range("B3:B4", "Lĩnh vực")
    sheet.merge_range("C3:F3", "Số hồ sơ nhận giải quyết")
    sheet.merge_range("G3:J3", "Số lượng hồ sơ đã giải quyết")
    sheet.merge_range("K3:M3", "Số lượng hồ sơ đang giải quyết")
    for number in range(1, 14):
        text = {3: "(3)=(4)+(5)+(6)", 7: "(7)=(8)+(9)+(10)"}.get(number, f"({number})")
        sheet.write(4, number - 1, text)
    for at, row in enumerate(rows, start=5):
        for place, value in enumerate(row):
            sheet.write(at, place, value)
    sheet.write(len(rows) + 6, 1, "NGƯỜI LẬP BIỂU")
    sheet.write(len(rows) + 7, 10, "Ngày 14 tháng 3 năm 2026")
    book.close()
    return path


def filed_rows() -> list[list[object]]:
    return [
        ["I", "Lĩnh vực giải quyết ở cấp xã"],
        [1, "1. ĐẤT ĐAI", *COUNTED[SECOND]],
        [2, "Hộ  tịch", *COUNTED[FIRST]],
        [3, "(không ghi)", *COUNTED[None]],
        ["", "Tổng cộng:", *TOTAL],
    ]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_form_has_no_difference(form: str, tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    filed = tmp_path / f"filed.{form}"
    assert typed("form", "06a", path, *QUARTER, "-o", filed).exit_code == 0
    assert compared(path, filed)["differences"] == []
    shown = said("form", "06a", path, *QUARTER, "--compare", filed)
    assert "mọi ô đều khớp với số liệu tính từ hồ sơ" in shown
    assert "Không có ô nào khác" in shown


def test_an_officials_form_has_no_difference(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    filed = official(tmp_path / "filed.xlsx", filed_rows())
    assert compared(path, filed)["differences"] == []


def test_a_form_filed_in_one_language_is_compared_in_the_other(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    filed = official(tmp_path / "filed.xlsx", filed_rows())
    line = ("form", "06a", path, *QUARTER, "--compare", filed, "--format", "json", "-q")
    done = typed(*line, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["differences"] == []


def test_a_late_dossier_filed_as_on_time(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    rows = filed_rows()
    rows[2][8:10] = [2, 0]  # on time, late
    rows[4][8:10] = [TOTAL[6] + 1, TOTAL[7] - 1]
    found = compared(path, official(tmp_path / "filed.xlsx", rows))
    assert found["differences"] == [
        difference(FIRST, "on_time", 2, 1, ["H02"]),
        difference(FIRST, "late", 0, 1, ["H03"]),
        difference(None, "on_time", TOTAL[6] + 1, TOTAL[6], ["H02"], total=True),
        difference(None, "late", 0, 1, ["H03"], total=True),
    ]
    assert found["rows"][-1]["received"] == TOTAL[0]
    shown = said("form", "06a", path, *QUARTER, "--compare", tmp_path / "filed.xlsx")
    assert "(10) Đã GQ quá hạn" in shown
    assert "4 ô khác với số liệu tính từ hồ sơ" in shown


def test_rows_that_only_one_side_has(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    rows = filed_rows()
    rows[1][1] = "Thể thao"
    found = compared(path, official(tmp_path / "filed.xlsx", rows))["differences"]
    missing = [one for one in found if one["key"] == SECOND]
    assert {one["column"]: one["counted"] for one in missing} == {
        name: count for name, count in zip(FORM_COLUMNS, COUNTED[SECOND], strict=True) if count
    }
    assert {one["filed"] for one in missing} == {None}
    surplus = [one for one in found if one["key"] == "Thể thao"]
    assert {one["counted"] for one in surplus} == {0}
    assert [one["dossiers"] for one in surplus] == [[]] * len(surplus)


def said(*words: object) -> str:
    """What people read, its lines put together again."""
    return " ".join(typed(*words).stdout.split())


def difference(
    key: str | None,
    column: str,
    filed: int | None,
    counted: int,
    dossiers: list[str],
    *,
    total: bool = False,
) -> dict[str, object]:
    return {
        **{"key": key, "total": total, "column": column},
        **{"filed": filed, "counted": counted, "dossiers": dossiers},
    }


def read(path: Path) -> Filed:
    return read_filed(path, label=same_label)


def text_file(path: Path, rows: list[list[object]], *, delimiter: str = ";") -> Path:
    with path.open("w", encoding="utf-16", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def test_numbers_as_people_write_them(tmp_path: Path) -> None:
    figures: list[object] = ["1.234", "1 234", "12,0", "–", "", "x", 3, 2, 1, "1.000.000", 0]
    filed = read(
        text_file(tmp_path / "a.csv", [["", *map(str, range(1, 14))], ["", 1, "A", *figures]])
    )
    [row] = filed.rows.values()
    assert list(row.values()) == [1234, 1234, 12, 0, None, None, 3, 2, 1, 1_000_000, 0]
    assert filed.unreadable == (("A", "early", "x"),)
    assert filed.total is None


GROUPS = ["TT", "Lĩnh vực", "Số hồ sơ nhận giải quyết", "", "", "", "Số hồ sơ đã giải quyết"]
PARTS = ["Tổng số", "Trực tuyến", "Trực tiếp, bưu chính", "Từ kỳ trước"]
PARTS += ["Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn"]
HEADED: list[list[object]] = [
    ["", "Kỳ báo cáo: Quý II năm 2026"],
    [*GROUPS, "", "", "", "Số hồ sơ đang giải quyết", "", ""],
    ["", "", *PARTS],
]


def test_without_numbers_of_columns_the_headings_say_which_is_which(tmp_path: Path) -> None:
    """In any order, with a column of shares between them, blanks for zeros."""
    rows: list[list[object]] = [
        *HEADED,
        [1, "Lĩnh vực đất đai", *range(1, 11), ""],
        ["", "Tổng cộng (I+II)", *range(1, 12)],
    ]
    for row, more in zip(rows, ["", "", "Tỷ lệ % đúng hạn", "97,5%", "98"], strict=True):
        row[9:9] = [more] if len(row) > 3 else []
    filed = read(text_file(tmp_path / "a.tsv", rows, delimiter="\t"))
    assert filed.names == {"dat dai": "Lĩnh vực đất đai"}
    assert list(filed.rows["dat dai"].values()) == [*range(1, 11), None]
    assert filed.total == dict(zip(FORM_COLUMNS, range(1, 12), strict=True))
    assert filed.period is not None
    assert filed.period.name == "2026-Q2"


def test_figures_are_never_taken_by_where_they_stand(tmp_path: Path) -> None:
    shuffled: list[list[object]] = [[*GROUPS], ["", "", *PARTS[1:], "Tổng số"]]
    bare: list[list[object]] = [list(HEAD)]
    for head in (bare, shuffled):
        rows: list[list[object]] = [*head, [1, "Đất đai", *range(11)]]
        with pytest.raises(InputError):
            read(text_file(tmp_path / "a.tsv", rows, delimiter="\t"))


def test_what_sums_up_a_group_is_no_row(tmp_path: Path) -> None:
    ones: list[object] = [1] * 11
    rows: list[list[object]] = [
        [*map(str, range(1, 14))],
        ["I", "Cấp tỉnh", *[2] * 11],
        ["1", "Lĩnh vực Hộ tịch", *ones],
        ["1.2", "2. Đất đai", *ones],
        ["", "Cộng I", *[2] * 11],
        ["II", "Cấp xã", *ones],
        ["1", "Chứng thực", *ones],
        ["", "Tổng cộng (I + II)", *[3] * 11],
    ]
    filed = read(text_file(tmp_path / "a.csv", rows))
    assert list(filed.rows) == ["ho tich", "dat dai", "chung thuc"]
    assert filed.total == dict.fromkeys(FORM_COLUMNS, 3)


def test_rows_numbered_in_roman_only_are_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [*map(str, range(1, 14))],
        ["I", "Hộ tịch", *[1] * 11],
        ["II", "Đất đai", *[1] * 11],
    ]
    assert list(read(text_file(tmp_path / "a.csv", rows)).rows) == ["ho tich", "dat dai"]


def test_the_sheet_with_the_fields_of_the_dossiers_is_read(tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, label in (("06b", "Xã A"), ("06a", "Đất đai")):
            sheet = book.add_worksheet(name)
            lines: list[list[object]] = [[*map(str, range(1, 14))], [1, label, *[1] * 11]]
            for at, row in enumerate(lines):
                for place, value in enumerate(row):
                    sheet.write(at, place, value)
    assert list(read_filed(path, label=same_label, known=["dat dai"]).rows) == ["dat dai"]
    assert list(read_filed(path, label=same_label, known=["xa a"]).rows) == ["xa a"]


def test_a_form_that_the_reader_gives_up_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def give_up(_: object) -> None:
        os.write(2, b"thread 'main' panicked at src/lib.rs:1:1\n")
        raise type("PanicException", (BaseException,), {})

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path):
        pass
    monkeypatch.setattr("fastexcel.read_excel", give_up)
    with pytest.raises(InputError, match="workbook_damaged"):
        read(path)
    assert capfd.readouterr().err == ""


def test_a_form_of_another_quarter_is_said(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    rows = [*HEADED, *filed_rows()]
    filed = text_file(tmp_path / "q2.csv", rows)
    assert "--period 2026-Q2" in said("form", "06a", path, *QUARTER, "--compare", filed)
    other = ("--period", "2026-Q2", "--as-of", "31/12/2026")
    assert "khác kỳ đang" not in said("form", "06a", path, *other, "--compare", filed)


def test_rows_of_one_label_add_up(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [*map(str, range(1, 14))],
        [1, "Đất đai", *[1] * 11],
        [2, "đất đai", *[2] * 10, ""],
    ]
    filed = read(text_file(tmp_path / "a.csv", rows))
    assert list(filed.rows["dat dai"].values()) == [*[3] * 10, 1]


@pytest.mark.parametrize("content", [b"", b"a;b;c\n1;2;3\n", b"PK\x03\x04 not a workbook"])
def test_what_is_no_form(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read(path)


def test_a_total_that_does_not_add_up_is_said(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    rows = filed_rows()
    rows[4][2] = 99
    filed = official(tmp_path / "filed.xlsx", rows)
    shown = said("form", "06a", path, *QUARTER, "--compare", filed)
    assert "không khớp ngay trong dòng tổng" in shown
    rows.pop()
    shown = said("form", "06a", path, *QUARTER, "--compare", official(tmp_path / "b.xlsx", rows))
    assert "không có dòng tổng" in shown
