"""A column that holds something else than its header says: two that changed places, a plan, the day
of a request, or the time a dossier took.

Some software writes the planned end under *Ngày kết thúc*: then even dossiers still being handled
have a finish, and some of them no appointment; or it is reckoned from the receipt, to the minute.
And no appointment lies before the receipt, unless the two changed places. Under
*Ngày bổ sung* may stand the day a supplement was asked for, then those who are waited for have one.
Under *Thời gian giải quyết* may stand the days that were needed: held to those nothing is ever
late.
"""

import re
from collections.abc import Iterator
from datetime import time, timedelta
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark, Status
from cchc_audit.intake.damage.damage import Damage, Table
from cchc_audit.intake.values.terms import days_of
from cchc_audit.intake.values.text import fold_search

_ROWS = 5
_FEW, _AHEAD = 3, 2
"""Rows that are enough where no slip looks so; one that is yet to come is none at all."""
_MOST = 0.9
_TIMES = 3
"""Times of day that differ: software that knows none writes one for all."""
_FRESH = 5
"""Days within which a status may lag behind the supplement it waits for."""
_FOR_SUPPLEMENT = re.compile(r"\bbo sung\b|\bhoan thien\b|^\(?0*5\b|\bawaiting_applicant\b")
_ROUND = ("supplement_requested_at", "supplemented_at")
_TAKEN = 0.75
"""Of days in hand; the others lie around holidays."""
_DIFFER = 0.2
_TERMS = 6
"""In fewer rows a term that was used up is not told from one that was counted afterwards."""


class _Suspect(NamedTuple):
    """A column, which of the rows bear the mark, and whether they are enough of those that could:
    one value for all rows.
    """

    column: str
    marked: pl.Expr
    told: pl.Expr


def find(table: Table) -> Iterator[Damage]:
    """A finish that most open dossiers have, receipts that lie after most appointments, supplements
    of those that are still to come, terms that are counted afterwards.
    """
    suspects = list(_suspects(table))
    if not suspects:
        return
    rows = pl.concat([table.rows.lazy(), table.raw.lazy()], how="horizontal")
    asked = [one.told.alias(str(n)) for n, one in enumerate(suspects)]
    told = rows.select(asked).collect(engine="in-memory").row(0)
    named: set[str] = set()
    for (column, marked, _), is_told in zip(suspects, told, strict=True):
        if is_told and column not in named:
            named.add(column)
            found = rows.filter(marked).collect(engine="in-memory")
            if column != "legal_term" or _is_time_taken(found):
                shown = table.shown(found, column)
                yield table.damage(DamageMark.MISNAMED_COLUMN, column, found.height, shown)


def _suspects(table: Table) -> Iterator[_Suspect]:
    open_still = pl.col("status") == Status.IN_PROGRESS.value
    promised, received = pl.col("promised_at").dt.date(), pl.col("received_at").dt.date()
    for name in FINISHES:
        if name in table.cells:
            yield _most(name, open_still, pl.col(name).is_not_null())
            # Of fewer open dossiers, where it is to come or is the day of the appointment.
            few = open_still & (open_still.sum() < _ROWS)
            ahead = pl.col(name).dt.date() > table.judged
            least = pl.when((few & ahead).sum() >= _AHEAD).then(_AHEAD).otherwise(_FEW)
            yield _most(name, few, ahead | (pl.col(name).dt.date() == promised), least)
            yield _reckoned(name)
            if "promised_at" in table.cells:
                yield _instead(name, open_still)
    if {"supplemented_at", "status"} <= set(table.cells):
        asked, got = (pl.col(name).dt.date() for name in _ROUND)
        unasked = got.is_not_null() & (asked.is_null() | (asked == got))
        yield _most("supplemented_at", _waits(table), unasked, pl.lit(_FEW))
    if {"received_at", "promised_at"} <= set(table.cells):
        dated = promised.is_not_null() & received.is_not_null()
        yield _most("received_at", dated, promised < received)
    if "legal_term" in table.cells:
        ended = pl.coalesce(FINISHES).is_not_null() & received.is_not_null()
        held = ended & days_of(pl.col("legal_term")).is_not_null()
        with_term = (~ended & pl.col("legal_term").is_not_null()).sum()
        few = with_term / (~ended).sum().clip(1) <= 1 - _MOST
        yield _Suspect("legal_term", held, (held.sum() >= _TERMS) & few)


def _most(column: str, among: pl.Expr, wrong: pl.Expr, least: pl.Expr | None = None) -> _Suspect:
    """A column that bears the mark where most of enough rows are wrong."""
    marked = (among & wrong).fill_null(value=False)
    enough = marked.sum() >= (pl.lit(_ROWS) if least is None else least)
    return _Suspect(column, marked, enough & (marked.sum() >= among.sum() * _MOST))


def _reckoned(finish: str) -> _Suspect:
    """A finish on a later day than the receipt, at the same minute: that of an appointment."""
    at, received = pl.col(finish), pl.col("received_at")
    timed = (received.dt.time() != time()) & (at.dt.date() > received.dt.date())
    column, marked, told = _most(finish, timed, at.dt.time() == received.dt.time())
    differ = received.dt.time().filter(marked).n_unique() >= _TIMES
    return _Suspect(column, marked, told & differ)


def _instead(finish: str, open_still: pl.Expr) -> _Suspect:
    """A finish of those that are still being handled, and no appointment, which all others have."""
    promised = pl.col("promised_at").is_not_null()
    column, marked, told = _most(
        finish, open_still, pl.col(finish).is_not_null() & ~promised, pl.lit(_AHEAD)
    )
    others = promised.filter(~open_still.fill_null(value=False))
    return _Suspect(column, marked, told & (others.sum() >= _ROWS) & (others.mean() >= _MOST))


def _waits(table: Table) -> pl.Expr:
    """Whether the status says that a first supplement is waited for: not a payment, for which a
    supplement may have come long before, nor a further round. One that came in the last days may
    have a status that was not yet put right.
    """
    texts = set(table.raw[table.cells["status"]])
    asked = [text for text in texts if text and _FOR_SUPPLEMENT.search(fold_search(text))]
    waits = pl.col("status") == Status.AWAITING_APPLICANT.value
    waits &= pl.col(table.cells["status"]).is_in(asked)
    fresh = pl.col("supplemented_at").dt.date() > table.judged - timedelta(days=_FRESH)
    if "supplement_count" in table.cells:
        again = table.cell("supplement_count").cast(pl.Float64, strict=False) > 1
        fresh = fresh.fill_null(value=False) | again
    return waits & ~fresh.fill_null(value=False)


def _is_time_taken(held: pl.DataFrame) -> bool:
    """Whether the terms of dossiers that have an end differ among those of one procedure, and are
    as many days as each was in hand.
    """
    day, days = pl.duration(days=1), days_of(pl.col("legal_term"))
    done, received = pl.coalesce(FINISHES).dt.date(), pl.col("received_at").dt.date()
    calendar = (done - received).dt.total_days()
    working = pl.business_day_count(received + day, done + day)
    usual = days.mode().min().over("procedure_code", "procedure_name")
    shares = held.select(
        (days != usual).mean().alias("differ"),
        *(
            (days == way + first).mean().alias(f"{name} {first}")
            for name, way in (("calendar", calendar), ("working", working))
            for first in (0, 1)
        ),
    ).row(0)
    return bool(shares[0] >= _DIFFER and max(shares[1:]) >= _TAKEN)
