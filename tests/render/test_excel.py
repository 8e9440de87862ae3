import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import fastexcel
import polars as pl
import pytest

from cchc_audit.render.formats import Format, write
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

from . import frames

Cells = list[list[object]]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Report], Path]:
    def write_it(report: Report) -> Path:
        path = tmp_path / "x.xlsx"
        write(report, path, format=Format.XLSX, texts=Texts("vi"))
        return path

    return write_it


def cells(path: Path, sheet: int) -> Cells:
    read = fastexcel.read_excel(path).load_sheet(sheet, header_row=None, dtypes="string")
    return [list(row) for row in read.to_polars().iter_rows()]


def parts(path: Path) -> dict[str, str]:
    with ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_late_list_is_the_annex_of_a_letter(written: Callable[[Report], Path]) -> None:
    path = written(frames.late())
    assert fastexcel.read_excel(path).sheet_names == [
        "Hồ sơ quá hạn",
        "Đủ các cột",
        "Nguồn số liệu",
    ]
    annex = cells(path, 0)
    assert annex[0][0] == "DANH SÁCH HỒ SƠ THỦ TỤC HÀNH CHÍNH QUÁ HẠN GIẢI QUYẾT"
    assert "Số liệu tính đến hết ngày 21/11/2026" in [row[0] for row in annex]
    heading = next(number for number, row in enumerate(annex) if row[0] == "STT")
    assert annex[heading][-2:] == ["Nguyên nhân quá hạn", "Giải trình của đơn vị"]
    rows = annex[heading + 1 : heading + 5]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert all(row[-2:] == [None, None] for row in rows)
    assert annex[heading + 5][0] == (
        "Tổng cộng: 4 hồ sơ (đã giải quyết quá hạn: 2; đang giải quyết, đã quá hạn: 2; "
        "chắc chắn: 2; còn phải xác minh: 2; chưa đủ căn cứ: 0)"
    )
    below = {cell for row in annex[heading + 6 :] for cell in row if cell}
    assert {"NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"} <= below


def test_the_annex_names_its_period(written: Callable[[Report], Path]) -> None:
    report, may = frames.late(), (date(2026, 5, 1), date(2026, 5, 31))
    told = []
    for days in (may, (may[0], None), (None, may[1]), (None, None)):
        source = replace(report.provenance, period=days)
        told.append(cells(written(replace(report, provenance=source)), 0)[2][0])
    dated = "Số liệu tính đến hết ngày 21/11/2026"
    assert told == [
        f"Kỳ số liệu: từ ngày 01/05/2026 đến hết ngày 31/05/2026. {dated}",
        f"Kỳ số liệu: từ ngày 01/05/2026. {dated}",
        f"Kỳ số liệu: đến hết ngày 31/05/2026. {dated}",
        dated,
    ]


def test_the_annex_prints_on_a4_landscape(written: Callable[[Report], Path]) -> None:
    files = parts(written(frames.late()))
    sheet = files["xl/worksheets/sheet1.xml"]
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "'Hồ sơ quá hạn'!$6:$6" in files["xl/workbook.xml"]
    assert "Times New Roman" in files["xl/styles.xml"]


def test_days_are_dates_and_rates_are_numbers(written: Callable[[Report], Path]) -> None:
    read = fastexcel.read_excel(written(frames.late())).load_sheet(1).to_polars()
    assert str(read["Hạn giải quyết (ngày cuối)"].dtype) in {
        "Date",
        "Datetime(time_unit='ms', time_zone=None)",
    }
    assert read["Số ngày làm việc quá hạn"].to_list() == [7, 5, 1, 1]
    summary = fastexcel.read_excel(written(frames.communes())).load_sheet(0).to_polars()
    assert summary["Tỷ lệ trước hạn và đúng hạn"].to_list()[1:3] == [106 / 115, None]
    assert summary["Đơn vị"].to_list()[-1] == "Tổng cộng"


def test_no_cell_is_a_formula_or_a_link(written: Callable[[Report], Path]) -> None:
    for name, text in parts(written(frames.late())).items():
        assert "<f>" not in text, name
        assert "<hyperlink" not in text, name
    officers = cells(written(frames.late()), 1)
    assert '=HYPERLINK("http://example.invalid")' in officers[4]
    assert "␛[31mĐỏ␛[0m | <script>alert(1)</script> `x`" in officers[4]


def test_sheets_freeze_and_filter(written: Callable[[Report], Path]) -> None:
    files = parts(written(frames.communes()))
    sheet = files["xl/worksheets/sheet1.xml"]
    assert 'state="frozen"' in sheet
    # the total row stands below the filter, and stays when one is set
    assert '<autoFilter ref="A1:AF4"/>' in sheet


def test_provenance_names_what_it_takes_to_run_again(written: Callable[[Report], Path]) -> None:
    lines = {row[0]: row[1] for row in cells(written(frames.communes()), 1)}
    assert lines["Số dòng đã đọc"] == "1.408"
    assert lines["Tùy chọn --as-of"] == "2026-11-21"
    assert lines["Mã băm của lịch làm việc"] == "c" * 64
    assert lines["Phiên bản cchc-audit"] == "0.2.0"


def test_nothing_late(written: Callable[[Report], Path]) -> None:
    empty = replace(frames.late(), rows=frames.late().rows.head(0), total_rows=0, shown=0)
    annex = cells(written(empty), 0)
    assert any(str(row[0]).startswith("Tổng cộng: 0 hồ sơ") for row in annex)
    nobody = replace(frames.communes(), rows=frames.communes().rows.tail(1), shown=0, total_rows=0)
    assert cells(written(nobody), 0)[1][0] == "Tổng cộng"


@pytest.mark.parametrize(
    ("dossiers", "broken"), [(2, False), (6, False), (11, True), (16, True), (20, False)]
)
def test_signatures_of_an_annex_keep_two_rows(tmp_path: Path, dossiers: int, broken: bool) -> None:
    """Where they would stand on a page of their own, two rows go there with them."""
    rows = pl.concat([frames.late().rows] * 9).head(dossiers)
    report = frames.late(rows=rows, shown=dossiers, total_rows=dossiers)
    path = tmp_path / "x.xlsx"
    write(report, path, format=Format.XLSX, texts=Texts("vi"))
    with ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    found = re.findall(r'<brk id="(\d+)"', sheet)
    assert found == ([str(6 + dossiers - 2)] if broken else [])
