"""A small export for the forms, and a line typed."""

import csv
from pathlib import Path

from typer.testing import CliRunner, Result

from cchc_audit.cli.app import app

HEADER = (
    *("Mã hồ sơ", "Lĩnh vực", "Đơn vị", "Hình thức nộp", "Ngày tiếp nhận", "Ngày hẹn trả"),
    *("Ngày kết thúc xử lý", "Ngày trả kết quả", "Trạng thái", "Chủ hồ sơ", "Số điện thoại"),
    *("Địa chỉ", "Tên thủ tục", "Phòng ban", "Ngày hẹn lại"),
)
PERSON = ("Người Thứ Nhất", "0900000001", "Thôn Một")
FIRST, SECOND = "Hộ tịch", "Đất đai"
DONE, OPEN, WAITS = "Đã xử lý xong", "Đang xử lý", "Yêu cầu bổ sung giấy tờ"


def row(
    name: str,
    field: str,
    *cells: str,
    commune: str = "Xã A",
    channel: str = "Trực tiếp",
    status: str = DONE,
    again: str = "",
) -> list[str]:
    """Received, promised, completed and returned as far as given."""
    dates = [*cells, *[""] * (4 - len(cells))]
    more = (*PERSON, "Một thủ tục", "Phòng Một", again)
    return [name, field, commune, channel, *dates, status, *more]


# The first quarter of 2026 is 15 December 2025 to 14 March 2026.
ROWS = (
    row("H01", FIRST, "02/03/2026", "05/03/2026", "04/03/2026", "05/03/2026", channel="Trực tuyến"),
    row("H02", FIRST, "02/03/2026", "05/03/2026", "05/03/2026"),
    row("H03", FIRST, "02/03/2026", "05/03/2026", "06/03/2026", commune="Xã B"),
    row("H04", FIRST, "10/12/2025", "16/12/2025", "15/12/2025"),  # carried over
    row("H05", FIRST, "10/12/2025", "16/12/2025", "14/12/2025"),  # done before the quarter
    row("H06", SECOND, "12/03/2026", "17/03/2026", "16/03/2026", channel="Trực tuyến"),  # open then
    row("H07", SECOND, "02/03/2026", "09/03/2026", status=OPEN, commune="Xã B"),  # overdue
    row("H08", SECOND, "02/03/2026", "09/03/2026", status=WAITS, again="12/03/2026"),  # in time
    row("H09", SECOND, "02/03/2026", "", "03/03/2026"),  # nothing says by when
    row("H10", SECOND, "16/03/2026", "19/03/2026", status=OPEN),  # the next quarter's
    row("H11", SECOND, "02/03/2026", "05/03/2026", status="Mới đăng ký"),
    row("H12", "", "03/03/2026", "06/03/2026", "06/03/2026"),  # no field
)
COUNTED = {
    # received = online + direct + carried over; resolved = early + on time + late; open
    SECOND: (4, 1, 3, 0, 1, 0, 1, 0, 3, 2, 1),
    FIRST: (4, 1, 2, 1, 4, 2, 1, 1, 0, 0, 0),
    None: (1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0),
}
TOTAL = tuple(map(sum, zip(*COUNTED.values(), strict=True)))


def export(path: Path, *rows: list[str]) -> Path:
    """The rows as a file; without any, those above."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        table.writerows(rows or ROWS)
    return path


def typed(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])
