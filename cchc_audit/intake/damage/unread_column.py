"""A column of moments under a header nobody knows, that tells of an act no column is read for.

Without the pauses, supplements or finishes that stand in it a dossier looks late that is not. Which
act it is, is for the user to say.
"""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import SHOWN, Damage, Evidence, Table
from cchc_audit.intake.files.body import LINE
from cchc_audit.intake.values.headers import act_of
from cchc_audit.intake.values.moments import Span, read_moment

_LOOKED_AT = 200
_MOMENTS = 0.8


def find(table: Table) -> Iterator[Damage]:
    """The columns that are not read, hold moments, and tell by their headers of such an act."""
    for header, name in table.ignored.items():
        act = act_of(header)
        if act is None or act in table.cells or not _is_missed(act, table):
            continue
        filled = _filled(table, name)
        if _holds_moments(filled["text"].head(_LOOKED_AT), table.span):
            evidence = tuple(Evidence(line, text) for line, text in filled.head(SHOWN).rows())
            yield Damage(
                DamageMark.UNREAD_COLUMN,
                table.file,
                act,
                header,
                len(filled),
                evidence,
                table.source,
            )


def _is_missed(act: str, table: Table) -> bool:
    """Whether an act matters here: without any finish that is said of the file as a whole."""
    return act not in FINISHES or any(name in table.cells for name in FINISHES)


def _filled(table: Table, name: str) -> pl.DataFrame:
    text = pl.col(name).str.strip_chars()
    return table.raw.select(LINE, text.alias("text")).filter(pl.col("text").str.len_bytes() > 0)


def _holds_moments(texts: pl.Series, span: Span) -> bool:
    read = [not isinstance(read_moment(text, span), str | None) for text in texts]
    return bool(read) and sum(read) >= len(read) * _MOMENTS
