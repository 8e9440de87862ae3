"""The table on a screen, or as plain text in a pipe: few columns, the total last, the sums below.

Drawn line by line with Rich's cell widths and styles: its `Table` takes a minute for the long
lists that people pipe into a pager.
"""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.color import ColorSystem
from rich.style import Style

from cchc_audit.render import columns_by_width, whiskers
from cchc_audit.render.columns_by_width import GAP, Need
from cchc_audit.render.escape import visible
from cchc_audit.render.people import People, Row, sentences
from cchc_audit.render.report import Report
from cchc_audit.render.shown_rows import Body, body
from cchc_audit.texts import Texts

BOLD = Style(bold=True)
DIM = Style(dim=True)
_OUTCOMES = {
    "late": Style(color="red"),
    "overdue": Style(color="red", bold=True),
    "suspended": Style(color="yellow"),
    "unassessable": Style(color="magenta"),
    "early": Style(color="green"),
    "on_time": Style(color="green"),
    "withdrawn": DIM,
    "not_received": DIM,
    "not_yet_received": DIM,
}
_INTERVAL = Style(color="cyan")
_CERTAINTY = {"firm": BOLD, "contestable": Style(color="yellow")}
_CUT = "…"
_WIDE = 140
"""From here on there is room for the time of day."""
_HEAD_LINES = 2
_TOGETHER = "\N{NO-BREAK SPACE}"


def render_table(report: Report, *, texts: Texts, width: int, colour: bool) -> str:
    """The report as a table at most `width` characters wide, ending in a line break.

    Dossier numbers are never cut; longer texts end in `…`. Everything from data is escaped. With
    `colour`, ANSI styles of the 16 basic colours, which every terminal's theme defines.
    """
    matter = body(report)
    people = People(report, texts, short=True, clock=width >= _WIDE)
    names = matter.names
    cells = [
        [visible(_cell(matter, people, name, row, total=total)) for name in names]
        for total, row in matter.numbered()
    ]
    heads = [matter.heading(name, people) for name in names]
    needs = [
        _need(column, head, [line[at] for line in cells], cut=column.name not in matter.numeric)
        for at, (column, head) in enumerate(zip(matter.columns, heads, strict=True))
        if column.name not in matter.idle
    ]
    picked = [(names.index(name), size) for name, size in columns_by_width.fit(needs, width)]
    pen = _Pen(picked, [name in matter.numeric for name in names], colour=colour)
    lines = [paint(people.title(), BOLD, colour=colour), ""]
    if cells:
        lines += pen.head(heads)
        for (total, row), line in zip(matter.numbered(), cells, strict=True):
            lines += [pen.rule()] if total else []
            lines.append(pen.line(line, [BOLD] * len(names) if total else _styles(names, row)))
        lines.append("")
    unseen = [name for at, name in enumerate(names) if at not in dict(picked)]
    for sentence in (*_uncounted(matter, unseen, texts), *sentences(people, total=matter.total)):
        lines += [line.replace(_TOGETHER, " ") for line in wrap(visible(sentence), width)]
    return "\n".join(lines) + "\n"


def _uncounted(matter: Body, unseen: Sequence[str], texts: Texts) -> Iterator[str]:
    """What the columns of rules say that are not shown: which found nothing, which do not fit."""
    if idle := [name for name in unseen if name in matter.idle]:
        yield texts("findings.nothing_found", codes=", ".join(idle))
    if matter.counts and (rest := [name for name in unseen if name not in matter.idle]):
        counts = (f"{name}{_TOGETHER}{(matter.total or {})[name]}" for name in rest)
        yield texts("findings.by_unseen", counts=", ".join(counts))


def _cell(matter: Body, people: People, name: str, row: Row, *, total: bool) -> str:
    """The text of one cell; an interval is drawn."""
    if matter.scale is not None and name == whiskers.COLUMN:
        return matter.scale.text(row)
    return people.cell(name, row, total=total)


def _need(column: columns_by_width.Shown, head: str, cells: Sequence[str], *, cut: bool) -> Need:
    """What a column needs: its longest word of heading, and its cells unless they may be cut."""
    content = max(map(cell_len, cells), default=0)
    word = _head_width(head)
    natural = max(word, min(content, column.most))
    least = natural if column.least is None or not cut else max(word, min(column.least, natural))
    return Need(column, least, natural)


def _head_width(head: str) -> int:
    """The least width at which a heading takes no more than two lines."""
    width = max(map(cell_len, head.split(" ")))
    while len(wrap(head, width)) > _HEAD_LINES:
        width += 1
    return width


def _styles(names: Sequence[str], row: Row) -> list[Style | None]:
    return [_style(name, row) for name in names]


def _style(name: str, row: Row) -> Style | None:
    """The colour of a cell: only what asks for action is coloured, and what is settled green."""
    value = row[name]
    if name == whiskers.COLUMN:
        return _INTERVAL
    if name == "outcome":
        return _OUTCOMES.get(str(value))
    if name == "certainty":
        return _CERTAINTY.get(str(value))
    if name == "days_late" and value is not None:
        return _OUTCOMES.get(str(row.get("outcome")), _OUTCOMES["late"])
    if name == "days_left" and isinstance(value, int):
        return _OUTCOMES["late"] if value <= 0 else _OUTCOMES["suspended"]
    if name in ("late", "overdue") and value:
        return _OUTCOMES[name]
    return None


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
                parts[at] = line.replace(_TOGETHER, " ")
            yield self.line(parts, [BOLD] * len(heads))
        yield self.rule()

    def line(self, cells: Sequence[str], styles: Sequence[Style | None]) -> str:
        parts = []
        for at, size in self._picked:
            text = cells[at] if cell_len(cells[at]) <= size else _cut(cells[at], size)
            blank = " " * (size - cell_len(text))
            painted = self._paint(text, styles[at])
            parts.append(blank + painted if self._right[at] else painted + blank)
        return (" " * GAP).join(parts).rstrip()

    def rule(self) -> str:
        return self._paint("─" * self._width, DIM)


def paint(text: str, style: Style | None, *, colour: bool) -> str:
    """`text` in `style`, where colours are wanted and there is something to see."""
    if style is None or not colour or not text.strip():
        return text
    return style.render(text, color_system=ColorSystem.STANDARD)


def _cut(text: str, size: int) -> str:
    return set_cell_size(text, size - 1).rstrip() + _CUT


def wrap(text: str, width: int) -> list[str]:
    """`text` broken between words into lines of at most `width`; a longer word stays so."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines
