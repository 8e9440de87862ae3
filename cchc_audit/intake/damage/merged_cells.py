"""Merged cells that came apart: a name on the first of its rows, and nothing below.

A workbook shows the name for all the rows it spans; saved as text it stands on the first one alone.
"""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import SHOWN, Damage, Evidence, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.text import is_ditto

_COLUMNS = ("commune", "field", "procedure_code", "procedure_name")
"""What lists are grouped by and every dossier has; an office is left out of many a sound row."""
_ROWS = 4
_ALONE = 6
"""In fewer rows names that stand on one row alone are not told from cells left blank by chance."""
_REPEATED = 12
"""In fewer rows a name that comes again is not."""
_BLANK = 0.5
"""Groups of less than two rows on average are not what cells are merged for."""


def find(table: Table) -> Iterator[Damage]:
    """The columns that are filled on the first row of each group, and below it blank or with a mark
    that says “as above”.
    """
    columns = [column for column in _COLUMNS if column in table.cells]
    if not columns:
        return
    # One query for all columns: most hold nothing that has to be looked at more closely.
    raw = table.raw.lazy().select(table.cell(column).alias(column) for column in columns)
    told = raw.select(
        *(pl.col(column).drop_nulls().unique().implode() for column in columns),
        *(pl.col(column).null_count().alias(f"{column}_blank") for column in columns),
    )
    texts = told.collect().row(0, named=True)
    for column in columns:
        marks = [text for text in texts[column] if is_ditto(text)]
        if not marks and texts[f"{column}_blank"] < table.raw.height * _BLANK:
            continue
        cells = table.raw.select(LINE, table.cell(column).alias("text"))
        text = pl.when(~pl.col("text").is_in(marks)).then("text")
        names = cells.select(text)["text"]
        if marks or _are_groups(names):
            below = names.null_count()
            yield table.damage(DamageMark.MERGED_CELLS, column, below, _first_group(cells, names))


def _are_groups(names: pl.Series) -> bool:
    """Whether names stand where groups of rows begin: a new one each time, the first at the top."""
    rows, named = len(names), names.drop_nulls()
    if rows < _ROWS or names[0] is None or names.null_count() < rows * _BLANK:
        return False
    alone = (names.is_not_null() & names.shift(-1).is_not_null()).any()
    if named.n_unique() == len(named):
        return rows >= _ALONE or not alone
    # A name that comes again begins a group of its own, and none has a single row.
    return rows >= _REPEATED and not alone and not (named == named.shift()).any()


def _first_group(cells: pl.DataFrame, names: pl.Series) -> tuple[Evidence, ...]:
    """The first name with blank rows below it, or rows that say “as above”."""
    followed = names.is_not_null() & names.shift(-1).is_null()
    first = next(iter(followed.arg_true()), 0)
    return tuple(Evidence(line, text or "") for line, text in cells[first : first + SHOWN].rows())
