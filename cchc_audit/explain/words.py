"""Days, moments and terms inside the sentences of a step."""

from datetime import date, datetime, time

from cchc_audit.explain.model import Ground
from cchc_audit.explain.record import Point
from cchc_audit.texts import Texts
from cchc_audit.vocabulary import DayKind


def day(value: date) -> str:
    """`07/01/2026`."""
    return f"{value:%d/%m/}{value.year:04d}"


def moment(value: Point | date | datetime) -> str:
    """`07/01/2026 16:05`; a bare date stays a day, seconds stand where they are not zero."""
    at = value.at if isinstance(value, Point) else value
    if not isinstance(at, datetime):
        return day(at)
    if at.time() == time():
        return day(at)
    return f"{day(at)} {at:%H:%M:%S}".removesuffix(":00")


def clock(second: int) -> str:
    """`15:00`."""
    minutes = second // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def until(value: Point, texts: Texts) -> str:
    """A deadline: "end of 12/01/2026", or the moment of an hour term."""
    return moment(value) if value.timed else texts("explain.end_of", day=day(value.day))


def day_words(value: date, ground: Ground, *, commune: str | None) -> str:
    """What a day is to the calendar: its name where it is irregular, else weekday or weekend."""
    calendar, texts = ground.calendar, ground.texts
    irregular = calendar.irregular(value, commune=commune)
    weekday = texts(f"explain.weekday.{value.isoweekday()}")
    if irregular is not None:
        return f"{weekday}, {irregular.name}"
    weekend = calendar.kind(value, commune=commune) is DayKind.WEEKEND
    return texts("explain.weekend", weekday=weekday) if weekend else weekday
