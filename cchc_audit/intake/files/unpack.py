"""Packed exports and standard input become plain files, in a stream and within a limit."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cchc_audit.core.errors import InputError
from cchc_audit.core.scratch import discard, scratch_file
from cchc_audit.intake.files.sources import STDIN

_BLOCK = 4 << 20
_BITE = 4096
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def plain_file(given: str, *, limit: int, path: Path | None = None) -> Path:
    """The path of the unpacked file behind `given`: itself, or a temporary copy.

    `-` is standard input, `path` where the file is if `given` is no path. What a file is shows in
    its first bytes, not in its name. A packed copy gives way to the unpacked one: there is never
    more than one. Raises `InputError` for a damaged or endless one.
    """
    if path is None:
        path = _from_stdin() if given == STDIN else Path(given)
    with path.open("rb") as file:
        magic = file.read(4)
    if not magic.startswith((_GZIP, _ZSTD)):
        return path
    blocks = _gunzipped(path) if magic.startswith(_GZIP) else _unzstd(path)
    copy = scratch_file(".csv")
    written = 0
    with _damage_told(given), copy.open("wb") as plain:
        for block in blocks:
            written += len(block)
            if written > limit:
                raise InputError("intake.unpacked_too_large", file=given, limit=limit >> 20)
            plain.write(block)
    discard(path)
    return copy


def _from_stdin() -> Path:
    copy = scratch_file(".stdin")
    with copy.open("wb") as file:
        for block in _blocks(sys.stdin.buffer):
            file.write(block)
    return copy


def _gunzipped(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as packed:
        while block := packed.read(_BLOCK):
            yield block


def _unzstd(path: Path) -> Iterator[bytes]:
    """In small bites: each may grow thousandfold. The last frame must be whole."""
    import zstandard  # only for such files

    frame = zstandard.ZstdDecompressor().decompressobj()
    with path.open("rb") as file:
        try:
            while bite := file.read(_BITE):
                while bite:
                    if frame.eof:
                        frame = zstandard.ZstdDecompressor().decompressobj()
                    yield frame.decompress(bite)
                    bite = frame.unused_data if frame.eof else b""
        except zstandard.ZstdError as error:
            raise EOFError from error
    if not frame.eof:
        raise EOFError


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


@contextmanager
def _damage_told(given: str) -> Iterator[None]:
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise InputError("intake.packed_damaged", file=given) from None
