"""Of several columns of one meaning, the one that holds what it says."""

from pathlib import Path

import pytest

from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import Status
from intake.exports import opened, rows, write

HEADER = "Mã hồ sơ,Mã TTHC,Ngày tiếp nhận,Ngày hẹn trả"
ROWS = ("A1,1.001193,05/01/2026 08:00,12/01/2026", "A2,1.001193,06/01/2026 08:00,13/01/2026")
PAID = ("Đã thanh toán", "Chưa thanh toán")
STATED = ("Đã trả kết quả", "Đang xử lý")
NAMED = ("Xã Suối Mây", "UBND xã Gò Trăng")
DAYS = ("08/01/2026", "09/01/2026")


@pytest.mark.parametrize(
    ("headers", "cells", "column", "chosen"),
    [
        (("Trạng thái", "Tình trạng hồ sơ"), (PAID, STATED), "status", 1),
        (("Trạng thái", "Tình trạng hồ sơ"), (STATED, PAID), "status", 0),
        (("Trạng thái", "Tình trạng hồ sơ"), (("Đã thanh toán",) * 2, STATED), "status", 1),
        (("Trạng thái", "Trạng thái xử lý"), (("Đúng hạn", "Trễ hạn"), STATED), "status", 1),
        (("Trạng thái", "Tình trạng"), (("Mở", "Đóng"), ("Có", "Không")), "status", 0),
        (("Đơn vị", "Tên xã"), (("hồ sơ", "hồ sơ"), NAMED), "commune", 1),
        (("Đơn vị", "Tên xã"), (("Công ty TNHH A", "Hộ kinh doanh B"), NAMED), "commune", 1),
        (("Đơn vị", "Tên đơn vị"), (("23764", "H21.12"), NAMED), "commune", 1),
        (("Đơn vị giải quyết", "Đơn vị tiếp nhận"), (("Phòng Tư pháp",) * 2, NAMED), "commune", 0),
        (("Đơn vị", "Đơn vị tiếp nhận"), (("Suối Mây", "Gò Trăng"), NAMED), "commune", 0),
        (("Ngày trả", "Ngày nhận kết quả"), (("Bưu điện", "Trực tiếp"), DAYS), "returned_at", 1),
        (("Ngày trả", "Ngày nhận kết quả"), (("08/01/2026", "x"), DAYS), "returned_at", 0),
        # Dates that reject their rows, or refuse their column, are dates.
        (("Ngày trả", "Ngày nhận kết quả"), (("08/01/26", "09/01/26"), DAYS), "returned_at", 0),
        (("Ngày trả", "Ngày nhận kết quả"), (("#####", "31/02/2026"), DAYS), "returned_at", 0),
        (
            ("Thời hạn giải quyết", "Thời gian giải quyết"),
            (DAYS, ("5 ngày làm việc", "10 ngày làm việc")),
            "legal_term",
            1,
        ),
        (("Mã thủ tục", "Mã thủ tục hành chính"), (("17", "18"), ("1.001193",) * 2), None, 1),
    ],
)
def test_the_values_choose(
    headers: tuple[str, ...],
    cells: tuple[tuple[str, ...], ...],
    column: str | None,
    chosen: int,
    tmp_path: Path,
) -> None:
    column = column or "procedure_code"
    header = HEADER if column != "procedure_code" else HEADER.replace("Mã TTHC", "Lĩnh vực")
    lines = (",".join((row, *more)) for row, *more in zip(ROWS, *cells, strict=True))
    path = write(tmp_path, *lines, header=",".join((header, *headers)))
    [file] = opened(path).files
    assert file.columns[column] == headers[chosen]
    assert headers[1 - chosen] in file.others[column]


def test_a_status_that_the_user_named_is_one(tmp_path: Path) -> None:
    header = f"{HEADER},Trạng thái,Tình trạng hồ sơ"
    path = write(tmp_path, *(f"{row},Kho,Đang xử lý" for row in ROWS), header=header)
    [file] = opened(path).files
    assert file.columns["status"] == "Tình trạng hồ sơ"
    own = Settings(status={"kho": Status.FINISHED})
    [file] = opened(path, settings=own).files
    assert file.columns["status"] == "Trạng thái"


def test_what_is_chosen_is_read(tmp_path: Path) -> None:
    header = f"{HEADER},Trạng thái,Tình trạng hồ sơ"
    lines = (",".join(cells) for cells in zip(ROWS, PAID, STATED, strict=True))
    path = write(tmp_path, *lines, header=header)
    assert rows(opened(path))["status"].to_list() == ["finished", "in_progress"]
