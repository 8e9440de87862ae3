"""Whether exports stay what they are while they are read: a run reads them more than once.

Rows are counted, scanned and fetched again in passes of their own. A file that another program
replaces or removes between two of them would give figures that belong to no file at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cchc_audit.core.errors import CchcError, InputError
from cchc_audit.intake.files.sources import STDIN, expand

_Seal = tuple[int, int, int] | None


@contextmanager
def hold_unchanged(paths: Sequence[str], *, leave_out: Iterable[Path] = ()) -> Iterator[None]:
    """Raise `InputError` where a file behind `paths` is another one when the block ends.

    Also where the block fails because of it; errors that have a sentence of their own pass.
    `leave_out` are files that the run itself writes.
    """
    seals = {file: _seal(file) for file in _files(paths, leave_out)}

    def changed() -> str | None:
        return next((file for file, seal in seals.items() if _seal(file) != seal), None)

    try:
        yield
    except (CchcError, KeyboardInterrupt, SystemExit):
        raise
    # All else: where its file is gone the engine panics, which is no `Exception`.
    except BaseException as error:
        if (file := changed()) is None:
            raise
        raise InputError("intake.changed", file=file) from error
    if (file := changed()) is not None:
        raise InputError("intake.changed", file=file)


def _files(paths: Sequence[str], leave_out: Iterable[Path]) -> list[str]:
    """The files behind `paths`; what is wrong with a path is told by who opens it, and one that is
    none (the day of a snapshot) leaves the others as they are.
    """
    files: list[str] = []
    written = list(leave_out)
    for path in paths:
        with suppress(InputError):
            sources = expand([path], leave_out=written)
            files.extend(source.given for source in sources if source.given != STDIN)
    return files


def _seal(file: str) -> _Seal:
    """What tells one state of a file from the next, None for what is no file (any more)."""
    try:
        found = Path(file).stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
