"""Files that are whole or not there: written beside their place, forced to disk, then moved."""

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path

PART = ".part"
"""The end of the name of a file that is not whole yet; it begins with a dot."""


def put(place: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside `place`, and move it there.

    What stood there stays until then, and where `write` fails or is interrupted. Raises `OSError`
    as the system does; a killed process leaves the half file, which `leftovers` finds.
    """
    beside = place.with_name(f".{place.name}{PART}")
    try:
        write(beside)
        force(beside)
        beside.replace(place)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    force_folder(place.parent)


def leftovers(folder: Path) -> list[Path]:
    """The half files that an earlier run left in `folder`."""
    return [path for path in folder.glob(f".*{PART}") if path.is_file()]


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def digest(content: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return sha256(content).hexdigest()


def force(path: Path) -> None:
    """Have a file on the disk before going on. Raises `OSError`."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def force_folder(folder: Path) -> None:
    """Have the names in a folder on the disk before going on."""
    # Not every system lets a folder be opened; the move itself is whole all the same.
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
