"""An article on a screen: a panel of facts, numbered steps, months of numbered days, a legend."""

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import zip_longest

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from cchc_audit.render.document import Article, Calendar, Day, Month, Step
from cchc_audit.render.escape import visible

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


def article_lines(article: Article, width: int, *, colour: bool) -> list[str]:
    """The article at most `width` characters wide."""
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
    console.print(_panel(article, width=width))
    console.print(Group(*(p for at, step in enumerate(article.steps, 1) for p in _step(at, step))))
    if article.calendar is not None:
        console.print(Text(article.calendar.heading_on_screen, style="bold"))
        console.print(_calendar(article.calendar, width=width))
    for sentence in article.closing:
        console.print(Text(sentence, style="dim"))
    return [line.rstrip() for line in out.getvalue().removesuffix("\n").split("\n")]


def _text(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)


def _panel(article: Article, *, width: int) -> Panel:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(ratio=None, max_width=max(width // 3, 20))
    grid.add_column(ratio=1, overflow="fold")
    for label, value in article.facts:
        grid.add_row(_text(label, "dim"), _text(value))
    style = _OUTCOMES.get(article.mark, "")
    fits = len(article.title) <= width - _FRAME
    return Panel(
        grid,
        title=_text(article.title if fits else article.short_title, f"bold {style}".strip()),
        title_align="left",
        border_style=style,
        box=box.SQUARE,
    )


def _step(number: int, step: Step) -> Iterator[Text | Padding]:
    heading = Text(f"{number:>2}. ", style="bold")
    heading.append(visible(step.name), style="bold")
    if step.at:
        heading.append(f"  {step.at}")
    yield heading
    yield Padding(_text(step.text), (0, 0, 0, 4))
    if step.law:
        yield Padding(_text(step.law, "dim italic"), (0, 0, 0, 4))
    yield Text("")


def _calendar(calendar: Calendar, *, width: int) -> Group:
    """The months, side by side where there is room, with the legend below."""
    grids = [list(_month(month, calendar.weekdays)) for month in calendar.months]
    beside = max(1, (width + _GAP) // (7 * _CELL + _GAP))
    lines: list[Text] = []
    for at in range(0, len(grids), beside):
        lines += _beside(grids[at : at + beside])
        lines.append(Text(""))
    legend = _legend(calendar.legend, width=width)
    return Group(*lines, *legend, *map(_text, calendar.named), Text(""))


def _beside(grids: Sequence[Sequence[Text]]) -> Iterator[Text]:
    blank = Text(" " * (7 * _CELL))
    for row in zip_longest(*grids, fillvalue=blank):
        yield Text(" " * _GAP).join(row)


def _month(month: Month, weekdays: Sequence[str]) -> Iterator[Text]:
    yield Text(month.title.center(7 * _CELL), style="bold")
    yield Text("".join(f" {head}".ljust(_CELL) for head in weekdays), style="dim")
    for week in month.weeks:
        yield Text("").join(_day(day) for day in week)


def _day(day: Day | None) -> Text:
    """Day of the month and mark, the deadline in brackets, a tick where it was finished."""
    if day is None:
        return Text(" " * _CELL)
    left, right = ("[", "]") if day.deadline else ("", "")
    mark = f"{left}{day.mark}{right}{'✓' if day.finish else ''}"
    text = Text(f"{day.number:>2}", style="dim")
    # The bracket parts day and mark by itself, and leaves room before the next day.
    between = "" if day.deadline else ":"
    text.append(between, style="dim")
    text.append(mark, style=_STYLES["deadline"] if day.deadline else _STYLES[day.style])
    text.append(" " * max(_CELL - text.cell_len, 0))
    return text


def _legend(legend: Sequence[tuple[str, str, str]], *, width: int) -> Iterator[Text]:
    """The signs and their meanings, none broken over two lines."""
    line = Text("")
    for mark, style, meaning in legend:
        item = Text.assemble((mark, _STYLES[style]), f" {meaning}")
        if line and line.cell_len + _GAP + item.cell_len > width:
            yield line
            line = Text("")
        line = Text(" " * _GAP).join((line, item)) if line else item
    yield line
