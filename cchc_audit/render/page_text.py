"""A document as text for a terminal, as Markdown and as HTML; all in it is escaped here."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, chop_cells

from cchc_audit.render import columns_by_width
from cchc_audit.render.columns_by_width import GAP, Need
from cchc_audit.render.document import Document, Grid, Notes, Part, Prose, Section, Verbatim
from cchc_audit.render.escape import html, markdown, visible
from cchc_audit.render.html import STYLE
from cchc_audit.render.table import BOLD, DIM, paint, wrap
from cchc_audit.texts import Lang

_BETWEEN = " " * GAP
_TOGETHER = "\N{NO-BREAK SPACE}"


def document_text(document: Document, *, width: int, colour: bool) -> str:
    """The document at most `width` characters wide (but for lines to be copied)."""
    heading = visible(document.heading or document.title)
    lines = [paint(line, BOLD, colour=colour) for line in wrap(heading, width)]
    for sentence in document.lead:
        lines += wrap(visible(sentence), width)
    for part in document.parts:
        lines += ["", *_drawn(part, width, colour=colour)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def document_markdown(document: Document) -> str:
    """The document as Markdown, tables as pipe tables."""
    blocks = [f"## {markdown(document.heading or document.title)}", *map(markdown, document.lead)]
    for part in document.parts:
        match part:
            case Grid():
                blocks.append(_pipes(part))
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
    return "\n\n".join(blocks) + "\n"


def document_html(document: Document, *, lang: Lang) -> str:
    """The document as one self-contained HTML file."""
    lead = tuple(f"<p>{html(sentence)}</p>" for sentence in document.lead)
    content = "\n".join((*lead, *map(_element, document.parts)))
    footer = "<br>\n".join(f"{html(item)}: {html(value)}" for item, value in document.sources)
    heading = html(document.heading or document.title)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{heading}</h1>\n{content}\n<footer>{footer}</footer>\n</body>\n</html>\n"
    )


def _drawn(part: Part, width: int, *, colour: bool) -> Iterator[str]:
    match part:
        case Grid():
            yield from _grid(part, width, colour=colour)
        case Notes():
            yield paint(visible(part.heading), BOLD, colour=colour)
            indent = max((cell_len(visible(label)) for label, _ in part.items), default=0) + 3
            for label, text in part.items:
                first, *rest = _broken(visible(text), max(width - indent, 20))
                yield f"  {visible(label)}".ljust(indent) + first
                yield from (" " * indent + line for line in rest)
        case Section():
            yield paint(visible(part.heading), BOLD, colour=colour)
            for item in part.items:
                first, *rest = wrap(visible(item), width - 4)
                yield f"  {first}"
                yield from (f"    {line}" for line in rest)
        case Prose():
            for sentence in part.sentences:
                yield from wrap(visible(sentence), width)
        case Verbatim():
            yield from (f"    {visible(line)}" for line in part.text.splitlines())


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
    heads = [_broken(grid.heads[at[name]], size) for name, size in picked]
    height = max(map(len, heads))
    bottom = [[""] * (height - len(head)) + head for head in heads]
    for row in _rows(bottom, sizes, right):
        yield paint(row.replace(_TOGETHER, " "), BOLD, colour=colour)
    yield paint("─" * (sum(sizes) + GAP * (len(sizes) - 1)), DIM, colour=colour)
    for number, line in enumerate(cells):
        if grid.spaced and number:
            yield ""
        broken = [
            [piece for text in line[at[name]] for piece in _broken(text, size)]
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


def _broken(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width`: between words, a longer word wherever it must be."""
    return [piece for line in wrap(text, width) for piece in chop_cells(line, width) or [""]]


def _pipes(grid: Grid) -> str:
    def row(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    lines = [row([markdown(head) for head in grid.heads])]
    marks = ("---:" if shown.name in grid.right else "---" for shown in grid.columns)
    lines.append("|" + "|".join(marks) + "|")
    for number, cells in enumerate(grid.lines):
        texts = ["<br>".join(map(markdown, cell.split("\n"))) for cell in cells]
        lines.append(row([f"**{t}**" if t and number in grid.strong else t for t in texts]))
    return "\n".join(lines)


def _element(part: Part) -> str:
    match part:
        case Grid():
            return _table(part)
        case Notes():
            items = "\n".join(f"<li>{html(a)} {html(b)}</li>" for a, b in part.items)
            return f"<p><b>{html(part.heading)}</b></p>\n<ul>\n{items}\n</ul>"
        case Section():
            items = "\n".join(f"<li>{html(item)}</li>" for item in part.items)
            return f"<h2>{html(part.heading)}</h2>\n<ul>\n{items}\n</ul>"
        case Prose():
            return "\n".join(f"<p>{html(sentence)}</p>" for sentence in part.sentences)
        case Verbatim():
            text = "\n".join(map(html, part.text.splitlines()))
            return f"<pre>{text}</pre>"


def _table(grid: Grid) -> str:
    marks = [' class="n"' if shown.name in grid.right else "" for shown in grid.columns]
    heads = "".join(
        f'<th scope="col"{mark}>{html(head)}</th>'
        for mark, head in zip(marks, grid.heads, strict=True)
    )
    rows = []
    for number, line in enumerate(grid.lines):
        cells = "".join(
            f"<td{mark}>" + "<br>".join(map(html, cell.split("\n"))) + "</td>"
            for mark, cell in zip(marks, line, strict=True)
        )
        mark = ' style="font-weight: bold"' if number in grid.strong else ""
        rows.append(f"<tr{mark}>{cells}</tr>")
    body = "\n".join(rows)
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
