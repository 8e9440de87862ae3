"""Tables drawn by report programs, or not taken apart: groups, headers beside cells, one column."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.core.vocabulary import Fault
from intake.exports import book, opened, rows

from .test_workbooks import HEADER, OTHER, ROW


def test_groups_of_statuses(tmp_path: Path) -> None:
    """Without them a dossier that was withdrawn looks overdue."""
    lines = [HEADER, ("Công dân yêu cầu rút hồ sơ (1 hồ sơ)",), ROW, ("II. Đang xử lý",), OTHER]
    read = rows(opened(book(tmp_path / "a.xlsx", a=lines)))
    assert read["status"].cast(pl.String).to_list() == ["withdrawn", "in_progress"]


@pytest.mark.parametrize(
    ("below", "statuses"),
    [
        (("Tạm dừng xử lý",), ["withdrawn", "unknown"]),
        (("Trạng thái hồ sơ: Tạm dừng xử lý",), ["withdrawn", "unknown"]),
        (("Tháng 01/2026",), ["withdrawn", "withdrawn"]),
    ],
)
def test_a_status_nobody_knows_is_not_that_of_the_group_above(
    tmp_path: Path, below: tuple[str], statuses: list[str]
) -> None:
    lines = [HEADER, ("Công dân yêu cầu rút hồ sơ",), ROW, below, OTHER]
    read = rows(opened(book(tmp_path / "a.xlsx", a=lines)))
    assert read["status"].cast(pl.String).to_list() == statuses


def test_names_inside_a_group_of_statuses_do_not_end_it(tmp_path: Path) -> None:
    lines = [HEADER, ("Công dân yêu cầu rút hồ sơ",), ("Lê Văn A",), ROW, ("Lê Văn B",), OTHER]
    read = rows(opened(book(tmp_path / "a.xlsx", a=lines)))
    assert read["status"].cast(pl.String).to_list() == ["withdrawn", "withdrawn"]


def test_a_column_that_stands_twice_and_once_blank_is_one(tmp_path: Path) -> None:
    lines = [(*HEADER, HEADER[2]), (*ROW, ""), (*OTHER, "")]
    for cells in (lines, [(row[0], row[1], row[3], row[2]) for row in lines]):
        read = rows(opened(book(tmp_path / "a.xlsx", a=cells)))
        assert read["returned_at"].to_list() == [datetime(2026, 1, 6), None]


@pytest.mark.parametrize(
    ("group", "column", "value"),
    [
        (("Mã TTHC: 1.004884",), "procedure_code", "1.004884"),
        (("1.004884.000.00.00.H21 - Đăng ký lại khai sinh",), "procedure_code", "1.004884"),
        (("Đơn vị:", "UBND xã Gò Trăng"), "commune", "Xã Gò Trăng"),
        (("", "Tên đơn vị", "UBND xã Gò Trăng"), "commune", "Xã Gò Trăng"),
        (("1. UBND xã Gò Trăng - Tổng số: 2",), "commune", "Xã Gò Trăng"),
        (("Tháng 01/2026",), "commune", None),
        (("Trang 2",), "commune", None),
    ],
)
def test_groups_by_what_they_say(
    tmp_path: Path, group: tuple[str, ...], column: str, value: str | None
) -> None:
    read = rows(opened(book(tmp_path / "a.xlsx", a=[HEADER, group, ROW, OTHER])))
    assert read["dossier_id"].to_list() == [ROW[0], OTHER[0]]
    assert read[column].cast(pl.String).to_list() == [value] * 2


def test_a_small_number_with_a_word_for_its_receipt_is_a_dossier(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", a=[HEADER, ("12", "Chưa có", ""), ROW])
    assert rows(opened(path))["dossier_id"].to_list() == ["12", "H1-0001"]


def test_a_small_number_with_a_status_beside_it_is_a_dossier(tmp_path: Path) -> None:
    header, row = (*HEADER, "Ghi chú"), ("12", "", "", "Đang xử lý")
    read = rows(opened(book(tmp_path / "a.xlsx", a=[header, row, ROW])))
    assert read["dossier_id"].to_list() == ["12", "H1-0001"]


@pytest.mark.parametrize("number", ["1.004884-260105-0001", "HS 12", "Tổ 3/2026-01"])
def test_a_number_of_which_nothing_else_is_known_is_a_dossier(tmp_path: Path, number: str) -> None:
    path = book(tmp_path / "a.xlsx", a=[HEADER, (number, "", ""), ROW])
    assert rows(opened(path))["dossier_id"].to_list() == [number, "H1-0001"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_that_was_not_taken_apart(tmp_path: Path, delimiter: str) -> None:
    """Opened where another delimiter is expected: all of it stands in the first column."""
    lines = [
        "DANH SÁCH HỒ SƠ",
        delimiter.join(HEADER),
        delimiter.join(ROW),
        delimiter.join((OTHER[0], *(f'"{text}"' for text in OTHER[1:]))),
        delimiter.join((*OTHER, "x")),
        "Tổng cộng: 2",
    ]
    path = book(tmp_path / "a.xlsx", a=tuple((line,) for line in lines))
    intake = opened(path)
    assert rows(intake)["dossier_id"].to_list() == [ROW[0], OTHER[0]]
    found = {reject.line: reject.fault for reject in intake.rejects(intake.rows)}
    assert found == {5: Fault.CELLS_TOO_MANY}
    assert intake.damage == ()


@pytest.mark.parametrize("shift", [1, -1])
def test_a_header_that_stands_beside_its_cells(tmp_path: Path, shift: int) -> None:
    def spread(cells: Sequence[str], first: int) -> list[str]:
        return [""] * first + [text for cell in cells for text in (cell, "", "")]

    lines = [spread(HEADER, 1 + shift), spread(ROW, 1), spread(OTHER, 1)]
    read = rows(opened(book(tmp_path / "a.xlsx", a=lines)))
    assert read["dossier_id"].to_list() == [ROW[0], OTHER[0]]
    assert read["returned_at"].to_list() == [datetime(2026, 1, 6), None]
