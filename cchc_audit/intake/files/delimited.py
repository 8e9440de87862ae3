"""Delimited text: the encoding, the header, every line looked at, then a lazy scan.

Polars reads UTF-8: other encodings are transcoded, in a stream, into temporary files.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.core.scratch import discard, scratch_file
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Body, Kind, Tables
from cchc_audit.intake.files.encodings import SAMPLE, Encoding, disguised, has_lost_letters, sniff
from cchc_audit.intake.files.header_search import Score, Top, find_top, is_record, widest_split
from cchc_audit.intake.files.lines.cut_file import cut_at
from cchc_audit.intake.files.lines.examine import Examined, examine
from cchc_audit.intake.files.lines.guard import Shape
from cchc_audit.intake.files.lines.joints import find_utf_16, in_utf_8
from cchc_audit.intake.files.lines.line_ends import part_at_returns
from cchc_audit.intake.files.lines.requoted import changed, find_change
from cchc_audit.intake.files.lines.scan import scan_text
from cchc_audit.intake.files.lines.trailing import (
    Widths,
    find_usual_widths,
    hold_nothing,
    keep_exact,
)
from cchc_audit.intake.files.raw_rows import BadLine
from cchc_audit.intake.files.refusals import refuse_misread

_BLOCK = 4 << 20
_TOP_LINES = 1000
_ROWS = 300
_FEW = 2_000
"""A table of so few rows is held in memory: looking at it time and again costs more than it."""
_LEAST_OWN = 128
"""Bytes; nothing shorter is a table that another one was joined to."""
_REFUSED = (Encoding.TCVN3, Encoding.VNI)


def read(path: Path, ask: Ask, *, given: str) -> Tables:
    """The table of a delimited text file. Raises `InputError` where it cannot be read."""
    score = ask.score
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if not head.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise InputError("intake.file_empty", file=given)
    # Another file may have been joined to this one, in another encoding.
    joint = find_utf_16(head) or 0
    own = head[:joint] if joint >= _LEAST_OWN else head
    encoding = sniff(own, lambda text: _known(text, score))
    if encoding in (None, *_REFUSED) and has_lost_letters(head.decode("cp1252", "replace")):
        raise InputError("intake.question_marks", file=given)
    if encoding is None:
        raise InputError("intake.encoding_unknown", file=given)
    if encoding in _REFUSED:
        raise InputError("intake.encoding_refused", file=given, encoding=encoding.name)
    plain = _with_lines(_as_utf8(path, encoding, own, joined=own is not head), score)
    plain, top = _readable(plain, score, given=given)
    body = _body(plain, top, ask, encoding, given=given)
    if body.examined is not None and body.examined.joined:
        plain = _copy(in_utf_8(_blocks(plain), encoding))
        top, body = _first(plain, ask, encoding, given=given)
    if body.examined is not None and body.examined.parted:
        plain = _parted(plain, top)
        top, body = _first(plain, ask, encoding, given=given)
    if body.examined is None or not body.examined.cuts:
        return Tables((body,))
    bodies: list[Body] = []
    for part, before in cut_at(plain, body.examined.cuts):
        own_top = _top(part, score, given=given) if bodies else top
        body = _body(part, own_top, ask, encoding, given=given, before=before)
        bodies.append(body._replace(below=bool(bodies) and body.header != bodies[-1].header))
    return Tables(tuple(bodies))


def _readable(path: Path, score: Score, *, given: str) -> tuple[Path, Top]:
    """A UTF-8 file with the lines that tell where its table begins; a copy, where its quotes or its
    delimiter are such as no program reads.
    """
    lines, error = _lines(path), None
    try:
        top: Top | None = _top(path, score, given=given)
    except InputError as raised:
        top, error = None, raised
    known = 0 if top is None else score(top.header)
    change = find_change(lines, top, lambda other: _try_top(other, score), known)
    if change is not None:
        path = _copy(changed(path, change))
        top = _top(path, score, given=given)
    if top is None:
        raise error or InputError("intake.file_empty", file=given)
    return path, top


def _first(path: Path, ask: Ask, encoding: Encoding, *, given: str) -> tuple[Top, Body]:
    """The table at the top of a UTF-8 file, with the lines that tell where it begins."""
    top = _top(path, ask.score, given=given)
    return top, _body(path, top, ask, encoding, given=given)


def _body(
    path: Path, top: Top, ask: Ask, encoding: Encoding, *, given: str, before: int = 0
) -> Body:
    """The table of a UTF-8 file that is the part of another below `before` lines."""
    lines = _lines(path)
    widths = find_usual_widths(lines[: top.skip + _ROWS], top)
    above = _records_above(lines, top) if not before else {}
    frame, width, examined = _looked_at(path, top, widths, ask, given=given, before=before)
    return Body(
        name=given,
        frame=frame,
        header=top.header,
        header_line=before + top.header_line,
        layout=(*(before + line for line in top.layout if line not in above), *examined.layout),
        kind=Kind.TEXT,
        encoding=encoding.value,
        delimiter=top.delimiter,
        records=examined.records,
        lost=(*above.values(), *examined.lost),
        examined=examined,
        scan=(frame, width),
        above=top.above,
    )


def _records_above(lines: Sequence[str], top: Top) -> dict[int, BadLine]:
    """The records above the header, by line. Files that were joined have them, the later one naming
    far more columns.
    """
    return {
        line: BadLine(line, code(None, Fault.ABOVE_HEADER), lines[line - 1])
        for line in top.layout
        if line < top.header_line and is_record(widest_split(lines[line - 1]), len(top.header))
    }


def _looked_at(
    path: Path, top: Top, widths: Widths, ask: Ask, *, given: str, before: int
) -> tuple[pl.LazyFrame, int, Examined]:
    """The rows of a file whose sound ones have so many cells, and how many that is; as many as the
    header's where blank cells behind those turn out to hold something.
    """
    examined = examine(path, top, given=given, widths=widths, ask=ask, before=before)
    frame = scan_text(
        examined.path,
        delimiter=top.delimiter,
        skip=examined.skip,
        width=widths.most,
        first_line=before + top.skip + 1,
        lines=examined.lines,
        decodes=examined.decodes,
    )
    if examined.records <= _FEW:
        frame = frame.collect(engine="in-memory").lazy()
    beyond = range(widths.least, widths.most)
    if beyond and not hold_nothing(frame, beyond):
        exact = keep_exact(len(top.header))
        return _looked_at(path, top, exact, ask, given=given, before=before)
    return frame, widths.most, examined


def _head(path: Path) -> str:
    """The beginning of a UTF-8 file."""
    with path.open("rb") as file:
        return file.read(SAMPLE).decode("utf-8-sig", errors="replace")


def _lines(path: Path) -> list[str]:
    """The first lines of a UTF-8 file."""
    text = _head(path)
    return [line.removesuffix("\r") for line in text.split("\n", _TOP_LINES)[:_TOP_LINES]]


def _top(path: Path, score: Score, *, given: str) -> Top:
    text = _head(path)
    lines = _lines(path)
    try:
        return find_top(lines, score, file=given)
    except InputError:
        refuse_misread(text, given)
        old = disguised(text, lambda other: _known(other, score))
        if old is not None:
            raise InputError("intake.encoding_refused", file=given, encoding=old.name) from None
        if text.count("?") > text.count("\n") + len(text) // 20:
            raise InputError("intake.question_marks", file=given) from None
        raise


def _known(text: str, score: Score) -> int:
    """How many columns the best row of a text names, by any delimiter."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", 200)[:200]
    top = _try_top(lines, score)
    return 0 if top is None else score(top.header)


