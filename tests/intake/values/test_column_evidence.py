"""What a whole column says of its cells: month or day first, and what bare numbers are."""

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings import DateSettings, Settings
from cchc_audit.core.vocabulary import DateOrder
from cchc_audit.intake.check_export import check
from intake.exports import faults, opened, rows, write

HEADER = "Mã hồ sơ,Ngày tiếp nhận,Ngày kết thúc xử lý,Ngày xin lỗi"
MONTH_FIRST = Settings(dates=DateSettings(order=DateOrder.MONTH_FIRST))


def export(folder: Path, *cells: tuple[str, str, str]) -> Path:
    lines = (f"H{n},{','.join(texts)}" for n, texts in enumerate(cells))
    return write(folder, *lines, header=HEADER)


def test_a_column_that_only_the_month_first_explains_is_refused(tmp_path: Path) -> None:
    path = export(tmp_path, ("01/02/2026", "", ""), ("01/13/2026", "", ""))
    with pytest.raises(ConfigError) as caught:
        opened(path)
    assert (caught.value.key, caught.value.values["value"]) == ("intake.month_first", "01/13/2026")


def test_dates_without_anything_between_are_asked_too(tmp_path: Path) -> None:
    path = export(tmp_path, ("01022026", "", ""), ("01132026", "", ""))
    with pytest.raises(ConfigError):
        opened(path)
    assert faults(opened(export(tmp_path, ("01022026", "", ""), ("13012026", "", "")))) == {}


def test_compact_days_that_a_workbook_holds_as_numbers_are_no_days(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(","))
        sheet.write_row(1, 0, ["H1", 20260105, 46030])
        sheet.write_row(2, 0, ["H2", 20260106, 46030])
    assert faults(opened(path)) == dict.fromkeys((2, 3), "moment_too_late")


def test_the_setting_reads_it(tmp_path: Path) -> None:
    path = export(tmp_path, ("01/02/2026", "2026-02-01", ""), ("01/13/2026", "2/5/2026 8:30", ""))
    read = rows(opened(path, settings=MONTH_FIRST))
    assert read["received_at"].to_list() == [datetime(2026, 1, 2), datetime(2026, 1, 13)]
    assert read["completed_at"].to_list() == [datetime(2026, 2, 1), datetime(2026, 2, 5, 8, 30)]


def test_the_setting_is_refused_where_only_the_day_first_explains(tmp_path: Path) -> None:
    path = export(tmp_path, ("01/02/2026", "", ""), ("13/01/2026", "", ""))
    with pytest.raises(ConfigError) as caught:
        opened(path, settings=MONTH_FIRST)
    assert caught.value.key == "intake.day_first"


def test_a_cell_that_can_only_be_day_first_settles_the_column(tmp_path: Path) -> None:
    path = export(tmp_path, ("01/02/2026", "", ""), ("13/01/2026", "", ""), ("01/14/2026", "", ""))
    intake = opened(path)
    assert faults(intake) == {4: "moment_month_first"}


def test_the_whole_column_is_asked_where_the_first_rows_do_not_tell(tmp_path: Path) -> None:
    many = [("01/02/2026", "", "")] * 10_050
    with pytest.raises(ConfigError):
        opened(export(tmp_path, *many, ("01/13/2026", "", "")))
    assert faults(opened(export(tmp_path, *many, ("13/01/2026", "", "")))) == {}


def test_a_column_no_verdict_uses_stays_unknown(tmp_path: Path) -> None:
    intake = opened(
        export(tmp_path, ("13/01/2026", "", "02/03/2026"), ("14/01/2026", "", "02/28/2026"))
    )
    assert rows(intake)["apology_at"].to_list() == [None, None]
    found = check(intake, intake.rows, known=lambda _code, _name: True)
    assert found.moments["apology_at"].unreadable == 2


@pytest.mark.parametrize(
    ("number", "other", "moment"),
    [
        ("46027.3125", "46027", datetime(2026, 1, 5, 7, 30)),
        ("1767578400", "1767578401", datetime(2026, 1, 5, 9)),
        ("1767578400123", "1767578400124", datetime(2026, 1, 5, 9)),
    ],
)
def test_numbers_are_read_in_a_column_that_holds_nothing_else(
    tmp_path: Path, number: str, other: str, moment: datetime
) -> None:
    alone = opened(export(tmp_path, (number, "NULL", ""), (other, "", ""), (other, "0", "")))
    assert rows(alone)["received_at"].to_list()[0] == moment
    assert rows(alone)["completed_at"].to_list() == [None] * 3
    for stranger in ("05/01/2026", "hôm qua", "99999" if "." in number else "9999999999"):
        mixed = opened(export(tmp_path, (number, "", ""), (stranger, "", "")))
        assert 2 in faults(mixed)


