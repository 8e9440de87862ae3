"""One moment as people write it, read day first; or why it is none.

Spellings: `31/12/2025`, `31-12-2025`, `31.12.2025`, with a time behind or before the date, ISO 8601
with `T` or a space, with fraction, `Z` or offset, and `yyyyMMddHHmmss`. Nothing is guessed: a
two-digit year or a month-first date is a fault, not a date.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.values.text import clean

EARLIEST = datetime.combine(date(2000, 1, 1), time())
"""Before this no dossier of the one-stop mechanism can have been received."""
YEARS_AHEAD = 10

# As lax about spaces as polars is, so that a text means the same whichever of the two reads it.
_TIME = r" ?(?P<H>\d{1,2}): ?(?P<M>\d{1,2})(?:: ?(?P<S>\d{1,2})(?P<fraction>\.\d+)?)?"
_DATE = r" ?(?P<d>\d{1,2})(?P<sep>[/.-]) ?(?P<m>\d{1,2})(?P=sep) ?\+?(?P<y>\d{4}|\d{2})"
_ZONE = r"(?P<zone>[Zz]|[+-]\d{2}[ :]*(?:\d{2})?)"
_DATE_FIRST = re.compile(rf"{_DATE}(?:{_TIME})?")
_TIME_FIRST = re.compile(rf"{_TIME}{_DATE}")
_YEAR_FIRST = r"\+?(?P<y>\d{4})(?P<sep>-) ?(?P<m>\d{1,2})- ?(?P<d>\d{1,2})"
_ISO = re.compile(rf"{_YEAR_FIRST}(?:(?P<T>T?){_TIME} ?{_ZONE}?)?")
_COMPACT = re.compile(
    r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)(?P<fraction>)(?P<sep>)"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EXCEL_EPOCH = datetime.combine(date(1899, 12, 30), time())


@dataclass(frozen=True, slots=True)
class Span:
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


def read_moment(text: str, span: Span, *, serials: bool = False) -> datetime | Fault | None:
    """The moment in naive local time of `span.zone`, a fault, or None for a blank cell.

    Fractions of a second are dropped. `serials` reads Excel's day numbers.
    """
    cleaned = clean(text)
    if not cleaned:
        return None
    if serials and _SERIAL.fullmatch(cleaned):
        seconds = round(float(cleaned) * 86400)
        return _within(_EXCEL_EPOCH + timedelta(seconds=seconds), span)
    match = _match(cleaned)
    if match is None:
        return Fault.MOMENT_UNREADABLE
    return _moment(match, span)


def _match(cleaned: str) -> re.Match[str] | None:
    return (
        _DATE_FIRST.fullmatch(cleaned)
        or _ISO.fullmatch(cleaned)
        or _TIME_FIRST.fullmatch(cleaned)
        or _COMPACT.fullmatch(cleaned)
    )


def _moment(match: re.Match[str], span: Span) -> datetime | Fault:
    parts = match.groupdict()
    if len(parts["y"]) == 2:
        return Fault.MOMENT_TWO_DIGIT_YEAR
    year, month, day = int(parts["y"]), int(parts["m"]), int(parts["d"])
    if year < EARLIEST.year:
        return Fault.MOMENT_TOO_EARLY
    hour, minute, second = (int(parts[name] or 0) for name in "HMS")
    if hour > 23 or minute > 59 or second > 60:
        return Fault.MOMENT_UNREADABLE
    try:
        moment = datetime.combine(date(year, month, day), time(hour, minute))
    except ValueError:
        month_first = match.re in (_DATE_FIRST, _TIME_FIRST) and 1 <= day <= 12 < month <= 31
        return Fault.MOMENT_MONTH_FIRST if month_first else Fault.MOMENT_NO_SUCH_DAY
    if year > span.end.year + 1:
        # Before an offset or a leap second leads beyond the last year there is.
        return Fault.MOMENT_TOO_LATE
    # A leap second is the second after it, as polars has it.
    moment += timedelta(seconds=second)
    if parts.get("zone"):
        moment = _local(moment, parts["zone"], span.zone)
    return _within(moment, span)


def _local(moment: datetime, offset: str, zone: ZoneInfo) -> datetime:
    """`moment`, told with an offset from UTC, as the clocks of `zone` show it."""
    if offset in "Zz":
        shift = timedelta(0)
    else:
        digits = re.sub("[ :]", "", offset[1:]).ljust(4, "0")
        shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        shift = -shift if offset[0] == "-" else shift
    return (moment - shift).replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def _within(moment: datetime, span: Span) -> datetime | Fault:
    if moment < EARLIEST:
        return Fault.MOMENT_TOO_EARLY
    return Fault.MOMENT_TOO_LATE if moment > span.end else moment


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a moment is written, for polars: `strptime`, what the text carries beyond seconds, and a
    pattern (`shape`) where polars alone would read more than it should.
    """

    strptime: str
    zoned: bool = False
    fraction: bool = False
    shape: str = ""

    @property
    def label(self) -> str:
        """The spelling as officials write it: `dd/MM/yyyy HH:mm`."""
        text = self.strptime
        for ours, theirs in _LABELS:
            text = text.replace(ours, theirs)
        return text


_LABELS = (
    ("%d", "dd"),
    ("%m", "MM"),
    ("%Y", "yyyy"),
    ("%H", "HH"),
    ("%M", "mm"),
    ("%S", "ss"),
    ("%.f", ".fff"),
    ("%#z", "zzz"),
)


def spelling(text: str) -> Spelling | None:
    """The spelling of `text` where polars can read it as it stands; None for any other text."""
    match = _match(text)
    if match is None or len(match["y"]) != 4:
        return None
    parts = match.groupdict()
    if match.re is _COMPACT:
        return Spelling("%Y%m%d%H%M%S", shape=r"^[0-9]{12}[0-5][0-9]$")
    sep, fraction, zone = parts["sep"], bool(parts["fraction"]), parts.get("zone")
    clock = ""
    if parts["H"]:
        clock = "%H:%M" + (":%S" if parts["S"] else "") + ("%.f" if fraction else "")
    if match.re is _ISO:
        day = "%Y-%m-%d"
        behind = f"{parts['T'] or ' '}{clock}{'%#z' if zone else ''}" if clock else ""
        return Spelling(day + behind, zoned=bool(zone), fraction=fraction)
    day = f"%d{sep}%m{sep}%Y"
    if match.re is _TIME_FIRST:
        return Spelling(f"{clock} {day}", fraction=fraction)
    return Spelling(f"{day} {clock}" if clock else day, fraction=fraction)
