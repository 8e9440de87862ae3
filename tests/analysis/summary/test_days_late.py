"""Ranges of days late: each dossier in one of them, whatever the spread."""

import polars as pl
import pytest

from cchc_audit.analysis.summary.days_late import DayRange, count_days_late, half_within
from cchc_audit.analysis.summary.funnel import Limits


def test_ranges_by_hand() -> None:
    days = pl.Series([0, 1, 1, 3])
    assert count_days_late(days) == [
        DayRange(0, 0, 1), DayRange(1, 1, 2), DayRange(2, 2, 0), DayRange(3, 3, 1)
    ]  # fmt: skip
    assert half_within(days) == 1


@pytest.mark.parametrize("days", [[0], [1], [13], [*range(1, 100), 5_000], [7] * 40 + [900]])
def test_every_dossier_is_in_one_range(days: list[int]) -> None:
    found = count_days_late(pl.Series(days))
    assert sum(one.n for one in found) == len(days)
    for one in found:
        last = max(days) if one.last is None else one.last
        assert one.n == sum(one.first <= day <= last for day in days)


@pytest.mark.parametrize(
    ("share", "place"),
    [(0.0, "below_all"), (0.15, "below"), (0.5, "inside"), (0.85, "above"), (1.0, "above_all")],
)
def test_places_in_a_funnel(share: float, place: str) -> None:
    assert Limits(10, 0.1, 0.2, 0.8, 0.9).place(share) == place
