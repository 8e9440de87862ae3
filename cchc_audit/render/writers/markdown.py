"""A document as Markdown: tables as pipe tables; all in it is escaped here."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from cchc_audit.render.document import (
    Article,
    Calendar,
    Chart,
    Day,
    Document,
    Grid,
    Interval,
    Notes,
    Prose,
    Section,
    Step,
    Table,
    Verbatim,
)
from cchc_audit.render.escape import markdown, visible
from cchc_audit.render.numbers import NOTHING


def document_markdown(document: Document) -> str:
    """The document as Markdown, tables as pipe tables."""
    heading = document.heading or document.title
    blocks = [f"## {markdown(heading)}"] if document.headed else []
    blocks += map(markdown, document.lead)
    for part in document.parts:
        match part:
            case Table():
                blocks += _table(part)
            case Grid():
                blocks.append(_grid(part))
            case Notes():
                items = (f"- {markdown(a)} {markdown(b)}" for a, b in part.items)
                blocks.append("\n".join((f"**{markdown(part.heading)}**\n", *items)))
            case Section():
                lines = (f"- {markdown(item)}" for item in part.items)
                blocks.append("\n".join((f"### {markdown(part.heading)}\n", *lines)))
            case Prose():
                blocks += map(markdown, part.sentences)
            case Verbatim():
                text = "\n".join(map(visible, part.text.splitlines()))
                blocks.append(f"```{part.language}\n{text}\n```")
            case Article():
                blocks += _article(part)
            case Chart():
                pass
            case _:
                assert_never(part)
    return "\n\n".join(blocks) + "\n"


def _table(table: Table) -> Iterator[str]:
    """The rows as a pipe table, then each sentence by itself."""
    if table.lines:
        lines = []
        for number, line in enumerate(table.lines):
            cells = [markdown(_text(cell)) for cell in line]
            lines.append([_bold(cell) for cell in cells] if number == table.total else cells)
        yield _pipes(table.heads, [name in table.right for name in table.names], lines)
    yield from map(markdown, table.below)


def _text(cell: str | Interval | None) -> str:
    """The text of one cell; an interval in figures, because letters differ in width."""
    return cell.words if isinstance(cell, Interval) else NOTHING if cell is None else cell


def _grid(grid: Grid) -> str:
    lines = []
    for number, line in enumerate(grid.lines):
        cells = ["<br>".join(map(markdown, cell.split("\n"))) for cell in line]
        lines.append([_bold(cell) for cell in cells] if number in grid.strong else cells)
    return _pipes(grid.heads, [shown.name in grid.right for shown in grid.columns], lines)


def _article(article: Article) -> Iterator[str]:
    """The facts as a list, the steps numbered, each month as a table."""
    yield f"## {markdown(article.title)}"
    yield "\n".join(f"- **{markdown(label)}**: {markdown(value)}" for label, value in article.facts)
    yield f"### {markdown(article.steps_heading)}"
    yield "\n".join(_step(number, step) for number, step in enumerate(article.steps, start=1))
    if article.calendar is not None:
        yield from _calendar(article.calendar)
    yield from map(markdown, article.closing)


def _step(number: int, step: Step) -> str:
    head = f"{number}. **{markdown(step.name)}**" + (f" {markdown(step.at)}" if step.at else "")
    law = [f"*{markdown(step.law)}*"] if step.law else []
    return "<br>\n   ".join([head, markdown(step.text), *law])


def _calendar(calendar: Calendar) -> Iterator[str]:
    yield f"### {markdown(calendar.heading)}"
    for month in calendar.months:
        yield f"**{markdown(month.title)}**"
        lines = [_line(calendar.weekdays), "|" + "---|" * 7]
        yield "\n".join([*lines, *(_line([_day(day) for day in week]) for week in month.weeks)])
    yield " · ".join(f"{markdown(mark)} {markdown(text)}" for mark, _, text in calendar.legend)
    if calendar.named:
        yield "\n".join(f"- {markdown(day)}" for day in calendar.named)


def _day(day: Day | None) -> str:
    if day is None:
        return ""
    mark = markdown(f"[{day.mark}]" if day.deadline else day.mark)
    return f"{day.number} **{mark}**{' ✓' if day.finish else ''}"


def _bold(cell: str) -> str:
    return f"**{cell}**" if cell else cell


def _pipes(heads: Sequence[str], right: Sequence[bool], lines: Sequence[Sequence[str]]) -> str:
    """A pipe table of cells that are Markdown already."""
    marks = ("---:" if number else "---" for number in right)
    table = [_line([markdown(head) for head in heads]), "|" + "|".join(marks) + "|"]
    return "\n".join([*table, *map(_line, lines)])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
