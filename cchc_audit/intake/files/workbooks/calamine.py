"""Workbooks as calamine reads them, through fastexcel."""

import logging
from pathlib import Path
from typing import NamedTuple

import fastexcel
import polars as pl

from cchc_audit.intake.files.native import giving_up
from cchc_audit.intake.files.raw_rows import cell

# Formats whose text a file leaves out (SheetJS writes them so) are no news to a reader of dossiers.
logging.getLogger("calamine.xls").setLevel(logging.ERROR)


class Values(NamedTuple):
    """The values of a sheet as text, a row for each of its rows (`c0`, `c1`, … String), and how
    many columns stand before the first that is used: those are left out.
    """

    frame: pl.DataFrame
    first: int


def open_book(source: Path | bytes, given: str | Path) -> fastexcel.ExcelReader:
    """A workbook, known as `given`. Raises `InputError` where calamine cannot read it."""
    with giving_up("intake.workbook_damaged", given):
        return fastexcel.read_excel(source)


def load_values(book: fastexcel.ExcelReader, place: int, given: str | Path) -> Values:
    """The sheet at a place (from 0). Raises `InputError` where calamine cannot read it."""
    with giving_up("intake.workbook_damaged", given):
        sheet = book.load_sheet(place, header_row=None, skip_rows=0, dtypes="string")
        columns = sheet.available_columns()
        frame = sheet.to_polars()
    frame.columns = [cell(number) for number in range(frame.width)]
    return Values(frame, columns[0].absolute_index if columns else 0)
