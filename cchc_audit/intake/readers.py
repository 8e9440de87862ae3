"""From a path to the data of one file: each kind of file becomes a lazy frame of text."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from cchc_audit.errors import InputError
from cchc_audit.intake.layout import Score, find_top
from cchc_audit.intake.model import Body, Kind
from cchc_audit.intake.scan import scan_text

_BOM = "\ufeff"
_TOP = 1 << 18


@contextmanager
def reading(file: str | Path) -> Iterator[None]:
    """Turn what the system says against a file into an `InputError` that names it."""
    try:
        yield
    except FileNotFoundError:
        raise InputError("intake.file_missing", file=file) from None
    except IsADirectoryError:
        raise InputError("intake.not_a_file", file=file) from None
    except PermissionError:
        raise InputError("intake.no_permission", file=file) from None
    except OSError as error:
        raise InputError("intake.cannot_read", file=file, reason=error.strerror) from None


def read_body(given: str, score: Score) -> Body:
    """Open one table; `score` tells its header (see `layout.find_top`).

    Raises `InputError` for what is no table or cannot be read.
    """
    with reading(given):
        return _delimited(Path(given), score, given=given)


def _delimited(path: Path, score: Score, *, given: str) -> Body:
    """The data of a UTF-8 text file."""
    with path.open("rb") as file:
        head = file.read(_TOP)
    if not head.strip():
        raise InputError("intake.file_empty", file=given)
    text = head.decode("utf-8-sig", errors="replace")
    eol = "\r" if "\r" in text and "\n" not in text else "\n"
    lines = [line.rstrip("\r") for line in islice(text.split(eol), 1000)]
    top = find_top(lines, score, file=given)
    frame = scan_text(path, delimiter=top.delimiter, skip=top.skip, width=len(top.header), eol=eol)
    return Body(
        frame=frame,
        header=top.header,
        header_line=top.header_line,
        layout=top.layout,
        kind=Kind.TEXT,
        encoding="utf-8-sig" if head.startswith(_BOM.encode()) else "utf-8",
        delimiter=top.delimiter,
    )
