"""What `--version` says: the program, and how far the facts it ships with reach.

The shipped lists are read as they are: the rooms that know more about them take longer to load.
"""

import csv
from collections.abc import Iterator
from datetime import date
from importlib import resources

from cchc_audit import __version__
from cchc_audit.core.vocabulary import DayStatus
from cchc_audit.texts import Texts

_DAYS = ("law/calendar", "days.csv")
_PROCEDURES = ("law/catalogue", "procedures.csv")


def about(texts: Texts) -> str:
    """The version, the range of the calendar and the state of the catalogue, a line each.

    The calendar is official through the year before the first day that is only expected, as in
    `law.calendar.calendar_sources`.
    """
    days = [(date.fromisoformat(row["date"]), row["status"]) for row in _rows(*_DAYS)]
    expected = [day.year for day, status in days if status == DayStatus.PROVISIONAL]
    last = max(days)[0].year
    procedures = list(_rows(*_PROCEDURES))
    since = max(row["valid_from"] for row in procedures)
    calendar = texts(
        "cli.version.calendar",
        first=min(days)[0].year,
        last=last,
        official=_shown(date(min(expected, default=last + 1) - 1, 12, 31)),
    )
    catalogue = texts(
        "cli.version.catalogue",
        n=len({row["code"] for row in procedures} - {""}),
        day=_shown(date.fromisoformat(since)),
    )
    return f"cchc-audit {__version__}\n{calendar}\n{catalogue}"


def _rows(room: str, file: str) -> Iterator[dict[str, str]]:
    # From the root of the package: the room itself would be imported otherwise.
    text = (resources.files("cchc_audit") / room / file).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"
