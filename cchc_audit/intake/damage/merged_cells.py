"""Merged cells that came apart: a name on the first of its rows, and nothing below.

A workbook shows the name for all the rows it spans; saved as text it stands on the first one alone.
"""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import SHOWN, Damage, Evidence, Table
from cchc_audit.intake.files.body import LINE

_COLUMNS = ("commune", "field", "procedure_code", "procedure_name")
"""What lists are grouped by and every dossier has; an office is left out of many a sound row."""
_ROWS = 6
_BLANK = 0.5
"""Groups of less than two rows on average are not what cells are merged for."""


def find(table: Table) -> Iterator[Damage]:
    """The columns that are filled on the first row, and below it only with names that are new."""
    if table.raw.height < _ROWS:
        return
    for column in _COLUMNS:
        if column not in table.cells:
            continue
        texts = table.raw.select(LINE, table.cell(column).alias("text"))
        blank = texts.filter(pl.col("text").is_null())
        named = texts["text"].drop_nulls()
        if texts["text"][0] is None or blank.height < table.raw.height * _BLANK:
            continue
        if named.n_unique() < len(named):
            continue
        yield table.damage(DamageMark.MERGED_CELLS, column, blank.height, _first_group(texts))


def _first_group(texts: pl.DataFrame) -> tuple[Evidence, ...]:
    """The first name with blank rows below it."""
    followed = texts["text"].is_not_null() & texts["text"].shift(-1).is_null()
    first = followed.arg_true()[0]
    return tuple(Evidence(line, text or "") for line, text in texts[first : first + SHOWN].rows())
