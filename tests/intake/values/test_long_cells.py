"""A cell of megabytes costs what a cell costs: only its beginning is looked at."""

import time
from datetime import date
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from cchc_audit.core.vocabulary import Fault
from cchc_audit.engine.dictionary import LONGEST, Spellings
from cchc_audit.intake.values.moments import Span, read_moment

LONG = 5_000_000
SPAN = Span(date(2036, 12, 31), ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.mark.parametrize("text", ["đ" * LONG, "1/" * LONG, "05/01/2026 " * (LONG // 11)])
def test_a_long_cell_is_no_moment_at_once(text: str) -> None:
    began = time.monotonic()
    assert read_moment(text, SPAN) is Fault.MOMENT_UNREADABLE
    assert time.monotonic() - began < 1


def test_blanks_around_a_moment_are_none_of_it() -> None:
    assert read_moment(" " * LONG + "05/01/2026", SPAN) == read_moment("05/01/2026", SPAN)
    assert read_moment(" " * LONG, SPAN) is None


def test_of_a_long_text_the_beginning_is_looked_at() -> None:
    seen: list[int] = []

    def measured(text: str) -> int:
        seen.append(len(text))
        return len(text)

    texts: Spellings[int] = Spellings(measured, pl.Int32())
    frame = pl.LazyFrame({"text": ["ngắn", "x" * LONG, None]})
    assert frame.select(texts.expr(pl.col("text"))).collect()["text"].to_list() == [
        4,
        LONGEST,
        None,
    ]
    assert max(seen) == LONGEST
