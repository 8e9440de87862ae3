"""In which encoding a page or an XML file is written."""

import codecs
import re

from cchc_audit.intake.files.encodings import is_mostly_utf8

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
