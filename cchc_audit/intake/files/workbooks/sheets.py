"""Sheets of text, as workbooks and web pages hold them, become tables of dossiers.

Whatever the container: which sheets are read, where the header is, what merged cells hold, which
rows are layout. The readers bring each sheet as a frame of text with its merged cells.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from itertools import groupby
from typing import NamedTuple

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Body, Kind, Tables, Unread
from cchc_audit.intake.files.header_search import (
    LOOKED_AT,
    FoundHeader,
    find_header,
    is_record,
    no_header,
)
from cchc_audit.intake.files.layout import is_foot, is_layout
from cchc_audit.intake.files.pieces import Pieces
from cchc_audit.intake.files.raw_rows import CODE, LINE, BadLine, cell
from cchc_audit.intake.files.workbooks.one_column import take_apart
from cchc_audit.intake.values.text import clean, fold_search

CELL_BYTES = 32
"""What one cell of a sheet takes at least while it is read, filled or not."""
SINCE_1900 = 1462
"""Days between the beginnings of the systems of 1900 and 1904."""
_FOOT = 200
_TEMPLATE = re.compile(r"\b(mau|vi du|huong dan|template|example|sample)\b")


class Merge(NamedTuple):
    """Cells shown as one: the rows as the sheet numbers them, both inclusive; the column by its
    place (from 0) in the frame.
    """

    first: int
    last: int
    column: int


class Grid(NamedTuple):
    """A sheet as text.

    `frame`: `line` UInt32 (the row as the sheet numbers it, ascending) and `c0`, `c1`, … String,
    null where a cell is blank. `serials` are the days to be added to a bare number to make it a day
    of the 1900 system, None where days are never written as numbers. `lost` are the lines that are
    no rows: that at which the file breaks off. `struck` are the rows that are struck out, `above`
    the cells of lines outside the sheet, above it.
    """

    frame: pl.LazyFrame
    width: int
    merges: tuple[Merge, ...] = ()
    serials: int | None = None
    lost: tuple[BadLine, ...] = ()
    struck: tuple[int, ...] = ()
    above: tuple[tuple[str, ...], ...] = ()

    def cut(self, *, inside: bool) -> "Grid":
        """The same of a file that breaks off behind the last row, or `inside` it: that row is none
        then, for what is missing of it would pass for blank.
        """
        last = int(self.frame.select(pl.col(LINE).max()).collect().item() or 0)
        lost = BadLine(last + (not inside), code(None, Fault.RECORD_BROKEN), "")
        return self._replace(frame=self.frame.filter(pl.col(LINE) < lost.line), lost=(lost,))


class SheetRows:
    """The rows of a sheet as they are read, the merged cells, and which rows are struck out."""

    def __init__(self) -> None:
        self._pieces = Pieces()
        self._struck: list[int] = []
        self.merges: list[Merge] = []

    def add(self, line: int, cells: Sequence[str | None], *, filled: int, struck: int) -> None:
        """Take in a row, of whose `filled` cells so many are `struck` out."""
        self._pieces.add(line, cells)
        if is_struck(struck, filled):
            self._struck.append(line)

    def grid(self, serials: int) -> Grid:
        """The whole sheet."""
        rows, merges = self._pieces, tuple(self.merges)
        return Grid(rows.frame(), rows.width, merges, serials, struck=tuple(self._struck))


class Sheet(NamedTuple):
    """One sheet, not read yet; `load` raises `InputError` for a damaged one."""

    name: str
    load: Callable[[], Grid]
    hidden: bool = False


def is_struck(struck: int, filled: int) -> bool:
    """Whether a row is struck out: at least half of its `filled` cells are `struck`. Beside a
    single one a date may have been put right.
    """
    return 0 < filled <= struck * 2


def is_template(path: str) -> bool:
    """Whether a table (`a.xlsx#Mẫu`) stands in a sheet named as a template or an example."""
    return bool(_TEMPLATE.search(fold_search(path.partition("#")[2])))


def check_extent(rows: int, columns: int, ask: Ask, given: str) -> None:
    """Raise `InputError` where a sheet of that extent would take more than the limit."""
    if rows * columns * CELL_BYTES > ask.limit:
        raise InputError(
            "intake.sheet_too_large", file=given, rows=rows, columns=columns, limit=ask.limit >> 20
        )


def tables_of(sheets: Sequence[Sheet], ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The tables of a workbook: every visible sheet with a header, or those the user named.

    Raises `InputError` where none has one.
    """
    chosen = _chosen(sheets, ask, given)
    bodies: list[Body] = []
    unread: list[Unread] = []
    for sheet in sheets:
        name = f"{given}#{sheet.name}" if sheet.name else given
        if sheet not in chosen:
            unread.append(Unread(name, InputError("intake.sheet_not_chosen", file=name), 0))
            continue
        grid = sheet.load()
        hidden = sheet.hidden and not ask.sheets
        found = None if hidden else _body(grid, ask, given=given, sheet=sheet.name, kind=kind)
        if isinstance(found, Body):
            bodies.append(found)
        else:
            rows = _filled_rows(grid)
            why = InputError("intake.sheet_hidden", file=name) if hidden else found
            if not rows or why is None:
                why = InputError("intake.sheet_empty", file=name)
            unread.append(Unread(name, why, rows))
    if not bodies:
        raise _nothing(unread, given)
    return Tables(tuple(bodies), tuple(unread))


