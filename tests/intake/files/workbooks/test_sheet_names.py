"""Sheets named for what their rows have in common, where the table has no column of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from cchc_audit.core.vocabulary import Status
from intake.exports import opened, rows

HEADER = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày trả")
ROW = ("H1-0001", "05/01/2026 08:30", "")


def _book(path: Path, sheet: str, header: Sequence[str], row: Sequence[str]) -> Path:
    with xlsxwriter.Workbook(path) as made:
        cells = made.add_worksheet(sheet)
        cells.write_row(0, 0, header)
        cells.write_row(1, 0, row)
    return path


@pytest.mark.parametrize(
    ("sheet", "status", "commune"),
    [
        ("Công dân yêu cầu rút hồ sơ", Status.WITHDRAWN, None),
        ("3. Từ chối giải quyết", Status.REFUSED, None),
        ("DS hồ sơ rút (4)", None, None),
        ("Danh sách rút hồ sơ (4)", Status.WITHDRAWN, None),
        ("Đã trả kết quả", Status.FINISHED, None),
        ("xã Gò Trăng", None, "Xã Gò Trăng"),
        ("UBND PHƯỜNG 1", None, "Phường 1"),
        ("Xã còn lại", None, None),
        ("Xã Phường", None, None),
        ("Tiếp nhận và trả kết quả", None, None),
        ("Quá hạn", None, None),
        ("Tháng 1", None, None),
        ("Sheet1", None, None),
    ],
)
def test_its_name_stands_for_the_column(
    tmp_path: Path, sheet: str, status: Status | None, commune: str | None
) -> None:
    found = rows(opened(_book(tmp_path / "a.xlsx", sheet, HEADER, ROW)))
    assert found.select("status", "commune").row(0) == (status, commune)


def test_a_column_of_its_own_is_believed(tmp_path: Path) -> None:
    header, row = (*HEADER, "Đơn vị", "Trạng thái"), (*ROW, "UBND xã Gò Đá", "Đang xử lý")
    for sheet in ("xã Gò Trăng", "Rút hồ sơ"):
        found = rows(opened(_book(tmp_path / "a.xlsx", sheet, header, row)))
        assert found.select("status", "commune").row(0) == (Status.IN_PROGRESS, "Xã Gò Đá")
