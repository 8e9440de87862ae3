"""What other programs made of an export, as the scripts in `findings/` saw it, and what is read."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from cchc_audit.core.errors import ConfigError, InputError
from cchc_audit.core.settings import DateSettings, Settings
from cchc_audit.core.vocabulary import DateOrder
from intake.exports import faults, opened, rows, write

HEADER = ("Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận", "Ngày có kết quả")
ENDS = [datetime(2026, 1, day, 23, 59, 59, 999_999) for day in (5, 30, 31)]


def by_xlsxwriter(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet, style = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_row(0, 0, HEADER)
        for row, end in enumerate(ENDS, start=1):
            sheet.write_row(row, 0, [f"H{row}", "xã A"])
            sheet.write_datetime(row, 2, end, style)


def by_polars(path: Path) -> None:
    frame = pl.DataFrame(
        {"id": [f"H{n}" for n in range(3)], "commune": "xã A", "at": ENDS, "end": [None] * 3}
    )
    frame.rename(dict(zip(frame.columns, HEADER, strict=True))).write_excel(path)


def by_openpyxl(path: Path) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    for row in (HEADER, *((f"H{n}", "xã A", end, None) for n, end in enumerate(ENDS))):
        book.active.append(row)
    book.save(path)


@pytest.mark.parametrize("writer", [by_xlsxwriter, by_polars, by_openpyxl])
def test_the_last_microsecond_of_a_day(tmp_path: Path, writer: Callable[[Path], None]) -> None:
    # XlsxWriter 3.3.1, polars 2.1.0, openpyxl 3.1.5: a serial that openpyxl and calamine round up.
    writer(tmp_path / "a.xlsx")
    read = rows(opened(tmp_path / "a.xlsx"))["received_at"].to_list()
    assert read == [end.replace(microsecond=0) for end in ENDS]


def test_rows_that_a_filter_hides_are_read(tmp_path: Path) -> None:
    # LibreOffice 7.4.7 leaves them out where it saves the workbook as a web page.
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for row in range(1, 5):
            sheet.write_row(row, 0, [f"H{row}", "xã A" if row % 2 else "xã B", "05/01/2026", ""])
            sheet.set_row(row, options={"hidden": row % 2 == 0})
        sheet.autofilter(0, 0, 4, 3)
        sheet.filter_column(1, 'x == "xã A"')
    assert rows(opened(tmp_path / "a.xlsx"))["dossier_id"].to_list() == ["H1", "H2", "H3", "H4"]


RECEIVED = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận"


def received(folder: Path, *cells: str) -> Path:
    return write(folder, *(f"H{n},xã A,{c}" for n, c in enumerate(cells)), header=RECEIVED)


def test_libreoffice_writes_csv_month_first(tmp_path: Path) -> None:
    # LibreOffice 7.4.7, set to English, of cells shown as 05/01/2026 16:05 and 13/01/2026 08:25.
    path = received(tmp_path, "01/05/2026 16:05:00", "01/13/2026 08:25:00")
    with pytest.raises(ConfigError, match="month_first"):
        opened(path)
    read = rows(opened(path, settings=Settings(dates=DateSettings(DateOrder.MONTH_FIRST))))
    assert read["received_at"].to_list() == [
        datetime(2026, 1, 5, 16, 5),
        datetime(2026, 1, 13, 8, 25),
    ]


def test_csvkit_exchanges_days_and_months_while_it_sorts(tmp_path: Path) -> None:
    # csvkit 2.2.0 (csvsort), of a file without a day behind the 12th; the channel 1 becomes True.
    days = [f"2026-{day:02}-01T08:30:00,2026-{day + 2:02}-01T16:05:00" for day in range(1, 8)]
    lines = [f"{number},True,{day}" for number, day in enumerate(days)]
    path = write(
        tmp_path, *lines, header="Mã hồ sơ,Hình thức nộp,Ngày tiếp nhận,Ngày kết thúc xử lý"
    )
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == "damage.refused.swapped_dates"


def test_names_from_which_dlt_took_the_accents_are_no_header(tmp_path: Path) -> None:
    # dlt 1.31.0; under its name h_n_trx stand "Hẹn trả" and "Hạn trả", whichever was the last.
    header = "m_h_sx,n_vx,ng_y_ti_p_nh_n,h_n_trx"
    with pytest.raises(InputError) as caught:
        opened(write(tmp_path, "H1,xã A,05/01/2026,07/01/2026", header=header))
    assert caught.value.key == "intake.no_header"


REJECTED = {
    "01/05/26 04:05": "moment_two_digit_year",  # xlsx2csv 0.8.6, of 16:05 on 5 January 2026
    "1/5/26": "moment_two_digit_year",  # SheetJS 0.18.5
    "2026 5 Tháng Mười Một": "moment_unreadable",  # Arrow 1.4.0, which reads October
    "1816-03-29 05:56:08.066277376": "moment_too_early",  # fastparquet 2026.9.0, of 9999-12-31
    "0026-01-05": "moment_too_early",  # polars 2.1.0 and DuckDB 2.0.0, of 05/01/26
    "31/02/2026": "moment_no_such_day",  # pyarrow 26.0.1 would say 3 March
}


@pytest.mark.parametrize("cell", REJECTED)
def test_what_cannot_be_right_is_rejected(tmp_path: Path, cell: str) -> None:
    assert faults(opened(received(tmp_path, "05/01/2026", cell))) == {3: REJECTED[cell]}


READ = {
    "05/01/2026 3:08 CH": datetime(2026, 1, 5, 15, 8),  # Babel 2.18.0: eight past three at night
    "05/01/2026 12:05 SA": datetime(2026, 1, 5, 0, 5),
    "05/01/2026 08:30 SA": datetime(2026, 1, 5, 8, 30),  # dateparser 1.5.0: 1 May
    "05/01/2026 15 giờ 08 phút": datetime(2026, 1, 5, 15, 8),  # dateparser 1.5.0: hours ago
    "15 giờ 08 ngày 5/1/2026": datetime(2026, 1, 5, 15, 8),  # chrono-node 2.10.3: the day asked
    "5 Tháng Mười Một 2026": datetime(2026, 11, 5),  # Arrow 1.4.0, with the year before it: October
    # One Date as JavaScript's writers of CSV give it: Papa Parse 5.7.1, csv-stringify 6.9.0,
    # fast-csv 5.0.8, ExcelJS 4.4.0.
    "2026-01-04T17:00:00.000Z": datetime(2026, 1, 5),
    "1767546000000": datetime(2026, 1, 5),
    "Mon Jan 05 2026 00:00:00 GMT+0700 (Indochina Time)": datetime(2026, 1, 5),
    "2026-01-05T15:08:00+07:00": datetime(2026, 1, 5, 15, 8),
    "46027.3506944444": datetime(
        2026, 1, 5, 8, 25
    ),  # LibreOffice 7.4.7, of an .ods of pandas 3.1.1
}


@pytest.mark.parametrize("cell", READ)
def test_what_can_mean_one_thing_only_is_read(tmp_path: Path, cell: str) -> None:
    read = rows(opened(received(tmp_path, cell, cell)))
    assert read["received_at"].dt.truncate("1m").to_list() == [READ[cell]] * 2
