"""Rows inside a table that name what the rows below them have in common."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import polars as pl
import pytest

from intake.exports import book, faults, opened, rows, write, write_table

from ..workbooks.test_workbooks import HEADER, OTHER, ROW

THIRD = ("H1-0003", "07/01/2026", "")
BIRTHS, MARRIAGES = "Đăng ký khai sinh", "Đăng ký kết hôn"


def read(folder: Path, kind: str, lines: Sequence[Sequence[str]]) -> pl.DataFrame:
    padded = [[*line, *[""] * (3 - len(line))] for line in lines]
    return rows(opened(write_table(folder, kind, padded)))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("column", "first", "second", "names"),
    [
        ("procedure_name", f"Thủ tục: {BIRTHS}", f"Thủ tục: {MARRIAGES}", [BIRTHS, MARRIAGES]),
        (
            "procedure_name",
            f"1. Thủ tục: {BIRTHS} (1)",
            f"2. TTHC: {MARRIAGES} (2 hồ sơ)",
            [BIRTHS, MARRIAGES],
        ),
        (
            "procedure_name",
            f"Tên thủ tục: {BIRTHS}",
            f"Thủ tục hành chính: {MARRIAGES}",
            [BIRTHS, MARRIAGES],
        ),
        (
            "procedure_name",
            f"Thủ tục {BIRTHS}: 1 hồ sơ",
            f"II. Thủ tục {MARRIAGES}",
            [f"Thủ tục {BIRTHS}", f"Thủ tục {MARRIAGES}"],
        ),
        (
            "procedure_code",
            f"Thủ tục: 1.001193 - {BIRTHS}",
            f"TTHC: {MARRIAGES} (mã 1.000894)",
            ["1.001193", "1.000894"],
        ),
        ("officer", "Cán bộ: Hà Thu Mai", "Công chức thụ lý: Lê An", ["Hà Thu Mai", "Lê An"]),
        ("commune", "Xã: Gò Trăng", "Phường: 1", ["Xã Gò Trăng", "Phường 1"]),
        ("agency", "Cơ quan xử lý: Phòng A", "Cơ quan: Phòng B", ["Phòng A", "Phòng B"]),
    ],
)
def test_what_a_row_says_behind_its_label_holds_for_the_rows_below(
    tmp_path: Path, kind: str, column: str, first: str, second: str, names: list[str]
) -> None:
    found = read(tmp_path, kind, [HEADER, (first,), ROW, (second,), OTHER, THIRD])
    assert found["dossier_id"].to_list() == ["H1-0001", "H1-0002", "H1-0003"]
    told = found[column].cast(pl.String).to_list()
    assert told == [names[0], names[1], names[1]]


def test_the_term_of_the_rows_below(tmp_path: Path) -> None:
    table = [HEADER, ("Thời hạn giải quyết: 3 ngày làm việc",), ROW, ("Thời hạn: 4 giờ",), OTHER]
    intake = opened(book(tmp_path / "a.xlsx", a=table))
    assert intake.written(0, 3)["legal_term"] == "3 ngày làm việc"
    assert intake.written(0, 5)["legal_term"] == "4 giờ"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_procedure_by_its_name_ends_one_by_its_code(tmp_path: Path, kind: str) -> None:
    table = [HEADER, (f"1.001193 - {BIRTHS}",), ROW, (f"Thủ tục: {MARRIAGES}",), OTHER]
    found = read(tmp_path, kind, table).select("procedure_code", "procedure_name")
    assert [*found.cast(pl.String).iter_rows()] == [("1.001193", None), (None, MARRIAGES)]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_procedure_of_its_own_row_is_believed(tmp_path: Path, kind: str) -> None:
    header = ("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận")
    lines = [("H1-0001", "Chứng thực", "05/01/2026"), ("H1-0002", "", "06/01/2026")]
    found = read(tmp_path, kind, [header, (f"Thủ tục: {BIRTHS}",), *lines])
    assert found["procedure_name"].cast(pl.String).to_list() == ["Chứng thực", BIRTHS]


@pytest.mark.parametrize("label", ["Ngày tiếp nhận: 05/01/2026", "Ngày hẹn trả: tháng 1/2026"])
def test_a_row_that_names_a_day_is_no_dossier(tmp_path: Path, label: str) -> None:
    assert read(tmp_path, "csv", [HEADER, (label,), ROW, OTHER]).height == 2


@pytest.mark.parametrize("number", ["Mã hồ sơ: H1-0004", "HS: 12/2026"])
def test_a_number_behind_a_label_is_a_dossier(tmp_path: Path, number: str) -> None:
    assert number in read(tmp_path, "csv", [HEADER, (number,), ROW])["dossier_id"].to_list()


GROUPS = (
    ("STT", *HEADER),
    ("I", "UBND xã Gò Trăng (2 hồ sơ)", "", ""),
    ("1", *ROW),
    ("2", *OTHER),
    ("Cộng", "2", "", ""),
    ("II. Phường 1", "", "", ""),
    ("3", "H1-0003", "07/01/2026", ""),
    ("", "", "", ""),
    ("1", "", "", ""),
)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_rows_of_groups_name_the_rows_below_and_sums_are_layout(tmp_path: Path, kind: str) -> None:
    intake = opened(write_table(tmp_path, kind, GROUPS))
    read = rows(intake)
    assert read["dossier_id"].to_list() == ["H1-0001", "H1-0002", "H1-0003"]
    communes = read["commune"].cast(pl.String).to_list()
    assert communes == ["Xã Gò Trăng", "Xã Gò Trăng", "Phường 1"]
    assert {2, 5, 6} <= set(intake.files[0].layout_rows)


@pytest.mark.parametrize(
    "name",
    [
        "1. UBND xã Gò Trăng (2 hồ sơ)",
        "1.2/ Xã Gò Trăng - 2 hồ sơ",
        "XÃ GÒ TRĂNG (2 hồ sơ, từ 01/01/2026 đến 31/03/2026)",
        "Xã Gò Trăng: 2 hồ sơ (quý 1/2026)",
        "Đơn vị: xã Gò Trăng (tổng 2, quá hạn 1)",
        "(1) UBND xã Gò Trăng",
        "Xã Gò Trăng Tổng: 2",
        "Xã Gò Trăng [2]",
        "Xã Gò Trăng / 2",
    ],
)
def test_a_group_is_known_whatever_figures_stand_by_its_name(tmp_path: Path, name: str) -> None:
    read = rows(opened(book(tmp_path / "a.xlsx", a=[HEADER, (name, "", ""), ROW, OTHER])))
    assert read["dossier_id"].to_list() == ["H1-0001", "H1-0002"]
    assert read["commune"].cast(pl.String).to_list() == ["Xã Gò Trăng"] * 2


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("first", ["Ngày tiếp nhận", "Ngày trả kết quả"])
@pytest.mark.parametrize("group", ["1. UBND xã Gò Trăng", "Xã Gò Trăng (2 hồ sơ)", "xã Gò Trăng"])
def test_a_group_is_known_where_days_stand_in_the_first_column(
    tmp_path: Path, kind: str, first: str, group: str
) -> None:
    second = {"Ngày tiếp nhận", "Ngày trả kết quả"} - {first}
    lines = (
        (first, "Mã hồ sơ", *second, "Trạng thái"),
        (group, "", "", ""),
        *(("06/01/2026", f"H1-000{n}", "06/01/2026", "Đã trả kết quả") for n in (1, 2)),
        ("Tháng 02/2026", "", "", ""),
        ("06/02/2026", "", "", ""),
    )
    intake = opened(write_table(tmp_path, kind, lines))
    read = rows(intake).head(2)
    assert read["commune"].cast(pl.String).to_list() == ["Xã Gò Trăng"] * 2
    assert faults(intake) == {6: "id_missing"}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_group_is_known_whatever_form_its_letters_have(
    tmp_path: Path, form: Literal["NFC", "NFD"]
) -> None:
    table = [HEADER, ("3. Phường Gò Trăng (10 hồ sơ)", "", ""), ROW]
    lines = [normalize(form, ",".join(row)) for row in table]
    read = rows(opened(write(tmp_path, *lines[1:], header=lines[0])))
    assert read["dossier_id"].to_list() == ["H1-0001"]
    assert read["commune"].cast(pl.String).to_list() == ["Phường Gò Trăng"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_days_in_words_in_the_first_column_are_no_signatures(tmp_path: Path, kind: str) -> None:
    day = "ngày {} tháng 1 năm 2026"
    lines = [
        ("Ngày tiếp nhận", "Mã hồ sơ", "Ngày trả kết quả", "Trạng thái"),
        *((day.format(n), f"H1-000{n}", day.format(n + 1), "Đã trả kết quả") for n in (5, 6)),
        ("Gia Lai, ngày 30 tháng 1 năm 2026", "", "", ""),
        ("Ngày 30 tháng 1 năm 2026", "Người lập biểu", "", ""),
    ]
    intake = opened(write_table(tmp_path, kind, lines))
    assert rows(intake)["dossier_id"].to_list() == ["H1-0005", "H1-0006"]
    assert {4, 5} <= set(intake.files[0].layout_rows)


def test_a_number_that_begins_with_the_name_of_a_unit_is_a_dossier(tmp_path: Path) -> None:
    number = "Xã Gò Trăng 2026-0001"
    path = book(tmp_path / "a.xlsx", a=[HEADER, (number, "", ""), ROW])
    assert rows(opened(path))["dossier_id"].to_list() == [number, "H1-0001"]


@pytest.mark.parametrize(
    ("heads", "alone"),
    [
        (("Xã Gò Trăng", "Ia Rtô"), [("Ia Rtô", "commune")]),
        (("Xã Gò Trăng", "Hà Thu Mai"), [("Hà Thu Mai", None)]),
        (("Lĩnh vực Đất đai", "Hộ tịch"), [("Hộ tịch", None)]),
        ((BIRTHS, MARRIAGES), [(BIRTHS, None), (MARRIAGES, None)]),
        # What says what it is, or can be nothing else.
        (("Xã Gò Trăng", "Xã Gò Đá"), []),
        (("Chư Mố", "Ia Rtô"), []),
        (("Thủ tục: Khai sinh", "Cán bộ: Hà Thu Mai"), []),
    ],
)
def test_names_alone_are_told_of(
    tmp_path: Path, heads: tuple[str, str], alone: list[tuple[str, str | None]]
) -> None:
    table = [HEADER, (heads[0],), ROW, (heads[1],), OTHER, ("Người lập", "", "Lê An")]
    [export] = opened(book(tmp_path / "a.xlsx", a=table)).exports
    assert [(one.name, one.column) for one in export.body.alone] == alone
