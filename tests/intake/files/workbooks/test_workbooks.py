"""Workbooks read whole: sheets, headers of two rows, merged cells, groups, errors, extents."""

import struct
import zipfile
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.core.settings.tables import WorkbookSettings
from cchc_audit.intake.files.readers import read_body
from cchc_audit.intake.files.workbooks import xls
from intake.exports import book, faults, opened, rows, write_table

HEADER = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày trả")
ROW = ("H1-0001", "05/01/2026 08:30", "06/01/2026")
OTHER = ("H1-0002", "07/01/2026 08:30", "")


def by_hand(path: Path, cells: str, *, prefix: str = "", before: str = "", book: str = "") -> Path:
    """A workbook of one sheet from its XML: `cells` in elements without prefix."""
    for name in ("row", "c", "v", "f", "is", "t"):
        for opening in (f"<{name}>", f"<{name} ", f"</{name}>", f"<{name}/>"):
            cells = cells.replace(opening, opening.replace(name, prefix + name, 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    space = f'xmlns:{prefix[:-1]}="{main}"' if prefix else f'xmlns="{main}"'
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        made.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}">{book}<sheets>'
            f'<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/s.xml"/></Relationships>',
        )
        made.writestr(
            "xl/worksheets/s.xml",
            f"<{prefix}worksheet {space}>{before}<{prefix}sheetData>{cells}</{prefix}sheetData>"
            f"</{prefix}worksheet>",
        )
    return path


def line(number: int, *cells: str) -> str:
    """A row in XML; a cell without a tag of its own is text."""
    texts = [
        cell
        if cell.startswith("<")
        else f'<c r="{chr(65 + n)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for n, cell in enumerate(cells)
    ]
    return f'<row r="{number}">{"".join(texts)}</row>'


def test_every_sheet_that_is_a_table_is_read(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        Bìa=[["Báo cáo"]],
        Một=[HEADER, ROW],
        Hai=[["DANH SÁCH"], HEADER, OTHER],
        ẩn=[HEADER, ROW],
        Trống=[],
    )
    intake = opened(path)
    assert [file.path for file in intake.files] == [f"{path}#Một", f"{path}#Hai"]
    assert rows(intake).select("dossier_id", "source_line").rows() == [
        ("H1-0001", 2),
        ("H1-0002", 3),
    ]
    assert [(one.name, one.why.key, one.rows) for one in intake.unread] == [
        (f"{path}#Bìa", "intake.no_header", 1),
        (f"{path}#ẩn", "intake.sheet_hidden", 2),
        (f"{path}#Trống", "intake.sheet_empty", 0),
    ]


def test_the_settings_choose_sheets(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Quý_1=[HEADER, ROW], Quý_2=[HEADER, OTHER], ẩn=[HEADER, OTHER])

    def chosen(*sheets: str) -> Settings:
        return Settings(workbook=WorkbookSettings(sheets=sheets))

    only = opened(path, settings=chosen("quý_1"))
    assert ([file.path for file in only.files], len(only.unread)) == ([str(path)], 2)
    assert len(opened(path, settings=chosen("Quý*", "ẩn")).files) == 3
    with pytest.raises(InputError) as caught:
        opened(path, settings=chosen("Quý 1"))
    assert caught.value.key == "intake.sheet_missing"


def test_a_header_of_two_rows_and_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "Mã hồ sơ")
        sheet.merge_range(0, 1, 0, 2, "Thời gian")
        sheet.write_row(1, 1, ["Tiếp nhận", "Hẹn trả"])
        sheet.merge_range(0, 3, 1, 3, "Đơn vị")
        for n in range(2, 5):
            sheet.write_row(n, 0, [f"H-{n:04}", "05/01/2026", "09/01/2026"])
        sheet.merge_range(2, 3, 3, 3, "UBND xã Gò Trăng")
    read = rows(opened(path))
    assert read["commune"].cast(pl.String).to_list() == ["Xã Gò Trăng", "Xã Gò Trăng", None]
    assert read["promised_at"].to_list() == [datetime(2026, 1, 9)] * 3
    assert read["source_line"].to_list() == [3, 4, 5]


