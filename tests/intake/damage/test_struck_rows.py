"""Rows struck out in a workbook: told of, and no proof of a delay."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from intake.exports import opened

from .files import HEADER, Row, dossiers

SAMPLES = Path(__file__).parent / "samples"
"""`workbook()` of eight open dossiers, with lines 4, 6 and 8 struck out in seven, four and two
cells, as LibreOffice 7.4 saves it.
"""
WHOLE, HALF, FEW = len(HEADER), 4, 2
"""How many cells of a row are struck out; every row of these has seven, one of them blank."""


def workbook(path: Path, rows: list[Row], struck: Mapping[int, int], **style: bool) -> Path:
    """Rows with some lines struck out in so many cells; further fonts are in no cell."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        stroke, other = book.add_format(style or {"font_strikeout": True}), book.add_format()
        other.set_bold()
        for line, cells in enumerate([HEADER, *(list(row.values()) for row in rows)], start=1):
            for place, text in enumerate(cells):
                given = stroke if place < struck.get(line, 0) else other if line == 1 else None
                sheet.write(line - 1, place, text, given)
    return path


def spreadsheet_2003(path: Path, rows: list[Row], struck: Mapping[int, int], way: str) -> Path:
    """The same as the XML of 2003, the style at the row or at its cells."""
    lines = []
    for line, cells in enumerate([HEADER, *(list(row.values()) for row in rows)], start=1):
        style = ' ss:StyleID="s2"' if line in struck else ""
        at_row, at_cell = (style if way == where else "" for where in ("Row", "Cell"))
        data = "".join(
            f'<Cell{at_cell}><Data ss:Type="String">{text}</Data></Cell>' for text in cells
        )
        lines.append(f"<Row{at_row}>{data}</Row>")
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>'
        '<Style ss:ID="s1"><Font ss:Bold="1"/></Style>'
        '<Style ss:ID="s2"><Font ss:StrikeThrough="1"/></Style></Styles>'
        f'<Worksheet ss:Name="a"><Table>{"".join(lines)}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    return path


def struck_lines(path: Path) -> dict[str, list[int]]:
    """The marks that are told, with the lines they doubt."""
    return {one.mark.value: list(one.doubted) for one in opened(path).damage}


@pytest.mark.parametrize(
    ("struck", "lines"),
    [
        ({4: WHOLE}, [4]),
        ({4: WHOLE, 9: WHOLE, 10: WHOLE}, [4, 9, 10]),
        ({4: HALF}, [4]),
        ({4: FEW}, []),
        ({1: WHOLE}, []),
        ({}, []),
    ],
)
def test_rows_of_a_workbook(struck: Mapping[int, int], lines: list[int], tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", dossiers(12, finished=0), struck)
    assert struck_lines(path) == ({"struck_rows": lines} if lines else {})


def test_another_font_is_no_stroke(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", dossiers(12), {4: WHOLE}, italic=True, bold=True)
    assert struck_lines(path) == {}


@pytest.mark.parametrize("way", ["Row", "Cell"])
def test_rows_of_the_xml_of_2003(way: str, tmp_path: Path) -> None:
    path = spreadsheet_2003(tmp_path / "a.xls", dossiers(12), {4: WHOLE, 5: WHOLE}, way)
    assert struck_lines(path) == {"struck_rows": [4, 5]}


@pytest.mark.parametrize("name", ["libreoffice-struck.xls", "libreoffice-struck.ods"])
def test_rows_as_another_program_saves_them(name: str) -> None:
    assert struck_lines(SAMPLES / name) == {"struck_rows": [4, 6]}


def test_a_table_that_stands_lower_and_further_right(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, stroke = book.add_worksheet(), book.add_format({"font_strikeout": True})
        sheet.write(1, 3, "DANH SÁCH HỒ SƠ", stroke)
        sheet.write_row(5, 3, HEADER)
        for number, row in enumerate(dossiers(12)):
            sheet.write_row(8 + number, 3, row.values(), stroke if number == 2 else None)
    assert struck_lines(path) == {"struck_rows": [11]}


def assessed(path: Path, *options: str) -> dict[str, Any]:
    line = ["assess", str(path), "--as-of", "31/03/2026", "--format", "json", *options]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_delay_of_such_a_row_is_unproven(tmp_path: Path) -> None:
    term = "Thời hạn giải quyết"
    rows = [{**row, term: "2 ngày làm việc"} for row in dossiers(12, finished=0)]
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, stroke = book.add_worksheet(), book.add_format({"font_strikeout": True})
        sheet.write_row(0, 0, (*HEADER, term))
        for number, row in enumerate(rows):
            sheet.write_row(1 + number, 0, row.values(), stroke if number == 2 else None)
    found = assessed(path)
    unproven = [row for row in found["rows"] if row["certainty"] == "unproven"]
    assert [row["dossier_id"] for row in unproven] == [rows[2]["Mã hồ sơ"]]
    assert unproven[0]["doubt"] == "damaged_column"
    assert unproven[0]["outcome"] == "overdue"
    assert len(found["rows"]) == len(rows)
    (told,) = found["damage"]
    assert told["evidence"] == [{"line": 4, "value": rows[2]["Mã hồ sơ"]}]
    answered = assessed(path, "--accept-damage", "struck_rows")
    assert answered["damage"] == []
    assert {row["certainty"] for row in answered["rows"]} == {"firm"}
