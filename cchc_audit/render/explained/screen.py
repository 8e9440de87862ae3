"""The page on a terminal: a panel of facts, numbered steps, months of numbered days, a legend."""

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import zip_longest

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from cchc_audit.analysis.explain import Explanation, Explanations, Step
from cchc_audit.render.escape import visible
from cchc_audit.render.explained import explained_facts
from cchc_audit.render.explained.months import Cell, Month, legend, months, named
from cchc_audit.texts import Texts

_CELL = 7
_STYLES = {
    "clock": "bold",
    "counted": "green",
    "makeup": "bold cyan",
    "paused": "yellow",
    "off": "magenta",
    "weekend": "dim",
    "late": "red",
    "idle": "dim",
    "deadline": "bold",
    "finish": "bold",
}
_OUTCOMES = {"late": "red", "overdue": "bold red", "suspended": "yellow", "early": "green"}
_OUTCOMES["on_time"] = "green"
_GAP = 3
_FRAME = 6
"""What the frame of the panel takes of the line its title stands in."""


def render_text(answer: Explanations, *, texts: Texts, width: int, colour: bool) -> str:
    """The page at most `width` characters wide, one dossier below the other."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    for number, one in enumerate(answer.dossiers):
        if number:
            console.print()
        console.print(_panel(one, answer, texts, width=width))
        console.print(_steps(one.steps, texts))
        if one.days:
            console.print(Text(texts("explain.page.days_screen"), style="bold"))
            console.print(_calendar(one, texts, width=width))
        for sentence in explained_facts.closing(answer, one, texts):
            console.print(Text(sentence, style="dim"))
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _text(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)


def _panel(one: Explanation, answer: Explanations, texts: Texts, *, width: int) -> Panel:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(ratio=None, max_width=max(width // 3, 20))
    grid.add_column(ratio=1, overflow="fold")
    for label, value in explained_facts.panel(one, answer, texts):
        grid.add_row(_text(label, "dim"), _text(value))
    style = _OUTCOMES.get(str(one.dossier["outcome"]), "") if answer.command != "deadline" else ""
    return Panel(
        grid,
        title=_text(
            explained_facts.title(one, answer, texts, room=width - _FRAME), f"bold {style}".strip()
        ),
        title_align="left",
        border_style=style,
        box=box.SQUARE,
    )


def _steps(steps: Sequence[Step], texts: Texts) -> Group:
    return Group(*(part for at, step in enumerate(steps, 1) for part in _step(at, step, texts)))


def _step(number: int, step: Step, texts: Texts) -> Iterator[Text | Padding]:
    name, at = explained_facts.heading(step, texts)
    heading = Text(f"{number:>2}. ", style="bold")
    heading.append(visible(name), style="bold")
    if at:
        heading.append(f"  {at}")
    yield heading
    yield Padding(_text(step.text), (0, 0, 0, 4))
    if law := explained_facts.law(step, texts):
        yield Padding(_text(law, "dim italic"), (0, 0, 0, 4))
    yield Text("")


def _calendar(one: Explanation, texts: Texts, *, width: int) -> Group:
    """The months, side by side where there is room, with the legend below."""
    grids = [list(_month(month, texts)) for month in months(one, texts)]
    beside = max(1, (width + _GAP) // (7 * _CELL + _GAP))
    lines: list[Text] = []
    for at in range(0, len(grids), beside):
        lines += _beside(grids[at : at + beside])
        lines.append(Text(""))
    return Group(
        *lines, *_legend(one, texts, width=width), *map(_text, named(one, texts)), Text("")
    )


def _beside(grids: Sequence[Sequence[Text]]) -> Iterator[Text]:
    blank = Text(" " * (7 * _CELL))
    for row in zip_longest(*grids, fillvalue=blank):
        yield Text(" " * _GAP).join(row)


def _month(month: Month, texts: Texts) -> Iterator[Text]:
    yield Text(month.title.center(7 * _CELL), style="bold")
    heads = (texts(f"explain.page.weekday.{n}") for n in range(1, 8))
    yield Text("".join(f" {head}".ljust(_CELL) for head in heads), style="dim")
    for week in month.weeks:
        yield Text("").join(_cell(cell) for cell in week)


def _cell(cell: Cell | None) -> Text:
    """Day of the month and mark, the deadline in brackets, a tick where it was finished."""
    if cell is None:
        return Text(" " * _CELL)
    left, right = ("[", "]") if cell.deadline else ("", "")
    mark = f"{left}{cell.mark}{right}{'✓' if cell.finish else ''}"
    text = Text(f"{cell.day.date.day:>2}", style="dim")
    # The bracket parts day and mark by itself, and leaves room before the next day.
    between = "" if cell.deadline else ":"
    text.append(between, style="dim")
    text.append(mark, style=_STYLES["deadline"] if cell.deadline else _STYLES[cell.style])
    text.append(" " * max(_CELL - text.cell_len, 0))
    return text


def _legend(one: Explanation, texts: Texts, *, width: int) -> Iterator[Text]:
    """The signs and their meanings, none broken over two lines."""
    line = Text("")
    for mark, style, meaning in legend(one, texts):
        item = Text.assemble((mark, _STYLES[style]), f" {meaning}")
        if line and line.cell_len + _GAP + item.cell_len > width:
            yield line
            line = Text("")
        line = Text(" " * _GAP).join((line, item)) if line else item
    yield line
