"""Rows of a sheet that are struck out, as offices do with dossiers that are cancelled.

No value tells: only the font of their cells.
"""

import re
import zipfile
from collections.abc import Collection
from pathlib import Path

from cchc_audit.intake.files.workbooks.sheet_xml import pieces
from cchc_audit.intake.files.workbooks.sheets import is_struck

_ROW = re.compile(rb"""<(?:\w+:)?row\b(?:[^>]*?\sr=["'](?P<line>\d+)["'])?[^>]*(?<!/)>""")
_FILLED = re.compile(rb"<(?:\w+:)?c(\s[^<>]*[^<>/])?>\s*<(?:\w+:)?(?:v|is|f)\b")
_STYLE = re.compile(rb"""\ss=["'](\d+)["']""")


def find_struck_rows(path: Path, member: str, styles: Collection[int]) -> tuple[int, ...]:
    """The rows (from 1) of an `.xlsx` sheet that are struck out; `styles` are those of cells whose
    font is.
    """
    signs = [b"s=%c%d%c" % (mark, number, mark) for number in styles for mark in b"\"'"]
    found: list[int] = []
    line = 0
    with zipfile.ZipFile(path) as archive:
        for piece in pieces(archive, member):
            marked = any(sign in piece for sign in signs)
            for row in _ROW.finditer(piece):
                line = int(row["line"]) if row["line"] else line + 1
                if not marked:
                    continue
                cells = _FILLED.findall(piece, row.end(), _end(piece, row.end()))
                struck = sum(_is_of(styles, attributes) for attributes in cells)
                if is_struck(struck, len(cells)):
                    found.append(line)
    return tuple(found)


def _end(piece: bytes, start: int) -> int:
    """Where the row ends that begins at `start`; a piece ends with one."""
    end = piece.find(b"row>", start)
    return len(piece) if end < 0 else end


def _is_of(styles: Collection[int], attributes: bytes) -> bool:
    style = _STYLE.search(attributes)
    return style is not None and int(style[1]) in styles
