"""Columns that hold something else than they say: marked as a rule, and for no single slip."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from cchc_audit.core.settings import Settings
from intake.exports import opened
from intake.exports import rows as rows_of

from .files import Row, dossiers, marks, write_csv

TERM = "Thời gian giải quyết"


@pytest.mark.parametrize("finished", [0.2, 0.8])
def test_a_finish_that_is_a_plan(tmp_path: Path, finished: float) -> None:
    planned = [
        {**row, "Ngày kết thúc xử lý": row["Ngày hẹn trả"]} for row in dossiers(finished=finished)
    ]
    path = write_csv(tmp_path / "a.csv", planned)
    assert marks(opened(path)) == {("misnamed_column", "completed_at")}


@pytest.mark.parametrize("slips", [1, 4])
def test_slips_of_single_rows(tmp_path: Path, slips: int) -> None:
    rows = [
        {**row, "Trạng thái": "Đang xử lý", "Ngày hẹn trả": row["Ngày tiếp nhận"]}
        if n < slips
        else row
        for n, row in enumerate(dossiers(finished=1))
    ]
    assert marks(opened(write_csv(tmp_path / "a.csv", rows))) == set()


def with_terms(term: Callable[[int], str], *, finished: float = 0.8) -> list[Row]:
    """Dossiers with a term made of each and of the working days it took."""
    rows = []
    for row in dossiers(finished=finished):
        begun, done = (day_of(row[name]) for name in ("Ngày tiếp nhận", "Ngày kết thúc xử lý"))
        took = -1 if begun is None or done is None else weekdays(begun, done)
        rows.append({**row, "Mã thủ tục": "2.999901", TERM: term(took)})
    return rows


def day_of(text: str) -> date | None:
    return date(int(text[6:10]), int(text[3:5]), int(text[:2])) if text else None


def weekdays(begun: date, done: date) -> int:
    days = (begun + timedelta(n) for n in range(1, (done - begun).days + 1))
    return sum(day.weekday() < 5 for day in days)


def taken(took: int) -> str:
    return f"{took} ngày làm việc" if took > 0 else ""


def test_a_term_that_is_the_time_taken(tmp_path: Path) -> None:
    rows = with_terms(taken)
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    intake = opened(path)
    assert marks(intake) == {("misnamed_column", "legal_term")}
    assert "legal_term" not in intake.present
    assert rows_of(intake)["legal_term"].null_count() == len(rows)
    named = Settings(columns={"legal_term": TERM})
    assert "legal_term" in opened(path, settings=named).present


@pytest.mark.parametrize(
    "term",
    [
        lambda took: f"{took or 1} ngày làm việc" if took >= 0 else "5 ngày làm việc",
        lambda _: "5 ngày làm việc",
        lambda took: f"{5 + took % 3} ngày làm việc" if took >= 0 else "",
    ],
    ids=["open dossiers have one", "one of the procedure", "another than was taken"],
)
def test_a_term(term: Callable[[int], str], tmp_path: Path) -> None:
    rows = with_terms(term)
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    assert marks(opened(path)) == set()


FINISH, PROMISE = "Ngày kết thúc xử lý", "Ngày hẹn trả"


def with_open(*days: str) -> list[Row]:
    """Finished dossiers, and open ones with these finishes; "=" is the day of the appointment."""
    rows = dossiers(finished=1)
    for row, day in zip(rows, days, strict=False):
        row["Trạng thái"] = "Đang xử lý"
        row[FINISH] = row[PROMISE][:10] if day == "=" else day
    return rows


@pytest.mark.parametrize(
    ("days", "marked"),
    [
        (("=", "=", "="), True),
        (("=", "20/04/2026", "="), True),
        (("02/04/2026", "20/04/2026"), True),
        (("=", "="), False),
        (("02/04/2026",), False),
        (("=", "=", ""), False),
        (("02/04/2026", "20/04/2026", ""), False),
    ],
)
def test_a_plan_of_few(days: tuple[str, ...], marked: bool, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", with_open(*days))
    assert marks(opened(path)) == ({("misnamed_column", "completed_at")} if marked else set())


def exchanged(open_ones: int) -> list[Row]:
    """Dossiers of which so many are open, the headers of appointment and finish exchanged."""
    rows = dossiers(finished=1)
    for row in rows[:open_ones]:
        row |= {"Trạng thái": "Đang xử lý", FINISH: ""}
    return [{**row, FINISH: row[PROMISE], PROMISE: row[FINISH]} for row in rows]


def at_noon(row: Row) -> Row:
    """A dossier whose appointment is at no minute of its receipt."""
    return {**row, FINISH: f"{row[FINISH][:10]} 12:00"}


@pytest.mark.parametrize("open_ones", [0, 1, 2, 8])
def test_an_appointment_for_a_finish(open_ones: int, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", exchanged(open_ones))
    assert ("misnamed_column", "completed_at") in marks(opened(path))


@pytest.mark.parametrize(("open_ones", "marked"), [(1, False), (2, True), (8, True)])
def test_a_finish_instead_of_an_appointment(open_ones: int, marked: bool, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", map(at_noon, exchanged(open_ones)))
    assert (("misnamed_column", "completed_at") in marks(opened(path))) is marked


@pytest.mark.parametrize("minutes", [1, 2])
def test_finishes_of_the_minute_of_the_receipt(minutes: int, tmp_path: Path) -> None:
    """Software that knows days alone may write one time of day, or two, for all it knows."""
    rows = [
        {**row, "Ngày tiếp nhận": f"{row['Ngày tiếp nhận'][:10]} 07:0{n % minutes}"}
        for n, row in enumerate(dossiers())
    ]
    for row in rows:
        row[FINISH] = row[FINISH] and row[FINISH][:10] + row["Ngày tiếp nhận"][10:]
    assert marks(opened(write_csv(tmp_path / "a.csv", rows))) == set()


def waiting(rows: int, *, answered: int = 0) -> list[Row]:
    """Dossiers with a day under *Ngày bổ sung*, some of which wait for a supplement."""
    found = [{**row, "Ngày bổ sung": "", "Ngày yêu cầu bổ sung": ""} for row in dossiers()]
    for n, row in enumerate(found[:rows]):
        row |= {"Trạng thái": "Yêu cầu bổ sung", FINISH: "", "Ngày bổ sung": "20/03/2026"}
        row["Ngày yêu cầu bổ sung"] = "18/03/2026" if n < answered else ""
    return found


@pytest.mark.parametrize(
    ("rows", "answered", "marked"), [(3, 0, True), (2, 0, False), (4, 3, False)]
)
def test_the_day_of_a_request(rows: int, answered: int, marked: bool, tmp_path: Path) -> None:
    found = waiting(rows, answered=answered)
    path = write_csv(tmp_path / "a.csv", found, header=tuple(found[0]))
    assert marks(opened(path)) == ({("misnamed_column", "supplemented_at")} if marked else set())


SOUND: dict[str, Row] = {
    "a payment is waited for": {"Trạng thái": "Yêu cầu thực hiện nghĩa vụ tài chính"},
    "a further round": {"Số lần yêu cầu bổ sung": "2"},
    "the status lags behind": {"Ngày bổ sung": "30/03/2026"},
}


@pytest.mark.parametrize("sound", SOUND)
def test_a_supplement_that_may_have_come(sound: str, tmp_path: Path) -> None:
    found = [{**row, "Số lần yêu cầu bổ sung": ""} for row in waiting(4)]
    for row in found[:4]:
        row |= SOUND[sound]
    path = write_csv(tmp_path / "a.csv", found, header=tuple(found[0]))
    assert marks(opened(path)) == set()
