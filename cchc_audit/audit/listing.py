"""Dossiers one by one, as lists of them go out: their columns, their defences, their file."""

from collections.abc import Sequence
from functools import partial

import polars as pl

from cchc_audit.analysis.summary import BEHIND, Key, firm_columns, firmly_late
from cchc_audit.audit.dataset import Dataset, OutcomeQuery, Request
from cchc_audit.core.columns import ASSESS_COLUMNS, PERSONAL
from cchc_audit.core.vocabulary import Certainty
from cchc_audit.engine.batches import Batches, Step
from cchc_audit.engine.lookup import ROW, by_row
from cchc_audit.law.catalogue.term_tables import text_of
from cchc_audit.law.verdict import READ

SECOND = ("certainty", "deadline_lenient")
"""Columns of judged rows that the second run gives, and that `assess.doubted` adds to others."""


def contestable(rows: pl.LazyFrame) -> Batches:
    """The contestable ones of `rows`, with all that `defend` reads."""
    doubtful = rows.filter(pl.col("certainty") == Certainty.CONTESTABLE.value)
    return Batches(doubtful.select(pl.selectors.by_name(*ROW, "certainty") | READ))


def firmly(scope: pl.Expr, keys: Sequence[Key], *steps: Step) -> OutcomeQuery:
    """What a histogram that is not `firm` leaves out, as a table of the same columns: see
    `firmly_late`. A table of each of `steps` follows, which read the procedure and the outcome.
    """

    def late_ones(rows: pl.LazyFrame) -> list[Batches]:
        read = dict.fromkeys([*firm_columns(keys), "procedure_code", "procedure_name"])
        late = rows.filter(scope).select(*read)
        return [Batches(late, [partial(firmly_late, keys=keys), *steps])]

    return OutcomeQuery(BEHIND, late_ones)


def listed_columns(request: Request) -> list[str]:
    """The columns of judged rows that a list shows; the others would fill the memory."""
    personal = PERSONAL if request.show_personal else ()
    made_later = {"defence": None, "source_file": "source"}
    named = (made_later.get(name, name) for name in (*ASSESS_COLUMNS, *personal))
    return [name for name in named if name is not None]


def columns_at_law(request: Request) -> list[str]:
    """`listed_columns` without those of the second run."""
    return [name for name in listed_columns(request) if name not in SECOND]


def defended(rows: pl.LazyFrame, doubtful: pl.DataFrame) -> pl.LazyFrame:
    """Puts the defences found for the contestable rows beside all rows."""
    if doubtful.is_empty():
        return rows.with_columns(pl.lit(None, dtype=pl.String).alias("defence"))
    words = doubtful["defence"].unique().drop_nulls().sort()
    number = doubtful["defence"].cast(pl.Enum(words)).to_physical().cast(pl.UInt8)
    defence = pl.lit(words).gather(by_row(doubtful, number))
    return rows.with_columns(defence.alias("defence"))


def source_file(dataset: Dataset) -> pl.Expr:
    """The file a row was read from, as `source_file`."""
    paths = pl.Series([file.path for file in dataset.intake.files], dtype=pl.String)
    return pl.lit(paths).gather(pl.col("source")).alias("source_file")


def presented(rows: pl.LazyFrame, dataset: Dataset) -> pl.LazyFrame:
    """The columns of `assess` as they go out: plain text, days, moments, numbers."""
    personal = PERSONAL if dataset.request.show_personal else ()
    rows = rows.with_columns(source_file(dataset), text_of(pl.col("term")).alias("term"))
    return rows.select(*ASSESS_COLUMNS, *personal).with_columns(
        pl.selectors.categorical().cast(pl.String), pl.selectors.enum().cast(pl.String)
    )
