"""Text from an export is never obeyed: not by a terminal, a browser, Markdown or a spreadsheet."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_INVISIBLE = (
    *range(0x80, 0xA0),  # C1 controls: 8-bit terminals obey them
    *range(0x200B, 0x2010),  # zero width, left-to-right and right-to-left marks
    *range(0x2028, 0x202F),  # separators, direction overrides
    *range(0x2060, 0x2070),  # invisible operators, direction isolates
    0xFEFF,
)
_VISIBLE = _PICTURES | {code: f"<U+{code:04X}>" for code in _INVISIBLE}

_MARKDOWN = {ord(char): "\\" + char for char in "\\`*_[]|~"} | {
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("&"): "&amp;",
}

FORMULA = "^[=+\\-@\t\r]"
"""The first characters that make a spreadsheet take a cell for a formula, or drop out of it."""


def visible(text: str) -> str:
    """`text` with every control and invisible character shown as a symbol (`␛` for escape)."""
    return text if text.isprintable() else text.translate(_VISIBLE)


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
