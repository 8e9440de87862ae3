"""Delimited text: the encoding, the header, every line looked at, then a lazy scan.

Polars reads UTF-8: other encodings are transcoded, in a stream, into temporary files.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.body import Body, Kind, Tables
from cchc_audit.intake.files.containers import Ask
from cchc_audit.intake.files.encodings import SAMPLE, Encoding, disguised, sniff, transcode
from cchc_audit.intake.files.examine import examine
from cchc_audit.intake.files.layout import Score, Top, find_top
from cchc_audit.intake.files.refusals import refuse_misread
from cchc_audit.intake.files.scan import scan_text
from cchc_audit.intake.files.scratch import scratch_file

_BLOCK = 4 << 20
_TOP_LINES = 1000
_REFUSED = (Encoding.TCVN3, Encoding.VNI)


def read(path: Path, ask: Ask, *, given: str) -> Tables:
    """The table of a delimited text file. Raises `InputError` where it cannot be read."""
    score = ask.score
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
    body = Body(
        name=given,
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
    return Tables((body,))


def _top(path: Path, score: Score, *, given: str) -> Top:
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    text = head.decode("utf-8-sig", errors="replace")
    lines = [line.removesuffix("\r") for line in text.split("\n", _TOP_LINES)[:_TOP_LINES]]
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
