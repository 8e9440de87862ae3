"""Dossier numbers that differ only in capitals, blanks, dots or dashes: one dossier, most likely,
that stands twice (H21-12-0001 in one file, H21.12.0001 in another).

Nothing is merged by guess. But where one of the rows is finished and the other is not, nobody can
say that the dossier is late.
"""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import VERDICT_MOMENTS

_APART = r"[\s._/\\–—-]+"
_COMPARED = (*VERDICT_MOMENTS, "procedure_code", "legal_term", "status")
_SCHEMA = {"source": pl.UInt32, "source_line": pl.UInt32, "column": pl.String}
_NONE = pl.DataFrame(schema=_SCHEMA)


class AlikeNumbers(NamedTuple):
    """`groups`: the numbers that may be one each; `conflicts`: the rows that bear them (`source`,
    `source_line`), each with every `column` in which the rows of its group differ.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    conflicts: pl.DataFrame = _NONE


NONE_ALIKE = AlikeNumbers()


def find_alike_numbers(tables: Sequence[pl.DataFrame]) -> AlikeNumbers:
    """The numbers that are alike among the rows of `tables`, typed as `Normaliser.rows` gives them,
    that were received on one day, and not in two communes.
    """
    wanted = ("source", "source_line", "dossier_id", "commune", *_COMPARED)
    number, day = pl.col("dossier_id"), pl.col("received_at").dt.date()
    rows = pl.concat([table.select(wanted) for table in tables]).filter(number.is_not_null())
    key = number.str.to_lowercase().str.replace_all(_APART, "-").str.strip_chars("-")
    rows = rows.with_columns(key.alias("key"), day.alias("day"))
    several = number.n_unique().over("key", "day") > 1
    one_place = pl.col("commune").drop_nulls().n_unique().over("key", "day") <= 1
    alike = rows.filter(several & one_place).sort("key", "source", "source_line")
    if alike.is_empty():
        return NONE_ALIKE
    together = alike.group_by("key", "day", maintain_order=True)
    groups = together.agg(pl.col("dossier_id").unique(maintain_order=True))["dossier_id"]
    differs = [
        pl.when(pl.col(name).n_unique().over("key", "day") > 1).then(pl.lit(name)).alias(name)
        for name in _COMPARED
    ]
    conflicts = (
        alike.select("source", "source_line", *differs)
        .unpivot(_COMPARED, index=["source", "source_line"], value_name="column")
        .drop_nulls("column")
        .select(_SCHEMA.keys())
    )
    return AlikeNumbers(tuple(map(tuple, groups.to_list())), conflicts)
