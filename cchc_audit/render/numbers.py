"""Numbers, days and instants as people write them, in Vietnamese and in English."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from cchc_audit.core.vocabulary import Unit
from cchc_audit.texts import Texts

_FINEST = 12
"""Decimals beyond which two fractions are the same to anyone."""
NOTHING = "–"
"""What people read where a value is unknown or has no meaning: never 0, never 100%."""


def whole(value: int, texts: Texts) -> str:
    """`1.234.567` in Vietnamese, `1,234,567` in English."""
    return texts.whole(value)


def signed(value: int, texts: Texts) -> str:
    """A change as `+2`, `−1` or `0`."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + whole(abs(value), texts)


def decimal(value: float, texts: Texts, *, places: int = 1) -> str:
    """A number with `places` decimals, halves rounded away from zero: `2,4` or `2.4`."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,}"
    return text.translate({44: ".", 46: ","}) if texts.lang == "vi" else text


def percent(value: float, texts: Texts, *, limits: Sequence[float] = ()) -> str:
    """A fraction as `97,5%` or `97.5%`.

    A rate below 1 is never shown as 100,0%, one above 0 never as 0,0%: a single late dossier among
    ten thousand must stay visible. A rate that misses one of the `limits` never looks as if it
    reached it: it gets as many decimals as tell them apart.
    """
    places = places_of(value, limits)
    if places == 1:
        return decimal(float(_shown(value)), texts) + "%"
    return decimal(float(Decimal(repr(value)) * 100), texts, places=places) + "%"


def places_of(value: float, limits: Sequence[float] = ()) -> int:
    """How many decimals of the per cent tell a fraction apart from the `limits` it misses."""
    places, shown = 1, _shown(value)
    missed = min((limit for limit in limits if value < limit), default=None)
    while missed is not None and shown >= Decimal(repr(missed)) * 100 and places < _FINEST:
        places += 1
        shown = (Decimal(repr(value)) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return places


def limit(value: float, texts: Texts) -> str:
    """A gate or a target as a per cent, with all its decimals: `97,0%`, `96,95%`."""
    digits = (Decimal(repr(value)) * 100).normalize().as_tuple().exponent
    places = max(1, -digits) if isinstance(digits, int) else 1
    return decimal(float(Decimal(repr(value)) * 100), texts, places=places) + "%"


def points(then: float, now: float, texts: Texts) -> str:
    """The difference of two rates in points of per cent, as `+0,4`, `−0,4` or `0,0`.

    It is that of the rates as `percent` shows them: whoever subtracts one from the other on the
    page finds the same.
    """
    change = _shown(now) - _shown(then)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return sign + decimal(float(abs(change)), texts)


def _shown(rate: float) -> Decimal:
    """The per cent that people read of a rate."""
    nearest = Decimal(repr(rate * 100)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if rate < 1 and nearest == 100:
        return Decimal("99.9")
    if rate > 0 and nearest == 0:
        return Decimal("0.1")
    return nearest


def day(value: date) -> str:
    """`31/12/2025` in both languages: an official reads days first."""
    return f"{value:%d/%m/}{value.year:04d}"


def moment(value: datetime) -> str:
    """`31/12/2025 16:05`, with seconds where they are not zero; a bare date stays a day."""
    if value.time() == time(0):
        return day(value)
    return f"{day(value)} {value:%H:%M:%S}".removesuffix(":00")


def format_value(value: object, texts: Texts) -> str:
    """A cell of a formal paper: days and numbers as people write them, nothing where there is no
    value.
    """
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return whole(value, texts)
    return "" if value is None else str(value)


def as_of(value: datetime, texts: Texts, *, key: str = "report.as_of") -> str:
    """The sentence that dates every figure; the instant `D+1 00:00` reads as the end of day `D`."""
    if value.time() == time(0):
        return texts(f"{key}_day", day=day(value - timedelta(days=1)))
    clock = f"{value:%H:%M:%S}".removesuffix(":00")
    return texts(f"{key}_moment", time=clock, day=day(value))


def term(value: str, texts: Texts, *, short: bool = False) -> str:
    """A canonical term (`3 working_days`, `same_day`) in words; any other text as it stands."""
    amount, _, unit = value.rpartition(" ")
    if unit not in set(Unit):
        return value
    if unit == Unit.WORKING_HOURS and Decimal(amount) * 2 % 1:
        # Nobody reads 2,683333 hours off a clock.
        hours, minutes = divmod(round(Decimal(amount) * 60), 60)
        if not hours:
            return texts("term.minutes.short" if short else "term.minutes", n=minutes)
        key = "term.hours_and_minutes" + (".short" if short else "")
        return texts(key, n=hours, minutes=minutes)
    key = f"unit.{unit}"
    if short:
        key = f"{key}.short" if texts.has(f"{key}.short") else key
    number = amount.replace(".", ",") if texts.lang == "vi" else amount
    return texts(key, n=number)


def month(value: str) -> str:
    """The month key `2026-03` as `03/2026`; any other text as it stands."""
    year, _, number = value.partition("-")
    return f"{number}/{year}" if year.isdigit() and number.isdigit() else value
