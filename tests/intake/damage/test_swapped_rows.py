"""Day and month exchanged in rows too few to tell of a column: told, and no proof of a delay."""

from pathlib import Path

import pytest

from intake.exports import opened

from .files import Row, dossiers, marks, write_csv
from .test_exchanged import exchanged, plain
from .test_struck_rows import assessed

RECEIPT, PROMISE, FINISH = "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý"
TERM = "Thời hạn giải quyết"


def with_one(**dates: str) -> list[Row]:
    """Forty dossiers, the first of which has these dates."""
    rows = plain(dossiers(40, finished=1))
    names = {"received": RECEIPT, "promised": PROMISE, "done": FINISH}
    rows[0] |= {names[role]: text for role, text in dates.items()}
    return rows


@pytest.mark.parametrize(
    ("dates", "column"),
    [
        # 9 March → 3 September, which is yet to come.
        ({"received": "05/03/2026", "promised": "15/03/2026", "done": "03/09/2026"}, "done"),
        # 5 February → 2 May; the end lies before it.
        ({"received": "02/05/2026", "promised": "15/02/2026", "done": "09/02/2026"}, "received"),
        ({"received": "23/02/2026", "promised": "05/03/2026", "done": "03/02/2026"}, "done"),
    ],
)
def test_a_row_that_makes_sense_exchanged(
    dates: dict[str, str], column: str, tmp_path: Path
) -> None:
    names = {"received": "received_at", "done": "completed_at"}
    path = write_csv(tmp_path / "a.csv", with_one(**dates))
    found = opened(path).damage
    assert [(one.mark.value, one.column) for one in found] == [("swapped_rows", names[column])]
    assert found[0].doubted == (2,)


@pytest.mark.parametrize(
    "dates",
    [
        {"received": "20/03/2026", "promised": "30/03/2026", "done": "18/03/2026"},
        # Exchanged it would be yet to come.
        {"received": "20/03/2026", "promised": "30/03/2026", "done": "10/03/2026"},
        {"received": "05/01/2026", "promised": "15/01/2026", "done": "05/03/2026"},
    ],
    ids=["no month", "no better exchanged", "a delay"],
)
def test_a_row_that_makes_none(dates: dict[str, str], tmp_path: Path) -> None:
    assert marks(opened(write_csv(tmp_path / "a.csv", with_one(**dates)))) == set()


def test_a_receipt_that_the_number_holds_exchanged(tmp_path: Path) -> None:
    """Received on 1 April and written 4 January: "late" by months."""
    rows = [{**row, TERM: "5 ngày làm việc"} for row in dossiers(40, finished=1)]
    rows[0] |= {
        "Mã hồ sơ": "H21.902-260302-0000",
        RECEIPT: "03/02/2026 08:00",
        PROMISE: "09/03/2026",
        FINISH: "06/03/2026 09:00",
        "Mã thủ tục": "2.999901",
    }
    path = tmp_path / "a.csv"
    write_csv(path, rows, header=tuple(rows[0]))
    found = assessed(path)
    assert {(one["mark"], one["column"]) for one in found["damage"]} == {
        ("swapped_rows", "received_at")
    }
    (one,) = (row for row in found["rows"] if row["dossier_id"] == rows[0]["Mã hồ sơ"])
    assert (one["outcome"], one["certainty"], one["doubt"]) == (
        "late",
        "unproven",
        "damaged_column",
    )


def test_a_number_of_an_earlier_day_is_no_sign(tmp_path: Path) -> None:
    """Filed on 2 January, received on 1 February."""
    rows = dossiers(40, finished=0)
    rows[0] |= {"Mã hồ sơ": "H21.902-260102-0000", RECEIPT: "01/02/2026 08:00", PROMISE: "9/3/2026"}
    assert marks(opened(write_csv(tmp_path / "a.csv", rows))) == set()


def test_all_dates_of_a_row(tmp_path: Path) -> None:
    rows = with_one(received="05/03/2026", promised="12/03/2026", done="09/03/2026")
    rows[0] = exchanged(rows[0], RECEIPT, PROMISE, FINISH)
    found = opened(write_csv(tmp_path / "a.csv", rows)).damage
    assert {(one.mark.value, one.column) for one in found} == {
        ("swapped_rows", "received_at"),
        ("swapped_rows", "promised_at"),
        ("swapped_rows", "completed_at"),
    }


@pytest.mark.parametrize("count", [12, 40])
def test_numbers_that_hold_the_day_before_the_month(count: int, tmp_path: Path) -> None:
    """Receipts alone, numbered 260502 on 5 February: exchanged they would be the numbers' days."""
    rows = [
        {
            "Mã hồ sơ": f"H21.902-{at[8:10]}{at[:2]}{at[3:5]}-{n:04}",
            RECEIPT: at,
            "Trạng thái": "Đang xử lý",
        }
        for n, at in enumerate(row[RECEIPT] for row in dossiers(count))
    ]
    assert marks(opened(write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0])))) == set()
