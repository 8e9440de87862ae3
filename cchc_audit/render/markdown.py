"""A document as Markdown: tables as pipe tables; all in it is escaped here."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from cchc_audit.render.document import (
    Chart,
    Document,
    Grid,
    Interval,
    Notes,
    Prose,
    Section,
    Table,
    Verbatim,
)
from cchc_audit.render.escape import markdown, visible
from cchc_audit.render.numbers import NOTHING


def document_markdown(document: Document) -> str:
    """The document as Markdown, tables as pipe tables."""
    blocks = [f"## {markdown(document.heading or document.title)}", *map(markdown, document.lead)]
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


def _bold(cell: str) -> str:
    return f"**{cell}**" if cell else cell


def _pipes(heads: Sequence[str], right: Sequence[bool], lines: Sequence[Sequence[str]]) -> str:
    """A pipe table of cells that are Markdown already."""

    def row(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    marks = ("---:" if number else "---" for number in right)
    table = [row([markdown(head) for head in heads]), "|" + "|".join(marks) + "|"]
    return "\n".join([*table, *map(row, lines)])
