"""Remarks that say otherwise than the status: told of, and no delay is proven against them."""

from pathlib import Path

import pytest

from .files import Row, dossiers, write_csv
from .test_struck_rows import assessed

REMARK, STATUS, TERM = "Ghi chú", "Trạng thái", "Thời hạn giải quyết"


def with_remark(text: str, *, status: str, finished: bool) -> list[Row]:
    """Late dossiers, the third of which bears a remark."""
    rows = dossiers(12, finished=finished)
    found = [{**row, "Mã thủ tục": "2.999901", TERM: "1 ngày làm việc", REMARK: ""} for row in rows]
    for row in found:
        row["Ngày tiếp nhận"] = "05/01/2026 08:00"
        row["Ngày kết thúc xử lý"] = "20/01/2026" if finished else ""
        row["Mã hồ sơ"] = row["Mã hồ sơ"][-4:]
    found[2] |= {REMARK: text, STATUS: status}
    return found


@pytest.mark.parametrize(
    ("text", "status", "finished", "marked"),
    [
        ("công dân rút hồ sơ", "Đang xử lý", False, True),
        ("Rút hồ sơ ngày 07/01/2026", "Đã trả kết quả", True, True),
        ("Công dân rút", "", False, True),
        ("chờ bổ sung giấy tờ", "Đang xử lý", False, True),
        ("trả lại hồ sơ", "Đang xử lý", False, True),
        ("chờ bổ sung giấy tờ", "Đã trả kết quả", True, False),
        ("trả lại hồ sơ", "Từ chối", True, False),
        ("Công dân không rút hồ sơ", "Đang xử lý", False, False),
        ("Rút kinh nghiệm", "Đang xử lý", False, False),
        ("Đã bổ sung đầy đủ", "Đang xử lý", False, False),
        ("Nhận qua bưu điện", "Đã trả kết quả", True, False),
    ],
)
def test_a_remark(text: str, status: str, finished: bool, marked: bool, tmp_path: Path) -> None:
    rows = with_remark(text, status=status, finished=finished)
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    found = assessed(path)
    told = [(one["mark"], one["column"]) for one in found["damage"]]
    assert told == ([("contradicted_status", None)] if marked else [])
    doubts = {row["dossier_id"]: row["doubt"] for row in found["rows"]}
    one = doubts.pop(rows[2]["Mã hồ sơ"])
    assert one == ("damaged_column" if marked else None)
    assert set(doubts.values()) == {None}
    assert {row["outcome"] for row in found["rows"]} <= {"late", "overdue"}


def test_a_withdrawal_that_the_status_tells_too(tmp_path: Path) -> None:
    rows = with_remark("công dân rút hồ sơ", status="Công dân rút", finished=False)
    found = assessed(write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0])))
    assert found["damage"] == []