def _with_lines(path: Path, score: Score) -> Path:
    """A UTF-8 file with an LF behind its header: the file itself, or a copy where CR ends the lines
    at its top, and not all of those below.
    """
    text = _head(path)
    if "\r" not in text.replace("\r\n", ""):
        return path
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", _TOP_LINES)
    by_return = _try_top(lines[:_TOP_LINES], score)
    if by_return is None or _rank(_try_top(_lines(path), score), score) >= _rank(by_return, score):
        return path
    return _parted(path, by_return)


def _try_top(lines: Sequence[str], score: Score) -> Top | None:
    try:
        return find_top(lines, score, file="")
    except InputError:
        return None


def _rank(top: Top | None, score: Score) -> tuple[int, int]:
    """Of two readings of one header the better one is higher: it names more, and holds no more."""
    return (0, 0) if top is None else (score(top.header), -len(top.header))


def _parted(path: Path, top: Top) -> Path:
    """A copy of a UTF-8 file with an LF at the end of every row."""
    widths = keep_exact(len(top.header))
    shape = Shape(top.delimiter, *widths)
    with path.open("rb") as file:
        return _copy(part_at_returns(file, top.delimiter, shape.fits))


def _as_utf8(path: Path, encoding: Encoding, head: bytes, *, joined: bool) -> Path:
    """The file itself where polars can read it as it stands, else a UTF-8 copy with LF lines.

    `joined`: a part in another encoding is known to stand below.
    """
    old_mac = b"\r" in head and b"\n" not in head
    other = joined or encoding not in (Encoding.UTF_8, Encoding.UTF_8_BOM)
    if not other and not old_mac:
        return path
    copy = _copy(in_utf_8(_blocks(path), encoding) if other else _blocks(path))
    discard(path)
    return copy


def _copy(parts: Iterable[bytes]) -> Path:
    """A file of these bytes, with LF lines where they begin with a line that ends with CR alone."""
    copy = scratch_file(".csv")
    only_cr: bool | None = None
    with copy.open("wb") as file:
        for part in parts:
            if only_cr is None and part:
                only_cr = b"\r" in part and b"\n" not in part
            file.write(part.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if only_cr else part)
    return copy


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
