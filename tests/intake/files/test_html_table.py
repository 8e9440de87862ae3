"""Web pages as one-stop software writes them: a browser shows the row, so it is read."""

from datetime import datetime
from pathlib import Path

import pytest

from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.files.header_search import NO_HEADER
from intake.exports import faults, opened, rows

HEADER = ("Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận", "Ngày có kết quả")
MOMENT = "05/01/2026 08:25"


def cells(number: int, moment: str = MOMENT, commune: str = "<td>xã A</td>") -> str:
    return f"<td>H{number}</td>{commune}<td>{moment}</td><td>07/01/2026 16:05</td>"


def page(folder: Path, body: str) -> Path:
    path = folder / "a.xls"
    head = "".join(f"<th>{name}</th>" for name in HEADER)
    table = f"<table><tr>{head}</tr>{body}</table>"
    path.write_text(f"<html><meta charset=utf-8><body>{table}</body></html>", encoding="utf-8")
    return path


BODIES = {
    "form": f"<form><tr>{cells(1)}</tr></form><tr>{cells(2)}</tr>",
    "no tr": f"{cells(1)}<tr>{cells(2)}</tr>",
    "no tr in a body": f"<tr>{cells(1)}</tr><tbody>{cells(2)}</tbody>",
    "no end": f"<tr>{cells(1)}<tr>{cells(2)}",
    "break": f"<tr>{cells(1, '05/01/2026<br>08:25')}</tr>"
    f"<tr>{cells(2, '08:25</br>05/01/2026')}</tr>",
    "script": f"<tr>{cells(1, MOMENT + '<script>let n = 1;</script><style>td {}</style>')}</tr>"
    f"<tr>{cells(2, MOMENT + '<!-- <td>3</td> -->')}</tr>",
    "rowspan": f"<tr>{cells(1, commune='<td rowspan=9>xã A</td>')}</tr>"
    f"<tr>{cells(2, commune='')}</tr>",
    "inner table": f"<tr>{cells(1, '<table><tr><td>05/01/2026<td>08:25</table>')}</tr>"
    f"<tr>{cells(2, '<table><tr><td>05/01/2026<tr><td>08:25</table>')}</tr>",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_every_row_is_read_and_none_is_made_up(tmp_path: Path, body: str) -> None:
    # pandas 3.1.1 with lxml 6.1.3 loses the rows of the first two, and makes rows of the span.
    intake = opened(page(tmp_path, body))
    assert faults(intake) == {}
    read = rows(intake).sort("dossier_id").select("dossier_id", "commune", "received_at")
    assert read["dossier_id"].to_list() == ["H1", "H2"]
    assert read["commune"].to_list() == ["Xã A"] * 2
    assert read["received_at"].dt.to_string("%d/%m/%Y %H:%M").to_list() == ["05/01/2026 08:25"] * 2


@pytest.mark.parametrize("text", ["xã A<br>B", "<p>xã A</p><p>B</p>", "xã<div>A B</div>"])
def test_a_new_line_parts_words(tmp_path: Path, text: str) -> None:
    path = page(tmp_path, f"<tr>{cells(1, commune=f'<td>{text}</td>')}</tr>")
    assert rows(opened(path))["commune"].to_list() == ["Xã A B"]


def test_a_page_laid_out_by_tables_gives_the_table_within(tmp_path: Path) -> None:
    path = page(tmp_path, "".join(f"<tr>{cells(n)}</tr>" for n in range(1, 31)))
    text = path.read_text(encoding="utf-8")
    text = text.replace("<body>", "<body><table><tr><td>Menu</td><td>").replace(
        "</body>", "</td></tr></table></body>"
    )
    path.write_text(text, encoding="utf-8")
    assert rows(opened(path)).height == 30


CUTS = {
    "inside a row": (f"<tr>{cells(1)}</tr><tr>{cells(2)[:-20]}", 3),
    "before a cell": ("<tr>" + cells(1) + "</tr><tr><td>H2</td><td>xã A</td><td>" + MOMENT, 3),
    "behind a row": (f"<tr>{cells(1)}</tr>", 3),
}


@pytest.mark.parametrize(("body", "line"), CUTS.values(), ids=CUTS)
def test_a_page_that_breaks_off_says_so_and_its_last_row_is_none(
    tmp_path: Path, body: str, line: int
) -> None:
    whole = page(tmp_path, body)
    title = "<table><tr><td>Sổ theo dõi</td></tr><tr><td>Quý 1</td></tr></table>"
    text = whole.read_text(encoding="utf-8").removesuffix("</table></body></html>")
    whole.write_text(text.replace("<body>", f"<body>{title}"), encoding="utf-8")
    intake = opened(whole)
    assert rows(intake)["dossier_id"].to_list() == ["H1"]
    assert faults(intake) == {line: "record_broken"}
    assert [one.mark for one in intake.damage] == [DamageMark.CUT_EXPORT]


@pytest.mark.parametrize("body", [*BODIES.values(), f"<tr>{cells(1)}<tr>{cells(2)}"])
def test_a_page_without_an_end_is_not_one_that_breaks_off(tmp_path: Path, body: str) -> None:
    path = page(tmp_path, body)
    text = path.read_text(encoding="utf-8")
    for ends in ("</table>", "</body></html>"):
        path.write_text(text.replace(ends, ""), encoding="utf-8")
        assert opened(path).damage == ()


def test_what_a_page_keeps_to_sort_by_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    received = '<span style="display: none">20260105083000</span>05/01/2026 08:30'
    path.write_text(
        "<table><tr><th>Mã hồ sơ</th><th>Ngày tiếp nhận</th></tr>"
        f"<tr><td>H1</td><td>{received}</td></tr></table>",
        encoding="utf-8",
    )
    assert rows(opened(path))["received_at"].to_list() == [datetime(2026, 1, 5, 8, 30)]


CONTROLS = {
    "a field": '<input type="text" value="05/01/2026 08:30">',
    "a field without a type": "<input value='05/01/2026 08:30'>",
    "a field of a moment": '<input type="datetime-local" value="2026-01-05T08:30">',
    "a list": "<select><option>04/01/2026<option selected>05/01/2026 08:30</select>",
    "a list with nothing chosen": "<select><option>05/01/2026 08:30<option>04/01/2026</select>",
    "a box": '<input type="checkbox" value="on" checked>05/01/2026 08:30',
    "what is hidden": '<input type="hidden" value="17">05/01/2026 08:30',
    "what is not shown": '<input style="display: none" value="17">05/01/2026 08:30',
    "a text": "<textarea>05/01/2026 08:30</textarea>",
}


@pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
def test_what_a_form_shows_is_read(tmp_path: Path, control: str) -> None:
    path = tmp_path / "a.xls"
    status = "<select><option>Đang xử lý<option selected>Đã trả kết quả<option>Từ chối</select>"
    path.write_text(
        "<meta charset=utf-8><table><tr><th>Mã hồ sơ</th><th>Ngày tiếp nhận <input value=''></th>"
        "<th>Trạng thái<select><option>Tất cả<option>Đang xử lý</select></th></tr>"
        f"<tr><td>H1</td><td>{control}</td><td>{status}</td></tr></table>",
        encoding="utf-8",
    )
    found = rows(opened(path))
    assert found["received_at"].to_list() == [datetime(2026, 1, 5, 8, 30)]
    assert found["status"].cast(str).to_list() == ["finished"]


BEFORE = {
    "a heading": "<h3>DANH SÁCH HỒ SƠ</h3>\n",
    "a centred page": "<center>",
    "a font": "<font face='Times New Roman'>",
    "a paragraph": "<p align=center><b>DANH SÁCH</b></p>",
    "a script": "<script>var a = 1;</script>",
    "a line": "<br/>\r\n",
    "a title without a tag": "DANH SÁCH HỒ SƠ, 2026<br>",
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_a_part_of_a_page(before: str, tmp_path: Path) -> None:
    path = page(tmp_path, f"<tr>{cells(1)}</tr><tr>{cells(2)}</tr>")
    text = path.read_text(encoding="utf-8")
    table = text[text.index("<table") : text.index("</table>")]
    path.write_text(f"{before}{table}</table>", encoding="utf-8")
    intake = opened(path)
    assert rows(intake)["dossier_id"].to_list() == ["H1", "H2"]
    assert intake.files[0].kind == "html"


def test_a_table_in_a_cell_makes_no_page_of_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    note = "<table><tbody><tr><td>Đã nộp</td></tr></tbody></table>"
    path.write_text(f"Mã hồ sơ,Ngày tiếp nhận,Ghi chú\nH1,05/01/2026,{note}\n", encoding="utf-8")
    intake = opened(path)
    assert intake.files[0].kind == "text"
    assert rows(intake)["dossier_id"].to_list() == ["H1"]


def _table(*rows_of: str, layout: bool = False) -> str:
    table = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows_of)}</table>"
    return f"<table><tr><td>{table}</td></tr></table>" if layout else table


