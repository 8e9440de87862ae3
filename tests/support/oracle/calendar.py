"""The working calendar by walking from day to day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .model import Days

ONE_DAY = timedelta(days=1)


class OutOfRange(Exception):  # noqa: N818 - it names what happened to the day
    """A day outside the known range is needed."""


@dataclass(frozen=True)
class Calendar:
    """The calendar of one commune."""

    days: Days
    commune: str | None = None

    def known(self, day: date) -> date:
        """Return the day, or refuse it when nothing is known of it."""
        if not self.days.first <= day <= self.days.last:
            raise OutOfRange(day)
        return day

    def working(self, day: date) -> bool:
        """A local closure wins over a make-up day, and that over weekend and general days off."""
        self.known(day)
        if self.commune is not None and day in self.days.closures.get(self.commune, ()):
            return False
        if day in self.days.makeup:
            return True
        return day.weekday() < 5 and day not in self.days.off

    def next_working(self, day: date) -> date:
        """Return the first working day after `day`."""
        day += ONE_DAY
        while not self.working(day):
            day += ONE_DAY
        return day

    def roll(self, day: date) -> date:
        """Return the day itself where it is a working day, else the next one."""
        return day if self.working(day) else self.next_working(day)

    def add(self, day: date, n: int) -> date:
        """Return the n-th working day strictly after `day`; the day itself for 0."""
        self.known(day)
        for _ in range(n):
            day = self.next_working(day)
        return day

    def working_days(self, after: date, to: date) -> list[date]:
        """List the working days in (after, to]."""
        self.known(after)
        self.known(to)
        found = []
        day = after
        while day < to:
            day += ONE_DAY
            if self.working(day):
                found.append(day)
        return found

    def count(self, after: date, to: date) -> int:
        """Count the working days in (after, to]; 0 when `to` is not later."""
        return len(self.working_days(after, to))

    @property
    def opening(self) -> time:
        return self.days.sessions[0][0]

    @property
    def closing(self) -> time:
        return self.days.sessions[-1][1]

    def sessions(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return begin and end of the office sessions of a working day."""
        return [
            (datetime.combine(day, begin), datetime.combine(day, end))
            for begin, end in self.days.sessions
        ]

    def after_working_time(self, start: datetime, seconds: int) -> datetime:
        """Return when that much working time has passed; at a session's end, that end."""
        left = timedelta(seconds=seconds)
        day = start.date()
        while True:
            for begin, end in self.sessions(day) if self.working(day) else []:
                here = max(begin, start)
                if here < end and left <= end - here:
                    return here + left
                left -= max(end - here, timedelta(0))
            day += ONE_DAY

    def working_seconds(self, start: datetime, stop: datetime) -> int:
        """Return the working time between two instants, 0 when the second is not later."""
        total = timedelta(0)
        day = start.date()
        while day <= stop.date():
            if self.working(day):
                for begin, end in self.sessions(day):
                    total += max(min(end, stop) - max(begin, start), timedelta(0))
            day += ONE_DAY
        return int(total.total_seconds())
