"""The setting in which a clock runs: calendar, policy, the readings granted, and what the export
can hold at all.

Everything here is known before the first row is read, so that a plan leaves out what cannot occur:
an export without pauses is judged by a shorter plan, and the short and the long plan give the same
verdicts.
"""

from dataclasses import dataclass

import polars as pl

from cchc_audit.deadlines.moments import END_OF_DAY, Moment
from cchc_audit.vocabulary import Cutoff, Reading, Unit
from cchc_audit.workdays import OfficeHours
from cchc_audit.workdays.frames import DayTables

UNIT = {unit: number for number, unit in enumerate(Unit)}
CUTOFF = {cutoff: number for number, cutoff in enumerate(Cutoff)}


@dataclass(frozen=True, slots=True)
class Features:
    """What the export and its events can hold; the plan is built for these.

    `pauses`: recorded pauses of one dossier at most; `rounds`: supplement rounds at most (0 = no
    supplement columns); `units`: units in which any term can be stated.
    """

    competent: bool
    rounds: int
    pauses: int
    units: frozenset[Unit]

    @property
    def waits(self) -> bool:
        """Whether time can be taken off at all."""
        return self.rounds > 0 or self.pauses > 0


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One way of running the clock.

    `tables` holds the calendars, `which` the number of the calendar of a row (null: there is one).
    `cutoff` is the second of the day after which a receipt is late in the day; `benefit` resolves
    an unknown time of day for the office (`unknown_time = "benefit"`). `readings` are the doubts
    resolved for the office (timeliness §9).
    """

    tables: DayTables
    hours: OfficeHours
    which: pl.Expr | None
    cutoff: int
    benefit: bool
    readings: frozenset[Reading]
    features: Features

    def clock_of(self, moment: Moment, cutoff: pl.Expr) -> Moment:
        """The clock of a moment (timeliness §2): the day it starts, and the second (null: unknown).

        `cutoff` is the entry's cut-off by number. A moment on a day off, after closing, or past a
        cut-off that moves the clock, starts it at the opening of the next working day.
        """
        past = (cutoff == CUTOFF[Cutoff.CLOCK]) & (moment.sec > self.cutoff)
        if self.benefit:
            past = past | ((cutoff == CUTOFF[Cutoff.CLOCK]) & moment.bare)
        if Reading.CUTOFF in self.readings:
            past = past | (moment.sec > self.cutoff)
        if Reading.UNKNOWN_TIME in self.readings:
            past = past | moment.bare
        working = self.tables.working(moment.day, self.which)
        moved = ~working | (moment.sec > self.hours.closing) | past
        return Moment(
            pl.when(moved).then(self.tables.after(moment.day, self.which)).otherwise(moment.day),
            pl.when(moved).then(self.hours.opening).when(moment.sec > 0).then(moment.sec),
        )

    def origin(self, clock: Moment) -> Moment:
        """The clock with its unknown second resolved: closing for the office, opening when
        strict.
        """
        return Moment(
            clock.day,
            clock.sec.fill_null(self.hours.closing if self.benefit else self.hours.opening),
        )

    def deadline(
        self, clock: Moment, unit: pl.Expr, amount: pl.Expr, *, cutoff: pl.Expr, given: "Extension"
    ) -> Moment:
        """The last day of a term and the second at which it ends (`END_OF_DAY` for all but hours),
        timeliness §3.

        `unit` by number and `amount` (days, months, seconds) are null where no term is known: so
        is the deadline. `given` is what pauses have added.
        """
        day = self._working_days(clock, unit, amount, cutoff=cutoff, given=given)
        calendar = self._calendar_days(clock, unit, amount, given=given)
        if calendar is not None:
            day = pl.when(unit <= UNIT[Unit.SAME_DAY]).then(day).otherwise(calendar)
        if Unit.WORKING_HOURS not in self.features.units:
            return Moment(day, pl.lit(END_OF_DAY, dtype=pl.Int32))
        hours = unit == UNIT[Unit.WORKING_HOURS]
        start = self.origin(clock)
        total = self.tables.seconds_through(start.day, start.sec, self.which) + amount
        hour_day, hour_sec = self.tables.at_second(
            pl.when(hours).then(total + given.seconds), self.which
        )
        return Moment(
            pl.when(hours).then(hour_day).otherwise(day),
            pl.when(hours).then(hour_sec).otherwise(END_OF_DAY),
        )

    def _working_days(
        self, clock: Moment, unit: pl.Expr, amount: pl.Expr, *, cutoff: pl.Expr, given: "Extension"
    ) -> pl.Expr:
        """Deadline day of `working_days` and `same_day` terms, null for the other units."""
        late = clock.sec > self.cutoff
        if self.benefit:
            late = late | clock.sec.is_null()
        next_day = ((cutoff == CUTOFF[Cutoff.NEXT_DAY]) & late.fill_null(value=False)).cast(
            pl.Int32
        )
        days = (
            pl.when(unit == UNIT[Unit.WORKING_DAYS])
            .then(amount)
            .when(unit == UNIT[Unit.SAME_DAY])
            .then(next_day)
        )
        return self.tables.nth(
            self.tables.through(clock.day, self.which) + days + given.working_days, self.which
        )

    def _calendar_days(
        self, clock: Moment, unit: pl.Expr, amount: pl.Expr, *, given: "Extension"
    ) -> pl.Expr | None:
        """Deadline day of `calendar_days` and `months` terms before they can be told apart; None
        if there are none.
        """
        units = self.features.units
        if Unit.MONTHS in units:
            months = unit == UNIT[Unit.MONTHS]
            raw = (
                pl.when(months)
                .then(self.tables.add_months(clock.day, pl.when(months).then(amount)))
                .when(unit == UNIT[Unit.CALENDAR_DAYS])
                .then(clock.day + amount)
            )
        elif Unit.CALENDAR_DAYS in units:
            raw = pl.when(unit == UNIT[Unit.CALENDAR_DAYS]).then(clock.day + amount)
        else:
            return None
        return self.tables.roll(raw + given.calendar_days, self.which)


@dataclass(frozen=True, slots=True)
class Extension:
    """What pauses have added so far, in each unit a term can be counted in (timeliness §4)."""

    working_days: pl.Expr
    calendar_days: pl.Expr
    seconds: pl.Expr


NOTHING = Extension(pl.lit(0, dtype=pl.Int32), pl.lit(0, dtype=pl.Int32), pl.lit(0, dtype=pl.Int64))
