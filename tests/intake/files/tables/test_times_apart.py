"""Times of day in a column of their own: joined to the days of their row where that is plain."""

from datetime import datetime, time
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from intake.exports import faults, opened, rows

HEAD = "Mã hồ sơ,{day},{hour},Ngày hẹn trả,Trạng thái"


def _read(folder: Path, day: str, hour: str, *rows_of: str) -> pl.DataFrame:
    path = folder / "a.csv"
    lines = (HEAD.format(day=day, hour=hour), *rows_of)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    intake = opened(path)
    assert faults(intake) == {}
    return rows(intake)


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        ("Ngày tiếp nhận", "Giờ tiếp nhận"),
        ("Ngày tiếp nhận", "Giờ nhận hồ sơ"),
        ("NgayTiepNhan", "GioTiepNhan"),
        ("Ngày tiếp nhận (dd/mm/yyyy)", "Giờ tiếp nhận (hh:mm)"),
        ("Thời điểm tiếp nhận", "GIỜ TIẾP NHẬN"),
    ],
)
def test_a_time_beside_its_day(tmp_path: Path, day: str, hour: str) -> None:
    found = _read(tmp_path, day, hour, "H1,05/01/2026,15:40,06/01/2026,Đang xử lý")
    assert found["received_at"].to_list() == [datetime(2026, 1, 5, 15, 40)]
    assert found["promised_at"].to_list() == [datetime(2026, 1, 6)]


@pytest.mark.parametrize(
    ("day", "time", "at"),
    [
        ("05/01/2026", "8:05:09", datetime(2026, 1, 5, 8, 5, 9)),
        ("05/01/2026", "15h08", datetime(2026, 1, 5, 15, 8)),
        ("05/01/2026", "3:08 CH", datetime(2026, 1, 5, 15, 8)),
        ("05/01/2026", "15 giờ 08 phút", datetime(2026, 1, 5, 15, 8)),
        ("05/01/2026", "15h", datetime(2026, 1, 5, 15)),
        ("05/01/2026", "24:00", datetime(2026, 1, 5, 23, 59, 59)),
        ("2026-01-05", "15:08", datetime(2026, 1, 5, 15, 8)),
        ("05/01/2026 00:00:00", "15:08", datetime(2026, 1, 5, 15, 8)),
        # What has a time, and what is none, changes nothing.
        ("05/01/2026 09:00", "15:08", datetime(2026, 1, 5, 9)),
        ("05/01/2026", "", datetime(2026, 1, 5)),
        ("05/01/2026", "chiều", datetime(2026, 1, 5)),
        ("05/01/2026", "25:70", datetime(2026, 1, 5)),
    ],
)
def test_how_a_time_is_written(tmp_path: Path, day: str, time: str, at: datetime) -> None:
    line = f"H1,{day},{time},06/01/2026,Đang xử lý"
    found = _read(tmp_path, "Ngày tiếp nhận", "Giờ tiếp nhận", line)
    assert found["received_at"].to_list() == [at]


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_a_workbook_holds_times_as_cells_of_their_own(tmp_path: Path, *, epoch_1904: bool) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": epoch_1904}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        hour = book.add_format({"num_format": "hh:mm"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Mã hồ sơ", "Ngày tiếp nhận", "Giờ tiếp nhận"])
        sheet.write_string(1, 0, "H1")
        sheet.write_datetime(1, 1, datetime(2026, 1, 5), day)
        sheet.write_datetime(1, 2, time(15, 40), hour)
    assert rows(opened(path))["received_at"].to_list() == [datetime(2026, 1, 5, 15, 40)]


@pytest.mark.parametrize("hour", ["Giờ", "Giờ làm việc", "Giờ trả kết quả"])
def test_a_time_of_no_column_that_is_read(tmp_path: Path, hour: str) -> None:
    found = _read(tmp_path, "Ngày tiếp nhận", hour, "H1,05/01/2026,15:40,06/01/2026,Đang xử lý")
    assert found["received_at"].to_list() == [datetime(2026, 1, 5)]


def test_two_times_for_one_day_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Mã hồ sơ,Ngày tiếp nhận,Giờ tiếp nhận,Giờ nhận hồ sơ\nH1,05/01/2026,15:40,08:00\n",
        encoding="utf-8",
    )
    intake = opened(path)
    assert rows(intake)["received_at"].to_list() == [datetime(2026, 1, 5)]
    assert set(intake.files[0].ignored) == {"Giờ tiếp nhận", "Giờ nhận hồ sơ"}


@pytest.mark.parametrize(
    ("hour", "at"),
    [
        ("Giờ có kết quả", datetime(2026, 1, 7)),
        ("Giờ kết thúc xử lý", datetime(2026, 1, 7, 16, 45)),
    ],
)
def test_a_time_of_another_act_than_the_one_that_is_read(
    tmp_path: Path, hour: str, at: datetime
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"Mã hồ sơ,Ngày tiếp nhận,Ngày kết thúc xử lý,Ngày có kết quả,{hour}\n"
        "H1,05/01/2026,07/01/2026,08/01/2026,16:45\n",
        encoding="utf-8",
    )
    assert rows(opened(path))["completed_at"].to_list() == [at]


def test_it_is_told_how_the_column_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Mã hồ sơ,Ngày tiếp nhận,Giờ tiếp nhận\nH1,05/01/2026,15:40\n", encoding="utf-8"
    )
    [file] = opened(path).files
    assert file.formats["received_at"][-1] == "+ “Giờ tiếp nhận”"
    assert file.ignored == ()


def test_a_column_of_no_times_is_not_said_to_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = HEAD.format(day="Ngày tiếp nhận", hour="Giờ tiếp nhận")
    path.write_text(f"{head}\nH1,05/01/2026,sáng,06/01/2026,Đang xử lý\n", encoding="utf-8")
    (file,) = opened(path).files
    assert file.ignored == ("Giờ tiếp nhận",)
    assert not any("Giờ" in label for label in file.formats["received_at"])
