"""Compound files of old Office programs: which streams one holds, and the bytes of a stream.

The format is Microsoft's [MS-CFB]: sectors chained by an allocation table, small streams in a
stream of their own with a table of their own.
"""

import struct
from array import array
from pathlib import Path
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_END = 0xFFFFFFFA
"""From here on a sector number is a mark: end of a chain, free, part of a table."""


class _Stream(NamedTuple):
    first: int
    size: int


class Compound:
    """One compound file. Raises `ValueError` where it is none or is damaged."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = file.read()
        head = self._data[:_HEADER]
        if len(head) < _HEADER or not head.startswith(MAGIC):
            raise ValueError(path)
        self._sector = 1 << struct.unpack_from("<H", head, 30)[0]
        directory, self._small_below = struct.unpack_from("<I4xI", head, 48)
        small_table, tables, more = struct.unpack_from("<I4xII", head, 60)[0:3]
        if not 128 <= self._sector <= 1 << 16 or (tables == 0 and more == 0):
            raise ValueError(path)
        self._table = self._allocation(list(struct.unpack_from("<109I", head, 76)), tables)
        self._small_table = _numbers(self._chain(small_table))
        self._streams = self._directory(self._chain(directory))
        root = self._streams.pop("", _Stream(_END, 0))
        self._small = self._chain(root.first)

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and storages."""
        return frozenset(self._streams)

    def read(self, name: str) -> bytes:
        """The bytes of one stream."""
        first, size = self._streams[name]
        if size >= self._small_below:
            return self._chain(first)[:size]
        places = _walk(first, self._small_table)
        return b"".join(self._small[place * 64 : place * 64 + 64] for place in places)[:size]

    def _allocation(self, sectors: list[int], more: int) -> "array[int]":
        """The allocation table: behind each sector the next of its chain."""
        seen = 0
        while more < _END and seen * self._sector < len(self._data):
            block = _numbers(self._at(more))
            sectors += block[:-1]
            more = block[-1] if block else _END
            seen += 1
        return _numbers(b"".join(self._at(number) for number in sectors if number < _END))

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._at, _walk(first, self._table)))

    def _directory(self, raw: bytes) -> dict[str, _Stream]:
        found: dict[str, _Stream] = {}
        for place in range(0, len(raw) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", raw, place + 64)
            first, size = struct.unpack_from("<II", raw, place + 116)
            if kind:
                name = raw[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
                found.setdefault("" if kind == 5 else name, _Stream(first, size))
        return found


def streams(path: Path) -> frozenset[str]:
    """The names of the streams of a compound file; none where it is damaged."""
    try:
        return Compound(path).names
    except (ValueError, struct.error, IndexError):
        return frozenset()


def _numbers(raw: bytes) -> "array[int]":
    return array("I", raw[: len(raw) // 4 * 4])


def _walk(first: int, table: "array[int]") -> list[int]:
    """The sectors of a chain; one that runs in a circle ends where it has been before."""
    found: list[int] = []
    while first < len(table) and len(found) <= len(table):
        found.append(first)
        first = table[first]
    return found
