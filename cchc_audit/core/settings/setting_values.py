"""The kinds of value a key of `cchc.toml` takes: rates, sizes, times, zones, numbers, lists.

Each validator names the sentence that says what it wants (`settings.wants_<what>`); none words it.
"""

import re
from datetime import time
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, StrictInt, StrictStr
from pydantic_core import PydanticCustomError

from cchc_audit.core.vocabulary import Cutoff, DamageMark

_SIZES = {"KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}
_SIZE = re.compile(r"(?P<number>\d{1,9}([.,]\d{1,3})?)\s*(?P<unit>[KMGT]B)", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)


def parse_rate(value: object) -> float | None:
    """A fraction of 0 to 1, written `0.97`, `0,97`, `97%` or `97,5 %`; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip()
        digits = text.removesuffix("%").rstrip().replace(",", ".")
        if not digits.replace(".", "", 1).isdecimal() or not digits.isascii():
            return None
        # Divided as text is read, not multiplied: 97% must be the same number as 0.97.
        number = float(digits) / 100 if text.endswith("%") else float(digits)
    elif isinstance(value, int | float) and 0 <= value <= 1:
        number = float(value)
    else:
        return None
    return number if 0 <= number <= 1 else None


def parse_size(value: object) -> int | None:
    """Bytes from `40GB`, `1.5 gb`, `500MB` or `64 KB` (powers of 1024); None for anything else."""
    found = _SIZE.fullmatch(value.strip().upper()) if isinstance(value, str) else None
    if found is None:
        return None
    size = int(float(found["number"].replace(",", ".")) * _SIZES[found["unit"]])
    return size or None


def _wanted(what: str) -> PydanticCustomError:
    """A complaint whose sentence is the text `settings.wants_<what>`."""
    return PydanticCustomError(f"wants_{what}", "")


def _rate(value: object) -> float:
    rate = parse_rate(value)
    if rate is None:
        raise _wanted("rate")
    return rate


def _seconds(value: object) -> int:
    """Seconds of the day from `15:00`, `15:00:30` or a TOML time."""
    if isinstance(value, str) and (found := _CLOCK.fullmatch(value.strip())):
        hour, minute, second = (int(part or 0) for part in found.groups())
        return hour * 3600 + minute * 60 + second
    if not isinstance(value, time):
        raise _wanted("time")
    return value.hour * 3600 + value.minute * 60 + value.second


def _size(value: object) -> int:
    size = parse_size(value)
    if size is None:
        raise _wanted("size")
    return size


def _zone(value: object) -> str:
    if not isinstance(value, str):
        raise _wanted("timezone")
    try:
        # An empty name, an absolute path, a folder of the zone database: ValueError or OSError.
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _wanted("timezone") from None
    return value


def cutoff_or_none(value: object) -> object:
    """`after_cutoff = ""` says none; anything else is left to the enum."""
    return Cutoff.NONE if value == "" else value


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Texts = Annotated[tuple[StrictStr, ...], BeforeValidator(_listed)]
DamageMarks = Annotated[tuple[DamageMark, ...], BeforeValidator(_listed)]
Rate = Annotated[float, BeforeValidator(_rate)]
Size = Annotated[int, BeforeValidator(_size)]
TimeOfDay = Annotated[int, BeforeValidator(_seconds)]
Zone = Annotated[str, BeforeValidator(_zone)]
_MOST = 1_000_000_000
_MOST_DAYS = 3_650
Whole = Annotated[StrictInt, Field(ge=0, le=_MOST)]
Positive = Annotated[StrictInt, Field(ge=1, le=_MOST)]
Days = Annotated[StrictInt, Field(ge=0, le=_MOST_DAYS)]
SomeDays = Annotated[StrictInt, Field(ge=1, le=_MOST_DAYS)]
