"""The kinds of value a key of `cchc.toml` takes: rates, sizes, times, zones, numbers, lists.

Each reader gives the value as its field holds it, and raises `UnfitError` for any other.
"""

import re
from collections.abc import Callable, Iterable
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cchc_audit.core.vocabulary import Cutoff

_SIZES = {"KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}
_SIZE = r"(?P<number>\d{1,9}([.,]\d{1,3})?)\s*(?P<unit>[KMGT]B)"
_CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?"
_MOST = 1_000_000_000
_MOST_DAYS = 3_650

Want = Literal[
    "text",
    "boolean",
    "choice",
    "list",
    "table",
    "whole",
    "at_least",
    "at_most",
    "rate",
    "size",
    "time",
    "timezone",
]

E = TypeVar("E", bound=StrEnum)


class UnfitError(Exception):
    """A value that a key does not take. The text `settings.wants_<what>` says what it takes, and
    names what stands in `limits`; `place` is the key, from the outermost table on.
    """

    def __init__(self, what: Want, value: object, **limits: object) -> None:
        super().__init__(what)
        self.what, self.value, self.limits = what, value, limits
        self.place: tuple[str, ...] = ()


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
    found = re.fullmatch(_SIZE, value.strip().upper(), re.ASCII) if isinstance(value, str) else None
    if found is None:
        return None
    size = int(float(found["number"].replace(",", ".")) * _SIZES[found["unit"]])
    return size or None


def read_text(value: object) -> str:
    """A text."""
    if not isinstance(value, str):
        raise UnfitError("text", value)
    return value


def read_boolean(value: object) -> bool:
    """`true` or `false`."""
    if not isinstance(value, bool):
        raise UnfitError("boolean", value)
    return value


def read_path(value: object) -> Path:
    """A path, as it stands."""
    return Path(read_text(value))


def read_word(value: object, accepted: Iterable[str]) -> str:
    """One of the words that are accepted."""
    if value not in (accepted := tuple(accepted)):
        raise UnfitError("choice", value, accepted=", ".join(accepted))
    return str(value)


def read_choice(value: object, kind: type[E]) -> E:
    """One of a closed set."""
    return kind(read_word(value, [one.value for one in kind]))


def read_list(value: object, read_one: Callable[[object], object]) -> tuple[object, ...]:
    """A list, or a text that stands for a list of itself; `read_one` reads each member."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise UnfitError("list", value)
    return tuple(read_one(one) for one in listed)


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise UnfitError("whole", value)
        if value < least:
            raise UnfitError("at_least", value, least=least)
        if value > most:
            raise UnfitError("at_most", value, most=most)
        return value

    return read


def _rate(value: object) -> float:
    rate = parse_rate(value)
    if rate is None:
        raise UnfitError("rate", value)
    return rate


def _seconds(value: object) -> int:
    """Seconds of the day from `15:00`, `15:00:30` or a TOML time."""
    if isinstance(value, str) and (found := re.fullmatch(_CLOCK, value.strip(), re.ASCII)):
        hour, minute, second = (int(part or 0) for part in found.groups())
        return hour * 3600 + minute * 60 + second
    if not isinstance(value, time):
        raise UnfitError("time", value)
    return value.hour * 3600 + value.minute * 60 + value.second


def _size(value: object) -> int:
    size = parse_size(value)
    if size is None:
        raise UnfitError("size", value)
    return size


def _zone(value: object) -> str:
    if not isinstance(value, str):
        raise UnfitError("timezone", value)
    try:
        # An empty name, an absolute path, a folder of the zone database: ValueError or OSError.
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnfitError("timezone", value) from None
    return value


def _cutoff(value: object) -> Cutoff:
    """`after_cutoff = ""` says none."""
    return Cutoff.NONE if value == "" else read_choice(value, Cutoff)


Rate = Annotated[float, _rate]
Size = Annotated[int, _size]
TimeOfDay = Annotated[int, _seconds]
Zone = Annotated[str, _zone]
AfterCutoff = Annotated[Cutoff, _cutoff]
Whole = Annotated[int, _whole(0, _MOST)]
Positive = Annotated[int, _whole(1, _MOST)]
Days = Annotated[int, _whole(0, _MOST_DAYS)]
SomeDays = Annotated[int, _whole(1, _MOST_DAYS)]