def test_check_counts_what_stands_for_nothing(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "H1,05/01/2026,NULL,1.001193,2",
        "H2,06/01/2026,null,-,Không",
        "H3,07/01/2026,NULL,1.001193,-",
        "H4,13/01/2026,01/01/0001 00:00:00,,",
        "NULL,14/01/2026,,,",
        header="Mã hồ sơ,Ngày tiếp nhận,Ngày có kết quả,Mã TTHC,Số lần yêu cầu bổ sung",
    )
    intake = opened(path)
    assert faults(intake) == {6: "id_missing"}
    found = check(intake, intake.rows, known=lambda _code, _name: True)
    assert found.placeholders == {
        "completed_at": {"NULL": 2, "01/01/0001 00:00:00": 1, "null": 1},
        "procedure_code": {"-": 1},
        "supplement_count": {"-": 1, "Không": 1},
    }
    assert rows(intake)["completed_at"].to_list() == [None] * 5
    assert rows(intake)["supplement_count"].to_list() == [2, None, None, None, None]


def test_cells_wrapped_as_excel_protects_them(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '="000.01",="05/01/2026",="1.001193",="UBND xã A",="Đang xử lý",="Ông B"',
        header="Mã hồ sơ,Ngày tiếp nhận,Mã TTHC,Đơn vị,Trạng thái,Người nộp",
    )
    row = rows(opened(path)).row(0, named=True)
    assert (row["dossier_id"], row["received_at"]) == ("000.01", datetime(2026, 1, 5))
    assert (row["procedure_code"], row["commune"]) == ("1.001193", "Xã A")
    assert (row["status"], row["applicant"]) == ("in_progress", "Ông B")


def test_spoilt_numbers_are_rejected_and_never_merged(tmp_path: Path) -> None:
    numbers = ("2.60105E+14", "2.60105E+14", "2,60105E+14", "######", "#N/A", "260105000000123")
    intake = opened(
        write(tmp_path, *(f'"{n}",05/01/2026' for n in numbers), header="Mã hồ sơ,Ngày tiếp nhận")
    )
    assert faults(intake) == dict.fromkeys(range(2, 7), "id_spoilt")
    assert rows(intake)["dossier_id"].to_list()[-1] == "260105000000123"


@pytest.mark.parametrize(
    "written",
    [
        "{:%Y-%m-%d}T00:00:00Z",
        "{:%Y-%m-%d}T00:00:00.000Z",
        "{:%Y-%m-%d} 00:00:00+00:00",
        '{{""$date"": ""{:%Y-%m-%d}T00:00:00Z""}}',
    ],
)
def test_a_column_of_midnights_of_utc_holds_bare_dates(tmp_path: Path, written: str) -> None:
    """What a program took for instants that had no time: 07:00 is nobody's."""
    days = [datetime(2026, 1, day) for day in (5, 6, 12, 19)]
    cells = [f'"{written.format(day)}"' for day in days]
    read = rows(opened(export(tmp_path, *((cell, "", "") for cell in cells))))
    assert read["received_at"].to_list() == days
    # One that has a time shows that they are instants.
    cells.append('"2026-01-20T01:30:00Z"')
    read = rows(opened(export(tmp_path, *((cell, "", "") for cell in cells))))
    expected = [*(day.replace(hour=7) for day in days), datetime(2026, 1, 20, 8, 30)]
    assert read["received_at"].to_list() == expected


def test_a_column_of_seven_in_the_morning_here_holds_what_the_clock_showed(tmp_path: Path) -> None:
    cells = [f"2026-01-{day:02}T07:00:00+07:00" for day in (5, 6, 12, 19)]
    read = rows(opened(export(tmp_path, *((cell, "", "") for cell in cells))))
    assert {moment.hour for moment in read["received_at"]} == {7}


def test_midnights_of_utc_are_bare_dates_only_if_all_are(tmp_path: Path) -> None:
    """The last row of many is asked, and days as milliseconds are days all the same."""
    many = [("2026-01-05T00:00:00Z", "1767571200000", "")] * 10_050
    read = rows(opened(export(tmp_path, *many)))
    assert set(read["received_at"]) == set(read["completed_at"]) == {datetime(2026, 1, 5)}
    read = rows(opened(export(tmp_path, *many, ("2026-01-06T02:00:00Z", "1767571200000", ""))))
    assert read["received_at"][0] == datetime(2026, 1, 5, 7)


def test_single_midnights_of_utc_are_instants(tmp_path: Path) -> None:
    read = rows(opened(export(tmp_path, ("2026-01-05T00:00:00Z", "", ""))))
    assert read["received_at"].to_list() == [datetime(2026, 1, 5, 7)]