def _chosen(sheets: Sequence[Sheet], ask: Ask, given: str) -> list[Sheet]:
    """The sheets that the settings choose; all without a choice."""
    if not ask.sheets:
        return list(sheets)
    patterns = [clean(text).casefold() for text in ask.sheets]
    chosen = [
        sheet
        for sheet in sheets
        if any(fnmatchcase(clean(sheet.name).casefold(), pattern) for pattern in patterns)
    ]
    if not chosen:
        names = ", ".join(f"“{sheet.name}”" for sheet in sheets)
        wanted = ", ".join(f"“{text}”" for text in ask.sheets)
        raise InputError("intake.sheet_missing", file=given, wanted=wanted, names=names[:300])
    return chosen


def _nothing(unread: Sequence[Unread], given: str) -> InputError:
    """Why a workbook gives no table: what is wrong with its first sheet that holds anything."""
    filled = [one for one in unread if one.rows]
    if not filled:
        return InputError("intake.workbook_empty", file=given)
    visible = [one.why for one in filled if one.why.key != "intake.sheet_hidden"]
    why = visible[0] if visible else filled[0].why
    return InputError(why.key, **why.values | {"file": given}) if len(unread) == 1 else why


def _filled_rows(grid: Grid) -> int:
    names = [cell(place) for place in range(grid.width)]
    if not names:
        return 0
    filled = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
    return int(grid.frame.select(filled.sum()).collect().item())


def _texts(rows: Iterable[Sequence[str | None]]) -> list[list[str]]:
    return [["" if text is None else text for text in row] for row in rows]


def _body(grid: Grid, ask: Ask, *, given: str, sheet: str, kind: Kind) -> Body | InputError:
    """The table of a sheet, or why there is none."""
    names = [cell(place) for place in range(grid.width)]
    top = grid.frame.head(LOOKED_AT).collect()
    texts = _texts(top.select(names).iter_rows()) if names else []
    found = find_header(texts, ask.score)
    name = f"{given}#{sheet}" if sheet else given
    if not found.known and (apart := take_apart(grid.frame, grid.width, ask.score)) is not None:
        rows, lost = apart
        whole = Grid(rows.frame(), rows.width, lost=(*grid.lost, *lost), struck=grid.struck)
        return _body(whole, ask, given=given, sheet=sheet, kind=kind)
    if not found.known:
        first = next((row for row in texts if any(map(str.strip, row))), [])
        said = ", ".join(text for text in first if text.strip())
        return no_header(name, found=said, path=given)
    lines = top[LINE].to_list()
    frame = _carried(grid, after=lines[found.place + found.height - 1])
    above, lost = _above(lines, texts, found)
    below = frame.filter(pl.col(LINE) > lines[found.place + found.height - 1])
    layout = _layout(below, names, found)
    kept = below.filter(~pl.col(LINE).is_in(pl.Series(sorted(layout), dtype=pl.UInt32).implode()))
    return Body(
        name=given,
        sheet=sheet,
        frame=kept.select(LINE, pl.lit(None, dtype=pl.UInt16).alias(CODE), *names),
        header=_above_its_cells(found.cells, kept, names),
        header_line=lines[found.place],
        layout=(*above, *lines[found.place + 1 : found.place + found.height], *sorted(layout)),
        kind=kind,
        encoding=kind.value,
        delimiter=None,
        records=int(kept.select(pl.len()).collect().item()),
        serials=grid.serials,
        lost=(*lost, *grid.lost),
        struck=grid.struck,
        above=(*grid.above, *map(tuple, texts[: found.place])),
    )


