"""A paper as PDF: a document of parts, or a formal one that is signed; A4, its font embedded.

Drawn by Typst, which is in the extra `report`, needs nothing of the system and is imported only
here. Its templates are fixed and are given all text as data: nothing from an export is markup. The
same figures give the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import assert_never

import cchc_audit
from cchc_audit.core.errors import ConfigError
from cchc_audit.render import intervals
from cchc_audit.render.document import (
    Article,
    Chart,
    Document,
    Grid,
    Interval,
    Notes,
    Part,
    Prose,
    Section,
    Table,
    Verbatim,
)
from cchc_audit.render.escape import harmless, visible
from cchc_audit.render.formal_paper import FormalPaper
from cchc_audit.render.writers.pdf_columns import WIDEST, share
from cchc_audit.texts import Lang, Texts

_ROOT = Path(cchc_audit.__file__).parent
_TEMPLATES = Path(__file__).parent / "templates"
# The fonts have no symbols for control characters.
_SYMBOLS = {0x2400 + code: f"<U+{code:04X}>" for code in range(0x20)} | {0x2421: "<U+007F>"}
MOST_LINES = 2_000
"""Lines of a table beyond which nobody leafs through the paper: some 60 pages."""


def typst_or() -> ModuleType:
    """The package typst. Raises `ConfigError` where it is not there."""
    try:
        import typst
    except ModuleNotFoundError:
        raise ConfigError("report.no_typst") from None
    module: ModuleType = typst
    return module


def document_pdf(document: Document, *, lang: Lang) -> bytes:
    """The document on A4, upright or, where a table needs the room, landscape.

    Raises `ConfigError` without typst, and for a table too long for paper.
    """
    parts = [_part(part) for part in document.parts]
    return typeset(
        _TEMPLATES / "document.typ",
        {
            "title": document.title,
            "heading": document.heading or document.title,
            "headed": document.headed,
            "flipped": any(part.get("flipped") for part in parts),
            "lead": document.lead,
            "parts": parts,
            "sources": document.sources,
        },
        lang=lang,
    )


def formal_pdf(paper: FormalPaper, *, lang: Lang) -> bytes:
    """A formal paper on A4 landscape. Raises `ConfigError` as `document_pdf` does."""
    _refuse_too_long(len(paper.table.lines))
    return typeset(_TEMPLATES / "formal.typ", asdict(paper), lang=lang)


def typeset(template: Path, data: Mapping[str, object], *, lang: Lang) -> bytes:
    """What a template of this package makes of `data` (text, numbers, lists and mappings of such).

    Control characters are made visible. Raises `ConfigError` without typst.
    """
    given = {**data, "lang": lang, "page": Texts(lang)("report.page")}
    made: bytes = typst_or().compile(
        str(template),
        root=str(_ROOT),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_shown(given), ensure_ascii=False)},
        # Dated by nothing: the instant of judgement stands in the text.
        timestamp=0,
    )
    return made


def _shown(value: object) -> object:
    """Plain values, every text with its control characters shown."""
    if isinstance(value, str):
        return (harmless(value) if "\n" in value else visible(value)).translate(_SYMBOLS)
    if hasattr(value, "_asdict"):
        return _shown(value._asdict())
    if isinstance(value, Mapping):
        return {str(key): _shown(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(one) for one in value]
    return value


def _part(part: Part) -> dict[str, object]:
    match part:
        case Table():
            return _table(part)
        case Grid():
            return _grid(part)
        case Notes():
            return {"kind": "notes", "heading": part.heading, "items": part.items}
        case Section():
            return {"kind": "section", "heading": part.heading, "items": part.items}
        case Prose():
            return {"kind": "prose", "sentences": part.sentences}
        case Verbatim():
            return {"kind": "verbatim", "text": part.text}
        case Chart():
            return {"kind": "chart", **part._asdict()}
        case Article():
            return {"kind": "article", **part._asdict()}
        case _:
            assert_never(part)


def _table(table: Table) -> dict[str, object]:
    texts = [[_words(cell) for cell in line] for line in table.lines]
    return {
        **table_data(intervals.headed(table), texts, table.names, table.right),
        "lines": [[_cell(cell) for cell in line] for line in table.lines],
        "strong": [] if table.total is None else [table.total],
        "marks": {f"{line} {at}": mark for (line, at), mark in table.marks.items()},
        "floor": table.floor or 0.0,
        "below": table.below,
    }


def _grid(grid: Grid) -> dict[str, object]:
    names = [column.name for column in grid.columns]
    data = table_data(grid.heads, grid.lines, names, grid.right)
    return {**data, "strong": sorted(grid.strong)}


def table_data(
    heads: Sequence[str],
    lines: Sequence[Sequence[str]],
    names: Sequence[str],
    right: frozenset[str],
    *,
    room: int = 0,
) -> dict[str, object]:
    """A table for a template: its lines, and what its columns are like: how wide (empty ones get
    `room` letters), right or not, never broken or not. Raises `ConfigError` for one too long.
    """
    _refuse_too_long(len(lines))
    shared = share(heads, lines, names, right, room=room)
    return {
        "kind": "table",
        "heads": heads,
        "lines": lines,
        "widths": shared.widths,
        "whole": shared.whole,
        "size": shared.size,
        "flipped": shared.needed > WIDEST,
        "right": [name in right for name in names],
        "strong": (),
        "marks": {},
        "floor": 0.0,
        "below": (),
    }


def _refuse_too_long(lines: int) -> None:
    if lines > MOST_LINES:
        raise ConfigError("report.pdf_too_long", n=lines, limit=MOST_LINES)


def _words(cell: str | Interval | None) -> str:
    return "" if cell is None else cell.words + " " * 12 if isinstance(cell, Interval) else cell


def _cell(cell: str | Interval | None) -> object:
    return cell._asdict() if isinstance(cell, Interval) else cell
