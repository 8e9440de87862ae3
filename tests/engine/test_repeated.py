"""Hashes that come more than once, in memory and by way of the disk, against a plain count."""

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_audit.engine.batches import Change
from cchc_audit.engine.repeated import Hashes, RepeatedRows, _ordered
from cchc_audit.intake.duplicates import collapse

MOST = 2**64 - 1
# Few values in all, at both ends and across the leading bits.
HASH = st.sampled_from([0, 1, 2**58 - 1, 2**58, 2**63 - 1, 2**63, MOST - 1, MOST]) | st.integers(
    0, MOST
)


def frame(values: Sequence[int]) -> pl.DataFrame:
    return pl.DataFrame({"hash": values}, schema={"hash": pl.UInt64})


@settings(deadline=None, max_examples=40)
@given(batches=st.lists(st.lists(HASH, max_size=12), max_size=8), held=st.integers(1, 20))
def test_what_comes_more_than_once_is_found_wherever_it_was_kept(
    batches: list[list[int]], held: int
) -> None:
    taken = Hashes(held=held)
    for batch in batches:
        taken.take(frame(batch))
    counts = Counter(value for batch in batches for value in batch)
    found = taken.repeated().to_list()
    assert sorted(found) == sorted(value for value, times in counts.items() if times > 1)


@settings(deadline=None, max_examples=40)
@given(
    batches=st.lists(st.lists(HASH, max_size=12), max_size=8),
    held=st.integers(1, 20),
    times=st.integers(1, 4),
)
def test_rows_of_hashes_that_come_often_keep_what_stands_beside_them(
    batches: list[list[int]], held: int, times: int
) -> None:
    taken = Hashes(held=held)
    beside = 0
    for batch in batches:
        numbers = range(beside, beside := beside + len(batch))
        taken.take(frame(batch).with_columns(pl.Series("beside", numbers, dtype=pl.Int64)))
    every = [value for batch in batches for value in batch]
    counts = Counter(every)
    expected = {(value, n) for n, value in enumerate(every) if counts[value] >= times}
    assert set(taken.rows(times).rows()) == expected


@pytest.mark.parametrize("height", [0, 9])
def test_repeated_rows_are_taken_in_the_pass_of_other_queries(height: int) -> None:
    rows = pl.LazyFrame(
        {"key": [n % 4 for n in range(height)], "row": range(height)},
        schema={"key": pl.UInt64, "row": pl.Int64},
    )
    often = RepeatedRows(rows, times=3)
    pl.collect_all([often.plan, rows.select(pl.len())])
    [found] = often.frames()
    assert sorted(found["row"]) == [n for n in range(height) if n % 4 == 0]


def test_a_full_disk_keeps_them_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    taken = Hashes(held=2)
    for batch in ([1, 2], [3, 1], [4, 3]):
        taken.take(frame(batch))
    assert sorted(taken.repeated()) == [1, 3]


def test_no_file_can_be_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    taken = Hashes(held=1)
    taken.take(frame([7, 8]))
    taken.take(frame([7]))
    assert list(tmp_path.iterdir()) == []
    assert taken.repeated().to_list() == [7]


def test_nothing_suspected_collapses_nothing() -> None:
    none = Hashes()
    assert len(collapse(pl.LazyFrame(), none.repeated(), engine="in-memory").collapsed) == 0


def test_rows_that_are_gone_no_longer_count() -> None:
    rows = pl.DataFrame(
        {"key": [7, 7, 7, 8, 8, 8, 8, 9], "source": [0] * 8, "source_line": range(1, 9)},
        schema={"key": pl.UInt64, "source": pl.UInt32, "source_line": pl.UInt32},
    )
    often = RepeatedRows(rows.lazy(), times=3)
    often.plan.collect()
    gone = rows.filter(pl.col("source_line").is_in([3, 4])).select("source", "source_line")
    [found] = often.corrected(Change([], [], gone))
    assert sorted(found["source_line"]) == [5, 6, 7]


def test_what_is_written_is_not_held() -> None:
    taken = Hashes(held=2)
    for number in range(20):
        taken.take(frame([number, number]))
        for _, written in taken._handed:
            written.result()
    assert len(taken._handed) == 1
    assert len(taken.repeated()) == 20


def test_hashes_are_sorted_by_numpy_where_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    numpy = pytest.importorskip("numpy")
    hashes = pl.concat([pl.Series("hash", [3, MOST, 0], dtype=pl.UInt64)] * 2, rechunk=False)
    asked = []
    sort = numpy.sort

    def noted(values: object) -> object:
        asked.append(values)
        return sort(values)

    monkeypatch.setattr(numpy, "sort", noted)
    by_numpy = _ordered(hashes)
    monkeypatch.delitem(sys.modules, "numpy")
    assert by_numpy.equals(_ordered(hashes), check_names=True)
    assert len(asked) == 1
