"""Text from an export is never obeyed: not by a terminal, a browser, Markdown or a spreadsheet."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_INVISIBLE = (
    *range(0x80, 0xA0),  # C1 controls: 8-bit terminals obey them
    0x061C,  # Arabic letter mark: turns the direction of what follows
    *range(0x200B, 0x2010),  # zero width, left-to-right and right-to-left marks
    *range(0x2028, 0x202F),  # separators, direction overrides
    *range(0x2060, 0x2070),  # invisible operators, direction isolates
    0xFEFF,
)
_LINES = frozenset({0x09, 0x0A, 0x0D})
_VISIBLE = _PICTURES | {code: f"<U+{code:04X}>" for code in _INVISIBLE}

_OBEYED = re.compile(f"[{''.join(re.escape(chr(c)) for c in _VISIBLE if c not in _LINES)}]")

_MARKDOWN = {ord(char): "\\" + char for char in "\\`*_[]|~"} | {
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("&"): "&amp;",
}

_BLANK = "".join(
    (
        "\x00-\x20\x7f-\xa0\xad\u061c\u1680\u180e",
        "\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff",
    )
)
FORMULA = f"^(?:[{_BLANK}]*[=+\\-@]|[\t\r])"
"""What makes a spreadsheet take a cell for a formula, or drop out of it: the first characters that
can be seen, whatever blank or invisible ones stand before them. For `re` and for polars.
"""


def visible(text: str) -> str:
    """`text` with every control and invisible character shown as a symbol (`␛` for escape)."""
    return text if text.isprintable() else text.translate(_VISIBLE)


def harmless(text: str, *, json: bool = False) -> str:
    """`text` of many lines for a terminal: as `visible`, but for line ends and tabs.

    In `json` such characters stand inside of texts only, where their numbers are written in their
    place: the document stays what it is.
    """
    if not _OBEYED.search(text):
        return text
    return _OBEYED.sub(_as_json if json else _as_symbol, text)


def _as_symbol(found: re.Match[str]) -> str:
    return found[0].translate(_VISIBLE)


def _as_json(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def html(text: str) -> str:
    """`text` for HTML, in elements and in quoted attributes."""
    # Not at the top: it brings the names of all characters, and every start would wait for them.
    from html import escape

    return escape(visible(text))


def markdown(text: str) -> str:
    """`text` for one cell of a Markdown table: one line, no markup, no HTML, no column break."""
    return visible(text).translate(_MARKDOWN)


def neutral(column: "pl.Expr") -> "pl.Expr":
    """A String column for CSV: an apostrophe before what a spreadsheet would run as a formula."""
    import polars as pl

    return pl.when(~column.str.contains(FORMULA)).then(column).otherwise("'" + column)
