"""Bytes lent to polars without a copy, through the Arrow C data interface.

The guard looks at every byte of an export. Copying them into a Series costs more than looking, so
polars is lent the memory of a `bytes` object by the public protocol for that
(`__arrow_c_array__`, https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html).
"""

import ctypes
from collections.abc import Callable
from typing import Any

import polars as pl

Release = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Schema(ctypes.Structure):
    _fields_ = (
        ("format", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("metadata", ctypes.c_char_p),
        ("flags", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", Release),
        ("private_data", ctypes.c_void_p),
    )


class _Array(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_int64),
        ("null_count", ctypes.c_int64),
        ("offset", ctypes.c_int64),
        ("n_buffers", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("buffers", ctypes.POINTER(ctypes.c_void_p)),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", Release),
        ("private_data", ctypes.c_void_p),
    )


# What polars still reads, by the address of the structure it was given.
_lent: dict[int, object] = {}


def _give_back_schema(address: int) -> None:
    _Schema.from_address(address).release = Release()


def _give_back_array(address: int) -> None:
    _Array.from_address(address).release = Release()
    _lent.pop(_Array.from_address(address).private_data, None)


_RELEASE_SCHEMA = Release(_give_back_schema)
_RELEASE_ARRAY = Release(_give_back_array)

_new_capsule: Callable[..., object] = ctypes.pythonapi.PyCapsule_New
ctypes.pythonapi.PyCapsule_New.restype = ctypes.py_object
ctypes.pythonapi.PyCapsule_New.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)


class Loan:
    """One array of `length` values over memory that polars does not own: `form` is its format in
    the interface, `buffers` hold the addresses of its parts. `release` is called when polars is
    done; `private` is what that finds beside it.
    """

    def __init__(
        self, form: bytes, length: int, buffers: Any, *, release: Any, private: int | None = None
    ) -> None:
        self._schema = _Schema(format=form, name=b"", release=_RELEASE_SCHEMA)
        self._array = _Array(
            length=length,
            null_count=-1 if buffers[0] else 0,
            n_buffers=len(buffers),
            buffers=buffers,
            release=release,
            private_data=private,
        )

    def keep(self, data: object) -> None:
        """Keeps all of it until it is given back to Python code."""
        # The schema is only read; the array is moved away, and the memory with it.
        self._array.private_data = ctypes.addressof(self._array)
        _lent[ctypes.addressof(self._array)] = (self._array, data)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        """The capsules of the protocol; polars takes both over."""
        del requested_schema
        return (
            _new_capsule(ctypes.addressof(self._schema), b"arrow_schema", None),
            _new_capsule(ctypes.addressof(self._array), b"arrow_array", None),
        )


def _lent_whole(data: Any, size: int, form: bytes) -> pl.Series:
    """`data` (bytes, or the first `size` of a numpy array of UInt8): `form` C is UInt8, z one
    Binary value.
    """
    start = _address(data) if isinstance(data, bytes) else data.ctypes.data
    offsets = (ctypes.c_int32 * 2)(0, size)
    if form == b"z":
        buffers = (ctypes.c_void_p * 3)(None, ctypes.addressof(offsets), start)
        loan = Loan(form, 1, buffers, release=_RELEASE_ARRAY)
    else:
        buffers = (ctypes.c_void_p * 2)(None, start)
        loan = Loan(form, size, buffers, release=_RELEASE_ARRAY)
    loan.keep((data, offsets, buffers))
    return pl.Series(loan)


def lent_bytes(data: bytes) -> pl.Series:
    """`data` as a UInt8 series, not copied; keep it no longer than needed."""
    return _lent_whole(data, len(data), b"C")


def lent_value(data: Any, size: int | None = None) -> pl.Series:
    """`data` (bytes, or the first `size` of a numpy array of UInt8) as the one value of a Binary
    series, not copied.
    """
    return _lent_whole(data, len(data) if size is None else size, b"z")


def _address(data: bytes) -> int | None:
    return ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p).value
