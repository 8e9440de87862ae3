"""The one temporary folder of this installation, and what runs that were killed left behind.

Copies of exports hold personal data: only this user can look into the folder (0700) and read a file
(0600). A run removes its own folder at its end, whatever the end is. One that was killed cannot,
but its lock died with it: the next run of any command finds it free and tidies up.

    <temporary folder>/cchc-audit-<user>/run-…/1.csv      copies of exports, sheets being written
    <temporary folder>/cchc-audit-<user>/run-…/2.beside   names a part that stands beside an output
    <temporary folder>/cchc-audit-<user>/run-…/.lock      held for as long as the run is alive
"""

import atexit
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from cchc_audit.core.errors import CchcError

PART = ".part"
"""The end of the name of what is not whole yet; it begins with a dot."""
_LOCK = ".lock"
_BESIDE = ".beside"
_ATTEMPTS = 10


class _Run:
    """The folder of a run and its lock."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self.folder, self._lock = _begin()

    def remove(self) -> None:
        """Remove the folder, and that of the installation where no other run is at work."""
        with suppress(OSError):
            _remove(self.folder)
        os.close(self._lock)
        with suppress(OSError):
            self.folder.parent.rmdir()


_current: list[_Run | None] = [None]
"""The run under way is the last; the first is what is made outside any."""


@contextmanager
def tidied() -> Iterator[None]:
    """A run: before it goes what killed runs left, after it all that it made for itself."""
    sweep()
    _current.append(None)
    try:
        yield
    finally:
        _end(_current.pop())


def scratch_folder() -> Path:
    """The folder of this run. Raises `OSError` on a full disk, `CchcError` where the place of the
    installation's folder is taken.
    """
    run = _current[-1]
    if run is None:
        run = _current[-1] = _Run()
        if len(_current) == 1:
            atexit.register(_end, run)
    return run.folder


def scratch_file(suffix: str) -> Path:
    """An empty file nobody else uses. Raises as `scratch_folder` does."""
    folder = scratch_folder()
    run = _current[-1]
    assert run is not None
    path = folder / f"{next(run.numbers)}{suffix}"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return path


def discard(path: Path) -> None:
    """Remove a copy that is not needed any more; a file that is none of ours stays."""
    run = _current[-1]
    if run is not None and path.parent == run.folder:
        with suppress(OSError):
            path.unlink()


@contextmanager
def noted(part: Path) -> Iterator[None]:
    """Have the next run remove `part`, a file or folder, where this one is killed inside.

    Where the temporary folder takes no note the part is written all the same.
    """
    note: Path | None = None
    with suppress(OSError, CchcError):
        note = scratch_file(_BESIDE)
        note.write_bytes(os.fsencode(part.absolute()))
    try:
        yield
    finally:
        if note is not None:
            discard(note)


def remove_part(part: Path) -> None:
    """Remove what is not whole yet, a file or a folder; a link is removed, not followed."""
    with suppress(OSError):
        if stat.S_ISDIR(part.lstat().st_mode):
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink()


def sweep() -> None:
    """Remove what runs left that were killed. What the system does not let go of stays."""
    with suppress(OSError):
        base = _base()
        if _is_ours(base):
            for folder in base.iterdir():
                with suppress(OSError):
                    _sweep(folder)
            base.rmdir()


def _end(run: _Run | None) -> None:
    if run is not None:
        run.remove()


def _base() -> Path:
    user = f"-{os.geteuid()}" if sys.platform != "win32" else ""
    return temporary_folder() / f"cchc-audit{user}"


def temporary_folder() -> Path:
    """The system's temporary folder: the same for every run, be it full or not, as `tempfile` does
    not promise.
    """
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    usual = "/tmp" if sys.platform != "win32" else os.path.expandvars(r"%SYSTEMROOT%\Temp")
    return Path(next((name for name in named if name and Path(name).is_dir()), usual)).absolute()


def _is_ours(base: Path) -> bool:
    """Whether a folder is one, no link, and this user's. Raises `OSError` where there is none."""
    found = base.lstat()
    ours = sys.platform == "win32" or found.st_uid == os.geteuid()
    return stat.S_ISDIR(found.st_mode) and ours


def _begin() -> tuple[Path, int]:
    """A new folder with a lock that is held. One that another run takes for a dead one's, before
    the lock is held, is given up for the next.
    """
    from tempfile import mkdtemp

    base = _base()
    for left in reversed(range(_ATTEMPTS)):
        with suppress(FileExistsError):
            base.mkdir(mode=0o700)
        with suppress(FileNotFoundError):
            if not _is_ours(base):
                raise CchcError("cli.scratch_taken", folder=base)
            if stat.S_IMODE(base.stat().st_mode) != 0o700:
                base.chmod(0o700)
            folder = Path(mkdtemp(prefix="run-", dir=base))
            lock = os.open(folder / _LOCK, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            # Where nothing can be locked nobody takes this one for dead either.
            if (_locked(lock) and _is_there(folder / _LOCK, lock)) or not left:
                return folder, lock
            os.close(lock)
    raise CchcError("cli.scratch_taken", folder=base)


def _is_there(path: Path, opened: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(opened))
    except FileNotFoundError:
        return False


def _sweep(folder: Path) -> None:
    """Remove the folder of a run that is dead; that of one alive stays."""
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        # Empty: the last step of removing it, or the first of making it, which then begins anew.
        folder.rmdir()
        return
    try:
        if _locked(lock):
            _remove(folder)
    finally:
        os.close(lock)


def _remove(folder: Path) -> None:
    """Remove the folder of a run, the lock last: until then another run can do it."""
    for note in folder.glob(f"*{_BESIDE}"):
        part = Path(os.fsdecode(note.read_bytes()))
        if part.name.startswith(".") and part.name.endswith(PART):
            remove_part(part)
    for path in folder.iterdir():
        if path.name != _LOCK:
            remove_part(path)
    with suppress(OSError):
        (folder / _LOCK).unlink()
        folder.rmdir()


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _locked(opened: int) -> bool:
        """Whether the lock of an open file is ours now; it ends with the process."""
        try:
            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(opened: int) -> bool:
        """Whether the lock of an open file is ours now; it ends with the process."""
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
