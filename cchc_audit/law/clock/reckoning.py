"""The setting in which a clock runs: calendar, policy, the readings granted, and what the export
can hold at all.

Everything here is known before the first row is read, so that a plan leaves out what cannot occur:
an export without pauses is judged by a shorter plan, and the short and the long plan give the same
verdicts.
"""

from typing import NamedTuple

import polars as pl

from cchc_audit.core.vocabulary import Cutoff, Reading, Unit
from cchc_audit.law.calendar import OfficeHours
from cchc_audit.law.calendar.day_tables import DayTables
from cchc_audit.law.clock.instants import END_OF_DAY, Moment, store

UNIT = {unit: number for number, unit in enumerate(Unit)}
CUTOFF = {cutoff: number for number, cutoff in enumerate(Cutoff)}


class Features(NamedTuple):
    """What the export and its events can hold; the plan is built for these.

    `pauses`: recorded pauses of one dossier at most; `lasting`: the same of the reading `pauses`,
    0 where it changes nothing; `rounds`: supplement rounds at most (0 = no supplement columns);
    `units`: units in which any term can be stated.
    """

    competent: bool
    rounds: int
    pauses: int
    lasting: int
    units: frozenset[Unit]

    @property
    def waits(self) -> bool:
        """Whether time can be taken off at all."""
        return self.rounds > 0 or self.pauses > 0


class Term(NamedTuple):
    """The term a clock is held to: unit by number, amount (days, months, seconds), cut-off."""

    unit: pl.Expr
    amount: pl.Expr
    cutoff: pl.Expr


class Extension(NamedTuple):
    """What pauses have added so far, in each unit a term can be counted in (law.md §4)."""

    working_days: pl.Expr
    calendar_days: pl.Expr
    seconds: pl.Expr


NOTHING = Extension(pl.lit(0, dtype=pl.Int32), pl.lit(0, dtype=pl.Int32), pl.lit(0, dtype=pl.Int64))


