"""The score: 20 × ratio, two decimals, halves rounded up; no denominator, no score."""

import polars as pl
import pytest

from cchc_audit.analysis.indicators.index_766 import score_groups


@pytest.mark.parametrize(
    ("in_time", "handled", "score"),
    [
        (0, 0, None),
        (0, 7, 0.0),
        (7, 7, 20.0),
        (1, 3, 6.67),
        (2, 3, 13.33),
        (1, 32, 0.63),  # 0.625
        (3, 32, 1.88),  # 1.875
        (345, 398, 17.34),  # 17.3366…
        (9_999_999, 10_000_000, 20.0),
    ],
)
def test_score(in_time: int, handled: int, score: float | None) -> None:
    frame = pl.DataFrame({"in_time_766": [in_time], "handled_766": [handled]}).select(
        score_groups()
    )
    assert frame["score_766"].item() == score
    assert frame["ratio_766"].item() == (in_time / handled if handled else None)
