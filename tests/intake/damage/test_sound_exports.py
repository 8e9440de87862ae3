"""Sound exports at random: no mark of damage, no refusal, no row that cannot be read.

Offices differ in what they write down, in how, and in how they work. Some are drawn here; ten
thousand with `SOUND_EXPORTS=10000 .venv/bin/pytest tests/intake/damage/test_sound_exports.py`,
other ones with `SOUND_SEED`.
"""

import csv
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from cchc_audit.core.errors import CchcError
from cchc_audit.core.settings import Settings
from cchc_audit.intake import Units, open_exports
from intake.exports import faults

EXPORTS = int(os.environ.get("SOUND_EXPORTS", "60"))
SEED = os.environ.get("SOUND_SEED", "1")
HEADERS = {
    "id": ("Mã hồ sơ", "MaHoSo", "Số hồ sơ", "Số biên nhận"),
    "code": ("Mã thủ tục", "MaTTHC", "Mã TTHC"),
    "name": ("Tên thủ tục", "TenTTHC"),
    "commune": ("Đơn vị", "Xã/Phường", "Đơn vị giải quyết"),
    "submitted": ("Ngày nộp", "NgayNopHoSo"),
    "received": ("Ngày tiếp nhận", "NgayTiepNhan", "Thời gian tiếp nhận", "Ngày nhận"),
    "promised": ("Ngày hẹn trả", "NgayHenTra", "Hạn trả"),
    "completed": ("Ngày kết thúc xử lý", "NgayKetThucXuLy", "Ngày có kết quả"),
    "returned": ("Ngày trả kết quả", "Ngày trả"),
    "status": ("Trạng thái", "Tình trạng"),
    "term": ("Thời hạn giải quyết", "Thời hạn quy định"),
    "requested": ("Ngày yêu cầu bổ sung",),
    "supplemented": ("Ngày bổ sung",),
    "officer": ("Cán bộ xử lý", "Người xử lý"),
    "channel": ("Hình thức nộp",),
    "remark": ("Ghi chú",),
}
ALWAYS = ("id", "code", "received", "promised", "status", "term")
TOGETHER = ("requested", "supplemented")
SPELLINGS = (
    *("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M:%S"),
    *("%Y-%m-%dT%H:%M:%S", "%H:%M %d/%m/%Y", "%d/%m/%Y", "%Y%m%d%H%M%S", "%d/%m/%Y, %H:%M"),
)
TERMS = (1, 2, 3, 3, 5, 7, 10, 15, 20, 30)
COMMUNES = ("Xã Bến Sương", "Xã Gò Trăng", "Phường Suối Mây", "Xã Đèo Gió", "Xã Cồn Khói")
PLACES = ("first", "any", "last")


class Office(NamedTuple):
    """What an office writes down, and how it works."""

    random: Random
    headers: dict[str, str]
    spelling: str
    terms: tuple[int, ...]
    communes: tuple[str, ...]
    late: float
    open: float
    finishes: str
    numbers: str


def drawn(random: Random) -> Office:
    left_out = random.sample(sorted(HEADERS.keys() - {*ALWAYS}), random.randrange(9))
    if {"completed", "returned"} <= {*left_out}:
        left_out.remove("completed")
    if {*TOGETHER} & {*left_out}:
        left_out += TOGETHER
    names = [name for name in HEADERS if name not in left_out]
    if random.random() < 0.3:
        random.shuffle(names)
    return Office(
        random,
        {name: random.choice(HEADERS[name]) for name in names},
        random.choice(SPELLINGS),
        tuple(random.choices(TERMS, k=random.choice((1, 2, 4, 8)))),
        COMMUNES[: random.choice((1, 1, 2, 5))],
        late=random.choice((0, 0, 0.02, 0.1, 0.3)),
        open=random.choice((0, 0.02, 0.1, 0.4)),
        finishes=random.choice(PLACES),
        numbers=random.choice(("H21.77-{day:%y%m%d}-{n:04}", "{n}", "HS{n:05}", "{n}/{day:%Y}")),
    )


