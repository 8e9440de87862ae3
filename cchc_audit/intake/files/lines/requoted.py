"""Text whose quotes or delimiters stand where no program puts them, as lines that all can read.

Whole lines in quotes (a CSV that a spreadsheet held in one column, saved as CSV once more), blanks
between a delimiter and a quote (`1, "Thủ tục, cấp xã"`), and a delimiter of two bytes (`¦`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cchc_audit.intake.files.csv_lines import DELIMITERS, join, split_record
from cchc_audit.intake.files.header_search import COLUMNS_OF_HEADER, Top

Change = Callable[[str], str]
"""What is made of a line (without its end)."""
_BROKEN_BAR = "¦"
_LIKE_THE_BAR = DELIMITERS.index("|") + 1
_WHOLE = re.compile(r'"((?:[^"]++|"")*+)"[,;\t ]*')


def find_change(
    lines: Sequence[str], top: Top | None, find: Callable[[Sequence[str]], Top | None], known: int
) -> Change | None:
    """What makes lines that all can read of a text; None where it is read as it stands.

    `top` is the top of the text as it stands, which names so many columns (`known`); `find` finds
    the top of other lines.
    """
    if top is not None and known >= COLUMNS_OF_HEADER:
        return _tightened(top.delimiter) if _is_loose(top) else None
    changes: list[Change] = [unwrap]
    marks = reversed(DELIMITERS[:_LIKE_THE_BAR])
    free = next((mark for mark in marks if not any(mark in line for line in lines)), None)
    if free is not None and any(_BROKEN_BAR in line for line in lines):
        changes.append(lambda line: line.replace(_BROKEN_BAR, free))
    for change in changes:
        changed = [change(line) for line in lines]
        other = find(changed) if changed != list(lines) else None
        if other is not None and len(other.header) > (len(top.header) if top else 0):
            return change
    return None


def changed(path: Path, change: Change) -> Iterator[bytes]:
    """The lines of a UTF-8 file, each changed."""
    with path.open("rb") as file:
        for raw in file:
            text = raw.rstrip(b"\r\n")
            try:
                yield change(text.decode()).encode() + raw[len(text) :]
            except UnicodeDecodeError:
                yield raw


def unwrap(line: str) -> str:
    """What stands in the quotes around a whole line; any other line as it is."""
    whole = _WHOLE.fullmatch(line)
    return whole[1].replace('""', '"') if whole else line


def _is_loose(top: Top) -> bool:
    """Whether there is a blank behind every delimiter of a header."""
    behind = [text for text in top.header[1:] if text.strip()]
    return len(behind) >= COLUMNS_OF_HEADER - 1 and all(text[0] == " " for text in behind)


def _tightened(delimiter: str) -> Change:
    """Cells without the blanks around them, those in quotes seen as such."""
    mark = re.escape(delimiter)
    one = rf'(?: *"(?:[^"]++|"")*+" *|[^"{mark}]*+)'
    sound = re.compile(rf"{one}(?:{mark}{one})*+")
    around = re.compile(rf'(^|{mark}) *("(?:[^"]++|"")*+") *(?={mark}|$)')

    def tighten(line: str) -> str:
        if '"' not in line or not sound.fullmatch(line):
            return line
        return join((text for text in _cells(line)), delimiter)

    def _cells(line: str) -> list[str]:
        return split_record(around.sub(r"\1\2", line), delimiter)

    return tighten
