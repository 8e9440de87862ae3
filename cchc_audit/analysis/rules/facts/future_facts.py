"""Recorded moments that have not come yet."""

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.core.columns import RECORDED
from cchc_audit.core.vocabulary import EventKind
from cchc_audit.engine.lookup import by_key

# Cut at the as-of in judged rows; the export's own cells stand beside them.
_CUT = ("submitted_at", "apology_at", "completed_at", "returned_at")
_STANDS_FOR = {
    EventKind.PAUSE.value: "paused_at",
    EventKind.RESUME.value: "resumed_at",
    EventKind.SUPPLEMENT_REQUEST.value: "supplement_requested_at",
    EventKind.SUPPLEMENT.value: "supplemented_at",
    EventKind.APOLOGY.value: "apology_at",
}


def add_future(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds `x_future` Datetime, `x_future_column` String: the first recorded moment that has not
    come yet, and the column it stands in (for an event: which it stands for, or its kind).
    """
    names = [name for name in RECORDED if name in context.available]
    event_at, event_column = _first_event_ahead(context)
    ahead = [(name, _read(name) >= context.future_from) for name in names]
    return rows.with_columns(
        _first(
            [*(pl.when(is_ahead).then(_read(name)) for name, is_ahead in ahead), *event_at],
            pl.Datetime("us"),
        ).alias("x_future"),
        _first(
            [*(pl.when(is_ahead).then(pl.lit(name)) for name, is_ahead in ahead), *event_column],
            pl.String(),
        ).alias("x_future_column"),
    )


def _first_event_ahead(context: RuleContext) -> tuple[list[pl.Expr], list[pl.Expr]]:
    """The earliest event of the dossier that has not come yet, and what it stands for; nothing
    where no event lies ahead.
    """
    if context.ahead is None or context.ahead.is_empty():
        return [], []
    first = context.ahead.sort("at", "source_line").unique(
        "dossier_id", keep="first", maintain_order=True
    )
    kinds = first["event"].cast(pl.String).replace(_STANDS_FOR)
    where = by_key(first["dossier_id"])(pl.col("dossier_id"))
    return [pl.lit(first["at"]).gather(where)], [pl.lit(kinds).gather(where)]


def _read(name: str) -> pl.Expr:
    return pl.col(f"_raw_{name}") if name in _CUT else pl.col(name)


def _first(values: list[pl.Expr], dtype: pl.DataType) -> pl.Expr:
    return pl.coalesce(values) if values else pl.lit(None, dtype=dtype)
