"""Days, moments and terms inside the sentences of a step."""

from datetime import date, datetime, time

from cchc_audit.analysis.explain.explanation import Ground
from cchc_audit.analysis.explain.judged_row import Point
from cchc_audit.core.vocabulary import DayKind
from cchc_audit.texts import Texts


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


def when(value: Point | date | datetime, texts: Texts) -> str:
    """A moment inside a sentence: "lúc 16:05 ngày 07/01/2026"; a bare date "ngày 07/01/2026"."""
    return _told("explain.moment.at", value, texts) or texts("explain.moment.on", day=moment(value))


def instant(value: Point | date | datetime, texts: Texts) -> str:
    """A moment that something else leads up to: "16:05 ngày 07/01/2026"."""
    return _told("explain.moment", value, texts) or moment(value)


def _told(key: str, value: Point | date | datetime, texts: Texts) -> str:
    """Day and time of day in the words of `key`; empty for a bare date."""
    on, _, time_of_day = moment(value).partition(" ")
    return texts(key, day=on, time=time_of_day) if time_of_day else ""


def clock(second: int) -> str:
    """`15:00`."""
    minutes = second // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def until(value: Point, texts: Texts) -> str:
    """A deadline: "end of 12/01/2026", or the moment of an hour term."""
    return instant(value, texts) if value.timed else texts("explain.end_of", day=day(value.day))


def day_words(value: date, ground: Ground, *, commune: str | None) -> str:
    """What a day is to the calendar: its name where it is irregular, else weekday or weekend."""
    calendar, texts = ground.calendar, ground.texts
    irregular = calendar.irregular(value, commune=commune)
    weekday = texts(f"explain.weekday.{value.isoweekday()}")
    if irregular is not None:
        return f"{weekday}, {irregular.name}"
    weekend = calendar.kind(value, commune=commune) is DayKind.WEEKEND
    return texts("explain.weekend", weekday=weekday) if weekend else weekday
