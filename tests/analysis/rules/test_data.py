"""Family D: what cases told as data cannot say, the present minute and the wordings of a status."""

from datetime import datetime
from pathlib import Path

import pytest

from cchc_audit.analysis.rules import RULES, find_rule
from cchc_audit.cli import build_request
from cchc_audit.intake.values.statuses import says_returned

from .running import run

CSV = """
Mã hồ sơ,Ngày tiếp nhận,Ngày có kết quả
A,02/03/2026 08:00,05/03/2026 10:00
B,02/03/2026 08:00,05/03/2026 09:59
C,02/03/2026 08:00,05/03/2026
D,02/03/2026 08:00,06/03/2026
E,02/03/2026 08:00,04/03/2026
"""


@pytest.mark.parametrize(
    ("as_of", "more", "finds"),
    [
        # The present minute is 10:00 of the fifth: what stands at that very minute has not come.
        (None, [], ["A", "D"]),
        ("03/03/2026", [], ["A", "D"]),
        ("31/03/2026", [], ["A", "D"]),
        # Without --as-of the judgement is made at the end of the period: what came since is no
        # wrong either.
        (None, ["--to", "04/03/2026"], ["A", "D"]),
    ],
)
def test_the_future_begins_with_the_present_minute(
    as_of: str | None,
    more: list[str],
    finds: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(build_request, "now", lambda _: datetime(2026, 3, 5, 10))
    case: dict[str, object] = {"csv": CSV, "args": more}
    if as_of is not None:
        case["as_of"] = as_of
    assert run(find_rule("D104", RULES), case, tmp_path).named == finds


@pytest.mark.parametrize(
    ("text", "returned"),
    [
        ("Đã trả kết quả", True),
        ("10", True),
        ("10 - Đã trả kết quả", True),
        ("Hồ sơ đã trả cho công dân", True),
        ("9", False),
        ("9 - Đã trả kết quả", False),
        ("Chờ trả kết quả", False),
        ("Đã xử lý xong", False),
        ("Trả lại hồ sơ", False),
        ("Chưa có kết quả", False),
        ("Xem ghi chú", False),
        ("", False),
    ],
)
def test_which_statuses_say_that_the_result_was_handed_over(text: str, returned: bool) -> None:
    assert says_returned(text) is returned


def test_a_status_mapped_by_the_user_is_not_read_again(tmp_path: Path) -> None:
    csv = """
Mã hồ sơ,Ngày tiếp nhận,Ngày có kết quả,Ngày trả kết quả,Trạng thái
A,02/03/2026 08:00,,,Lưu kho
B,02/03/2026 08:00,05/03/2026,,Lưu kho
"""
    case: dict[str, object] = {"csv": csv, "as_of": "31/03/2026"}
    case["config"] = '[status]\n"Lưu kho" = "finished"\n'
    assert run(find_rule("D103", RULES), case, tmp_path).named == ["A"]
    assert run(find_rule("D106", RULES), case, tmp_path).named == []
