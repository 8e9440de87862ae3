"""The kinds of value a key of `cchc.toml` takes: rates, sizes, times, zones, numbers, lists.

Each reader gives the value as its field holds it, and raises `UnfitError` for any other.
"""

import re
from collections.abc import Callable
from datetime import time
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cchc_audit.core.vocabulary import Cutoff, DamageMark

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

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


class UnfitError(ValueError):
    """A value that a key does not take. The text `settings.wants_<what>` says what it takes, and
    names what stands in `limits`.
    """

    def __init__(self, what: Want, **limits: object) -> None:
        super().__init__(what)
        self.what, self.limits = what, limits


class Read:
    """Marks a type with what is done to its values before pydantic looks at them.

    Most runs have no settings file, and loading pydantic takes as long as judging a small export:
    so it is imported by who reads a file, and asks here only then.
    """

    def __init__(self, read: Callable[[object], object]) -> None:
        self._read = read

    def __get_pydantic_core_schema__(
        self, kind: Any, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        """The type as pydantic knows it, behind the reader."""
        from pydantic_core.core_schema import no_info_before_validator_function

        return no_info_before_validator_function(self._read, handler(kind))


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


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnfitError("boolean")
    return value


def _listed(value: object) -> object:
    """A text stands for a list of itself."""
    return (value,) if isinstance(value, str) else value


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise UnfitError("whole")
        if value < least:
            raise UnfitError("at_least", least=least)
        if value > most:
            raise UnfitError("at_most", most=most)
        return value

    return read


def _rate(value: object) -> float:
    rate = parse_rate(value)
    if rate is None:
        raise UnfitError("rate")
    return rate


def _seconds(value: object) -> int:
    """Seconds of the day from `15:00`, `15:00:30` or a TOML time."""
    if isinstance(value, str) and (found := re.fullmatch(_CLOCK, value.strip(), re.ASCII)):
        hour, minute, second = (int(part or 0) for part in found.groups())
        return hour * 3600 + minute * 60 + second
    if not isinstance(value, time):
        raise UnfitError("time")
    return value.hour * 3600 + value.minute * 60 + value.second


def _size(value: object) -> int:
    size = parse_size(value)
    if size is None:
        raise UnfitError("size")
    return size


def _zone(value: object) -> str:
    if not isinstance(value, str):
        raise UnfitError("timezone")
    try:
        # An empty name, an absolute path, a folder of the zone database: ValueError or OSError.
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnfitError("timezone") from None
    return value


def _cutoff(value: object) -> object:
    """`after_cutoff = ""` says none."""
    return Cutoff.NONE if value == "" else value


Switch = Annotated[bool, Read(_boolean)]
Texts = Annotated[tuple[str, ...], Read(_listed)]
DamageMarks = Annotated[tuple[DamageMark, ...], Read(_listed)]
Rate = Annotated[float, Read(_rate)]
Size = Annotated[int, Read(_size)]
TimeOfDay = Annotated[int, Read(_seconds)]
Zone = Annotated[str, Read(_zone)]
AfterCutoff = Annotated[Cutoff, Read(_cutoff)]
Whole = Annotated[int, Read(_whole(0, _MOST))]
Positive = Annotated[int, Read(_whole(1, _MOST))]
Days = Annotated[int, Read(_whole(0, _MOST_DAYS))]
SomeDays = Annotated[int, Read(_whole(1, _MOST_DAYS))]
