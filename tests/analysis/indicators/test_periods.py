"""Periods of reporting by name: they begin on the 15th, and the year in December."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from cchc_audit.analysis.indicators.named_periods import name_of, period
from cchc_audit.core.errors import ConfigError


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026-Q1", "2025-12-15", "2026-03-14"),
        ("2026-Q2", "2026-03-15", "2026-06-14"),
        ("2026-Q3", "2026-06-15", "2026-09-14"),
        ("2026-Q4", "2026-09-15", "2026-12-14"),
        ("2026-H1", "2025-12-15", "2026-06-14"),
        ("2026-H2", "2026-06-15", "2026-12-14"),
        ("2026", "2025-12-15", "2026-12-14"),
        (" 2026-q1 ", "2025-12-15", "2026-03-14"),
    ],
)
def test_a_period(name: str, first: str, last: str) -> None:
    found = period(name)
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert name_of(found.first, found.last) == found


def test_quarters_follow_one_another_without_a_gap() -> None:
    quarters = [period(f"{year}-Q{n}") for year in (2025, 2026) for n in (1, 2, 3, 4)]
    for one, following in pairwise(quarters):
        assert one.last + timedelta(days=1) == following.first


@pytest.mark.parametrize("name", ["", "2026-Q5", "2026-H3", "Q1", "2026-13", "1999", "26-Q1", "?"])
def test_no_period(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        period(name)
    assert caught.value.key == "indicators.period_unknown"


def test_other_days_have_no_name() -> None:
    assert name_of(date(2026, 1, 1), date(2026, 3, 31)) is None
    assert name_of(None, date(2026, 3, 14)) is None
