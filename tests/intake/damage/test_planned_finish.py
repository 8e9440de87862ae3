"""An appointment under *Ngày trả*, in a book without statuses: told of, and no true return."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import DamageMark
from intake.exports import opened

from .files import Row, marks, write_csv

RETURN, TERM = "Ngày trả", "Thời hạn giải quyết"
MARK = {("planned_finish", "returned_at")}


def working_days_after(day: date, days: int) -> date:
    while days:
        day += timedelta(1)
        days -= day.weekday() < 5
    return day


def book(
    returned: Callable[[int, date], date | None], *, rows: int = 30, term: str = "", kinds: int = 2
) -> list[Row]:
    """A book of three columns of days at most, of dossiers of several procedures."""
    found = []
    for n in range(rows):
        day = working_days_after(date(2026, 1, 5), n)
        at = returned(n, day)
        found.append(
            {
                "Mã hồ sơ": f"A{n}",
                "Tên thủ tục": f"Thủ tục {n % kinds}",
                "Ngày tiếp nhận": f"{day:%d/%m/%Y}",
                RETURN: f"{at:%d/%m/%Y}" if at else "",
                **({TERM: term} if term else {}),
            }
        )
    return found


def planned(n: int, day: date) -> date:
    """Ten working days, or five."""
    return working_days_after(day, 10 if n % 2 else 5)


def taken(n: int, day: date) -> date:
    return working_days_after(day, (1, 4, 2, 5, 3, 5, 2)[n % 7])


@pytest.mark.parametrize(
    ("rows", "marked"),
    [
        (book(planned), True),
        (book(lambda _, day: day + timedelta(30)), True),
        (book(lambda _, day: working_days_after(day, 7), term="7 ngày làm việc", kinds=30), True),
        (book(lambda n, day: taken(n, day) if n % 10 == 0 else planned(n, day)), True),
        (book(taken), False),
        (book(taken, term="5 ngày làm việc"), False),
        (book(planned, kinds=30), False),
        (book(planned, rows=8), False),
        (book(lambda n, day: planned(n, day) if n % 5 else None), False),
        (book(lambda _, day: day), False),
        (book(lambda _, day: working_days_after(day, 1)), False),
    ],
    ids=[
        *("by procedure", "a month", "the term", "but for some"),
        *("true returns", "true returns of a term", "each procedure once", "few", "open ones"),
        *("the same day", "the next day"),
    ],
)
def test_returns(rows: list[Row], marked: bool, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    assert marks(opened(path)) == (MARK if marked else set())


@pytest.mark.parametrize("other", ["Trạng thái", "Ngày hẹn trả"])
def test_another_column_that_tells(other: str, tmp_path: Path) -> None:
    text = {"Trạng thái": "Đã trả kết quả", "Ngày hẹn trả": "30/04/2026"}[other]
    rows = [{**row, other: text} for row in book(planned)]
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    assert marks(opened(path)) == set()


def test_the_question_is_answered(tmp_path: Path) -> None:
    rows = book(planned)
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    let_pass = Settings(accept_damage=(DamageMark.PLANNED_FINISH,))
    assert marks(opened(path, settings=let_pass)) == set()
    named = opened(path, settings=Settings(columns={"promised_at": RETURN}))
    assert "returned_at" not in named.present
    assert marks(named) == set()
