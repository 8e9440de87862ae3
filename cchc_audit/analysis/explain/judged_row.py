"""A judged row as plain values: the one place that knows the names of the working columns.

Nothing here reckons: what the clock kept is turned from numbers into dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cchc_audit.analysis.explain.explanation import Row
from cchc_audit.core.vocabulary import Outcome
from cchc_audit.intake.values.terms import Term
from cchc_audit.law.catalogue.catalogue import Catalogue, Entry
from cchc_audit.law.clock.clock import OPEN
from cchc_audit.law.clock.instants import END_OF_DAY
from cchc_audit.law.verdict.verdict import LAW

OFFICE = "_office_"
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Point:
    """A moment: `second` of the day is 0 for a bare date, None for a clock whose time is unknown,
    `END_OF_DAY` for the end of the day.
    """

    day: date
    second: int | None

    @property
    def timed(self) -> bool:
        """Whether a time of day is known."""
        return bool(self.second) and self.second != END_OF_DAY

    @property
    def at(self) -> date | datetime:
        """A datetime where a time of day is known, else the day."""
        if not self.timed:
            return self.day
        return self.instant

    @property
    def instant(self) -> datetime:
        """The instant; a bare date at its 00:00, an unknown time too."""
        return datetime.combine(self.day, time()) + timedelta(seconds=self.second or 0)

    def later_than(self, other: "Point | None") -> bool:
        """Strictly later: by instant where both have a time, else by day."""
        if other is None:
            return False
        if self.timed and other.timed and self.day == other.day:
            return (self.second or 0) > (other.second or 0)
        return self.day > other.day


@dataclass(frozen=True, slots=True)
class Held:
    """One pause as the clock saw it, merged with those it touches.

    `end` is None while it is open; `counted` is the part that counts (None: none does), `limit`
    the deadline it was held against. What it gave stands in working days, calendar days and
    working seconds.
    """

    begin: Point
    end: Point | None
    limit: Point | None
    counted: tuple[Point, Point] | None
    working_days: int
    calendar_days: int
    seconds: int

    @property
    def in_time(self) -> bool:
        """Whether it began before the deadline."""
        if self.limit is None:
            return True
        begin = (self.begin.day, self.begin.second or 0)
        return begin < (self.limit.day, self.limit.second or 0)


@dataclass(frozen=True, slots=True)
class Round:
    """A supplement round as the clock took it: `limit` is the deadline as it stood at the
    request, `clock` the clock after the round.
    """

    request: Point | None
    supplement: Point | None
    in_time: bool
    limit: Point | None
    restarted: bool
    clock: Point | None


class Record:
    """A judged row with its working columns."""

    def __init__(self, row: Row) -> None:
        self.row = row

    def text(self, name: str) -> str:
        """A column as text, empty where it is null."""
        value = self.row.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> int | None:
        """A column of whole numbers."""
        value = self.row.get(name)
        return value if isinstance(value, int) else None

    def true(self, name: str) -> bool:
        """Whether a Boolean column is true."""
        return self.row.get(name) is True

    def day(self, name: str) -> date | None:
        """A column of days."""
        value = self.row.get(name)
        return value.date() if isinstance(value, datetime) else _date(value)

    def moment(self, name: str) -> Point | None:
        """A moment that the clock holds as `<name>_d` and `<name>_s`."""
        day = self.number(f"{name}_d")
        return None if day is None else Point(_day(day), self.number(f"{name}_s"))

    def cell(self, name: str) -> Point | None:
        """A moment of the export, as read; what had not happened is still there."""
        value = self.row.get(f"_raw_{name}", self.row.get(name))
        if not isinstance(value, datetime):
            return None
        return Point(value.date(), value.hour * 3600 + value.minute * 60 + value.second)

    def law(self, name: str) -> Point | None:
        """A moment of the run that is the verdict."""
        return self.moment(f"{LAW}{name}")

    def office(self, name: str) -> Point | None:
        """A moment of the run with every doubt resolved for the office."""
        return self.moment(f"{OFFICE}{name}")

    @property
    def commune(self) -> str | None:
        """The commune whose closures count."""
        return self.text("commune") or None

    @property
    def term(self) -> Term | None:
        """The term the dossier is held to."""
        code = self.number("_t")
        return None if code is None else Term.from_code(code)

    def entry(self, catalogue: Catalogue) -> Entry | None:
        """The entry of the catalogue that gave the term."""
        index = self.number("_entry")
        return None if index is None else catalogue.entries[index]

    @property
    def held(self) -> tuple[Held, ...]:
        """The pauses that the clock held against the deadline, in time order."""
        return tuple(self._held())

    def _held(self) -> Iterator[Held]:
        number = 0
        while f"{LAW}pause{number}_b" in self.row:
            name = f"{LAW}pause{number}"
            begin, end = self._instant(f"{name}_b"), self._instant(f"{name}_e")
            first, last = self._instant(f"{name}_start"), self._instant(f"{name}_stop")
            if begin is not None:
                counted = (first, last) if first is not None and last is not None else None
                given = (self.number(f"{name}_{unit}") or 0 for unit in "wcs")
                yield Held(begin, end, self._limit(f"{name}_limit"), counted, *given)
            number += 1

    @property
    def pauses(self) -> tuple[tuple[Point, Point | None], ...]:
        """The pauses as recorded (of events, as they add up): begin and end, None while open."""
        found = []
        number = 0
        while f"_pause{number}_b" in self.row:
            begin = self._instant(f"_pause{number}_b")
            if begin is not None:
                found.append((begin, self._instant(f"_pause{number}_e")))
            number += 1
        return tuple(found)

    @property
    def round(self) -> Round | None:
        """The supplement round that may move the clock, None where nothing is recorded."""
        request, supplement = self.moment("_request"), self.moment("_supplement")
        if request is None and supplement is None:
            return None
        return Round(
            request,
            supplement,
            self.true(f"{LAW}in_time0"),
            self.law("before_deadline"),
            self.true(f"{LAW}moved_round0"),
            self.law("clock_round0"),
        )

    @property
    def raw_end(self) -> date | None:
        """The last day of a term of calendar days or months before its move to a working day."""
        number = self.number(f"{LAW}deadline_raw")
        return None if number is None else _day(number)

    @property
    def halted(self) -> date | None:
        """The day since which a suspended dossier waits: the open pause or the awaited request."""
        if self.text("outcome") != Outcome.SUSPENDED:
            return None
        days = (self.number(f"{LAW}{name}") for name in ("open", "awaited"))
        return min((_day(day) for day in days if day is not None), default=None)

    @property
    def wait(self) -> Point | None:
        """The beginning of the wait for a supplement that is taken off as a pause."""
        return self._instant(f"{LAW}wait0_b")

    @property
    def wait_end(self) -> Point | None:
        """The end of that wait."""
        return self._instant(f"{LAW}wait0_e")

    @property
    def rounds(self) -> int:
        """How many supplements are recorded (events tell of several)."""
        number = 0
        while f"_round{number}_p_d" in self.row:
            number += 1
        told = [n for n in range(number) if self.moment(f"_round{n}_p") is not None]
        return len(told) or int(self.moment("_supplement") is not None)

    def _instant(self, name: str) -> Point | None:
        """A moment kept as seconds; None where it is null or has not come."""
        seconds = self.number(name)
        if seconds is None or seconds == OPEN:
            return None
        return Point(_day(seconds // END_OF_DAY), seconds % END_OF_DAY)

    def _limit(self, name: str) -> Point | None:
        """A deadline kept as seconds: midnight is the end of the day before."""
        point = self._instant(name)
        if point is None or point.second:
            return point
        return Point(point.day - timedelta(days=1), END_OF_DAY)


def _day(number: int) -> date:
    return date.fromordinal(_EPOCH + number)


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None
