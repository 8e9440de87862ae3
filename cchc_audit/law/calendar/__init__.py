"""The working calendar: what kind of day a day is, and what time lies between two."""

from cchc_audit.law.calendar.calendar import Calendar, IrregularDay, commune_key
from cchc_audit.law.calendar.calendar_sources import extended, load_calendar
from cchc_audit.law.calendar.hours import OfficeHours

__all__ = [
    "Calendar",
    "IrregularDay",
    "OfficeHours",
    "commune_key",
    "extended",
    "load_calendar",
]
