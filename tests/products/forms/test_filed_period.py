"""Which period a filed form says it is of, and that a date of signing is none."""

from datetime import date

import pytest

from cchc_audit.products.forms.filed_period import filed_period

CASES = {
    "Kỳ báo cáo: Quý II năm 2026": ("2026-03-15", "2026-06-14"),
    "QUÝ 4/2025": ("2025-09-15", "2025-12-14"),
    "Báo cáo 6 tháng đầu năm 2026": ("2025-12-15", "2026-06-14"),
    "Sáu tháng cuối năm 2026": ("2026-06-15", "2026-12-14"),
    "Kết quả 9 tháng năm 2026": ("2025-12-15", "2026-09-14"),
    "9 tháng đầu năm 2026": ("2025-12-15", "2026-09-14"),
    "Tháng 5 năm 2026": ("2026-04-15", "2026-05-14"),
    "Báo cáo tháng 01/2026": ("2025-12-15", "2026-01-14"),
    "Kỳ báo cáo: Năm 2026": ("2025-12-15", "2026-12-14"),
    "Năm 2026": ("2025-12-15", "2026-12-14"),
    "(Từ ngày 01/04/2026 đến hết ngày 30/06/2026)": ("2026-04-01", "2026-06-30"),
}


@pytest.mark.parametrize("heading", CASES)
def test_read(heading: str) -> None:
    found = filed_period(["BIỂU", heading])
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == CASES[heading]
    assert found.is_of(found.first, found.last)


@pytest.mark.parametrize(
    "heading",
    [
        "Gia Lai, ngày 20 tháng 3 năm 2026",
        "Ban hành theo Thông tư số 01/2020/TT-VPCP ngày 21/10/2020",
        "Từ ngày 31/02/2026 đến ngày 14/03/2026",
        "Tháng 13 năm 2026",
        "",
    ],
)
def test_no_period(heading: str) -> None:
    assert filed_period([heading]) is None


def test_days_count_before_names() -> None:
    found = filed_period(["Quý II năm 2026", "Từ ngày 01/04/2026 đến ngày 30/06/2026"])
    assert found is not None
    assert found.last == date(2026, 6, 30)


def test_a_month_of_the_calendar() -> None:
    found = filed_period(["Tháng 12 năm 2026"])
    assert found is not None
    assert found.is_of(date(2026, 12, 1), date(2026, 12, 31))
    assert not found.is_of(date(2026, 12, 1), date(2026, 12, 30))
    assert not found.is_of(date(2025, 12, 1), date(2025, 12, 31))
