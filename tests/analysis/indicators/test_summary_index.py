"""`summary --index 766` adds five columns to every row, whatever the keys."""

import json
from pathlib import Path

import fastexcel
import jsonschema
import pytest
from typer.testing import CliRunner

from cchc_audit.analysis.indicators import INDEX_COLUMNS
from cchc_audit.cli.app import app
from cchc_audit.render.writers.json_text import schema

from .program import written

HEADER = (
    *("Mã hồ sơ", "Lĩnh vực", "Đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý"),
    "Trạng thái",
)
DONE = "Đã xử lý xong"
ROWS = (
    ("H1", "Hộ tịch", "Xã A", "02/03/2026", "05/03/2026", "05/03/2026", DONE),
    ("H2", "Hộ tịch", "Xã A", "02/03/2026", "05/03/2026", "06/03/2026", DONE),
    ("H3", "", "Xã A", "02/03/2026", "05/03/2026", "04/03/2026", DONE),
    ("H4", "", "Xã B", "02/03/2026", "", "04/03/2026", DONE),
    ("H5", "Đất đai", "Xã B", "02/03/2026", "05/03/2026", "", "Mới đăng ký"),
)


def rows(*words: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["summary", *words, "--as-of", "31/03/2026", "-q"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    jsonschema.validate(found, schema())
    return list(found["rows"])


@pytest.fixture
def export(tmp_path: Path) -> str:
    return str(written(tmp_path / "x.csv", HEADER, ROWS))


def test_each_row_and_the_total(export: str) -> None:
    found = rows(export, "--by", "field", "--index", "766", "--format", "json")
    assert [list(row)[-5:] for row in found] == [list(INDEX_COLUMNS)] * 4
    counted = {row["field"]: [row[name] for name in INDEX_COLUMNS] for row in found[:-1]}
    assert counted == {
        "Hộ tịch": [2, 1, 0, 0.5, 10.0],
        "Đất đai": [0, 0, 0, None, None],
        None: [1, 1, 1, 1.0, 20.0],
    }
    assert [found[-1][name] for name in INDEX_COLUMNS] == [3, 2, 1, 2 / 3, 13.33]


def test_several_keys_and_a_period(export: str) -> None:
    words = ("--by", "commune,field", "--index", "766", "--format", "json")
    found = rows(export, *words, "--from", "05/03/2026", "--to", "31/03/2026")
    # H3 and H4 had ended before the period; H5 never came in, and is of the days before it.
    handled = [(row["commune"], row["field"], row["handled_766"]) for row in found]
    assert handled == [("Xã A", "Hộ tịch", 2), (None, None, 2)]


def test_without_it_the_columns_are_not_there(export: str) -> None:
    assert not set(INDEX_COLUMNS) & set(rows(export, "--by", "field", "--format", "json")[0])


def test_people_read_two_decimals(export: str, tmp_path: Path) -> None:
    line = ["summary", export, "--by", "field", "--index", "766", "--as-of", "31/03/2026", "-q"]
    shown = CliRunner().invoke(app, line).stdout
    assert "13,33" in shown
    assert "66,7%" in shown
    out = tmp_path / "x.xlsx"
    assert CliRunner().invoke(app, [*line, "-o", str(out)]).exit_code == 0
    sheet = fastexcel.read_excel(out).load_sheet(0).to_polars()
    assert sheet["Điểm tiến độ giải quyết (tối đa 20)"][-1] == 13.33