def _above(
    lines: Sequence[int], texts: Sequence[Sequence[str]], found: FoundHeader
) -> tuple[list[int], list[BadLine]]:
    """The lines above the header with anything on them: layout, and records that nobody reads."""
    layout, lost, fault = [], [], code(None, Fault.ABOVE_HEADER)
    for line, row in zip(lines[: found.place], texts, strict=False):
        if is_record(row, len(found.cells)):
            lost.append(BadLine(line, fault, ", ".join(row)))
        elif any(map(str.strip, row)):
            layout.append(line)
    return layout, lost


def _above_its_cells(
    header: tuple[str, ...], kept: pl.LazyFrame, names: Sequence[str]
) -> tuple[str, ...]:
    """The header, moved to where the cells are: reports drawn by coordinates have its texts a
    column beside theirs, with nothing below any of them.
    """
    filled = kept.select(pl.col(names).is_not_null().any()).collect().row(0)
    titles = {place: text for place, text in enumerate(header) if text.strip()}
    if any(filled[place] for place in titles) or not any(filled):
        return header
    for shift in (-1, 1, -2, 2):
        moved = {place + shift: text for place, text in titles.items()}
        inside = all(0 <= place < len(names) for place in moved)
        if inside and all(place in moved for place, has in enumerate(filled) if has):
            return tuple(moved.get(place, "") for place in range(len(names)))
    return header


def _layout(data: pl.LazyFrame, names: Sequence[str], found: FoundHeader) -> set[int]:
    """Lines of the foot, of column numbers below the header, and of blank rows."""
    lines: set[int] = set()
    blank = data.filter(pl.all_horizontal(pl.col(name).is_null() for name in names))
    lines.update(blank.select(LINE).collect()[LINE])
    for line, *texts in data.select(LINE, *names).head(1).collect().iter_rows():
        if is_layout(_texts([texts])[0], found.cells):
            lines.add(line)
    candidates: list[int] = []
    height = 0
    tail = data.select(LINE, *names).tail(_FOOT).collect()
    for line, *texts in tail.reverse().iter_rows():
        row = _texts([texts])[0]
        if not is_foot(row, found.cells):
            break
        candidates.append(line)
        if any(row) and is_layout(row, found.cells):
            height = len(candidates)
    return lines | set(candidates[:height])


def _carried(grid: Grid, *, after: int) -> pl.LazyFrame:
    """The frame with the value of merged cells below row `after` in every row that they span."""
    merges = sorted(
        (one for one in grid.merges if one.first > after and one.last > one.first),
        key=lambda one: (one.column, one.first),
    )
    spans = []
    for column, group in groupby(merges, key=lambda one: one.column):
        if column < grid.width:
            spans.append(_spanning(grid.frame, cell(column), list(group)))
    return grid.frame.with_columns(spans) if spans else grid.frame


def _spanning(frame: pl.LazyFrame, name: str, merges: Sequence[Merge]) -> pl.Expr:
    """One column with the values of its merged cells."""
    starts = pl.Series([one.first for one in merges], dtype=pl.UInt32)
    ends = pl.Series([one.last for one in merges], dtype=pl.UInt32)
    held = frame.filter(pl.col(LINE).is_in(starts.implode())).select(LINE, name).collect()
    values = pl.DataFrame({LINE: starts}).join(held, on=LINE, how="left", maintain_order="left")

    def value(lines: pl.Series) -> pl.Series:
        place = (starts.search_sorted(lines, side="right").cast(pl.Int64) - 1).clip(0)
        inside = (lines >= starts.gather(place)) & (lines <= ends.gather(place))
        return pl.select(pl.when(inside).then(values[name].gather(place))).to_series()

    spanned = pl.col(LINE).map_batches(value, return_dtype=pl.String(), is_elementwise=True)
    return pl.coalesce(pl.col(name), spanned).alias(name)
