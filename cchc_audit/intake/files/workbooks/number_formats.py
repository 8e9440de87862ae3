"""What a number in a workbook shows as, where the number alone would say something else."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

_WHOLE = re.compile(
    r"(?:\[[^\]]*\])?(?P<digits>General|[#,]*0+|#)(?P<unit>(?:\"[^\"]*\"|\\.| )*)(?:_.)?",
    re.IGNORECASE,
)
_OF_UNIT = re.compile(r'"([^"]*)"|\\(.)|( )')
_OF_TIME = re.compile(r"\b(ngày|giờ|tháng|days?|hours?|months?)\b", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_OF_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)
_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_EPOCH = datetime.combine(date(1899, 12, 30), time())
_DAY = 86_400_000
_ZONE = re.compile(r"(Z|[+-]\d\d:?\d\d)$")
_NEARLY = 990_000
"""From so many microseconds on a second was meant to be whole."""
_DIGITS = 15
"""So many digits of a number a workbook keeps; those behind are lost."""


class Whole(NamedTuple):
    """How a whole number is shown: with so many `digits` at least, and a unit of time behind it."""

    digits: int
    unit: str

    def show(self, digits: str) -> str:
        """The number as it is seen."""
        return digits.zfill(self.digits) + self.unit


@lru_cache(maxsize=1 << 10)
def whole(code: str) -> Whole | None:
    """How a format shows whole numbers (`000000`, `0" ngày làm việc"`): None where as their digits.

    A unit that is none of time (a currency, `lần`, `%`) is left out: a term needs its unit, other
    numbers are read without.
    """
    found = _WHOLE.fullmatch(code.partition(";")[0])
    if found is None:
        return None
    digits = len(found["digits"]) if found["digits"].strip("0") == "" else 0
    unit = "".join(map("".join, _OF_UNIT.findall(found["unit"])))
    unit = unit.rstrip() if is_of_time(unit) else ""
    return Whole(digits, unit) if unit or digits > 1 else None


def is_of_time(unit: str) -> bool:
    """Whether what stands behind a number is a unit in which terms are told."""
    return _OF_TIME.search(normalize("NFC", unit)) is not None


def is_date(number: int, code: str | None) -> bool:
    """Whether a format, by its number or its code, shows a number as a moment."""
    if code is None:
        return number in _DATE_IDS
    plain = _LITERAL.sub("", code.partition(";")[0])
    return bool(_OF_DATE.search(plain)) and not re.fullmatch(r"general", plain, re.IGNORECASE)


def shown(value: float, code: str = "", *, date: bool = False, serials: int = 0) -> str:
    """A number cell as text: a moment as `2026-01-05 08:30:00`, with the zeroes and the unit of
    time its format shows, in powers of ten where digits were lost, else as short as can be.

    `serials` are the days from the 1900 system to that of the workbook.
    """
    if date and value >= 1:
        return moment(value + serials)
    if not value.is_integer():
        return repr(value)
    digits = str(int(value))
    if len(digits.lstrip("-")) > _DIGITS:
        return long_number(value)
    seen = whole(code)
    return seen.show(digits) if seen else digits


def long_number(value: float) -> str:
    """A number that lost digits, so that nobody takes it for whole: `1.23456789012346E+16`."""
    return f"{value:.14E}"


def moment(serial: float) -> str:
    """A day number of the 1900 system as text; the last second of a day belongs to that day,
    though databases write it so late that it would be rounded to the next.
    """
    day = int(serial)
    milliseconds = round((serial - day) * _DAY)
    found = _EPOCH + timedelta(days=day, milliseconds=milliseconds)
    if milliseconds >= _DAY:
        found = datetime.combine((_EPOCH + timedelta(days=day)).date(), time(23, 59, 59))
    return found.replace(microsecond=0).isoformat(sep=" ")


def wall_clock(text: str) -> str:
    """A moment of the ISO type as everyone sees it: without its zone, which only some writers mean,
    and to the second it is nearest to, but for the last one of a day.
    """
    plain = _ZONE.sub("", text)
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return plain
    whole = found.replace(microsecond=0)
    if found.microsecond >= _NEARLY and (whole.hour, whole.minute, whole.second) != (23, 59, 59):
        whole += timedelta(seconds=1)
    return whole.isoformat(sep=" ")
