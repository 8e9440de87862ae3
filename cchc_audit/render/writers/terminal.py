"""A document as text for a screen; all in it is escaped here."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from rich.cells import cell_len

from cchc_audit.render import columns_by_width
from cchc_audit.render.columns_by_width import GAP, Need
from cchc_audit.render.document import (
    Article,
    Chart,
    Document,
    Grid,
    Notes,
    Part,
    Prose,
    Section,
    Table,
    Verbatim,
)
from cchc_audit.render.escape import visible
from cchc_audit.render.wrapping import BOLD, DIM, TOGETHER, chop, paint, wrap
from cchc_audit.render.writers.terminal_table import table_lines

_BETWEEN = " " * GAP


def document_text(document: Document, *, width: int, colour: bool) -> str:
    """The document at most `width` characters wide (but for lines to be copied)."""
    heading = visible(document.heading or document.title) if document.headed else ""
    head = [paint(line, BOLD, colour=colour) for line in wrap(heading, width)]
    for sentence in document.lead:
        head += wrap(visible(sentence), width)
    parts = (_drawn(p, width, colour=colour) for p in document.parts if not isinstance(p, Chart))
    blocks = ("\n".join(line.rstrip() for line in lines) for lines in (head, *parts))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _drawn(part: Part, width: int, *, colour: bool) -> Iterator[str]:
    match part:
        case Table():
            yield from table_lines(part, width, colour=colour)
        case Grid():
            yield from _grid(part, width, colour=colour)
        case Notes():
            yield from _notes(part, width, colour=colour)
        case Section():
            yield from _section(part, width, colour=colour)
        case Prose():
            for sentence in part.sentences:
                yield from wrap(visible(sentence), width)
        case Verbatim():
            yield from (f"    {visible(line)}" for line in part.text.splitlines())
        case Article():
            yield from _article(part, width, colour=colour)
        case Chart():
            # What is drawn on a page stands in the tables, too.
            return
        case _:
            assert_never(part)


def _article(article: Article, width: int, *, colour: bool) -> Iterator[str]:
    # Not at the top: Rich's own drawing is slow to load, and only articles need it.
    from cchc_audit.render.writers.terminal_article import article_lines

    yield from article_lines(article, width, colour=colour)


def _notes(notes: Notes, width: int, *, colour: bool) -> Iterator[str]:
    yield paint(visible(notes.heading), BOLD, colour=colour)
    indent = max((cell_len(visible(label)) for label, _ in notes.items), default=0) + 3
    for label, text in notes.items:
        first, *rest = chop(visible(text), max(width - indent, 20))
        yield f"  {visible(label)}".ljust(indent) + first
        yield from (" " * indent + line for line in rest)


def _section(section: Section, width: int, *, colour: bool) -> Iterator[str]:
    yield paint(visible(section.heading), BOLD, colour=colour)
    for item in section.items:
        first, *rest = wrap(visible(item), width - 4)
        yield f"  {first}"
        yield from (f"    {line}" for line in rest)


def _grid(grid: Grid, width: int, *, colour: bool) -> Iterator[str]:
    """Headings over a rule, then the lines, their cells wrapped to the widths that fit."""
    cells = [[_lines(cell) for cell in line] for line in grid.lines]
    needs = [
        _need(shown, head, [line[at] for line in cells])
        for at, (shown, head) in enumerate(zip(grid.columns, grid.heads, strict=True))
    ]
    at = {shown.name: number for number, shown in enumerate(grid.columns)}
    picked = columns_by_width.fit(needs, width)
    right = [name in grid.right for name, _ in picked]
    sizes = [size for _, size in picked]
    heads = [chop(grid.heads[at[name]], size) for name, size in picked]
    height = max(map(len, heads))
    bottom = [[""] * (height - len(head)) + head for head in heads]
    for row in _rows(bottom, sizes, right):
        yield paint(row.replace(TOGETHER, " "), BOLD, colour=colour)
    yield paint("─" * (sum(sizes) + GAP * (len(sizes) - 1)), DIM, colour=colour)
    for number, line in enumerate(cells):
        if grid.spaced and number:
            yield ""
        broken = [
            [piece for text in line[at[name]] for piece in chop(text, size)]
            for name, size in picked
        ]
        style = BOLD if number in grid.strong else None
        for row in _rows(broken, sizes, right):
            yield paint(row, style, colour=colour)


def _need(shown: columns_by_width.Shown, head: str, cells: Sequence[Sequence[str]]) -> Need:
    """What a column needs: a word of its heading, and its cells unless they may be wrapped."""
    content = max((cell_len(line) for cell in cells for line in cell), default=0)
    word = max(map(cell_len, head.split(" ")))
    natural = max(word, min(content, shown.most))
    least = natural if shown.least is None else max(word, min(shown.least, natural))
    return Need(shown, least, natural)


def _rows(
    cells: Sequence[Sequence[str]], sizes: Sequence[int], right: Sequence[bool]
) -> Iterator[str]:
    """Cells of several lines side by side."""
    for number in range(max(map(len, cells))):
        parts = []
        for lines, size, to_right in zip(cells, sizes, right, strict=True):
            text = lines[number] if number < len(lines) else ""
            blank = " " * (size - cell_len(text))
            parts.append(blank + text if to_right else text + blank)
        yield _BETWEEN.join(parts).rstrip()


def _lines(text: str) -> list[str]:
    return [visible(line) for line in text.split("\n")]
