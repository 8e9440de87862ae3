"""Numbers as their cells show them: zeroes before them, a unit of time behind."""

from pathlib import Path

import pytest
import xlsxwriter

from cchc_audit.intake.files.workbooks.number_formats import is_date, shown, whole
from intake.exports import opened, rows

SHOWN = {
    "0": "5",
    "General": "5",
    "#,##0": "5",
    "000000": "000005",
    '0" ngày"': "5 ngày",
    '00" ngày"': "05 ngày",
    '# "ngày làm việc"': "5 ngày làm việc",
    r"0\ \n\g\à\y": "5 ngày",
    'General" giờ làm việc"': "5 giờ làm việc",
    '#,##0" tháng"_)': "5 tháng",
    '[$-42A]0" ngày";[Red]-0" ngày"': "5 ngày",
    '0" lần"': "5",
    '0" đồng"': "5",
    '0"%"': "5",
}
TERMS = {
    '0" ngày làm việc"': "5 working_days",
    r"0\ \g\i\ờ": "5 working_hours",
    '0" tháng"': "5 months",
    "0": None,
}


@pytest.mark.parametrize("code", SHOWN)
def test_a_number_is_seen_as_its_format_shows_it(code: str) -> None:
    assert shown(5.0, code) == SHOWN[code]
    assert not is_date(164, code)


def test_a_number_with_a_fraction_is_left_as_it_is() -> None:
    assert shown(0.5, '0" ngày"') == "0.5"
    assert whole('0.0" ngày"') is None


def test_a_term_whose_unit_is_its_format_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ("Mã hồ sơ", "Ngày tiếp nhận", "Thời hạn giải quyết"))
        for line, code in enumerate(TERMS, start=1):
            sheet.write_row(line, 0, (f"H1-{line:04}", "05/01/2026"))
            sheet.write_number(line, 2, 5, made.add_format({"num_format": code}))
    read = [row[0] for row in opened(path).exports[0].body.frame.select("c2").collect().rows()]
    assert read == ["5 ngày làm việc", "5 giờ", "5 tháng", "5"]
    assert rows(opened(path))["legal_term"].is_null().to_list() == [False, False, False, True]


ODS = """<?xml version="1.0"?><office:document
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><table:table table:name="a">
<table:table-row>{header}</table:table-row>{rows}</table:table>
</office:spreadsheet></office:body></office:document>"""
CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
NUMBER = (
    '<table:table-cell office:value-type="float" office:value="5"><text:p>{}</text:p>'
    "</table:table-cell>"
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("5 ngày làm việc", "5 ngày làm việc"),
        ("05 ngày", "05 ngày"),
        ("005", "005"),
        ("5 lần", "5"),
        ("5,00", "5"),
        ("6 ngày", "5"),
    ],
)
def test_a_cell_of_open_document_says_its_unit(text: str, read: str, tmp_path: Path) -> None:
    header = "".join(map(CELL.format, ("Mã hồ sơ", "Ngày tiếp nhận", "Thời hạn giải quyết")))
    cells = CELL.format("H1-0001") + CELL.format("05/01/2026") + NUMBER.format(text)
    line = f"<table:table-row>{cells}</table:table-row>"
    path = tmp_path / "a.fods"
    path.write_text(ODS.format(header=header, rows=line), encoding="utf-8")
    assert opened(path).exports[0].body.frame.select("c2").collect().item() == read
