"""Which files are read: files, folders and globs, folders and globs by natural order of path."""

import glob
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from cchc_audit.core.errors import InputError
from cchc_audit.core.settings.load import FILE_NAME

STDIN = "-"
_NOISE = frozenset({"thumbs.db", "desktop.ini", FILE_NAME})
META = ("file", "line", "column", "value", "reason")
"""What a rejects file says of a row, before the row as it was."""
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
# What this program writes beside an export: rejected rows are read again only when named. The
# user names such a file, so it is told by how it begins; `ho-so-tu-choi.csv` is the office's own.
_REJECTS = re.compile(r"rejects?[^/]*$", re.IGNORECASE)
_BEGINS = b"\xef\xbb\xbf" + b",".join(name.encode() for name in META)


class Source(NamedTuple):
    """One file to read: `given` as the user wrote it (or the path a folder led to).

    `named` is set where the user named this very file: it must be an export then; a file that a
    folder or a glob led to may be something else.
    """

    given: str
    named: bool


def natural(path: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which `thang-2.csv` stands before `thang-10.csv`."""
    parts = re.split(r"(\d+)", path)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in parts)


def expand(paths: Sequence[str], *, leave_out: Iterable[Path] = ()) -> tuple[Source, ...]:
    """The files behind `paths`, in the order given, each once.

    A folder gives all its files, those of its folders among them, a glob what it matches; hidden
    ones and what systems and Office leave behind are never exports. `leave_out` are files (events,
    units …) and folders (those of reports) which folders and globs pass over. Raises `InputError`
    for a path that does not exist, a folder without files and a glob without match.
    """
    passed_over = {_identity(path) for path in leave_out}
    found: dict[Path | str, Source] = {}
    for path in paths:
        for source in _behind(path, passed_over):
            key = source.given if source.given == STDIN else _identity(Path(source.given))
            if key not in found or source.named:
                found.setdefault(key, source)
    return tuple(found.values())


def is_noise(path: str) -> bool:
    """Whether a path (of a folder or an archive) is hidden, or one that systems and Office leave
    behind.
    """
    parts = path.split("/")
    return (
        any(part.startswith((".", "~$")) for part in parts)
        or parts[0] == "__MACOSX"
        or parts[-1].lower() in _NOISE
    )


def is_own(path: Path) -> bool:
    """Whether a file is one of rejected rows that this program wrote."""
    if _REJECTS.search(path.name.lower()):
        return True
    return path.name.lower().endswith(TEXT_SUFFIXES) and _begins(path, _BEGINS)


def _behind(path: str, passed_over: set[Path]) -> list[Source]:
    if path == STDIN or Path(path).is_file():
        return [Source(path, named=True)]
    if Path(path).is_dir():
        folder = Path(path)
        files = [str(file) for file in folder.rglob("*") if _is_candidate(file, folder)]
        key = "intake.folder_empty"
    elif Path(path).exists():
        raise InputError("intake.not_a_file", file=path)
    elif glob.has_magic(path):
        matches = glob.glob(path, recursive=True)  # noqa: PTH207 - keeps the path as written
        files = [file for file in matches if _is_candidate(Path(file), Path())]
        key = "intake.glob_empty"
    else:
        raise InputError("intake.file_missing", file=path)
    kept = [file for file in files if not _is_left_out(_identity(Path(file)), passed_over)]
    if not kept:
        raise InputError(key, file=path)
    return [Source(file, named=False) for file in sorted(kept, key=natural)]


def _is_candidate(path: Path, folder: Path) -> bool:
    below = path.relative_to(folder) if path.is_relative_to(folder) else Path(path.name)
    return path.is_file() and not is_noise(below.as_posix())


def _is_left_out(path: Path, passed_over: set[Path]) -> bool:
    return not passed_over.isdisjoint((path, *path.parents))


def _begins(path: Path, with_: bytes) -> bool:
    """Whether a file begins with these bytes; False for one that may not be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(with_)) == with_
    except OSError:
        return False


def _identity(path: Path) -> Path:
    return path.resolve()