class Reckoning(NamedTuple):
    """One way of running the clock.

    `tables` holds the calendars, `which` the number of the calendar of a row (null: there is one).
    `cutoff` is the second of the day after which a receipt is late in the day; `benefit` resolves
    an unknown time of day for the office (`unknown_time = "benefit"`). `readings` are the doubts
    resolved for the office (law.md §9).
    """

    tables: DayTables
    hours: OfficeHours
    which: pl.Expr | None
    cutoff: int
    benefit: bool
    readings: frozenset[Reading]
    features: Features

    def start(
        self, frame: pl.LazyFrame, out: str, *, moment: Moment, cutoff: pl.Expr
    ) -> pl.LazyFrame:
        """Adds the moment `out`: the clock of `moment` (law.md §2), the day it starts and the
        second (null: unknown).

        `cutoff` is the entry's cut-off by number. A moment on a day off, after closing, or past a
        cut-off that moves the clock, starts it at the opening of the next working day.
        """
        past = (cutoff == CUTOFF[Cutoff.CLOCK]) & (moment.sec > self.cutoff)
        if self.benefit:
            past = past | ((cutoff == CUTOFF[Cutoff.CLOCK]) & moment.bare)
        if Reading.CUTOFF in self.readings:
            # What was recorded to the minute may be any second of it.
            past = past | (moment.sec >= self.cutoff)
        if Reading.UNKNOWN_TIME in self.readings:
            past = past | moment.bare
        working = self.tables.working(moment.day, self.which)
        moves, next_day = pl.col(f"{out}_moves"), self.tables.after(moment.day, self.which)
        clock = Moment(
            pl.when(moves).then(next_day).otherwise(moment.day),
            pl.when(moves).then(self.hours.opening).when(moment.sec > 0).then(moment.sec),
        )
        moved = ~working | (moment.sec > self.hours.closing) | past
        return frame.with_columns(moved.alias(f"{out}_moves")).with_columns(store(out, clock))

    def origin(self, clock: Moment) -> Moment:
        """The clock with its unknown second resolved: closing for the office, opening when
        strict.
        """
        return Moment(
            clock.day,
            clock.sec.fill_null(self.hours.closing if self.benefit else self.hours.opening),
        )

    def deadline(
        self, frame: pl.LazyFrame, out: str, *, clock: Moment, term: Term, given: Extension
    ) -> pl.LazyFrame:
        """Adds the moment `out`: the last day of a term and the second at which it ends (§3).

        The second is `END_OF_DAY` for all units but hours. `term` is null where none is known: so
        is the deadline. `given` is what pauses have added. Staged in columns, because a plan works
        out an expression anew wherever it is mentioned.
        """
        through = self.tables.through(clock.day, self.which).alias(f"{out}_through")
        frame = frame.with_columns(through).with_columns(
            self._working_days(pl.col(f"{out}_through"), clock, term, given).alias(f"{out}_days"),
            *(expr.alias(f"{out}_raw") for expr in self._calendar_days(clock, term, given)),
            *(
                expr.alias(f"{out}_total")
                for expr in self._hours(pl.col(f"{out}_through"), clock, term, given)
            ),
        )
        days, second = pl.col(f"{out}_days"), pl.lit(END_OF_DAY, dtype=pl.Int32)
        if Unit.WORKING_HOURS in self.features.units:
            total = pl.col(f"{out}_total")
            nth, at = self.tables.reached(total)
            days = pl.when(total.is_not_null()).then(nth).otherwise(days)
            second = pl.when(total.is_not_null()).then(at).otherwise(END_OF_DAY)
        day = self.tables.nth(days, self.which)
        if self._has_calendar_units:
            by_calendar = pl.col(f"{out}_raw")
            rolled = self.tables.roll(by_calendar, self.which)
            day = pl.when(by_calendar.is_not_null()).then(rolled).otherwise(day)
        return frame.with_columns(store(out, Moment(day, second)))

    @property
    def _has_calendar_units(self) -> bool:
        return bool({Unit.CALENDAR_DAYS, Unit.MONTHS} & self.features.units)

    def _working_days(
        self, through: pl.Expr, clock: Moment, term: Term, given: Extension
    ) -> pl.Expr:
        """Number of the deadline's working day, for `working_days` and `same_day` terms; `through`
        is that of the clock's day.
        """
        late = clock.sec > self.cutoff
        late = late.fill_null(self.benefit)
        next_day = ((term.cutoff == CUTOFF[Cutoff.NEXT_DAY]) & late).cast(pl.Int32)
        days = (
            pl.when(term.unit == UNIT[Unit.WORKING_DAYS])
            .then(term.amount)
            .when(term.unit == UNIT[Unit.SAME_DAY])
            .then(next_day)
        )
        return through + days + given.working_days

    def _calendar_days(self, clock: Moment, term: Term, given: Extension) -> list[pl.Expr]:
        """Deadline day of `calendar_days` and `months` terms before it is moved; none without."""
        if not self._has_calendar_units:
            return []
        raw: pl.Expr = pl.when(term.unit == UNIT[Unit.CALENDAR_DAYS]).then(clock.day + term.amount)
        if Unit.MONTHS in self.features.units:
            months = term.unit == UNIT[Unit.MONTHS]
            later = self.tables.add_months(clock.day, pl.when(months).then(term.amount))
            raw = pl.when(months).then(later).otherwise(raw)
        return [raw + given.calendar_days]

    def _hours(
        self, through: pl.Expr, clock: Moment, term: Term, given: Extension
    ) -> list[pl.Expr]:
        """Working seconds of the calendar at which an hour term ends; none without such terms."""
        if Unit.WORKING_HOURS not in self.features.units:
            return []
        start = self.origin(clock)
        working = self.tables.working(start.day, self.which)
        total = self.tables.seconds_of(through, start.sec, working=working) + term.amount
        hours = term.unit == UNIT[Unit.WORKING_HOURS]
        return [pl.when(hours).then(total + given.seconds)]
