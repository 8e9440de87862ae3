"""Family C: local closures, the terms that are held against each other, the rule run by name."""

from pathlib import Path

import pytest

from cchc_audit.analysis.rules import RULES, find_rule, select_rules

from .running import run

AS_OF = "31/03/2026"


def test_a_closure_of_one_commune_is_its_day_off(tmp_path: Path) -> None:
    csv = """
Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Hình thức nộp
A,Xã Một,03/03/2026 08:00,Trực tiếp
B,Xã Hai,03/03/2026 08:00,Trực tiếp
"""
    closed = """
[[off]]
date = 2026-03-03
name = "Bão"
basis = "Công điện"
communes = ["xã Một"]
"""
    case: dict[str, object] = {"csv": csv, "as_of": AS_OF, "calendar": closed}
    assert run(find_rule("C404", RULES), case, tmp_path).named == ["A"]


@pytest.mark.parametrize(
    ("own", "listed", "longer"),
    [
        ("3 ngày làm việc", "3 working_days", False),
        ("4 ngày làm việc", "3 working_days", True),
        ("10 ngày làm việc", "15 calendar_days", False),
        ("11 ngày làm việc", "15 calendar_days", True),
        ("Trong ngày", "1 working_days", False),
        ("2 ngày làm việc", "same_day", True),
        ("1 tháng", "30 calendar_days", False),
        ("1 tháng", "15 working_days", True),
        ("8 giờ làm việc", "same_day", False),
        ("12 giờ làm việc", "1 working_days", True),
    ],
)
def test_terms_of_all_units_are_held_against_each_other(
    own: str,
    listed: str,
    longer: bool,
    tmp_path: Path,
) -> None:
    case: dict[str, object] = {
        "csv": f"Mã hồ sơ,Mã thủ tục,Ngày tiếp nhận,Thời hạn giải quyết\nA,9.1,02/03/2026,{own}\n",
        "catalogue": f"code,term\n9.1,{listed}\n",
        "as_of": AS_OF,
    }
    assert run(find_rule("C403", RULES), case, tmp_path).named == (["A"] if longer else [])


def test_serials_are_looked_at_only_by_name() -> None:
    def codes(*select: str) -> set[str]:
        return {rule.code for rule in select_rules(RULES, select=select)}

    assert "C402" not in codes()
    assert "C402" not in codes("C")
    assert "C402" not in codes("C4")
    assert codes("c402") == {"C402"}
