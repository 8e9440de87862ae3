"""From a path to the data of one file: each kind of file becomes a lazy frame of text.

Text goes through UTF-8 files: packed files are unpacked, other encodings transcoded, in a stream,
into temporary files, and only then looked at.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.body import Body, Kind
from cchc_audit.intake.files.encodings import SAMPLE, Encoding, disguised, sniff, transcode
from cchc_audit.intake.files.examine import examine
from cchc_audit.intake.files.layout import Score, Top, find_top
from cchc_audit.intake.files.parquet import read_parquet
from cchc_audit.intake.files.scan import scan_text
from cchc_audit.intake.files.scratch import scratch_file
from cchc_audit.intake.files.unpack import plain_file

_BLOCK = 4 << 20
_TOP_LINES = 1000
_REFUSED = (Encoding.TCVN3, Encoding.VNI)


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


def read_body(given: str, score: Score, *, limit: int) -> Body:
    """Open one table; `score` tells its header (see `layout.find_top`).

    `given` is a path or `-` for standard input; what the file is shows in its first bytes. `limit`
    bounds what a packed one may grow to. Raises `InputError` for what is no table or cannot be
    read.
    """
    with reading(given):
        path = plain_file(given, limit=limit)
        with path.open("rb") as file:
            magic = file.read(8)
        if magic.startswith(b"PK"):
            # Excel is not read by most runs, and takes a while to load.
            from cchc_audit.intake.files.workbook import read_workbook

            return read_workbook(path, score, given=given, limit=limit)
        if magic.startswith(b"PAR1"):
            return read_parquet(path, score, given=given)
        if magic.startswith(b"\xd0\xcf\x11\xe0"):
            raise InputError("intake.old_excel", file=given)
        return _text(path, score, given=given)


def _text(path: Path, score: Score, *, given: str) -> Body:
    """The data of a delimited text file."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if not head.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise InputError("intake.file_empty", file=given)
    encoding = sniff(head, lambda text: _known(text, score))
    if encoding is None:
        raise InputError("intake.encoding_unknown", file=given)
    if encoding in _REFUSED:
        raise InputError("intake.encoding_refused", file=given, encoding=encoding.name)
    plain = _as_utf8(path, encoding, head)
    top = _top(plain, score, given=given)
    examined = examine(plain, top, given=given)
    frame = scan_text(
        examined.path,
        delimiter=top.delimiter,
        skip=examined.skip,
        width=len(top.header),
        first_line=top.skip + 1,
        lines=examined.lines,
        decodes=examined.decodes,
    )
    return Body(
        frame=frame,
        header=top.header,
        header_line=top.header_line,
        layout=top.layout + examined.layout,
        kind=Kind.TEXT,
        encoding=encoding.value,
        delimiter=top.delimiter,
        records=examined.records,
        lost=examined.lost,
        examined=examined,
    )


def _top(path: Path, score: Score, *, given: str) -> Top:
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    text = head.decode("utf-8-sig", errors="replace")
    lines = [line.removesuffix("\r") for line in text.split("\n", _TOP_LINES)[:_TOP_LINES]]
    try:
        return find_top(lines, score, file=given)
    except InputError:
        old = disguised(text, lambda other: _known(other, score))
        if old is not None:
            raise InputError("intake.encoding_refused", file=given, encoding=old.name) from None
        if text.count("?") > text.count("\n") + len(text) // 20:
            raise InputError("intake.question_marks", file=given) from None
        raise


def _known(text: str, score: Score) -> int:
    """How many columns the best row of a text names, by any delimiter."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", 200)[:200]
    try:
        return score(find_top(lines, score, file="").header)
    except InputError:
        return 0


def _as_utf8(path: Path, encoding: Encoding, head: bytes) -> Path:
    """The file itself where polars can read it as it stands, else a UTF-8 copy with LF lines."""
    old_mac = b"\r" in head and b"\n" not in head
    if encoding in (Encoding.UTF_8, Encoding.UTF_8_BOM) and not old_mac:
        return path
    parts: Iterable[bytes] = _blocks(path)
    if encoding not in (Encoding.UTF_8, Encoding.UTF_8_BOM):
        parts = transcode(parts, encoding)
    copy = scratch_file(".csv")
    only_cr: bool | None = None
    with copy.open("wb") as file:
        for part in parts:
            if only_cr is None and part:
                only_cr = b"\r" in part and b"\n" not in part
            file.write(part.replace(b"\r", b"\n") if only_cr else part)
    return copy


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
