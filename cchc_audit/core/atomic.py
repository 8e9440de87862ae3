"""Files that are whole or not there: written beside their place, then moved into it.

The one place where outputs are opened, forced to the disk and moved. A part beside its place can be
read by this user only, is opened exclusively (no link that waits there is followed), and goes where
the run fails; where the run is killed the next one removes it (`scratch`).
"""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cchc_audit.core.errors import CchcError
from cchc_audit.core.scratch import PART, noted, remove_part

_KEYS = {
    errno.ENOENT: "report.no_folder",
    errno.ENOTDIR: "report.no_folder",
    errno.EACCES: "report.no_permission",
    errno.EPERM: "report.no_permission",
    errno.EROFS: "report.no_permission",
    errno.ENOSPC: "report.disk_full",
    errno.EDQUOT: "report.disk_full",
    errno.EISDIR: "report.is_folder",
}
_PRIVATE = 0o600
_LONGEST = 200
"""Bytes of a name that stand in that of its part: a name may have 255."""


@contextmanager
def writing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """A path to write to, which takes the place of `path` when the block ends well; see `making`.

    Raises `CchcError` for what the system refuses.
    """
    try:
        with making(path, private=private) as beside:
            yield beside
    except OSError as error:
        raise refused(path, error) from error


@contextmanager
def making(path: Path, *, durable: bool = False, private: bool = False) -> Iterator[Path]:
    """A path to write to, which takes the place of `path` when the block ends well.

    The old file stands until then, and stays when the block fails or is interrupted. A link of this
    user's is followed, so that it goes on pointing where it did; one of somebody else's is
    replaced. A device or pipe is written directly. The new file may be read by whom the old one
    allowed, a `private` one by this user only. A `durable` one is on the disk when the block ends.
    Raises `OSError` for what the system refuses.
    """
    place = _place(path)
    if not place.is_symlink():
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if place.exists() and not place.is_file():
            yield place
            return
    beside = _beside(place)
    with noted(beside):
        try:
            remove_part(beside)
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
            yield beside
            if durable:
                force(beside)
            beside.chmod(_PRIVATE if private else _mode(place))
            beside.replace(place)
            if durable:
                force_folder(place.parent)
        finally:
            remove_part(beside)


def put(place: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a durable file; see `making`."""
    with making(place, durable=True) as beside:
        write(beside)


def put_new(place: Path, content: bytes) -> None:
    """Have a file of `content` at `place`, for this user only, unless there is one already: of two
    runs that make it at once the later takes what the earlier made. Raises `OSError`.
    """
    beside = _beside(place)
    with noted(beside):
        try:
            remove_part(beside)
            number = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE)
            with os.fdopen(number, "wb") as file:
                file.write(content)
            force(beside)
            with suppress(FileExistsError):
                # A link, unlike a move, never takes the place of what is there.
                os.link(beside, place)
            force_folder(place.parent)
        finally:
            remove_part(beside)


@contextmanager
def filling(folder: Path, *, private: bool = False) -> Iterator[Path]:
    """An empty folder to write files into, which takes the place of `folder` when the block ends
    well.

    A folder that is not there appears whole, by one rename; into one that is there each file is
    moved when all are made, and what else stands in it stays. Nothing is left where the block
    fails. `private` files may be read by this user only. Raises `CchcError` for what the system
    refuses.
    """
    try:
        place = _place(folder)
        if place.exists() and not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        with making_folder(_beside(place)) as beside:
            yield beside
            if private:
                for file in (path for path in beside.rglob("*") if path.is_file()):
                    file.chmod(_PRIVATE)
            _take_place(beside, place)
    except OSError as error:
        raise refused(folder, error) from error


@contextmanager
def making_folder(beside: Path) -> Iterator[Path]:
    """The folder `beside`, empty and for this user only, gone when the block ends: what is made in
    it is moved away by then (`force_files`, `open_up`). Raises `OSError`.
    """
    with noted(beside):
        try:
            remove_part(beside)
            beside.mkdir(mode=0o700)
            yield beside
        finally:
            remove_part(beside)


def open_up(folder: Path) -> None:
    """Let a folder that was made privately be looked into as any new folder may be."""
    folder.chmod(0o777 & ~_umask())


def force_files(folder: Path) -> None:
    """Have all files of a folder on the disk before going on. Raises `OSError`."""
    for file in sorted(folder.iterdir()):
        force(file)
    force_folder(folder)


def leftovers(folder: Path) -> list[Path]:
    """The half files that an earlier run left in `folder`."""
    return [path for path in folder.glob(f".*{PART}") if path.is_file()]


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


def _take_place(made: Path, place: Path) -> None:
    open_up(made)
    if not place.exists():
        made.rename(place)
        return
    for file in sorted(path for path in made.rglob("*") if path.is_file()):
        target = place / file.relative_to(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)


def _place(path: Path) -> Path:
    """Where a file named `path` really stands: links are followed, but none of a stranger's."""
    if path.is_symlink() and not _is_trusted(path):
        return path.parent.resolve() / path.name
    return path.resolve()


def _is_trusted(link: Path) -> bool:
    """Whether a link is this user's, or the system's own (`/dev/stdout`)."""
    return sys.platform == "win32" or link.lstat().st_uid in {os.geteuid(), 0}


def _beside(place: Path) -> Path:
    """The part of `place`: hidden, in the same folder, with a name that is not too long."""
    name = os.fsencode(place.name)[:_LONGEST].decode(errors="ignore")
    return place.with_name(f".{name}.{os.getpid()}{PART}")


def _mode(place: Path) -> int:
    """What the file that is replaced allows; for a new one what any new file may be."""
    with suppress(FileNotFoundError):
        found = place.lstat().st_mode
        if stat.S_ISREG(found):
            return stat.S_IMODE(found)
    return 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def refused(path: Path, error: OSError) -> CchcError:
    """The sentence for a file that the system would not let us write."""
    number = error.errno or 0
    key = _KEYS.get(number, "report.cannot_write")
    return CchcError(key, file=path, folder=path.parent, why=error.strerror or str(error))
