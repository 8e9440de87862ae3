"""Dossiers of which one date has its year wrong, by all that the rest of their row says
(docs/law.md §9): that a dossier of five days took a year is then no fact.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from cchc_audit.intake.values.years import (
    LONG,
    YEAR,
    is_completion_of_other_year,
    is_receipt_of_other_year,
)
from cchc_audit.law.clock.instants import column, last_instant
from cchc_audit.law.verdict.case import Case

_ALMOST = 1
"""Working days by which a leap day or a weekend moves what is right in another year."""
_GENEROUS = 7
"""Working days by which offices promise later than they have to."""


def find_other_years(case: Case, uses: Mapping[str, pl.Expr]) -> Iterable[pl.Expr]:
    """For each date that a verdict uses (`uses`, by column): whether the row itself tells that its
    year is another one.
    """
    received, promised = column("_received").day, column("_promised").day
    end = column("_finish").day.fill_null(last_instant(case.as_of)[0])
    # Few dossiers are so old: the numbers of the others are not looked at.
    old = (end - received > LONG) | (promised - received > LONG).fill_null(value=False)
    number = pl.when(old).then(pl.col("dossier_id"))
    yield uses["received_at"] & is_receipt_of_other_year(number)
    if "promised_at" in case.present:
        yield uses["received_at"] & _is_due_in_other_year(case, end)
        if "promised_at" in uses:
            yield uses["promised_at"] & (received - promised > LONG)
    if "completed_at" in uses:
        yield uses["completed_at"] & is_completion_of_other_year()
        yield _is_in_time_in_other_year()


def _is_due_in_other_year(case: Case, end: pl.Expr) -> pl.Expr:
    """Whether the receipt, in another year, has its legal deadline on the day of the appointment or
    not long before, and lies before the finish.
    """
    received, promised = column("_received").day, column("_promised").day
    years = ((promised - received) / YEAR).floor()
    moved = (received + years * YEAR).round().cast(pl.Int32)
    given = case.tables.count(received, column("_law_deadline").day)
    apart = case.tables.count(moved, promised) - given
    return (
        (years > 0)
        & (promised - received > LONG)
        & (moved <= end)
        & apart.is_between(-_ALMOST, _GENEROUS)
    )


def _is_in_time_in_other_year() -> pl.Expr:
    """Whether the finish, which is yet to come, lies in time in another year, by the law or by the
    appointment.
    """
    received, ahead = column("_received").day, pl.col("_ahead_d")
    years = ((ahead - received) / YEAR).floor()
    moved = (ahead - years * YEAR).round()
    due = pl.max_horizontal(column("_law_due").day, column("_promised").day)
    return (years > 0) & (moved <= due)
