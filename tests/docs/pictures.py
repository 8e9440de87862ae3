"""The pictures of a screen: a real run, drawn by Rich as a terminal would show it, as SVG.

The other pictures are taken by a browser and an office suite: `docs/images/take.py`.
"""

import io
from unittest.mock import PropertyMock, patch

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from cchc_audit.cli.console import Console as Stream

from .document import DOCS
from .runs import typed

IMAGES = DOCS / "images"
SCREENS = {
    "communes.svg": "cchc-audit communes --config sample_data/cchc.toml --as-of 31/03/2026",
    "communes-en.svg": (
        "cchc-audit communes --config sample_data/cchc.toml --as-of 31/03/2026 --lang en"
    ),
}
"""Pictures by name: the lines they show."""
WIDTH = 100
_THEME = TerminalTheme(
    (250, 250, 248),
    (36, 41, 47),
    [
        *((36, 41, 47), (180, 35, 24), (17, 99, 41), (125, 78, 0)),
        *((9, 80, 150), (130, 60, 150), (20, 110, 120), (110, 119, 129)),
    ],
)
# Rich's own page fetches its font from elsewhere; here any fixed one will do.
_FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" \
xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; \
font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-family: sans-serif; font-size: 18px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" \
height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" \
clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def screen(name: str) -> str:
    """The picture `name` of `SCREENS`, as its file should be."""
    line = SCREENS[name]
    with patch.object(Stream, "colour", new_callable=PropertyMock, return_value=True):
        shown = typed(line)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ {line}\n", style="bold"))
    console.print(Text.from_ansi(shown))
    drawn = console.export_svg(
        title="cchc-audit", theme=_THEME, code_format=_FORMAT, unique_id=name.partition(".")[0]
    )
    return "\n".join(part.rstrip() for part in drawn.splitlines()) + "\n"
