"""Cells in other rows than their own: what many rows contradict themselves by is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from intake.exports import opened

from .files import HEADER, Row, dossiers, marks, write_csv
from .test_exchanged import plain
from .test_struck_rows import assessed

NUMBER, RECEIPT, PROMISE = "Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả"
FINISH, RETURN, STATUS = "Ngày kết thúc xử lý", "Ngày trả kết quả", "Trạng thái"
TERM = "Thời hạn giải quyết"


def sound(count: int = 24) -> list[Row]:
    """Dossiers in the order of their receipts, all in time."""
    rows = [
        {**row, RETURN: row[FINISH], TERM: "9 ngày làm việc"}
        for row in plain(dossiers(count, finished=0.9))
    ]
    return sorted(rows, key=lambda row: in_order(row[RECEIPT]))


def in_order(text: str) -> str:
    return text[6:10] + text[3:5] + text[:2] + text[10:]


def with_cells(rows: list[Row], cells: list[str], *names: str) -> list[Row]:
    return [{**row, **dict.fromkeys(names, cell)} for row, cell in zip(rows, cells, strict=True)]


def finishes(rows: list[Row]) -> list[str]:
    return [row[FINISH] for row in rows]


def sorted_alone(rows: list[Row]) -> list[Row]:
    mixed = rows[::2] + rows[1::2]
    return with_cells(mixed, sorted(finishes(mixed), key=in_order), FINISH)


def put_in(rows: list[Row]) -> list[Row]:
    return with_cells(rows, ["", *finishes(rows)[:-1]], FINISH)


def taken_out(rows: list[Row]) -> list[Row]:
    return with_cells(rows, [*finishes(rows)[1:], ""], FINISH)


def both_taken_out(rows: list[Row]) -> list[Row]:
    return with_cells(rows, [*finishes(rows)[1:], ""], FINISH, RETURN)


def taken_out_below(rows: list[Row]) -> list[Row]:
    return [*rows[:8], *both_taken_out(rows[8:])]


def receipt_put_in(rows: list[Row]) -> list[Row]:
    """Of dossiers that end on their day."""
    quick = [{**row, FINISH: row[FINISH] and row[RECEIPT], TERM: "1 ngày làm việc"} for row in rows]
    return with_cells(quick, ["", *(row[RECEIPT] for row in rows[:-1])], RECEIPT)


def dragged(rows: list[Row]) -> list[Row]:
    """The end of one row drawn down over those below."""
    days = [f"{day}/03/2026" for day in range(20, 30)]
    return with_cells(rows, [*finishes(rows)[:-10], *days], FINISH, RETURN)


def pasted(rows: list[Row]) -> list[Row]:
    """Rows below whose receipt stands where the appointment does, and the other way round."""
    return rows[:-8] + [{**row, RECEIPT: row[PROMISE], PROMISE: row[RECEIPT]} for row in rows[-8:]]


@pytest.mark.parametrize(
    ("hurt", "column"),
    [
        (sorted_alone, "completed_at"),
        (put_in, "completed_at"),
        (taken_out, "completed_at"),
        (both_taken_out, "completed_at"),
        (taken_out_below, "completed_at"),
        (receipt_put_in, "received_at"),
        (pasted, "completed_at"),
        (dragged, "completed_at"),
    ],
)
def test_cells_in_other_rows(
    hurt: Callable[[list[Row]], list[Row]], column: str, tmp_path: Path
) -> None:
    rows = hurt(sound())
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    found = assessed(path)
    assert ("misplaced_cells", column) in {(one["mark"], one["column"]) for one in found["damage"]}
    assert {row["certainty"] for row in found["rows"]} <= {None, "unproven"}


def slips(rows: list[Row]) -> list[Row]:
    """Two ends before their receipts, and a status that was not moved on."""
    first = {**rows[0], FINISH: "01/01/2026 08:00"}
    return [
        first,
        {**rows[1], FINISH: "02/01/2026 08:00"},
        {**rows[2], STATUS: "Đang xử lý"},
        *rows[3:],
    ]


def day_upon_day(rows: list[Row]) -> list[Row]:
    """A dossier a day, ended on its day."""
    days = [f"{day:02}/03/2026" for day in range(1, 25)]
    return with_cells(rows, days, RECEIPT, FINISH, RETURN)


def late(rows: list[Row]) -> list[Row]:
    """Every third takes until the end of the quarter, and the last has no end recorded."""
    last = {**rows[-1], FINISH: "", RETURN: "", STATUS: "Đã trả kết quả"}
    long = "30/03/2026 16:00"
    made = [
        {**row, FINISH: long, RETURN: long} if n % 3 == 0 else row for n, row in enumerate(rows)
    ]
    return [*made[:-1], last]


def few_days(_: list[Row]) -> list[Row]:
    """One blank end, and three late: with the ends of the rows below but one is in time."""
    told = ["5 28 -", "5 28 6", "5 28 5", "5 10 12", "5 10 6", "5 10 5", *["6 11 6"] * 3]
    told += ["5 14 11", "6 17 13", "6 17 13", "6 17 6", "6 7 10", "6 7 10", "6 7 7"]
    made = []
    for n, days in enumerate(told):
        moments = [f"{day:0>2}/03/2026" if day != "-" else "" for day in days.split()]
        cells = (f"D{n}", "2.999901", "Xã A", *moments, "Đã trả kết quả")
        made.append(dict(zip(HEADER, cells, strict=True)))
    return made


@pytest.mark.parametrize("kept", [list, slips, late, day_upon_day, few_days])
def test_cells_in_their_rows(kept: Callable[[list[Row]], list[Row]], tmp_path: Path) -> None:
    rows = kept(sound())
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    assert "misplaced_cells" not in {mark for mark, _ in marks(opened(path))}


def test_who_lets_it_pass_has_answered_it(tmp_path: Path) -> None:
    rows = sorted_alone(sound())
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    found = assessed(path, "--accept-damage", "misplaced_cells")
    assert "misplaced_cells" not in {one["mark"] for one in found["damage"]}
    assert "firm" in {row["certainty"] for row in found["rows"]}
