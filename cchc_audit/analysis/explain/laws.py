"""The law behind each step, by the day of receipt: a dossier follows the law it was received under.

Only provisions that have been read in their source, or are known beyond doubt; where no article is
certain the instrument alone is named.
"""

import re
from datetime import date

from cchc_audit.core.vocabulary import Unit
from cchc_audit.law.catalogue.catalogue import Entry
from cchc_audit.texts import Texts

_ONE_STOP = (
    # first day of receipt, the key of the instrument that rules the one-stop desk from then on
    (date(2026, 8, 5), "118_309"),
    (date(2025, 7, 1), "118"),
    (date(2018, 6, 21), "61"),
    (date.min, "09"),
)
_ELSEWHERE = (
    # taken in outside the competent area
    (date(2026, 8, 5), "118_309"),
    (date(2025, 7, 1), "118"),
    (date(2021, 12, 6), "107"),
    (date(2018, 6, 21), "61"),
    (date.min, "09"),
)
_CUTOFFS = (
    # Not Decree 123/2015.
    (re.compile(r"(?<!\d)23/2015"), "23"),
    (re.compile("Luật Hộ tịch"), "status"),
    (re.compile(r"(?<!\d)63/2024"), "301"),
)
_FIRST_DAY_OF_CODE = date(2017, 1, 1)
_TERMS = {
    Unit.WORKING_DAYS: "days",
    Unit.SAME_DAY: "same_day",
    Unit.CALENDAR_DAYS: "calendar_days",
    Unit.MONTHS: "months",
    Unit.WORKING_HOURS: "hours",
}


def receipt(received: date, texts: Texts, *, unit: Unit | None) -> str:
    """Why the clock runs from the receipt: hours from the moment, days without the first one; of a
    same-day term the first day is the last.
    """
    one_stop = texts(f"explain.law.receipt.{_since(_ONE_STOP, received)}")
    if unit is Unit.SAME_DAY:
        return one_stop
    first = "first_moment" if unit is Unit.WORKING_HOURS else "first_day"
    return _joined(one_stop, _code(first, received, texts))


def competent(received: date, texts: Texts) -> str:
    """Why the clock of a dossier taken in elsewhere runs from the competent office."""
    return texts(f"explain.law.elsewhere.{_since(_ELSEWHERE, received)}")


def supplement(received: date, texts: Texts, *, entry: Entry | None) -> str:
    """Why the term counts anew after a supplement, or why the wait is taken off."""
    if _interlinked(entry):
        return texts("explain.law.interlinked")
    return texts(f"explain.law.supplement.{_since(_ONE_STOP, received)}")


def pause(texts: Texts, *, entry: Entry | None) -> str:
    """Why waiting for the citizen is not counted: only interlinked procedures say so in general."""
    return texts("explain.law.interlinked") if _interlinked(entry) else ""


def cutoff(entry: Entry | None, texts: Texts) -> str:
    """Why a receipt after 15:00 is another day's."""
    if entry is None:
        return texts("explain.law.cutoff.policy")
    for mark, key in _CUTOFFS:
        if mark.search(entry.legal_basis):
            return texts(f"explain.law.cutoff.{key}")
    return entry.legal_basis or texts("explain.law.cutoff.policy")


def deadline(received: date, unit: Unit, texts: Texts) -> str:
    """How a term of that unit ends."""
    return _code(f"deadline.{_TERMS[unit]}", received, texts)


def end_of_day(received: date, texts: Texts) -> str:
    """Why the last day lasts to midnight."""
    return _code("end_of_day", received, texts)


def _code(key: str, received: date, texts: Texts) -> str:
    """An article of the Civil Code 2015, for what was received since it is in force."""
    return texts(f"explain.law.{key}") if received >= _FIRST_DAY_OF_CODE else ""


def _interlinked(entry: Entry | None) -> bool:
    return entry is not None and "63/2024" in entry.legal_basis


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _since(eras: tuple[tuple[date, str], ...], received: date) -> str:
    return next(key for first, key in eras if received >= first)
