"""Bytes lent to polars without a copy, through the Arrow C data interface.

The guard looks at every byte of an export. Copying them into a Series costs more than looking, so
polars is lent the memory of a `bytes` object by the public protocol for that
(`__arrow_c_array__`, https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html).
"""

import ctypes
from collections.abc import Callable
from typing import Any

import polars as pl

_Release = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Schema(ctypes.Structure):
    _fields_ = (
        ("format", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("metadata", ctypes.c_char_p),
        ("flags", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
        ("release", _Release),
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
        ("release", _Release),
        ("private_data", ctypes.c_void_p),
    )


# What polars still reads, by the address of the structure it was given.
_lent: dict[int, object] = {}


def _give_back_schema(address: int) -> None:
    _Schema.from_address(address).release = _Release()


def _give_back_array(address: int) -> None:
    _Array.from_address(address).release = _Release()
    _lent.pop(_Array.from_address(address).private_data, None)


_RELEASE_SCHEMA = _Release(_give_back_schema)
_RELEASE_ARRAY = _Release(_give_back_array)

_new_capsule: Callable[..., object] = ctypes.pythonapi.PyCapsule_New
ctypes.pythonapi.PyCapsule_New.restype = ctypes.py_object
ctypes.pythonapi.PyCapsule_New.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)


class _Loan:
    """One array over the memory of `data` (bytes, or the first `size` of a numpy array of UInt8):
    `form` C is UInt8, z one Binary value.
    """

    def __init__(self, data: Any, size: int, form: bytes) -> None:
        start = _address(data) if isinstance(data, bytes) else data.ctypes.data
        offsets = (ctypes.c_int32 * 2)(0, size)
        buffers = (ctypes.c_void_p * 3)(None, start, None)
        if form == b"z":
            buffers = (ctypes.c_void_p * 3)(None, ctypes.addressof(offsets), start)
        self._schema = _Schema(format=form, name=b"", release=_RELEASE_SCHEMA)
        self._array = _Array(
            length=1 if form == b"z" else size,
            n_buffers=3 if form == b"z" else 2,
            buffers=buffers,
            release=_RELEASE_ARRAY,
        )
        # The schema is only read; the array is moved away, and the memory with it.
        self._array.private_data = ctypes.addressof(self._array)
        _lent[ctypes.addressof(self._array)] = (self._array, data, offsets, buffers)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        """The capsules of the protocol; polars takes both over."""
        del requested_schema
        return (
            _new_capsule(ctypes.addressof(self._schema), b"arrow_schema", None),
            _new_capsule(ctypes.addressof(self._array), b"arrow_array", None),
        )


def lent_bytes(data: bytes) -> pl.Series:
    """`data` as a UInt8 series, not copied; keep it no longer than needed."""
    return pl.Series(_Loan(data, len(data), b"C"))


def lent_value(data: Any, size: int | None = None) -> pl.Series:
    """`data` (bytes, or the first `size` of a numpy array of UInt8) as the one value of a Binary
    series, not copied.
    """
    return pl.Series(_Loan(data, len(data) if size is None else size, b"z"))


def _address(data: bytes) -> int | None:
    return ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p).value
