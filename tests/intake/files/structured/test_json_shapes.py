"""JSON in the shapes that interfaces and other programs give it: the same rows, or its name."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cchc_audit.core.errors import InputError
from intake.exports import opened, rows
from intake.files.twelve import HEADER, ROWS, read

RECORDS = [dict(zip(HEADER, (text or None for text in row), strict=True)) for row in ROWS]
LINES = [[text or None for text in row] for row in ROWS]
NAMES = list(HEADER)
DESCRIBED = [{"data": "c", "title": name, "width": 100} for name in HEADER]
PAGES = [
    {"page": 1, "data": RECORDS[:7]},
    {"page": 2, "data": RECORDS[7:]},
    {"page": 3, "data": []},
]
ROW = {"Mã hồ sơ": "H1", "Ngày tiếp nhận": "05/01/2026"}
PAGES_IN_LINES = {
    "pages": PAGES,
    "answers of an interface": [
        {"code": 200, "errors": [], "result": {"page": page["page"], "items": page["data"]}}
        for page in PAGES
    ],
}

READ: dict[str, Any] = {
    "columns and rows": {"columns": NAMES, "rows": LINES},
    "rows before columns": {"code": 0, "result": {"data": LINES, "columns": NAMES}},
    "columns, index and data": {"columns": NAMES, "index": list(range(12)), "data": LINES},
    "columns described": {"columns": DESCRIBED, "rows": LINES},
    "rows before columns described": {"rows": LINES, "columns": DESCRIBED},
    "columns beside records": {"columns": NAMES, "data": RECORDS},
    "arrays below their names": [NAMES, *LINES],
    "values": {"majorDimension": "ROWS", "values": [NAMES, *LINES]},
    "pages": PAGES,
    "pages of answers": [{"code": 0, "result": page} for page in PAGES],
    "pages in an object": {"total": 12, "pages": PAGES},
    "in a field of their own": {"edges": [{"n": 1, "node": record} for record in RECORDS]},
    "in a field beside others": [
        {"_id": str(n), "_source": record, "nguoiNop": {"ten": "A", "soDienThoai": "0900"}}
        for n, record in enumerate(RECORDS)
    ],
    "a list of lists beside records": {"links": [[1, 2], [3, 4]], "data": RECORDS},
}
KEYED = {record["Mã hồ sơ"]: record for record in RECORDS}
BY_COLUMN = {name: [record[name] for record in RECORDS] for name in HEADER}
REFUSED: dict[str, tuple[Any, str]] = {
    "by number": (KEYED, "json_keyed"),
    "by number, deeper": ({"code": 0, "data": KEYED}, "json_keyed"),
    "by column": (BY_COLUMN, "json_by_columns"),
    "by column and row": (
        {name: dict(enumerate(values)) for name, values in BY_COLUMN.items()},
        "json_by_columns",
    ),
    "rows without names": (LINES, "json_unnamed"),
    "columns as arrays": ([[name, *values] for name, values in BY_COLUMN.items()], "json_unnamed"),
    "more values than names": ([NAMES, [*LINES[0], "x"]], "json_row_too_long"),
    "by unit": ([{"Đơn vị": "Xã A", "hoSo": RECORDS}], "json_grouped"),
    "a list a unit": ({"Xã A": RECORDS[:6], "Xã B": RECORDS[6:]}, "json_several"),
    "two lists of arrays": ({"a": [NAMES, *LINES[:6]], "b": LINES[6:]}, "json_several"),
    "records and arrays": ({"a": RECORDS, "b": [NAMES, *LINES]}, "json_several"),
}


@pytest.mark.parametrize("shape", READ)
def test_the_same_rows(shape: str, tmp_path: Path, right: pl.DataFrame) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(READ[shape]))
    assert read(path).equals(right, null_equal=True)


def test_groups_of_a_number_and_a_name(tmp_path: Path, right: pl.DataFrame) -> None:
    groups = {"Đơn vị giải quyết": "donVi", "Trạng thái": "trangThai"}
    records = [
        {
            groups.get(key, key): {"ma": "4", "ten": text} if key in groups else text
            for key, text in record.items()
        }
        for record in RECORDS
    ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(records))
    assert read(path).equals(right, null_equal=True)


def test_an_array_a_line(tmp_path: Path, right: pl.DataFrame) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(map(json.dumps, [NAMES, *LINES])))
    assert read(path).equals(right, null_equal=True)


@pytest.mark.parametrize("shape", REFUSED)
def test_any_other_shape_is_named(shape: str, tmp_path: Path) -> None:
    data, key = REFUSED[shape]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(data))
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == f"intake.{key}"


@pytest.mark.parametrize("shape", PAGES_IN_LINES)
def test_a_page_a_line(shape: str, tmp_path: Path, right: pl.DataFrame) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(map(json.dumps, PAGES_IN_LINES[shape])))
    assert read(path).equals(right, null_equal=True)
    lines = [export.body.frame.collect()["line"].to_list() for export in opened(path).exports]
    assert lines == [list(range(2, 14))]


@pytest.mark.parametrize("first", [[], None])
def test_a_first_page_without_dossiers(
    first: list[Any] | None, tmp_path: Path, right: pl.DataFrame
) -> None:
    """The first page with some was taken for a record without a number, and left out."""
    path = tmp_path / "a.ndjson"
    pages = [{"page": 0, "data": first}, *PAGES]
    path.write_text("\n".join(map(json.dumps, pages)))
    names = [name for name in right.columns if name != "source_line"]
    assert read(path).select(names).equals(right.select(names), null_equal=True)


@pytest.mark.parametrize("page", [{"data": ROW}, ROW, {"data": ROW | {"steps": [ROW, ROW]}}])
def test_a_page_of_one_dossier(page: dict[str, Any], tmp_path: Path) -> None:
    """It was counted among the rows of the layout."""
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(map(json.dumps, [PAGES[0], page, PAGES[1], {"data": None}])))
    assert [number for number in read(path)["dossier_id"] if number == "H1"] == ["H1"]
    assert rows(opened(path)).height == 13


@pytest.mark.parametrize("place", [0, 1, 3])
@pytest.mark.parametrize("between", ["\n", ",\n"])
@pytest.mark.parametrize(
    "page",
    [
        *({"error": "timeout"}, {"data": "timeout"}, {"data": {"ma": 1}}),
        *({"error": "timeout", "data": None}, {"message": "lỗi", "data": None}),
    ],
)
def test_what_is_no_page_is_named(
    page: dict[str, Any], between: str, place: int, tmp_path: Path
) -> None:
    """An error in place of a page: its dossiers were missing, and nothing was said."""
    path = tmp_path / "a.ndjson"
    text = between.join(map(json.dumps, [*PAGES[:place], page, *PAGES[place:]]))
    path.write_text(f"[{text}]" if "," in between else text)
    with pytest.raises(InputError, match="json_no_page") as caught:
        opened(path)
    assert caught.value.values["line"] == place + 1


TELLING = [{"code": 200, "error": None, "message": "OK", **page} for page in PAGES]


@pytest.mark.parametrize(
    ("page", "read_past"),
    [
        ({"code": 200, "error": None, "message": "OK", "data": None}, True),
        ({"code": 200, "error": None, "message": "Hết dữ liệu", "data": []}, True),
        ({"code": 200, "error": None, "message": "OK", "total": 12, "data": []}, True),
        ({"total": 120, "page": 1}, True),
        ({"totalElements": 120, "pageSize": 10, "hasNext": False}, True),
        ({"code": 500, "error": None, "message": "OK", "data": None}, False),
        ({"code": 200, "error": "timeout", "message": "OK", "data": []}, False),
        ({"error": "timeout", "message": "OK", "data": []}, False),
        ({"total": 120, "error": "timeout"}, False),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 3])
def test_pages_that_tell_of_an_outcome(
    page: dict[str, Any], place: int, tmp_path: Path, *, read_past: bool
) -> None:
    """An empty page and a line about the pages are read past, a page that failed is not."""
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(map(json.dumps, [*TELLING[:place], page, *TELLING[place:]])))
    if read_past:
        assert read(path)["dossier_id"].to_list() == [one["Mã hồ sơ"] for one in RECORDS]
        return
    with pytest.raises(InputError, match="json_no_page") as caught:
        opened(path)
    assert caught.value.values["line"] == place + 1


def test_a_page_among_dossiers_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(map(json.dumps, [ROW, PAGES[0], ROW])))
    with pytest.raises(InputError, match="json_no_page"):
        opened(path)


def test_a_page_a_line_of_a_unit_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    pages = [{"Đơn vị": "Xã A", "hoSo": RECORDS[:6]}, {"Đơn vị": "Xã B", "hoSo": RECORDS[6:]}]
    path.write_text("\n".join(map(json.dumps, pages)))
    with pytest.raises(InputError, match="json_grouped"):
        opened(path)


def test_the_end_of_a_row_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([["Mã hồ sơ", "Ngày tiếp nhận", "Ngày trả"], ["H1", "05/01/2026"]]))
    assert opened(path).exports[0].body.frame.select("line", "^c.$").collect().rows() == [
        (2, "H1", "05/01/2026", None)
    ]


def test_what_a_dossier_holds_besides_is_no_page_of_dossiers(tmp_path: Path) -> None:
    steps = [{"Ngày tiếp nhận": "06/01/2026", "Trạng thái": "Đang xử lý"}]
    record = {"Mã hồ sơ": "H1", "Ngày tiếp nhận": "05/01/2026", "steps": steps}
    path = tmp_path / "a.json"
    path.write_text(json.dumps([record]))
    assert read(path)["dossier_id"].to_list() == ["H1"]


def test_a_field_that_only_the_last_records_have_is_a_column(tmp_path: Path) -> None:
    """Programs that learn the fields from the first records lose it (findings)."""
    records = [{"Mã hồ sơ": f"H1-{n:05}", "Ngày tiếp nhận": "05/01/2026"} for n in range(30_000)]
    records[-1] |= {"Ngày tạm dừng": "06/01/2026", "Ngày tiếp tục": "08/01/2026"}
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    read = rows(opened(path)).select("paused_at", "resumed_at")
    assert read.row(-1) == (datetime(2026, 1, 6), datetime(2026, 1, 8))
    assert read.drop_nulls().height == 1
