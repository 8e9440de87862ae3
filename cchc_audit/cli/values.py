"""What people type after an option, as values: choices, numbers, rates, days and moments; and the
one clock of the program.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from cchc_audit.core.errors import ConfigError

_Choice = TypeVar("_Choice", bound=StrEnum)

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
_DAY_FIRST = r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})"
_ISO_DAY = r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
_OFFSET = r"(?P<offset>Z|[+-]\d{2}:?\d{2})"
_SPELLINGS = tuple(
    re.compile(spelling, re.ASCII)
    for spelling in (
        rf"{_DAY_FIRST}(?:\s+{_CLOCK})?",
        rf"{_CLOCK}\s+{_DAY_FIRST}",
        rf"{_ISO_DAY}(?:[T\s]{_CLOCK}(?:\.\d+)?{_OFFSET}?)?",
    )
)

# Exports reach from 2000; beyond these years a day is a slip of the keyboard.
_YEARS = range(2000, 2101)


def choice(text: str, kind: type[_Choice], *, option: str) -> _Choice:
    """The member of `kind` that `text` names, in any case of letters. Raises `ConfigError`."""
    word = text.strip().lower()
    if word not in set(kind):
        raise ConfigError("cli.bad_choice", option=option, value=text, accepted=", ".join(kind))
    return kind(word)


def whole(text: str, *, option: str) -> int:
    """A whole number from 0 up. Raises `ConfigError`."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        raise ConfigError("cli.bad_whole", option=option, value=text)
    return int(digits)


def size(text: str, *, option: str) -> int:
    """Bytes from `40GB` or `500MB`. Raises `ConfigError`."""
    from cchc_audit.core.settings.setting_values import parse_size

    value = parse_size(text)
    if value is None:
        raise ConfigError("cli.bad_size", option=option, value=text)
    return value


def rate(text: str, *, option: str) -> float:
    """A fraction of 0 to 1 from `0.97` or `97%`. Raises `ConfigError`."""
    from cchc_audit.core.settings import parse_rate

    value = parse_rate(text)
    if value is None:
        raise ConfigError("cli.bad_rate", option=option, value=text)
    return value


def now(timezone: str) -> datetime:
    """The present minute in `timezone`, without its zone: the only place that reads the clock."""
    return (
        datetime.now(UTC)
        .astimezone(ZoneInfo(timezone))
        .replace(second=0, microsecond=0, tzinfo=None)
    )


def end_of(day: date) -> datetime:
    """The end of a day: the first instant after it."""
    return datetime.combine(day + timedelta(days=1), time())


def instant(text: str, *, option: str, timezone: str) -> datetime:
    """The instant a person means by `22/11/2026`, `22/11/2026 14:00` or an ISO day or moment.

    A bare day means its end, `2026-11-23 00:00`; an explicit 00:00 is that instant. A moment with
    an offset is turned to `timezone`; the result has no zone. Raises `ConfigError`.
    """
    parts = _parts(text, option)
    day = _day(parts, text, option)
    if parts.get("hour") is None:
        return end_of(day)
    try:
        clock = time(int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0))
        written = datetime.combine(day, clock).isoformat() + (parts.get("offset") or "")
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise ConfigError("cli.bad_moment", option=option, value=text) from None
    if moment.tzinfo is not None:
        moment = moment.astimezone(ZoneInfo(timezone))
    return moment.replace(tzinfo=None)


def civil_day(text: str, *, option: str) -> date:
    """The day a person means by `22/11/2026` or `2026-11-22`. Raises `ConfigError`."""
    parts = _parts(text, option)
    if parts.get("hour") is not None:
        raise ConfigError("cli.bad_day", option=option, value=text)
    return _day(parts, text, option)


def _parts(text: str, option: str) -> dict[str, str]:
    for spelling in _SPELLINGS:
        if found := spelling.fullmatch(text.strip()):
            return found.groupdict()
    raise ConfigError("cli.bad_moment", option=option, value=text)


def _day(parts: dict[str, str], text: str, option: str) -> date:
    try:
        day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        raise ConfigError("cli.no_such_day", option=option, value=text) from None
    if day.year not in _YEARS:
        raise ConfigError(
            "cli.bad_year", option=option, value=text, first=_YEARS[0], last=_YEARS[-1]
        )
    return day
