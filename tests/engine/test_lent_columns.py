"""Arrays lent to polars: read as columns, taken back without Python code, used again."""

import gc
from datetime import datetime

import numpy as np
import polars as pl
import pytest

pytest.importorskip("numba")

from cchc_audit.engine.lent_columns import Arrays, _lent

DAY = 86_400_000_000


def filled() -> Arrays:
    """Three numbers of dossiers, and a column of moments of which the second is not known."""
    arrays = Arrays(letters=64, columns=1, rows=8)
    letters = b"H1-1H1-22H21.999-260630-0333"
    arrays.letters[: len(letters)] = np.frombuffer(letters, np.uint8)
    arrays.ends[1:4] = [4, 9, 28]
    arrays.moments[0, :3] = [0, -1, DAY]
    arrays.known[0, 0] = 0b101
    return arrays


def test_what_is_lent_reads_as_columns() -> None:
    arrays = filled()
    assert arrays.numbers(3).to_list() == ["H1-1", "H1-22", "H21.999-260630-0333"]
    moments = arrays.column(0, 3)
    assert moments.to_list() == [datetime(1970, 1, 1), None, datetime(1970, 1, 2)]
    assert (moments.dtype, moments.null_count()) == (pl.Datetime("us"), 1)


def test_it_is_free_once_nothing_reads_it_and_kept_until_then() -> None:
    arrays = filled()
    key, letters = id(arrays), arrays.numbers(3)
    part = letters.filter(letters.str.ends_with("0333"))
    del letters
    assert not arrays.is_free
    del arrays
    gc.collect()
    assert part.to_list() == ["H21.999-260630-0333"]
    assert key in _lent
    del part
    assert _lent[key].is_free
    Arrays(letters=0, columns=0, rows=1)
    assert key not in _lent


def test_an_exception_on_its_way_is_not_lost() -> None:
    arrays = filled()

    def fail() -> None:
        moments = arrays.column(0, 3)
        raise KeyError(len(moments))

    with pytest.raises(KeyError, match="3"):
        fail()
    gc.collect()
    assert arrays.is_free
