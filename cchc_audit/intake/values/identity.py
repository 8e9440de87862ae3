"""Dossier numbers without what software leaves around them."""

import re

import polars as pl

from cchc_audit.intake.values.text import clean

# Printable ASCII that begins and ends with a letter or a digit and not with ".0": nothing to clean.
_PLAIN = r"^[A-Za-z0-9](?:[!-~]*(?:[1-9A-Za-z]|[!-\-/-~]0))?$"
_EXCEL_NUMBER = re.compile(r"(\d+)\.0")


def plain_id(raw: pl.Expr) -> pl.Expr:
    """The numbers that need no cleaning (nearly all); null for the others."""
    return pl.when(raw.str.contains(_PLAIN)).then(raw)


def dossier_id(raw: pl.Expr, plain: pl.Expr) -> pl.Expr:
    """Every number cleaned (`clean_id`), null where the cell is blank.

    `plain` is the column that `plain_id` made: kept as a column of its own, because polars would
    work out a repeated expression again and again.
    """
    others = pl.when(plain.is_null()).then(raw)
    cleaned = others.map_batches(_clean_all, return_dtype=pl.String(), is_elementwise=True)
    return pl.coalesce(plain, cleaned)


def clean_id(text: str) -> str | None:
    """A number without spaces around it, no-break spaces anywhere, a leading apostrophe or the
    `.0` that Excel leaves behind a number; None where nothing is left.
    """
    cleaned = clean(text.replace("\u00a0", ""))
    cleaned = cleaned.removeprefix("'").strip()
    number = _EXCEL_NUMBER.fullmatch(cleaned)
    return (number[1] if number else cleaned) or None


def _clean_all(texts: pl.Series) -> pl.Series:
    if texts.null_count() == len(texts):
        return texts
    cleaned = [None if text is None else clean_id(text) for text in texts.to_list()]
    return pl.Series(cleaned, dtype=pl.String())
