"""The only door to the package `holidays`: other countries, years beyond the notices, the check.

The package is never the source of truth for Viet Nam: its releases learn of swaps months late and
call years official that nobody has announced. It costs 0.6 s to load, hence the late imports.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from cchc_audit.core.vocabulary import DayKind, DayStatus
from cchc_audit.law.calendar.calendar import SATURDAY, IrregularDay


def country_codes() -> dict[str, str]:
    """Two-letter code of every country the package knows → its name in English."""
    from holidays.registry import COUNTRIES

    return {entry[1]: entry[0] for entry in COUNTRIES.values()}


def package_days(
    country: str, years: Iterable[int], *, official_through: date
) -> tuple[IrregularDay, ...]:
    """Days off and make-up days of `country` (two-letter code) in `years`, by date.

    Days after `official_through` are provisional, the others statutory. Names are Vietnamese where
    the package has them, else in the country's own language, whatever the locale of the process.
    """
    import holidays
    from holidays.version import __version__

    wanted = sorted(set(years))
    known = getattr(holidays, country)
    language = "vi" if "vi" in known.supported_languages else known.default_language
    found = holidays.country_holidays(country, years=wanted, language=language)
    # The two sets are read apart: iterating the holidays never yields a worked Saturday.
    off = {day: found[day] for day in found if day.year in wanted}
    makeup = {day for day in found.weekend_workdays if day.year in wanted}
    source = f"holidays {__version__}"

    def irregular(day: date, kind: DayKind, name: str) -> IrregularDay:
        settled = day <= official_through
        status = DayStatus.STATUTORY if settled else DayStatus.PROVISIONAL
        return IrregularDay(day, kind, name, f"{source} ({country})", source, status)

    days = [irregular(day, DayKind.OFF, name) for day, name in off.items() if day not in makeup]
    days += [irregular(day, DayKind.MAKEUP, "Ngày làm bù") for day in makeup]
    return tuple(sorted(days, key=lambda day: day.date))


def weekend_of(country: str, first: date, last: date) -> frozenset[date] | None:
    """The days of the weekend of `country` from `first` to `last`, both inclusive; None where that
    is Saturday and Sunday throughout. Weekends have changed: each day is asked for.
    """
    import holidays

    known = holidays.country_holidays(country)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    rest = frozenset(day for day in days if known.is_weekend(day))
    plain = frozenset(day for day in days if day.weekday() >= SATURDAY)
    return None if rest == plain else rest