def working(day: date, days: int) -> date:
    """So many working days after a day, holidays left out of account."""
    while days or day.weekday() > 4:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and days > 0
    return day


def dossiers(office: Office, first: date, last: date) -> Iterator[dict[str, str]]:
    """What is known of each dossier on the `last` day."""
    random = office.random
    span = (last - first).days
    many = random.choice((8, 16, 40, 40, 200))
    days = sorted(working(first + timedelta(days=random.randrange(span)), 0) for _ in range(many))
    for n, day in enumerate((day for day in days if day < last), start=1):
        yield dossier(office, n, day, last)


def dossier(office: Office, n: int, day: date, last: date) -> dict[str, str]:
    random = office.random
    procedure = random.randrange(len(office.terms))
    term = office.terms[procedure]
    received = moment(random, day)
    due = working(day, term)
    took = {"first": 1, "any": random.randint(1, term), "last": term}[office.finishes]
    is_late = random.random() < office.late
    done = working(due, random.randint(1, 12)) if is_late else working(day, took)
    completed = moment(random, done)
    returned = completed + timedelta(minutes=random.randrange(1, 40))
    is_done = done <= last and random.random() >= office.open
    asked = moment(random, working(day, 1)) if term >= 10 and random.random() < 0.1 else None
    supplied = asked and moment(random, working(asked.date(), 1))
    known = supplied is not None and supplied.date() < min(done, last)

    def told(at: datetime | None, *, when: bool = True) -> str:
        return at.strftime(office.spelling) if at is not None and when else ""

    return {
        "id": office.numbers.format(day=day, n=n),
        "code": f"2.9999{procedure:02}",
        "name": f"Thủ tục số {procedure}",
        "commune": random.choice(office.communes),
        "submitted": told(received - timedelta(minutes=random.randrange(5, 60))),
        "received": told(received),
        "promised": told(datetime.combine(due, received.time())),
        "completed": told(completed, when=is_done),
        "returned": told(returned, when=is_done),
        "status": "Đã trả kết quả" if is_done else "Đang xử lý",
        "term": f"{term} ngày làm việc",
        "requested": told(asked, when=known),
        "supplemented": told(supplied, when=known),
        "officer": random.choice(("Lê A", "Trần B", "Phạm C")),
        "channel": random.choice(("Trực tiếp", "Trực tuyến")),
        "remark": random.choice(("", "", "Hồ sơ gấp")),
    }


def moment(random: Random, day: date) -> datetime:
    hour = random.choice((7, 8, 9, 10, 13, 14, 15))
    return datetime(day.year, day.month, day.day, hour, random.randrange(60), random.randrange(60))


def write(path: Path, office: Office, rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=office.random.choice(",,;\t"))
        lines.writerow(office.headers.values())
        lines.writerows([row[name] for name in office.headers] for row in rows)


def test_sound_exports_carry_no_mark(tmp_path: Path) -> None:
    found: Counter[str] = Counter()
    for number in range(EXPORTS):
        random = Random(f"{SEED}/{number}")
        office = drawn(random)
        first = date(2025, 7, 1) + timedelta(days=random.randrange(300))
        last = first + timedelta(days=random.choice((5, 20, 60, 180)))
        rows = list(dossiers(office, first, last))
        if random.random() < 0.3:
            random.shuffle(rows)
        write(path := tmp_path / "a.csv", office, rows)
        try:
            intake = open_exports([str(path)], settings=Settings(), units=Units(), judged=last)
        except CchcError as error:
            found[f"{number}: {error}"] += 1
            continue
        found.update(f"{number}: {damage.mark} {damage.column}" for damage in intake.damage)
        found.update(f"{number}: {fault}" for fault in faults(intake).values())
        assert intake.records == len(rows), number
    assert found == {}