TITLES = "".join(f"<th>{name}</th>" for name in HEADER)


@pytest.mark.parametrize(
    "tables",
    {
        "a header in sight": _table(TITLES) + _table(cells(1), cells(2), cells(3)),
        "within a layout": _table(TITLES, layout=True) + _table(cells(1), cells(2), cells(3)),
        "room for a scroll bar": _table(TITLES + "<th></th>") + _table(*map(cells, (1, 2, 3))),
        "pages": _table(TITLES, cells(1)) + _table(cells(2)) + _table(cells(3), "<td colspan=4>2"),
    }.values(),
)
def test_tables_go_on_below_the_header_of_the_first(tmp_path: Path, tables: str) -> None:
    path = tmp_path / "a.xls"
    path.write_text(f"<html><meta charset=utf-8><body>{tables}</body></html>", encoding="utf-8")
    intake = opened(path)
    read = rows(intake)
    assert read["dossier_id"].to_list() == ["H1", "H2", "H3"]
    assert read["completed_at"].null_count() == 0
    assert faults(intake) == {}
    assert not any(one.rows for one in intake.unread)
    assert read["source_line"].to_list() == [2, 3, 4]


@pytest.mark.parametrize(
    "other",
    {
        "wider": "<td></td>" + cells(2),
        "other columns": "<td>05/01/2026</td><td>H2</td><td>xã A</td><td>07/01/2026</td>",
        "no dossiers": "<td>xã A</td><td>12</td><td>3</td><td>9</td>",
    }.values(),
)
def test_another_table_below_is_told_of(tmp_path: Path, other: str) -> None:
    path = tmp_path / "a.xls"
    tables = _table(TITLES, cells(1)) + _table(other, other)
    path.write_text(f"<html><meta charset=utf-8><body>{tables}</body></html>", encoding="utf-8")
    intake = opened(path)
    assert rows(intake)["dossier_id"].to_list() == ["H1"]
    assert {one.why.key for one in intake.unread} <= set(NO_HEADER)
    assert len(intake.unread) == 1


