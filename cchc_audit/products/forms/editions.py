"""Which edition of a form is in force: forms are data with a time in which they are valid."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the forms 06: their numbers by kind, the circular, and from when it holds.

    `doubt` names a later circular that may have changed number and layout, "" where none has.
    """

    valid_from: date
    numbers: dict[str, str]
    circular: str
    doubt: str = ""


_NUMBERS = {"06a": "II.06a/VPCP/KSTT", "06b": "II.06b/VPCP/KSTT"}
_CIRCULAR = "01/2020/TT-VPCP"

EDITIONS: tuple[Edition, ...] = (
    # From the day it was signed, 21 October 2020.
    Edition(date(2020, 10, 21), _NUMBERS, _CIRCULAR),
    # Circular 09/2026/TT-BTP is in force from that day; its forms are not known yet.
    Edition(date(2026, 8, 1), _NUMBERS, _CIRCULAR, doubt="09/2026/TT-BTP"),
)


def edition(day: date) -> Edition:
    """The edition for a period that ends on `day`; for earlier ones the first there is."""
    held = [one for one in EDITIONS if one.valid_from <= day]
    return held[-1] if held else EDITIONS[0]
