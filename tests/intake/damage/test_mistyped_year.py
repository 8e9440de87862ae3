"""A year typed wrong in single rows: told of, and no proof of a delay of a year."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cchc_audit.cli import build_request
from cchc_audit.cli.app import app

from .files import Row, dossiers, write_csv

RECEIPT, PROMISE, FINISH = "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý"
FILED, RETURNED = "Ngày nộp", "Ngày trả kết quả"
TERM = "Thời hạn giải quyết"
MARKS = {
    "received_at": {("mistyped_year", "received_at")},
    "completed_at": {("mistyped_year", "completed_at")},
    "promised_at": {("mistyped_year", "promised_at")},
    "": set(),
}


def assessed(path: Path, *options: str) -> tuple[set[tuple[str, str]], dict[str, Any]]:
    """The marks that are told, and the rows by number."""
    line = ["assess", str(path), "--as-of", "31/03/2026", "--format", "json", *options]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    marks = {(one["mark"], one["column"]) for one in document["damage"]}
    return marks, {row["dossier_id"]: row for row in document["rows"]}


def sound() -> list[Row]:
    """Finished dossiers of ten days' term."""
    return [
        {
            **row,
            "Mã thủ tục": "2.999901",
            TERM: "7 ngày làm việc",
            FILED: row[RECEIPT],
            RETURNED: row[FINISH],
        }
        for row in dossiers(finished=1)
    ]


def a_year(text: str, by: int) -> str:
    """The same day of another year."""
    return text.replace("2026", str(2026 + by))


def by_number(row: Row) -> Row:
    return {**row, RECEIPT: a_year(row[RECEIPT], -1), PROMISE: "", FILED: ""}


def by_filing(row: Row) -> Row:
    return {**row, "Mã hồ sơ": "000001", RECEIPT: a_year(row[RECEIPT], -1), PROMISE: ""}


def by_appointment(row: Row) -> Row:
    return {**row, "Mã hồ sơ": "000001", RECEIPT: a_year(row[RECEIPT], -1), FILED: ""}


def by_return(row: Row) -> Row:
    old = {name: a_year(text, -1) for name, text in row.items()}
    return {**old, "Mã hồ sơ": "000001", FINISH: row[FINISH]}


def ahead(row: Row) -> Row:
    return {**row, FINISH: a_year(row[FINISH], 1), RETURNED: ""}


def ahead_on_the_same_day(row: Row) -> Row:
    """Finished on the day of its receipt."""
    return {**row, FINISH: a_year(row[RECEIPT], 1), RETURNED: ""}


def re_promised(row: Row) -> Row:
    """A dossier that took a year, and was promised anew when it had."""
    old = {name: a_year(row[name], -1) for name in (RECEIPT, FILED)}
    number = row["Mã hồ sơ"].replace("-26", "-25")
    return {**row, **old, "Mã hồ sơ": number, PROMISE: "20/03/2026", FINISH: "19/03/2026"}


@pytest.mark.parametrize(
    ("hurt", "column"),
    [
        (by_number, "received_at"),
        (by_filing, "received_at"),
        (by_appointment, "received_at"),
        (by_return, "completed_at"),
        (ahead, "completed_at"),
        (ahead_on_the_same_day, "completed_at"),
        (re_promised, ""),
    ],
)
@pytest.mark.parametrize("term", ["7 ngày làm việc", "3 ngày làm việc"])
def test_one_row_of_another_year(
    hurt: Callable[[Row], Row], column: str, term: str, tmp_path: Path
) -> None:
    # Where the term is three days the office promises later than it has to.
    rows = [{**row, TERM: term} for row in sound()]
    rows[0] = hurt(rows[0])
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    marks, found = assessed(path)
    assert marks == MARKS[column]
    doubts = [row["doubt"] for number, row in found.items() if number != rows[0]["Mã hồ sơ"]]
    assert set(doubts) == {None}
    one = found[rows[0]["Mã hồ sơ"]]
    assert one["days_late"] > 10
    assert one["certainty"] == ("unproven" if column else "firm")
    assert one["doubt"] == ("damaged_column" if column else None)


def test_an_appointment_of_another_year_is_not_held_against_it(tmp_path: Path) -> None:
    rows = sound()
    rows[0] = {**rows[0], PROMISE: a_year(rows[0][PROMISE], -1)}
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    marks, found = assessed(path, "--against", "appointment")
    one = found[rows[0]["Mã hồ sơ"]]
    assert marks == MARKS["promised_at"]
    assert (one["outcome"], one["certainty"]) == ("late", "unproven")


@pytest.mark.parametrize(
    ("name", "by", "column"),
    [(PROMISE, 1, "promised_at"), (RECEIPT, 1, "received_at"), (PROMISE, -1, "promised_at")],
)
def test_a_year_that_nothing_late_rests_on_is_told(
    name: str, by: int, column: str, tmp_path: Path
) -> None:
    rows = sound()
    rows[0] = {**rows[0], name: a_year(rows[0][name], by)}
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    marks, found = assessed(path)
    assert marks == MARKS[column]
    assert found[rows[0]["Mã hồ sơ"]]["certainty"] is None


@pytest.mark.parametrize(
    ("status", "now", "column"),
    [
        ("Đã trả kết quả", datetime(2026, 3, 31, 18), "completed_at"),
        # Asked as of an earlier day: it had not ended then.
        ("Đã trả kết quả", datetime(2026, 6, 1), ""),
        # A plan.
        ("Đang xử lý", datetime(2026, 3, 31, 18), ""),
    ],
)
def test_an_end_that_no_export_can_know_of(
    status: str, now: datetime, column: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_request, "now", lambda _: now)
    rows = sound()
    rows[0] = {**rows[0], FINISH: "20/05/2026 08:00", RETURNED: "", "Trạng thái": status}
    marks, found = assessed(write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0])))
    assert marks == MARKS[column]
    one = found[rows[0]["Mã hồ sơ"]]
    assert (one["outcome"], one["certainty"]) == ("overdue", "unproven" if column else "firm")


def test_a_term_of_a_year_is_no_sign(tmp_path: Path) -> None:
    """Mark and verdict say the same: both know the term."""
    rows = [
        {**row, TERM: "12 tháng", PROMISE: a_year(row[RECEIPT], 1)} if n % 2 else row
        for n, row in enumerate(sound())
    ]
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    assert assessed(path)[0] == set()
