"""A year typed wrong in a single date: what the rest of its row says of it.

Around New Year people type the year that is over, and a dossier of five days looks late by a year.
The rest of the row tells: the day in the dossier's number, the day it was filed, a return before
the completion. Each names the same day of another year, give or take what lies between two acts.
"""

import polars as pl

YEAR = 365.2425
LONG = 300
"""Days from which on two dates of one row may lie in different years by mistake."""
_NUMBER = r"-([0-9]{6})-[0-9]"
"""The day of receipt in a dossier's number: office, year, month and day in two digits each, serial
(Circular 03/2025/TT-VPCP).
"""
_LEAP = 1.5
_DAYS_AFTER = 10.5
_RETURN_AFTER = 31.5


def numbered_day(number: pl.Expr) -> pl.Expr:
    """The day that a dossier's number holds (Date); null where it holds none."""
    return number.str.extract(_NUMBER).str.to_date("%y%m%d", strict=False)


def has_six_digits(number: pl.Expr) -> pl.Expr:
    """Whether a dossier's number has six digits where its day stands (Boolean)."""
    return number.str.contains(_NUMBER)


def years_off(days: pl.Expr, *, most: float) -> pl.Expr:
    """The whole years by which two dates lie apart that would else be 0 to `most` days apart; null
    where they are not.

    `days` counts from the one to the other, as they are recorded.
    """
    years = (days / YEAR).round()
    rest = days - years * YEAR
    return pl.when((years != 0) & rest.is_between(-_LEAP, most)).then(years)


def whole_years(days: pl.Expr) -> pl.Expr:
    """How many whole years so many days are; the same day of another year is one of them, though a
    year without a leap day is shorter than the mean.
    """
    return ((days + _LEAP) / YEAR).floor()


def is_receipt_of_other_year(number: pl.Expr) -> pl.Expr:
    """Boolean, null where nothing tells: whether the receipt of a row lies whole years from the day
    in the dossier's `number`, or from its filing.
    """
    received = pl.col("received_at").dt.date()
    named = numbered_day(number)
    found = (
        years_off((received - day).dt.total_days(), most=_DAYS_AFTER).is_not_null()
        for day in (named, pl.col("submitted_at").dt.date())
    )
    return pl.any_horizontal(found)


def is_completion_of_other_year() -> pl.Expr:
    """Boolean, null where nothing tells: whether the completion of a row lies whole years after the
    return of its result.
    """
    days = pl.col("returned_at").dt.date() - pl.col("completed_at").dt.date()
    return years_off(days.dt.total_days(), most=_RETURN_AFTER) < 0
