"""Dossier numbers without what software leaves around them."""

import re

import polars as pl

from cchc_audit.intake.values.moments import is_nothing
from cchc_audit.intake.values.text import clean

# Printable ASCII with a digit and no plus sign, that begins and ends with a letter or a digit and
# not with ".0": nothing to clean, nothing spoilt.
_ANY = r"[!-*,-~]"
_PLAIN = (
    rf"^(?:[0-9]|[A-Za-z0-9]{_ANY}*(?:[1-9]|[!-*,\-/-~]0)|[0-9]{_ANY}*[A-Za-z]|"
    rf"[A-Za-z]{_ANY}*[0-9]{_ANY}*[A-Za-z])$"
)
# No number holds a space of no width; and Word makes longer dashes of what stands between figures.
_DRAWN = str.maketrans({"\u00a0": None, "\u200b": None} | dict.fromkeys("‐‑‒–−", "-"))
_EXCEL_NUMBER = re.compile(r"(\d+)\.0")
_SPOILT = re.compile(r"\d+(?:[.,]\d+)?E\+\d+|#+|#[A-Z/0!?]+", re.IGNORECASE)
ROUNDED = r"^[0-9]{15}0+$"
"""A number of more than fifteen digits whose further digits are all noughts."""
SPOILT = "#"
"""Stands for a number that a spreadsheet has spoilt: no two of them are the same dossier's."""


def plain_id(raw: pl.Expr) -> pl.Expr:
    """The numbers that need no cleaning (nearly all); null for the others."""
    return pl.when(raw.str.contains(_PLAIN)).then(raw)


def dossier_id(raw: pl.Expr, plain: pl.Expr) -> pl.Expr:
    """Every number cleaned (`clean_id`), null where the cell is blank, `SPOILT` where nobody can
    tell which number it was.

    `plain` is the column that `plain_id` made: kept as a column of its own, because polars would
    work out a repeated expression again and again.
    """
    others = pl.when(plain.is_null()).then(raw)
    cleaned = others.map_batches(_clean_all, return_dtype=pl.String(), is_elementwise=True)
    return pl.coalesce(plain, cleaned)


def clean_id(text: str) -> str | None:
    """A number without spaces around it, no-break spaces and those of no width anywhere, a leading
    apostrophe or the `.0` that Excel leaves behind a number, with plain hyphens; None where nothing
    is left, or only what software writes for nothing.
    """
    cleaned = clean(text.translate(_DRAWN))
    cleaned = cleaned.removeprefix("'").strip()
    number = _EXCEL_NUMBER.fullmatch(cleaned)
    cleaned = number[1] if number else cleaned
    return None if not cleaned or is_nothing(cleaned) else cleaned


def is_spoilt(number: str) -> bool:
    """Whether a cleaned number is what a spreadsheet made of one: `2.60105E+14`, `#####`, `#N/A`.

    Spoilt numbers of different dossiers look alike.
    """
    return _SPOILT.fullmatch(number) is not None


def _clean_all(texts: pl.Series) -> pl.Series:
    if texts.null_count() == len(texts):
        return texts
    return pl.Series(map(_one, texts.to_list()), dtype=pl.String())


def _one(text: str | None) -> str | None:
    cleaned = None if text is None else clean_id(text)
    return SPOILT if cleaned is not None and is_spoilt(cleaned) else cleaned
