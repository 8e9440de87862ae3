"""Lines of text on a screen: broken between words, cut, painted."""

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.color import ColorSystem
from rich.style import Style

BOLD = Style(bold=True)
DIM = Style(dim=True)
TOGETHER = "\N{NO-BREAK SPACE}"
"""Stands for a blank at which no line is broken, until it is."""
_CUT = "…"


def paint(text: str, style: Style | None, *, colour: bool) -> str:
    """`text` in `style`, where colours are wanted and there is something to see."""
    if style is None or not colour or not text.strip():
        return text
    return style.render(text, color_system=ColorSystem.STANDARD)


def cut(text: str, size: int) -> str:
    """`text` in at most `size` cells, with `…` where it was longer."""
    return text if cell_len(text) <= size else set_cell_size(text, size - 1).rstrip() + _CUT


def wrap(text: str, width: int) -> list[str]:
    """`text` broken between words into lines of at most `width`; a longer word stays so."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def chop(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width`: between words, a longer word wherever it must be."""
    return [piece for line in wrap(text, width) for piece in chop_cells(line, width) or [""]]
