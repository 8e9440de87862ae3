"""The working calendar: what kind of day a day is, and what time lies between two."""

from cchc_audit.workdays.calendar import Calendar, IrregularDay, commune_key
from cchc_audit.workdays.hours import OfficeHours
from cchc_audit.workdays.sources import extended, load_calendar

__all__ = [
    "Calendar",
    "IrregularDay",
    "OfficeHours",
    "commune_key",
    "extended",
    "load_calendar",
]