TALL = (
    ("Mã hồ sơ", "Quá trình giải quyết", "", "", "", "Đơn vị"),
    ("", "Thời gian", "", "Kết quả", "", ""),
    ("", "Tiếp nhận", "Hẹn trả", "Ngày xử lý xong", "Ngày trả", ""),
    ("1", "2", "3", "4", "5", "6"),
    ("H-0001", "05/01/2026", "09/01/2026", "07/01/2026", "08/01/2026", "Xã Gò Đá"),
)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_header_of_three_rows(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    if kind == "xlsx":
        with xlsxwriter.Workbook(path) as made:
            sheet = made.add_worksheet()
            for number, cells in enumerate(TALL, start=1):
                sheet.write_row(number, 0, cells)
            sheet.merge_range(1, 0, 3, 0, "Mã hồ sơ")
            sheet.merge_range(1, 1, 1, 4, "Quá trình giải quyết")
            sheet.merge_range(2, 1, 2, 2, "Thời gian")
            sheet.merge_range(2, 3, 2, 4, "Kết quả")
            sheet.merge_range(1, 5, 3, 5, "Đơn vị")
    else:
        path.write_text("\n".join(map(",".join, (("",) * 6, *TALL))) + "\n", encoding="utf-8")
    intake = opened(path)
    days = {"received_at": 5, "promised_at": 9, "completed_at": 7, "returned_at": 8}
    assert rows(intake).select(list(days)).row(0) == tuple(
        datetime(2026, 1, n) for n in days.values()
    )
    assert rows(intake)["commune"].cast(pl.String).to_list() == ["Xã Gò Đá"]
    assert intake.files[0].header_line == 2
    assert {3, 4, 5} <= set(intake.files[0].layout_rows)


REGISTER = (
    ("TT", "Mã hồ sơ", "Tên TTHC", "Nhận và trả kết quả", "", "", "", "Ghi chú"),
    ("", "", "", "Ngày, tháng, năm", "", "", "Ký nhận", ""),
    ("", "", "", "Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả", "", ""),
    ("1", "H-0001", "Chứng thực", "05/01/2026", "09/01/2026", "08/01/2026", "", ""),
)
"""The register of Circular 01/2018/TT-VPCP, without some of its columns."""


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("levels", [2, 3])
def test_the_header_of_the_register(tmp_path: Path, kind: str, levels: int) -> None:
    register: tuple[tuple[str, ...], ...] = REGISTER
    if levels == 2:
        register = ((*REGISTER[0][:3], *REGISTER[1][3:]), *REGISTER[2:])
    days = {"received_at": 5, "promised_at": 9, "returned_at": 8}
    read = rows(opened(write_table(tmp_path, kind, register))).select(list(days)).row(0)
    assert read == tuple(datetime(2026, 1, n) for n in days.values())


@pytest.mark.parametrize(
    "header", [("Lĩnh vực", "Số hồ sơ", "Quá hạn"), ("Thủ tục", "Tổng số", "Quá hạn")]
)
def test_a_small_table_of_sums_below_holds_no_dossier(
    tmp_path: Path, header: tuple[str, ...]
) -> None:
    # The receipt, of which blank ones are no reject, stands right of it.
    table = [
        ("Mã hồ sơ", "Thủ tục", "Ghi chú", "Ngày tiếp nhận"),
        ("H1-0001", "Khai sinh", "", "05/01/2026"),
        (),
        header,
        ("Hộ tịch", "2", "0"),
    ]
    intake = opened(book(tmp_path / "a.xlsx", a=table))
    assert rows(intake)["dossier_id"].to_list() == ["H1-0001"]
    assert {4, 5} <= set(intake.files[0].layout_rows)


@pytest.mark.parametrize("word", ["Total", "Grand Total", "Subtotal:", "TỔNG"])
def test_the_sums_of_a_table_of_excel_are_no_dossier(tmp_path: Path, word: str) -> None:
    path = book(tmp_path / "a.xlsx", a=[HEADER, ROW, OTHER, (word, "", "2")])
    assert rows(opened(path))["dossier_id"].to_list() == ["H1-0001", "H1-0002"]


@pytest.mark.parametrize("calculated", [False, True])
def test_a_formula_of_xls_that_nobody_calculated_is_not_blank(calculated: bool) -> None:
    # As xlwt 1.3.0 writes every formula, and Excel one whose result is a blank text.
    blank = struct.pack("<HHHB5xHH4x", 1, 4, 17, 3, 0xFFFF, 0)
    records = ((0x809, b""), (0x06, blank), (0x0A, b""))
    stream = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    found = xls._Found(stream, xls._Book(calculated=calculated))
    assert found.cells == ({} if calculated else {(2, 4): "="})


@pytest.mark.parametrize(
    ("other", "calculated"),
    [
        (struct.pack("<d", 46027.5), True),  # a number
        (struct.pack("<B5xH", 0, 0xFFFF), True),  # a text
        (struct.pack("<d", 0), False),
    ],
)
def test_a_blank_text_is_a_result_where_other_formulas_have_one(
    other: bytes, calculated: bool
) -> None:
    # As Apache POI writes them, without the record that says that all was calculated.
    blank = struct.pack("<HHHB5xHH4x", 1, 4, 17, 3, 0xFFFF, 0)
    result = struct.pack("<HHH", 1, 5, 0) + other + struct.pack("<H4x", 0)
    records = ((0x809, b""), (0x06, blank), (0x06, result), (0x0A, b""))
    stream = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    found = xls._Found(stream, xls._Book(formats=[0]))
    assert ((2, 4) in found.cells) is not calculated


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_errors_and_formulas_without_a_result_reject(tmp_path: Path, prefix: str) -> None:
    cells = (
        line(1, "Mã hồ sơ", "Ngày tiếp nhận", "Ngày trả", "Trạng thái")
        + line(2, "H-0001", "05/01/2026", '<c r="C2" t="e"><v>#N/A</v></c>')
        + line(3, "H-0002", "05/01/2026", '<c r="C3"><f>B3+1</f></c>')
        + line(4, "H-0003", "05/01/2026", '<c r="C4"><f>B3+1</f><v></v></c>')
        + line(5, "H-0004", "05/01/2026", '<c r="C5" t="str"><f>IF(1,"")</f><v></v></c>')
        + line(6, "H-0005", "05/01/2026", '<c r="D6" t="e"><v>#REF!</v></c>')
        + line(7, "H-0006", '<c r="B7" t="d"><v>2026-01-05T08:30:00Z</v></c>')
    )
    intake = opened(by_hand(tmp_path / "a.xlsx", cells, prefix=prefix))
    assert faults(intake) == dict.fromkeys((2, 3, 4, 6), "cell_error")
    assert rows(intake)["received_at"][-1] == datetime(2026, 1, 5, 8, 30)


@pytest.mark.parametrize("extent", ["1:49", "A:C", "a1:c2", "$A$1:$C$2", "A1", ""])
def test_every_spelling_of_an_extent(tmp_path: Path, extent: str) -> None:
    cells = line(1, *HEADER) + line(2, *ROW)
    path = by_hand(tmp_path / "a.xlsx", cells, before=f'<dimension ref="{extent}"/>')
    assert rows(opened(path))["dossier_id"].to_list() == ["H1-0001"]


def test_the_system_of_1904_without_a_style_and_the_last_second_of_a_day(tmp_path: Path) -> None:
    cells = line(1, *HEADER) + line(
        2, "H-0001", '<c r="B2"><v>44565.5</v></c>', '<c r="C2"><v>44565.99999999999</v></c>'
    )
    path = by_hand(tmp_path / "a.xlsx", cells, book='<workbookPr date1904="1"/>')
    read = rows(opened(path)).select("received_at", "returned_at")
    assert read.row(0) == (datetime(2026, 1, 5, 12), datetime(2026, 1, 5, 23, 59, 59))


def test_numbers_keep_the_zeroes_they_show_and_show_the_digits_they_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_number(1, 0, 123, made.add_format({"num_format": "000000"}))
        sheet.write_number(2, 0, 12345678901234567)
        sheet.write_string(3, 0, "12345678901234567")
        for n in (1, 2, 3):
            sheet.write_row(n, 1, ROW[1:])
    found = [row[0] for row in opened(path).exports[0].body.frame.select("c0").collect().rows()]
    assert found == ["000123", "1.23456789012346E+16", "12345678901234567"]


@pytest.mark.parametrize("value", ["2.02604e+16", "2.02604E+16", "20260400000000001", "1e15"])
def test_a_dossiers_number_that_lost_digits_is_spoilt(tmp_path: Path, value: str) -> None:
    cells = f'<c r="A2"><v>{value}</v></c>', *ROW[1:]
    path = by_hand(tmp_path / "a.xlsx", line(1, *HEADER) + line(2, *cells))
    assert faults(opened(path)) == {2: "id_spoilt"}


def test_a_format_of_noughts_brings_no_lost_digits_back(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_number(1, 0, 2026040000000001, made.add_format({"num_format": "0" * 16}))
        sheet.write_row(1, 1, ROW[1:])
    assert faults(opened(tmp_path / "a.xlsx")) == {2: "id_spoilt"}


@pytest.mark.parametrize("place", ["ZZ9", "C200000", "AAA3"])
def test_an_extent_is_checked_before_the_sheet_is_read(tmp_path: Path, place: str) -> None:
    cells = line(1, *HEADER) + f'<row r="3"><c r="{place}"><v>1</v></c></row>'
    path = by_hand(tmp_path / "a.xlsx", cells)
    with pytest.raises(InputError) as caught:
        read_body(str(path), lambda cells, _=0: len(cells), limit=50_000)
    assert caught.value.key == "intake.sheet_too_large"
