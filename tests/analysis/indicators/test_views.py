"""The three views beside each other, on dossiers made to part in one way each."""

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from cchc_audit.render.writers.json_text import schema

from .program import written

HEADER = (
    *("Mã hồ sơ", "Đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý"),
    *("Ngày yêu cầu bổ sung", "Ngày bổ sung", "Thời hạn giải quyết", "Trạng thái"),
    "Số lần yêu cầu bổ sung",
)
TERM = "3 ngày làm việc"
DONE, OPEN, GONE = "Đã xử lý xong", "Đang xử lý", "Công dân yêu cầu rút hồ sơ"
# 2 March 2026 is a Monday: the legal deadline is Thursday 5 March.
PARTING = {
    "agree": (("02/03/2026", "05/03/2026", "04/03/2026", "", "", TERM, DONE, ""), None),
    "appointment_beyond_law": (
        ("02/03/2026", "09/03/2026", "09/03/2026", "", "", TERM, DONE, ""),
        ("late", "in_time", "on_time"),
    ),
    "appointment_before_law": (
        ("02/03/2026", "04/03/2026", "05/03/2026", "", "", TERM, DONE, ""),
        ("on_time", "late", "late"),
    ),
    # Received on Wednesday 7 January; Saturday 10 January is worked for Friday 2 January.
    "swap_day_ignored": (
        ("07/01/2026", "12/01/2026", "12/01/2026", "", "", TERM, DONE, ""),
        ("late", "in_time", "on_time"),
    ),
    "time_of_day": (
        ("02/03/2026", "05/03/2026 10:00", "05/03/2026 11:00", "", "", TERM, DONE, ""),
        ("on_time", "late", "on_time"),
    ),
    "several_supplements": (
        ("02/03/2026", "05/03/2026", "04/03/2026", "", "", TERM, DONE, "2"),
        ("early", "late", "early"),
    ),
    "supplement_wait": (
        ("02/03/2026", "05/03/2026", "09/03/2026", "03/03/2026", "09/03/2026", TERM, DONE, "1"),
        ("early", "in_time", "late"),
    ),
    "supplement_restarts": (
        ("02/03/2026", "05/03/2026", "09/03/2026", "03/03/2026", "04/03/2026", TERM, DONE, "1"),
        ("on_time", "late", "late"),
    ),
    "awaits_supplement": (
        ("02/03/2026", "05/03/2026", "", "09/03/2026", "", TERM, OPEN, "1"),
        ("overdue", "late", "open_in_time"),
    ),
    "no_appointment": (
        ("02/03/2026", "", "20/03/2026", "", "", "", DONE, ""),
        ("unassessable", "unassessable", "on_time"),
    ),
    "finish_missing": (
        ("02/03/2026", "05/03/2026", "", "", "", TERM, DONE, ""),
        ("unassessable", "late", "open_overdue"),
    ),
    "withdrawn": (
        ("02/03/2026", "05/03/2026", "09/03/2026", "", "", TERM, GONE, ""),
        ("withdrawn", "late", "on_time"),
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    export = written(
        tmp_path_factory.mktemp("views") / "x.csv",
        HEADER,
        ([name, "Xã A" if n % 2 else "Xã B", *PARTING[name][0]] for n, name in enumerate(PARTING)),
    )
    line = ["summary", str(export), "--views", "--as-of", "31/03/2026", "--format", "json", "-q"]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", [name for name in PARTING if name != "agree"])
def test_each_dossier_parts_for_its_reason(name: str, told: dict[str, object]) -> None:
    cells = told["cells"]
    assert isinstance(cells, list)
    [cell] = [cell for cell in cells if name in cell["dossiers"]]
    assert cell["reason"] == name
    assert (cell["legal"], cell["index_766"], cell["form_06a"]) == PARTING[name][1]


def test_the_cells_hold_every_dossier(told: dict[str, object]) -> None:
    jsonschema.validate(told, schema())
    cells, rows = told["cells"], told["rows"]
    assert isinstance(cells, list)
    assert isinstance(rows, list)
    assert sum(cell["count"] for cell in cells) == len(PARTING)
    assert all(cell["count"] == len(cell["dossiers"]) for cell in cells if cell["reason"])
    [agreeing] = [cell for cell in cells if cell["reason"] is None]
    assert (agreeing["legal"], agreeing["count"], agreeing["dossiers"]) == ("early", 1, [])
    total = rows[-1]
    assert total["commune"] is None
    assert total["differing"] == len(PARTING) - 1
    for column in ("total", "handled_766", "in_time_766", "resolved_06a", "open_overdue_06a"):
        assert total[column] == sum(row[column] for row in rows[:-1]), column


def test_a_sentence_a_cell_for_people(tmp_path: Path) -> None:
    export = written(
        tmp_path / "x.csv", HEADER, (["H1", "Xã A", *PARTING["appointment_beyond_law"][0]],)
    )
    line = ["summary", str(export), "--views", "--as-of", "31/03/2026"]
    done = CliRunner().invoke(app, line)
    assert "Ngày hẹn trả vượt thời hạn quy định: 1 hồ sơ." in done.stdout
    assert "(H1)" in done.stdout
    export = written(tmp_path / "y.csv", HEADER, (["H1", "Xã A", *PARTING["agree"][0]],))
    done = CliRunner().invoke(app, ["summary", str(export), *line[2:]])
    assert "Ba cách tính cho cùng một kết quả ở mọi hồ sơ." in done.stdout


def test_2_views_go_by_commune_only(tmp_path: Path) -> None:
    export = written(tmp_path / "x.csv", HEADER, (["H1", "Xã A", *PARTING["agree"][0]],))
    for wrong in (["--views", "--by", "field"], [], ["--by", "commune", "--index", "767"]):
        done = CliRunner().invoke(app, ["summary", str(export), *wrong])
        assert done.exit_code == 2
        assert len(done.stderr.strip().splitlines()) == 1
