"""Writing files whole: beside their place, then moved into it; what goes wrong, as a sentence."""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cchc_audit.core.errors import CchcError

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


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of `path` when the block ends well.

    The old file stands until then, and stays when the block fails or is interrupted; the half
    file is removed. A link is followed, so that it goes on pointing where it did; a device or pipe
    is written directly. Raises `CchcError` for what the system refuses.
    """
    try:
        place = path.resolve()
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if place.exists() and not place.is_file():
            yield place
            return
        beside = _create(place)
    except OSError as error:
        raise refused(path, error) from error
    try:
        yield beside
        beside.replace(place)
    except OSError as error:
        raise refused(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


@contextmanager
def filling(folder: Path) -> Iterator[Path]:
    """An empty folder to write files into, which takes the place of `folder` when the block ends
    well.

    A folder that is not there appears whole, by one rename; into one that is there each file is
    moved when all are made, and what else stands in it stays. Nothing is left where the block
    fails. Raises `CchcError` for what the system refuses.
    """
    try:
        place = folder.resolve()
        if place.exists() and not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        beside = place.with_name(f".{place.name[:100]}.{os.getpid()}.part")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
    except OSError as error:
        raise refused(folder, error) from error
    try:
        yield beside
        _take_place(beside, place)
    except OSError as error:
        raise refused(folder, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _take_place(made: Path, place: Path) -> None:
    if not place.exists():
        made.rename(place)
        return
    for file in sorted(path for path in made.rglob("*") if path.is_file()):
        target = place / file.relative_to(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)


def _create(place: Path) -> Path:
    """An empty file beside `place`, with the permissions of the file it will replace."""
    beside = place.with_name(f".{place.name[:100]}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    with suppress(FileNotFoundError):
        beside.chmod(stat.S_IMODE(place.stat().st_mode))
    return beside


def refused(path: Path, error: OSError) -> CchcError:
    """The sentence for a file that the system would not let us write."""
    number = error.errno or 0
    key = _KEYS.get(number, "report.cannot_write")
    return CchcError(key, file=path, folder=path.parent, why=error.strerror or str(error))
