"""Arrays lent to polars as columns, without a copy, and taken back for the next piece (extra
`fast`).

Lent is by the Arrow C data interface, as in `zero_copy`. There Python code takes the memory back,
which may not run while an exception is on its way, nor without the lock of the interpreter; here
compiled code only says that polars is done, and what was lent is used again: memory that is given
out anew costs more than what is written into it.
"""

import ctypes
from threading import Lock
from typing import Any

import numpy as np
import polars as pl
from numba import carray, cfunc

from cchc_audit.engine.machine_code import words_at
from cchc_audit.engine.zero_copy import Loan, Release

_RELEASED, _NOTED = 8, 9
"""Places in the structure of an Arrow array, as words."""


def _give_back(array: Any) -> None:
    """Called by polars when it is done with an array: `private_data` is where that is noted."""
    words = carray(array, (_NOTED + 1,))
    carray(words_at(words[_NOTED]), (1,))[0] = 0
    words[_RELEASED] = 0


def _compiled() -> Any:
    try:
        return cfunc("void(CPointer(uint64))", cache=True)(_give_back)
    except RuntimeError:  # nowhere to keep it: compiled again in every run
        return cfunc("void(CPointer(uint64))")(_give_back)


_RELEASE = ctypes.cast(_compiled().address, Release)


# What polars may still read, wherever else it was given up.
_lent: dict[int, "Arrays"] = {}
_lock = Lock()


class Arrays:
    """The arrays of a piece: numbers of dossiers (their `letters`, and where each `ends`), and
    `moments` by column with a bit for each that is `known`.
    """

    def __init__(self, *, letters: int, columns: int, rows: int) -> None:
        with _lock:
            for one in [one for one in _lent.values() if one.is_free]:
                del _lent[id(one)]
        self.rows = rows
        self.letters: Any = np.empty(letters, dtype=np.uint8)
        self.ends: Any = np.zeros(rows + 1 if letters else 1, dtype=np.int64)
        self.moments: Any = np.empty((columns, rows), dtype=np.int64)
        self.known: Any = np.zeros((columns, rows // 8 + 1), dtype=np.uint8)
        self._out: Any = np.zeros(columns + 1, dtype=np.uint64)
        self._kept: dict[int, object] = {}

    @property
    def is_free(self) -> bool:
        """Whether polars is done with all that was lent."""
        return not self._out.any()

    def numbers(self, rows: int) -> pl.Series:
        """The first `rows` numbers of dossiers (String)."""
        return self._lend(len(self.moments), b"U", rows, None, self.ends, self.letters)

    def column(self, at: int, rows: int) -> pl.Series:
        """The first `rows` moments of a column (Datetime in microseconds)."""
        return self._lend(at, b"tsu:", rows, self.known[at], self.moments[at])

    def _lend(self, place: int, form: bytes, rows: int, *parts: Any) -> pl.Series:
        at = [None if part is None else part.ctypes.data for part in parts]
        buffers = (ctypes.c_void_p * len(at))(*at)
        noted = self._out.ctypes.data + place * self._out.itemsize
        loan = Loan(form, rows, buffers, release=_RELEASE, private=noted)
        with _lock:
            _lent[id(self)], self._kept[place], self._out[place] = self, (loan, buffers), 1
        return pl.Series(loan)
