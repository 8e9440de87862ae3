"""Days whose month and year stand beside them: put together where that is plain."""

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from intake.exports import faults, opened, rows

HEADS = {
    "beside": ["Mã hồ sơ,Ngày tiếp nhận,Tháng,Năm,Ngày hẹn trả,Tháng,Năm"],
    "named in full": [
        "Mã hồ sơ,Ngày tiếp nhận,Tháng tiếp nhận,Năm tiếp nhận,Ngày hẹn trả,Tháng hẹn,Năm hẹn"
    ],
    "below": ["Mã hồ sơ,Ngày tiếp nhận,,,Ngày hẹn trả,,", ",Ngày,Tháng,Năm,Ngày,Tháng,Năm"],
    "below a word": ["Mã hồ sơ,Tiếp nhận,,,Hẹn trả,,", ",Ngày,Tháng,Năm,Ngày,Tháng,Năm"],
}
DAYS = {
    "5,1,2026": datetime(2026, 1, 5),
    "05,01,2026": datetime(2026, 1, 5),
    "31,12,2025": datetime(2025, 12, 31),
    ",,": None,
    # A day that is whole stays as it is.
    "05/01/2026 08:30,1,2026": datetime(2026, 1, 5, 8, 30),
}


@pytest.mark.parametrize("head", HEADS)
def test_a_day_with_its_month_and_year(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.csv"
    lines = [f"H{n},{day},7,1,2026" for n, day in enumerate(DAYS)]
    path.write_text("\n".join((*HEADS[head], *lines)) + "\n", encoding="utf-8")
    intake = opened(path)
    found = rows(intake)
    assert faults(intake) == {}
    assert found["received_at"].to_list() == list(DAYS.values())
    assert found["promised_at"].to_list() == [datetime(2026, 1, 7)] * len(DAYS)
    (file,) = intake.files
    assert file.ignored == ()
    assert file.formats["received_at"][-2:] == tuple(
        f"+ “{text}”" for text in intake.exports[0].headers.texts[2:4]
    )


@pytest.mark.parametrize(
    "day", ["5,,2026", "5,13,2026", "31,2,2026", "5,1,26", "32,1,2026", ",1,2026"]
)
def test_what_makes_no_day_is_rejected(tmp_path: Path, day: str) -> None:
    path = tmp_path / "a.csv"
    lines = (*HEADS["beside"], "H1,5,1,2026,7,1,2026", f"H2,{day},7,1,2026")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert list(faults(opened(path))) == [3]


def test_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Mã hồ sơ")
        sheet.merge_range(0, 1, 0, 3, "Ngày tiếp nhận")
        sheet.write_row(1, 1, ["Ngày", "Tháng", "Năm"])
        sheet.write_row(2, 0, ["H1", 5, 1, 2026])
    assert rows(opened(path))["received_at"].to_list() == [datetime(2026, 1, 5)]


def test_columns_of_a_month_and_a_year_beside_whole_days_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADS['beside'][0]}\nH1,05/01/2026,1,2026,07/01/2026,1,2026\n", "utf-8")
    intake = opened(path)
    assert rows(intake)["received_at"].to_list() == [datetime(2026, 1, 5)]
    assert set(intake.files[0].ignored) == {"Tháng", "Năm"}
