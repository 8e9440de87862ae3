"""The register: every dossier in hand, who handed it in only where that was asked for."""

import json
from pathlib import Path

import fastexcel
import jsonschema
import pytest

from cchc_audit.core.columns import PERSONAL
from cchc_audit.render.writers.json_text import schema

from .exports import PERSON, export, typed

QUARTER = ("--period", "2026-Q1")
IN_HAND = ["H04", "H01", "H02", "H03", "H07", "H08", "H09", "H12", "H06"]


def test_the_dossiers_in_hand_in_the_order_of_receipt(tmp_path: Path) -> None:
    done = typed("form", "register", export(tmp_path / "x.csv"), *QUARTER, "--format", "json", "-q")
    found = json.loads(done.stdout)
    jsonschema.validate(found, schema())
    assert [row["dossier_id"] for row in found["rows"]] == IN_HAND
    assert [row["number"] for row in found["rows"]] == list(range(1, len(IN_HAND) + 1))
    assert not set(found["rows"][0]) & set(PERSONAL)
    assert found["form"] == "register"
    assert found["rows"][1]["returned_at"] == "2026-03-05"


@pytest.mark.parametrize("form", ["csv", "json", "table", "md", "html"])
@pytest.mark.parametrize("asked", [False, True])
def test_people_stand_there_only_when_asked_for(form: str, asked: bool, tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    more = ("--show-personal",) if asked else ()
    text = typed("form", "register", path, *QUARTER, "--format", form, *more).output
    assert (PERSON[0] in text) is asked


def cells(path: Path) -> list[list[object]]:
    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, skip_rows=0).to_polars()
    return [list(line) for line in sheet.iter_rows()]


@pytest.mark.parametrize("asked", [False, True])
def test_the_printed_register(asked: bool, tmp_path: Path) -> None:
    path, out = export(tmp_path / "x.csv"), tmp_path / "so.xlsx"
    more = ("--show-personal",) if asked else ()
    done = typed("form", "register", path, *QUARTER, "-o", out, *more)
    assert done.exit_code == 0
    assert ("muốn ghi cả, thêm --show-personal" in done.stderr) is not asked
    grid = cells(out)
    assert grid[0][0] == "SỔ THEO DÕI HỒ SƠ"
    at = next(n for n, line in enumerate(grid) if line[0] == "(1)")
    assert grid[at - 1][:8] == [
        *("TT", "Mã hồ sơ", "Nội dung / Tên hồ sơ", "Số lượng (bộ)", "Họ tên chủ hồ sơ"),
        *("Địa chỉ", "Số điện thoại", "Cơ quan chủ trì giải quyết"),
    ]
    assert grid[at - 2][8] == "Ngày, tháng, năm"
    assert grid[at - 2][10] == "Trả kết quả"
    rows = grid[at + 1 :]
    assert [line[1] for line in rows] == IN_HAND
    person = rows[0][4:7]
    assert person == ([PERSON[0], PERSON[2], PERSON[1]] if asked else [None] * 3)
    [waiting] = [line for line in rows if line[1] == "H08"]
    assert waiting[13] == "Chờ bổ sung; Hẹn lại: 12/03/2026"
    assert str(rows[1][8]).startswith("2026-03-02")


def test_a_cut_and_an_empty_register(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    done = typed("form", "register", path, *QUARTER, "--limit", "2", "--format", "json", "-q")
    found = json.loads(done.stdout)
    assert (found["total_rows"], found["shown"], len(found["rows"])) == (len(IN_HAND), 2, 2)
    out = tmp_path / "so.xlsx"
    nothing = typed("form", "register", path, "--period", "2020-Q1", "-o", out)
    assert nothing.exit_code == 0
    assert "(14)" in [str(cell) for line in cells(out) for cell in line]
