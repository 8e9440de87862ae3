"""The table of an `.xlsx` workbook as text, every cell as it stands."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import fastexcel
import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.body import CODE, LINE, Body, Kind, cell
from cchc_audit.intake.files.layout import Score, find_header, is_foot, is_layout

_LOOKED_AT = 200
_FOOT = 200
_PIECE = 1 << 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*\bt="e"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]*)'
)
_PLACE = re.compile(rb'<c r="([A-Z]{1,3})\d+"')


def read_workbook(path: Path, score: Score, *, given: str, limit: int) -> Body:
    """The first sheet with a recognised header. Lines are sheet rows.

    Raises `InputError` for a damaged workbook, one that unpacks to more than `limit` bytes, and
    one without a header.
    """
    _check_size(path, given=given, limit=limit)
    try:
        reader = fastexcel.read_excel(path)
        names = reader.sheet_names
        tops = [_top(reader, number, score) for number in range(len(names))]
    except fastexcel.FastExcelError:
        raise InputError("intake.workbook_damaged", file=given) from None
    best = max(range(len(names)), key=lambda number: tops[number][0], default=None)
    if best is None or not tops[best][0]:
        raise InputError("intake.no_header", file=given, found=", ".join(names)[:200])
    _, place, header = tops[best]
    frame = reader.load_sheet(best, header_row=None, skip_rows=0, dtypes="string").to_polars()
    frame = _with_errors(frame, path, names[best])
    names = [cell(number) for number in range(frame.width)]
    frame.columns = names
    return _body(frame, place, header)


def _check_size(path: Path, *, given: str, limit: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError):
        raise InputError("intake.workbook_damaged", file=given) from None
    if size > limit:
        raise InputError("intake.unpacked_too_large", file=given, limit=limit >> 20)


def _top(
    reader: fastexcel.ExcelReader, sheet: int, score: Score
) -> tuple[int, int, tuple[str, ...]]:
    """(columns named, place of the header from 0, header) of a sheet."""
    loaded = reader.load_sheet(
        sheet, header_row=None, skip_rows=0, n_rows=_LOOKED_AT, dtypes="string"
    )
    rows = [
        ["" if text is None else text for text in row] for row in loaded.to_polars().iter_rows()
    ]
    return find_header(rows, score)


def _body(frame: pl.DataFrame, place: int, header: tuple[str, ...]) -> Body:
    frame = frame.with_row_index(LINE, offset=1).with_columns(
        pl.lit(None, dtype=pl.UInt16).alias(CODE)
    )
    above = [line for line in range(1, place + 1) if _filled(frame, line)]
    data = frame.slice(place + 1)
    layout = _layout(data, header)
    kept = data.filter(~pl.col(LINE).is_in(pl.Series(sorted(layout), dtype=pl.UInt32).implode()))
    return Body(
        frame=kept.lazy(),
        header=header,
        header_line=place + 1,
        layout=(*above, *sorted(layout)),
        kind=Kind.XLSX,
        encoding="xlsx",
        delimiter=None,
        records=kept.height,
        serials=True,
    )


def _filled(frame: pl.DataFrame, line: int) -> bool:
    return any(text for text in frame.row(line - 1)[1:] if isinstance(text, str))


def _layout(data: pl.DataFrame, header: tuple[str, ...]) -> set[int]:
    """Lines of the foot, of column numbers below the header, and of blank rows."""
    found: set[int] = set()
    cells = [name for name in data.columns if name not in (LINE, CODE)]
    blank = data.filter(pl.all_horizontal(pl.col(cells).is_null()))
    found.update(blank[LINE])
    for line, *texts in data.head(1).select(LINE, *cells).iter_rows():
        if is_layout(["" if text is None else text for text in texts], header):
            found.add(line)
    candidates: list[int] = []
    height = 0
    for line, *texts in data.tail(_FOOT).select(LINE, *cells).reverse().iter_rows():
        row = ["" if text is None else text for text in texts]
        if not is_foot(row, header):
            break
        candidates.append(line)
        if any(row) and is_layout(row, header):
            height = len(candidates)
    return found | set(candidates[:height])


def _with_errors(frame: pl.DataFrame, path: Path, sheet: str) -> pl.DataFrame:
    """`frame` with the errors of formulas (`#DIV/0!`) as text: a cell that failed is not blank."""
    with zipfile.ZipFile(path) as archive:
        part = _part(archive, sheet)
        if part is None:
            return frame
        errors = [match for piece in _pieces(archive, part) for match in _ERROR.findall(piece)]
        if not errors:
            return frame
        letters = {name for piece in _pieces(archive, part) for name in _PLACE.findall(piece)}
    first = min(map(_number, letters))
    for column, row, text in errors:
        place, line = _number(column) - first, int(row) - 1
        if place < frame.width and line < frame.height:
            frame[line, place] = text.decode(errors="replace") or "#"
    return frame


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The file in the workbook that holds a sheet."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):
        return None
    wanted = next(
        (
            e.get(_RELATION)
            for e in book.iter()
            if e.tag.endswith("}sheet") and e.get("name") == sheet
        ),
        None,
    )
    target = next((e.get("Target", "") for e in relations if e.get("Id") == wanted), "")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return part if part in archive.namelist() else None


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that end between cells."""
    rest = b""
    with archive.open(part) as file:
        while block := file.read(_PIECE):
            text = rest + block
            cut = text.rfind(b"<c ")
            yield text[: max(cut, 0)]
            rest = text[max(cut, 0) :]
    yield rest
