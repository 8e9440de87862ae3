"""In which encoding a page or an XML file is written, and whether it breaks off."""

import codecs
import re
from typing import IO

from cchc_audit.intake.files.encodings import is_mostly_utf8

_TAIL = 65_536
_TOLD = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


def markup_encoding(head: bytes, *, told: str | None = None) -> str:
    """Of the file that begins with `head`: by the byte order mark; UTF-8 where the bytes are; else
    as `told`, or as the file says of itself.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head[:64]:
        return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    if is_mostly_utf8(head):
        return "utf-8"
    own = _TOLD.search(head)
    name = told or (own[1].decode() if own else "windows-1258")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "windows-1258"


def open_row(file: IO[bytes], *, row: str, cells: str, ends: str) -> bool | None:
    """Whether the last row of a file that breaks off stands open, None for a file that is whole.

    `row`, `cells` and `ends` are patterns of the names of rows, of their cells, and of what is
    closed behind the last row. The file is read from its beginning afterwards.
    """
    file.seek(max(0, file.seek(0, 2) - _TAIL))
    tail = file.read().replace(b"\0", b"").decode("latin-1")
    file.seek(0)

    def last(pattern: str) -> int:
        return max((one.start() for one in re.finditer(pattern, tail, re.IGNORECASE)), default=-1)

    begun, closed = last(rf"<({row}|{cells})\b"), last(rf"</({row})\b")
    # Software that writes no end of a row writes none of the table either.
    if closed < 0 or max(begun, closed) < last(rf"</({ends})\b"):
        return None
    return closed < begun
