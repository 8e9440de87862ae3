"""One moment read from a cell, day first; or why it is none. Spellings are those of `dates`.

Nothing is guessed: a text is read where it can mean one thing only. A two-digit year, a day that
does not exist or a month where the day should stand is a fault, not a moment.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cchc_audit.core.vocabulary import DateOrder, Fault
from cchc_audit.intake.values.dates import (
    DAY_FIRST,
    NO_DAYS,
    NOTHING,
    NULLS,
    Written,
    take_apart,
    unwrapped,
)
from cchc_audit.intake.values.moment_words import holds_several, take_apart_beside_words
from cchc_audit.intake.values.text import fold_search

EARLIEST = datetime.combine(date(2000, 1, 1), time())
"""Before this no dossier of the one-stop mechanism can have been received."""
YEARS_AHEAD = 10
EPOCH = datetime.combine(date(1970, 1, 1), time())
EXCEL_EPOCH = datetime.combine(date(1899, 12, 30), time())
LAST_SECOND = 86_399
_NEVER = datetime.combine(date.max, time())
SERIAL = r"^[0-9]{5}(?:[.,][0-9]+)?$"
_SERIAL = re.compile(SERIAL)
_COMPACT_DAY = re.compile(r"\d{8}")
_WHOLE = re.compile(r"(\d{8}|\d{14})\.0")
"""What libraries that know no whole numbers beside blank cells make of a compact day."""
_ZERO = re.compile(r"0(?:[.,]0+)?")
_MILLISECONDS = re.compile(r"-?\d{1,15}")
_AFTERNOON = ("ch", "pm", "p.m", "chieu")
_SHIFT = re.compile(r"([+-]) ?(\d{1,2})[ :]*(\d{2})?")
_INDOCHINA = timedelta(hours=7)


class Numbers(StrEnum):
    """What bare numbers are, in a workbook or in a column that holds nothing else."""

    SERIALS = "serials"
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"


class Span(NamedTuple):
    """The moments that can be true: from 2000 to ten years after the date of judgement."""

    last: date
    zone: ZoneInfo

    @classmethod
    def around(cls, judged: date, *, timezone: str) -> "Span":
        """The span for a judgement on `judged`, offsets turned to `timezone`."""
        leap_day = (judged.month, judged.day) == (2, 29)
        last = judged.replace(year=judged.year + YEARS_AHEAD, day=28 if leap_day else judged.day)
        return cls(last, ZoneInfo(timezone))

    @property
    def end(self) -> datetime:
        """The last instant of the span, to the second."""
        return datetime.combine(self.last, time(23, 59, 59))


def is_nothing(text: str) -> bool:
    """Whether a cell holds what is written for nothing: `NULL`, `-`, `Chưa có` …"""
    return fold_search(text).removeprefix("'") in NOTHING


def is_null(text: str) -> bool:
    """Whether a cell of text holds what databases write for nothing: `NULL`, `NaN` …"""
    return fold_search(text) in NULLS


_LONGEST = 1000
"""Letters of the longest moment there may be: a cell may hold megabytes, looked at in vain."""


def read_moment(
    text: str,
    span: Span,
    *,
    numbers: Numbers | None = None,
    ahead: int = 0,
    order: DateOrder = DateOrder.DAY_FIRST,
    column: str = "",
) -> datetime | Fault | None:
    """The moment in naive local time of `span.zone`, a fault, or None for a cell that holds none.

    Fractions of a second are dropped. `numbers` says what bare numbers are (serials are `ahead`
    days behind those of Excel's 1900 system), `order` which of day and month stands first where
    both are numbers before the year, `column` which words beside a day say no more than the header.
    """
    if len(text) > _LONGEST and len(text.strip()) > _LONGEST:
        return Fault.MOMENT_UNREADABLE
    folded = fold_search(text).removeprefix("'").strip()
    if not folded or folded in NOTHING or _ZERO.fullmatch(folded):
        return None
    if not folded.strip("#"):
        return Fault.MOMENT_HIDDEN
    if numbers is not None and (number := _number(folded, numbers, ahead, span)) is not None:
        return _within(number, span)
    if whole := _WHOLE.fullmatch(folded):
        folded = whole[1]
    layers = list(unwrapped(folded))
    if layers and _MILLISECONDS.fullmatch(layers[-1]):
        return _of_epoch(int(layers[-1]), span)
    written = take_apart(layers[-1] if layers else folded)
    written = written or take_apart_beside_words(text, column)
    if written is not None:
        return _moment(written, span, order)
    return Fault.MOMENT_SEVERAL if holds_several(folded) else Fault.MOMENT_UNREADABLE


def _number(folded: str, numbers: Numbers, ahead: int, span: Span) -> datetime | None:
    """The moment of a bare number; None where the text is no such number."""
    if numbers is Numbers.SERIALS:
        if not _SERIAL.fullmatch(folded):
            # 20260105 among Excel's days is a number that is none of them, and no text.
            return _NEVER if _COMPACT_DAY.fullmatch(folded) else None
        serial = float(folded.replace(",", "."))
        # Databases write the end of a day as 23:59:59.999999: it must not become the next day.
        seconds = min(round((serial - int(serial)) * 86_400), LAST_SECOND)
        return EXCEL_EPOCH + timedelta(days=int(serial) + ahead, seconds=seconds)
    digits = 10 if numbers is Numbers.SECONDS else 13
    whole = folded.partition(".")[0]
    if len(whole) != digits or not folded.replace(".", "", 1).isdecimal():
        return None
    return _in_zone(EPOCH + timedelta(seconds=int(folded[:10])), span)


def _of_epoch(milliseconds: int, span: Span) -> datetime | Fault | None:
    try:
        moment = EPOCH + timedelta(seconds=milliseconds // 1000)
        local = _in_zone(moment, span)
    except OverflowError:
        return Fault.MOMENT_TOO_EARLY if milliseconds < 0 else Fault.MOMENT_TOO_LATE
    return None if _is_zero(moment) or _is_zero(local) else _within(local, span)


def _is_zero(moment: datetime) -> bool:
    return moment.time() == time() and (moment.year, moment.month, moment.day) in NO_DAYS


def _moment(written: Written, span: Span, order: DateOrder) -> datetime | Fault | None:
    parts = written.parts
    if len(parts["y"]) == 2:
        return Fault.MOMENT_TWO_DIGIT_YEAR
    year, month, day = int(parts["y"]), int(parts["m"]), int(parts["d"])
    month_first = order is DateOrder.MONTH_FIRST and written.day == DAY_FIRST
    if month_first:
        month, day = day, month
    hour, minute, second = _clock(written)
    if (hour, minute, second) == (0, 0, 0) and (year, month, day) in NO_DAYS:
        return None
    if year < EARLIEST.year:
        return Fault.MOMENT_TOO_EARLY
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return Fault.MOMENT_UNREADABLE
    try:
        moment = datetime.combine(date(year, month, day), time())
    except ValueError:
        return _no_such_day(written, day=day, month=month, month_first=month_first)
    if year > span.end.year + 1:
        # Before an offset or a leap second leads beyond the last year there is.
        return Fault.MOMENT_TOO_LATE
    # The hour 24 is the end of its day; a leap second is the second after it, as polars has it.
    seconds = LAST_SECOND if hour == 24 else hour * 3600 + minute * 60 + second
    moment += timedelta(seconds=seconds)
    if "zone" in parts:
        moment = _in_zone(moment - _shift(parts["zone"]), span)
    return _within(moment, span)


def _no_such_day(written: Written, *, day: int, month: int, month_first: bool) -> Fault:
    if written.day == DAY_FIRST and 1 <= day <= 12 < month <= 31:
        return Fault.MOMENT_DAY_FIRST if month_first else Fault.MOMENT_MONTH_FIRST
    return Fault.MOMENT_NO_SUCH_DAY


def _clock(written: Written) -> tuple[int, int, int]:
    """Hour, minute and second; hour 99 where hour and half of the day contradict each other."""
    hour, minute, second = (int(written.parts.get(name, 0)) for name in "HMS")
    if "half" not in written.parts:
        return hour, minute, second
    if written.parts["half"] in _AFTERNOON:
        hour = {0: 99, 12: 12}.get(hour, hour + 12 if hour < 12 else hour)
    else:
        hour = 0 if hour == 12 else hour if hour < 12 else 99
    return 99 if hour == 24 else hour, minute, second


def _shift(zone: str) -> timedelta:
    """How far a zone (`z`, `gmt+7`, `+0700`, `ict`) is ahead of UTC."""
    match = _SHIFT.search(zone)
    if match is None:
        return _INDOCHINA if zone.startswith("ict") else timedelta()
    shift = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -shift if match[1] == "-" else shift


def _in_zone(moment: datetime, span: Span) -> datetime:
    """A moment of UTC as the clocks of the span's zone show it."""
    return moment.replace(tzinfo=UTC).astimezone(span.zone).replace(tzinfo=None)


def _within(moment: datetime, span: Span) -> datetime | Fault:
    if moment < EARLIEST:
        return Fault.MOMENT_TOO_EARLY
    return Fault.MOMENT_TOO_LATE if moment > span.end else moment
