"""Dossiers of which one date has its year wrong, by all that the rest of their row says
(docs/law.md §9): that a dossier of five days took a year is then no fact. Nor is an end that the
export cannot know of.
"""

from collections.abc import Mapping

import polars as pl

from cchc_audit.intake.values.years import (
    LONG,
    YEAR,
    is_completion_of_other_year,
    is_receipt_of_other_year,
    whole_years,
)
from cchc_audit.law.clock.instants import column, last_instant
from cchc_audit.law.verdict.case import Case

_ALMOST = 1
"""Working days by which a leap day or a weekend moves what is right in another year."""
_GENEROUS = 7
"""Working days by which offices promise later than they have to."""
AHEAD = "ahead"
"""A finish that is yet to come, whichever column it stands in."""


def find_other_years(case: Case) -> Mapping[str, pl.Expr]:
    """For each date of a dossier, by column or `AHEAD`: whether its row, or today, tells that it is
    another one (Boolean, null where nothing tells). Over rows of `decide`.
    """
    received, promised = column("_received").day, column("_promised").day
    end = column("_finish").day.fill_null(last_instant(case.as_of)[0])
    # Few dossiers are so old, or of a day to come: the numbers of the others are not looked at.
    near = (end - received <= LONG) & (promised - received <= LONG).fill_null(value=True)
    number = pl.when(~near.fill_null(value=False)).then(pl.col("dossier_id"))
    wrong = is_receipt_of_other_year(number)
    ahead = _is_in_time_in_other_year()
    if case.today is not None:
        ahead |= pl.col("_ahead_d") > pl.lit(case.today).to_physical()
    found = {"completed_at": is_completion_of_other_year(), AHEAD: ahead}
    if "promised_at" not in case.present:
        return {"received_at": wrong, **found}
    moved, is_due = _due_in_other_year(case)
    return {
        "received_at": wrong | (is_due & (moved <= end)).fill_null(value=False),
        "promised_at": (received - promised > LONG) | (is_due & (moved > end)),
        **found,
    }


def _due_in_other_year(case: Case) -> tuple[pl.Expr, pl.Expr]:
    """The receipt in the year of the appointment, and whether it has its legal deadline on the day
    of that or not long before. It is the receipt that is wrong where it then lies before the
    finish, else the appointment.
    """
    received, promised = column("_received").day, column("_promised").day
    years = whole_years(promised - received)
    moved = (received + years * YEAR).round().cast(pl.Int32)
    given = case.tables.count(received, column("_law_deadline").day)
    apart = case.tables.count(moved, promised) - given
    is_due = (years > 0) & (promised - received > LONG) & apart.is_between(-_ALMOST, _GENEROUS)
    return moved, is_due


def _is_in_time_in_other_year() -> pl.Expr:
    """Whether the finish, which is yet to come, lies in time in another year, by the law or by the
    appointment.
    """
    received, ahead = column("_received").day, pl.col("_ahead_d")
    years = whole_years(ahead - received)
    moved = (ahead - years * YEAR).round()
    due = pl.max_horizontal(column("_law_due").day, column("_promised").day)
    return (years > 0) & (moved <= due)
