"""Whether the catalogue knows a procedure of which it gives no usable term."""

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.engine.dictionary import Spellings
from cchc_audit.intake.values.text import canonical_code
from cchc_audit.law.catalogue.catalogue import Catalogue, Entry, Period, name_key
from cchc_audit.law.clock.instants import column

_EPOCH = date(1970, 1, 1).toordinal()

Spans = Mapping[str, tuple[int, int]]
"""Key of the catalogue → the days (since 1970) from which to which it is listed."""


def add_catalogue(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds `x_passed_over` Boolean, null without a day of receipt.

    The procedure was listed on that day, and the catalogue was no help: a term that cannot be
    read, or entries of one name that do not agree.
    """
    catalogue, day = context.case.terms.catalogue, column("_received").day
    codes = _passed_over(catalogue, lambda entry: entry.code, catalogue.code_periods)
    names = _passed_over(catalogue, lambda entry: name_key(entry.name), catalogue.name_periods)
    listed = [
        *_within(day, codes, canonical_code, "procedure_code"),
        *_within(day, names, name_key, "procedure_name"),
    ]
    return rows.with_columns(pl.any_horizontal(pl.lit(value=False), *listed).alias("x_passed_over"))


def _passed_over(
    catalogue: Catalogue,
    key_of: Callable[[Entry], str],
    periods: Callable[[str], tuple[Period, ...]],
) -> Spans:
    """The keys with entries that rule on no day, and when those entries are in force."""
    spans: dict[str, tuple[int, int]] = {}
    for index, entry in enumerate(catalogue.entries):
        key = key_of(entry)
        if not key or any(period.entry == index for period in periods(key)):
            continue
        first, last = entry.first.toordinal() - _EPOCH, entry.last.toordinal() - _EPOCH
        earlier = spans.get(key, (first, last))
        spans[key] = min(first, earlier[0]), max(last, earlier[1])
    return spans


def _within(day: pl.Expr, spans: Spans, key_of: Callable[[str], str], name: str) -> list[pl.Expr]:
    """Whether the key in the column `name` is listed on `day`; nothing where no key is."""
    if not spans:
        return []
    begins: Spellings[int] = Spellings(lambda text: _bound(spans, key_of(text), 0), pl.Int32())
    ends: Spellings[int] = Spellings(lambda text: _bound(spans, key_of(text), 1), pl.Int32())
    first, last = begins.keyed_by(pl.col(name)), ends.keyed_by(pl.col(name))
    return [day.is_between(first, last).fill_null(value=False)]


def _bound(spans: Spans, key: str, end: int) -> int | None:
    found = spans.get(key)
    return None if found is None else found[end]
