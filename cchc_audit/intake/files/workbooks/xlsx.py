"""`.xlsx` and `.xlsm` workbooks: calamine reads the values, the XML tells what calamine does not.

Calamine (through fastexcel) asks for memory for the whole extent of a sheet, gives errors and
formulas without a stored value as blanks, and knows no merged cells: so the XML of each sheet is
looked through first, as bytes and in pieces.
"""

import re
import zipfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.core.scratch import scratch_file
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.files.workbooks.calamine import load_values, open_book
from cchc_audit.intake.files.workbooks.sheet_xml import Asked, Found, Styles, look_through
from cchc_audit.intake.files.workbooks.sheets import (
    CELL_BYTES,
    SINCE_1900,
    Grid,
    Merge,
    Sheet,
    check_extent,
    tables_of,
)
from cchc_audit.intake.files.workbooks.struck_rows import find_struck_rows
from cchc_audit.intake.files.workbooks.zip_sizes import fits
from cchc_audit.intake.files.zip_damage import telling_damage

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_SUFFIXES = (".xlsx", ".xlsm")
_DAMAGED = "intake.workbook_damaged"
_LONG = r"^\d{16,}(\.0)?$"
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d*(:[A-Z]{1,3}[1-9]\d*)?")


@dataclass(frozen=True, slots=True)
class _Book:
    """What the workbook says of its sheets: (name, hidden, member that holds it or None); and
    `struck`, the styles of cells that are struck out.
    """

    sheets: tuple[tuple[str, bool, str | None], ...]
    asked: Asked
    struck: frozenset[int]


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The tables of a workbook. Lines are sheet rows.

    Raises `InputError` for a damaged workbook, one that unpacks to more than the limit, one whose
    sheets are too large, and one without a header.
    """
    check_size(path, ask, given)
    wrong = (KeyError, ElementTree.ParseError, ValueError)
    with telling_damage(_DAMAGED, given, *wrong), zipfile.ZipFile(path) as archive:
        book = _book(archive)
    sheets = [
        Sheet(name, partial(_load, path, place, member, book, ask, given), hidden)
        for place, (name, hidden, member) in enumerate(book.sheets)
        if member is not None
    ]
    return tables_of(sheets, ask, given=given, kind=kind)


def check_size(path: Path, ask: Ask, given: str) -> None:
    """Raise `InputError` for a damaged archive, or one that unpacks to more than the limit."""
    with telling_damage(_DAMAGED, given, RuntimeError), zipfile.ZipFile(path) as archive:
        whole = fits(archive, limit=ask.limit)
    if not whole:
        raise InputError("intake.unpacked_too_large", file=given, limit=ask.limit >> 20)


def _load(path: Path, place: int, member: str, book: _Book, ask: Ask, given: str) -> Grid:
    """One sheet, all of it as text."""
    with telling_damage(_DAMAGED, given, KeyError):
        found = _looked_through(path, member, book.asked, ask)
        check_extent(found.rows, found.columns, ask, given)
        source = _readable(path, member, found)
        struck = find_struck_rows(path, member, book.struck) if book.struck else ()
    frame, first = load_values(open_book(source, given), place, given)
    if frame.width and any(frame.select(pl.col(pl.String).str.contains(_LONG).any()).row(0)):
        found = _looked_through(path, member, replace(book.asked, long_numbers=True), ask)
    for (line, column), text in found.cells.items():
        if 0 <= column - first < frame.width and line <= frame.height:
            frame[line - 1, column - first] = text
    merges = tuple(
        Merge(top, bottom, column - first)
        for top, bottom, column in found.merges
        if column >= first
    )
    return Grid(
        frame.with_row_index(LINE, offset=1).lazy(),
        frame.width,
        merges,
        book.asked.serials,
        struck=struck,
    )


def _looked_through(path: Path, member: str, asked: Asked, ask: Ask) -> Found:
    with zipfile.ZipFile(path) as archive:
        return look_through(archive, member, asked, most=ask.limit // CELL_BYTES)


def _readable(path: Path, member: str, found: Found) -> Path | bytes:
    """What calamine can read: the file under a name it knows, with extents in the one spelling
    that it knows.
    """
    if found.dimension is None or _ADDRESS.fullmatch(found.dimension):
        return path if path.suffix.lower() in _SUFFIXES else path.read_bytes()
    copy = scratch_file(".xlsx")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w") as plain:
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename == member:
                data = re.sub(rb"<(?:\w+:)?dimension\b[^>]*>", b"", data, count=1)
            plain.writestr(entry.filename, data, zipfile.ZIP_DEFLATED, 1)
    return copy


def _book(archive: zipfile.ZipFile) -> _Book:
    names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    book = ElementTree.fromstring(archive.read(names["xl/workbook.xml"]))
    relations = ElementTree.fromstring(archive.read(names["xl/_rels/workbook.xml.rels"]))
    parts = {e.get("Id"): e for e in relations}

    def member(relation: str | None) -> str | None:
        part = parts.get(relation)
        if part is None or not part.get("Type", "").endswith("/worksheet"):
            return None
        target = part.get("Target", "").replace("\\", "/")
        whole = target[1:] if target.startswith("/") else f"xl/{target}"
        return names.get(whole.lower())

    def said(tag: str, attribute: str) -> bool:
        return any(e.get(attribute) in ("1", "true", "on") for e in _every(book, tag))

    sheets = tuple(
        (
            e.get("name", ""),
            e.get("state", "visible") != "visible",
            member(e.get(_RELATION) or e.get(_STRICT)),
        )
        for e in _every(book, "sheet")
    )
    styles, struck = Styles(), frozenset[int]()
    if "xl/styles.xml" in names:
        styles, struck = _styles(archive.read(names["xl/styles.xml"]))
    asked = Asked(
        styles,
        uncalculated=said("calcPr", "fullCalcOnLoad"),
        serials=SINCE_1900 if said("workbookPr", "date1904") else 0,
    )
    return _Book(sheets, asked, struck)


def _every(tree: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return [e for e in tree.iter() if e.tag.rpartition("}")[2] == tag]


def _styles(raw: bytes) -> tuple[Styles, frozenset[int]]:
    """The number formats of the styles of cells, and which of these are struck out."""
    tree = ElementTree.fromstring(raw)
    codes = {e.get("numFmtId"): e.get("formatCode", "") for e in _every(tree, "numFmt")}
    styles = [e for styles in _every(tree, "cellXfs") for e in _every(styles, "xf")]
    fonts = [e for fonts in _every(tree, "fonts") for e in _every(fonts, "font")]
    struck = {str(number) for number, font in enumerate(fonts) if _is_struck(font)}
    return (
        Styles.of([codes.get(e.get("numFmtId"), "") for e in styles]),
        frozenset(number for number, e in enumerate(styles) if e.get("fontId") in struck),
    )


def _is_struck(font: ElementTree.Element) -> bool:
    return any(e.get("val", "1") not in ("0", "false", "off") for e in _every(font, "strike"))
