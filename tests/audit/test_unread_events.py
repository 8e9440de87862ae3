"""Events that could not be used are told with every answer, and accuse nobody."""

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app

EXPORT = (
    "Mã hồ sơ,Đơn vị,Thời hạn giải quyết,Ngày tiếp nhận,Ngày có kết quả,Trạng thái\n"
    "H1,Xã A,5 ngày làm việc,09/03/2026 08:00,18/03/2026 15:00,Đã có kết quả\n"
)
PAUSE, RESUME = "H1,Tạm dừng,11/03/2026 08:00", "H1,Tiếp tục,13/03/2026 10:00"


def judged(folder: Path, *events: str, command: str = "late") -> tuple[list[dict[str, str]], str]:
    """The rows of `H1`, late unless its pause counts, and what is said beside them."""
    export, table = folder / "a.csv", folder / "events.csv"
    export.write_text(EXPORT, encoding="utf-8")
    table.write_text("\n".join(("Mã hồ sơ,Sự kiện,Thời điểm", *events)) + "\n", encoding="utf-8")
    line = [command, str(export), "--events", str(table), "--as-of", "31/03/2026"]
    done = CliRunner().invoke(app, [*line, "--format", "json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["rows"], done.stderr


def test_nothing_is_said_of_events_that_are_read(tmp_path: Path) -> None:
    rows, said = judged(tmp_path, PAUSE, RESUME)
    assert rows == []
    assert "Tệp diễn biến" not in said


@pytest.mark.parametrize(
    "row",
    ["H1,Tạm dừng,11/03/26 08:00", "H1,Tạm dừng,11/3", "H1,Tạm dừng,31/02/2026", "H1,Tạm dừng"],
)
def test_late_is_unproven_where_an_event_could_not_be_read(row: str, tmp_path: Path) -> None:
    (late,), said = judged(tmp_path, row, RESUME)
    assert (late["certainty"], late["doubt"]) == ("unproven", "ignored_moment")
    assert "1 dòng không đọc được (dòng 2)" in said


@pytest.mark.parametrize("row", ["H1,Ký số,11/3", "H1,Trình ký,", "H2,Tạm dừng,11/3"])
def test_events_that_move_no_clock_leave_no_doubt(row: str, tmp_path: Path) -> None:
    rows, _ = judged(tmp_path, row, "H1,Phân công,10/03/2026")
    assert [late["certainty"] for late in rows] == ["firm"]


def test_unknown_kinds_are_named(tmp_path: Path) -> None:
    _, said = judged(tmp_path, "H1,Đình chỉ,11/03/2026 08:00", RESUME)
    assert "không rõ sự kiện “Đình chỉ” (1)" in said


def test_parts_of_the_file_that_are_not_read_are_named(tmp_path: Path) -> None:
    table = tmp_path / "events.zip"
    with zipfile.ZipFile(table, "w") as archive:
        archive.writestr("quy-1.csv", f"Mã hồ sơ,Sự kiện,Thời điểm\n{PAUSE}\n{RESUME}\n")
        archive.writestr("quy-2.csv", "Mã hồ sơ,Thời điểm\nH1,16/03/2026\n")
    (tmp_path / "a.csv").write_text(EXPORT, encoding="utf-8")
    export = str(tmp_path / "a.csv")
    line = ["late", export, "--events", str(table), "--as-of", "31/03/2026", "--format", "json"]
    said = " ".join(CliRunner().invoke(app, line).stderr.split())
    assert "không đọc “quy-2.csv” vì" in said


@pytest.mark.parametrize("command", ["late", "assess"])
def test_a_table_of_other_dossiers_is_named(command: str, tmp_path: Path) -> None:
    _, said = judged(tmp_path, PAUSE.lower(), RESUME.lower(), command=command)
    assert "không dòng nào thuộc hồ sơ đang xét (ví dụ mã h1)" in said
    _, said = judged(tmp_path, PAUSE, RESUME.lower(), command=command)
    assert "không dòng nào" not in said


def test_terms_of_the_catalogue_that_are_passed_over(tmp_path: Path) -> None:
    catalogue = tmp_path / "k.csv"
    catalogue.write_text("code,term\n2.998801,7\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text(EXPORT, encoding="utf-8")
    line = ["communes", str(tmp_path / "a.csv"), "--catalogue", str(catalogue)]
    done = CliRunner().invoke(app, [*line, "--as-of", "31/03/2026"])
    assert "1 thời hạn không đọc được (dòng 2)" in " ".join(done.output.split())