HEAD = ("Mã hồ sơ", "Ngày tiếp nhận")
LETTERHEAD = "UBND XÃ GÒ TRĂNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def _laid_out(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


@pytest.mark.parametrize(
    ("above", "status", "commune"),
    [
        ("<h2>DANH SÁCH HỒ SƠ CÔNG DÂN RÚT QUÝ I/2026</h2>", "withdrawn", None),
        ("<p>Đơn vị: UBND xã Gò Trăng</p><p>Trạng thái: Từ chối</p>", "refused", "Xã Gò Trăng"),
        (_laid_out(LETTERHEAD), None, "Xã Gò Trăng"),
        (_laid_out(LETTERHEAD, ("", "Độc lập - Tự do")), None, "Xã Gò Trăng"),
        ("<div>Hồ sơ</div><center><b>Danh sách hồ sơ từ chối</b></center>", "refused", None),
        # Of another table.
        (_laid_out(HEAD, ("UBND xã Gò Trăng", "")), None, None),
        ("<p>Đơn vị: Xã Gò Đá</p>" + _laid_out(HEAD, ("H1", "05/01/2026")), None, None),
    ],
)
def test_what_stands_above_a_table(
    tmp_path: Path, above: str, status: str | None, commune: str | None
) -> None:
    table = _laid_out(HEAD, ("H1-0001", "05/01/2026"))
    path = tmp_path / "a.xls"
    path.write_text(f"<meta charset=utf-8><body>{above}{table}</body>", encoding="utf-8")
    found = rows(opened(path)).filter(dossier_id="H1-0001")
    assert found.select("status", "commune").row(0) == (status, commune)
