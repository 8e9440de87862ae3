"""Small provinces made for the rules: one where all is well, one that is honest and has its doubts,
and single wrongs to plant in them.

Nothing here is drawn by chance: what differs from dossier to dossier follows from its number.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache

from cchc_audit.law.calendar import Calendar, load_calendar

HEADERS = (
    "Mã hồ sơ",
    "Mã thủ tục",
    "Đơn vị",
    "Cán bộ xử lý",
    "Hình thức nộp",
    "Ngày nộp",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày có kết quả",
    "Ngày trả kết quả",
    "Ngày yêu cầu bổ sung",
    "Ngày bổ sung",
    "Ngày xin lỗi",
    "Ngày hẹn lại",
    "Trạng thái",
)
AS_OF = "31/03/2026"
RESIDENCE, STATUS, COPY = "1.004222", "1.004873", "2.000815"
TERMS = {RESIDENCE: 7, STATUS: 3}
COMMUNES = 12
FIRST = date(2026, 2, 24)

Row = dict[str, str]


@cache
def calendar() -> Calendar:
    return load_calendar(None, as_of=date(2026, 3, 31))


def text(rows: Iterable[Row]) -> str:
    """The rows as an export."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADERS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def said(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M:%S}"


def at(day: date, minute: int) -> datetime:
    """A moment of the morning session, so many minutes after opening."""
    return datetime.combine(day, time(7)) + timedelta(minutes=minute)


def dossier(
    number: int,
    commune: int,
    *,
    code: str = RESIDENCE,
    days: int = 0,
    speed: int = 1,
    minute: int | None = None,
    **cells: str,
) -> Row:
    """A dossier in order: received `days` working days after `FIRST`, promised for its deadline,
    finished `speed` working days before it and handed over at once.
    """
    known = calendar()
    day = known.add(FIRST, days) if days else FIRST
    deadline = known.add(day, TERMS[code])
    done = known.add(day, TERMS[code] - speed)
    spread = 3 + (number * 7 + commune * 11) % 230
    row = {
        "Mã hồ sơ": f"H99.{commune:03}-{day:%y%m%d}-{number:04}",
        "Mã thủ tục": f"{code}.000.00.00.H99",
        "Đơn vị": f"UBND xã Số {commune}",
        "Cán bộ xử lý": f"Người {commune}.{number % 3}",
        "Hình thức nộp": "Trực tiếp",
        "Ngày nộp": said(at(day, spread)),
        "Ngày tiếp nhận": said(at(day, spread + 5 if minute is None else minute)),
        "Ngày hẹn trả": said(at(deadline, spread)),
        "Ngày có kết quả": said(at(done, (number * 13 + commune * 5) % 200)),
        "Ngày trả kết quả": said(at(done, 220)),
        "Trạng thái": "Đã trả kết quả",
    }
    if done > date(2026, 3, 31):
        row |= {"Ngày có kết quả": "", "Ngày trả kết quả": "", "Trạng thái": "Đang xử lý"}
    return row | cells


def clean() -> list[Row]:
    """Nobody is late, and a quarter of the dossiers, somewhat more or less, ends on its day."""
    return [
        dossier(
            number,
            commune,
            days=number % 22,
            speed=0 if (number * 3 + commune) % 4 == 0 else 1 + (number + commune) % 3,
        )
        for commune in range(1, COMMUNES + 1)
        for number in range(1, 45)
    ]


def honest() -> list[Row]:
    """What may be doubted and must not be held against anyone: see the functions it calls."""
    doubts = (after_three, supplemented, verified, copies, not_yet_passed_on)
    return [*clean(), *(row for doubt in doubts for row in doubt())]


def after_three() -> Iterator[Row]:
    """Received after 15:00, counted from the next working day, promised and finished so."""
    known = calendar()
    for commune in range(1, COMMUNES + 1):
        row = dossier(100, commune, days=3)
        day = known.add(FIRST, 3)
        due = known.add(day, 8)
        yield row | {
            "Ngày nộp": said(at(day, 500)),
            "Ngày tiếp nhận": said(at(day, 510)),
            "Ngày hẹn trả": said(at(due, 200)),
            "Ngày có kết quả": said(at(due, 100 + commune)),
            "Ngày trả kết quả": said(at(due, 130 + commune)),
        }


def supplemented() -> Iterator[Row]:
    """A supplement asked for in time restarts the term, and the appointment moves with it."""
    known = calendar()
    for commune in range(1, COMMUNES + 1):
        day = known.add(FIRST, 2)
        asked, came = known.add(day, 1), known.add(day, 6)
        due = known.add(came, 7)
        yield dossier(101, commune, days=2) | {
            "Ngày yêu cầu bổ sung": said(at(asked, 60)),
            "Ngày bổ sung": said(at(came, 60)),
            "Ngày hẹn trả": said(at(due, 60)),
            "Ngày có kết quả": said(at(due, 10 + commune)),
            "Ngày trả kết quả": said(at(due, 40 + commune)),
        }


def verified() -> Iterator[Row]:
    """Another commune had to answer: the longer lawful term, an apology in time and a new date."""
    known = calendar()
    for commune in range(1, COMMUNES + 1):
        day = known.add(FIRST, 4)
        letter, done = known.add(day, 1), known.add(day, 5)
        yield dossier(102, commune, code=STATUS, days=4) | {
            "Ngày xin lỗi": said(at(letter, 60)),
            "Ngày hẹn lại": said(at(done, 240)),
            "Ngày có kết quả": said(at(done, 50 + commune)),
            "Ngày trả kết quả": said(at(done, 90 + commune)),
        }


def copies() -> Iterator[Row]:
    """Fifty certified copies, all closed at 16:55 of the day they came."""
    day = calendar().add(FIRST, 5)
    for number in range(50):
        row = dossier(200 + number, 1, days=5)
        yield row | {
            "Mã thủ tục": COPY,
            "Cán bộ xử lý": "Người 1.0",
            "Ngày hẹn trả": said(at(day, 600)),
            "Ngày có kết quả": said(at(day, 595) + timedelta(seconds=number)),
            "Ngày trả kết quả": said(at(day, 597)),
        }


def not_yet_passed_on() -> Iterator[Row]:
    """Finished on the last day, which the system has not passed on: open, and still in time."""
    for commune in range(1, COMMUNES + 1):
        yield dossier(103, commune, days=18) | {
            "Ngày có kết quả": "",
            "Ngày trả kết quả": "",
            "Trạng thái": "Đang xử lý",
        }
