"""A table on a screen, or as plain text in a pipe: few columns, the total last, the sums below.

Drawn line by line with Rich's cell widths and styles: its `Table` takes a minute for the long
lists that people pipe into a pager.
"""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.style import Style

from cchc_audit.render import intervals
from cchc_audit.render.columns_by_width import GAP, Need, Shown, fit
from cchc_audit.render.document import Interval, Table
from cchc_audit.render.escape import visible
from cchc_audit.render.wrapping import BOLD, DIM, TOGETHER, cut, paint, wrap

_STYLES = {
    "late": Style(color="red"),
    "overdue": Style(color="red", bold=True),
    "suspended": Style(color="yellow"),
    "unassessable": Style(color="magenta"),
    "early": Style(color="green"),
    "on_time": Style(color="green"),
    "withdrawn": DIM,
    "not_received": DIM,
    "not_yet_received": DIM,
    "firm": BOLD,
    "contestable": Style(color="yellow"),
}
"""How words of closed sets look; a word that is not here looks like any other text."""
_INTERVAL = Style(color="cyan")
_HEAD_LINES = 2


def table_lines(table: Table, width: int, *, colour: bool) -> Iterator[str]:
    """The table at most `width` wide: headings, lines, the total below a rule, the sentences.

    Dossier numbers are never cut; longer texts end in `…`. With `colour`, ANSI styles of the 16
    basic colours, which every terminal's theme defines.
    """
    names = table.names
    cells = [[_text(cell, table) for cell in line] for line in table.lines]
    heads = intervals.headed(table)
    needs = [
        _need(column, head, [line[at] for line in cells], shrinks=column.name not in table.right)
        for at, (column, head) in enumerate(zip(table.columns, heads, strict=True))
        if column.name not in table.idle
    ]
    picked = [(names.index(name), size) for name, size in fit(needs, width)]
    if cells:
        pen = _Pen(picked, [name in table.right for name in names], colour=colour)
        yield from pen.head(heads)
        for number, line in enumerate(cells):
            total = number == table.total
            if total:
                yield pen.rule()
            yield pen.line(line, [BOLD] * len(names) if total else _styles(table, number))
        yield ""
    places = dict(picked)
    unseen = table.unseen([name for at, name in enumerate(names) if at not in places])
    for sentence in (*unseen, *table.below):
        yield from (line.replace(TOGETHER, " ") for line in wrap(visible(sentence), width))


def _text(cell: str | Interval | None, table: Table) -> str:
    """The text of one cell; an interval is drawn."""
    if isinstance(cell, Interval):
        return intervals.draw_interval(cell, table.floor or 0.0)
    return visible(cell or "")


def _need(column: Shown, head: str, cells: Sequence[str], *, shrinks: bool) -> Need:
    """What a column needs: its longest word of heading, and its cells unless it shrinks."""
    content = max(map(cell_len, cells), default=0)
    word = _head_width(head)
    natural = max(word, min(content, column.most))
    least = (
        natural if column.least is None or not shrinks else max(word, min(column.least, natural))
    )
    return Need(column, least, natural)


def _head_width(head: str) -> int:
    """The least width at which a heading takes no more than two lines."""
    width = max(map(cell_len, head.split(" ")))
    while len(wrap(head, width)) > _HEAD_LINES:
        width += 1
    return width


def _styles(table: Table, number: int) -> list[Style | None]:
    """The colours of the cells of a line."""
    return [
        _INTERVAL if isinstance(cell, Interval) else _STYLES.get(table.marks.get((number, at), ""))
        for at, cell in enumerate(table.lines[number])
    ]


class _Pen:
    """Draws the lines of one table: which columns, how wide, which ones to the right."""

    def __init__(
        self, picked: Sequence[tuple[int, int]], right: Sequence[bool], *, colour: bool
    ) -> None:
        self._picked = picked
        self._right = right
        self._colour = colour
        self._width = sum(size for _, size in picked) + GAP * (len(picked) - 1)

    def _paint(self, text: str, style: Style | None) -> str:
        return paint(text, style, colour=self._colour)

    def head(self, heads: Sequence[str]) -> Iterator[str]:
        """The headings over one or more lines, standing on the rule."""
        broken = {at: wrap(heads[at], size) for at, size in self._picked}
        height = max(map(len, broken.values()))
        for number in range(height):
            parts = [""] * len(heads)
            for at, lines in broken.items():
                above = height - len(lines)
                line = lines[number - above] if number >= above else ""
                parts[at] = line.replace(TOGETHER, " ")
            yield self.line(parts, [BOLD] * len(heads))
        yield self.rule()

    def line(self, cells: Sequence[str], styles: Sequence[Style | None]) -> str:
        """One line of cells."""
        parts = []
        for at, size in self._picked:
            text = cut(cells[at], size)
            blank = " " * (size - cell_len(text))
            painted = self._paint(text, styles[at])
            parts.append(blank + painted if self._right[at] else painted + blank)
        return (" " * GAP).join(parts).rstrip()

    def rule(self) -> str:
        """The rule below the headings and above the total."""
        return self._paint("─" * self._width, DIM)
