"""What the user lets pass is no proof: verdicts that use a damaged column are unproven."""

import json
from pathlib import Path

from typer.testing import CliRunner

from cchc_audit.cli.app import app

HEADER = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Thời hạn giải quyết,Ngày kết thúc xử lý,Trạng thái"


def rows(seconds: str) -> list[str]:
    return [
        f"H{n:02},Xã Bến Sương,{n + 4:02}/01/2026 08:{n + 10}{seconds},2 ngày làm việc,"
        f"{n + 12:02}/01/2026 09:{5 * n:02},Đã trả kết quả"
        for n in range(1, 11)
    ]


def late(path: Path, seconds: str) -> list[dict[str, object]]:
    path.write_text("\n".join([HEADER, *rows(seconds)]) + "\n", encoding="utf-8")
    line = ["late", str(path), "--as-of", "31/03/2026", "--format", "json"]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    marks = [damage["mark"] for damage in found["damage"]]
    assert marks == (["shifted_clock"] if seconds else [])
    listed: list[dict[str, object]] = found["rows"]
    return listed


def test_a_shifted_clock_leaves_nothing_proven(tmp_path: Path) -> None:
    hurt, sound = late(tmp_path / "a.csv", ":30"), late(tmp_path / "b.csv", "")
    assert hurt
    assert {row["certainty"] for row in hurt} == {"unproven"}
    assert {"damaged_column"} <= {str(row["doubt"]).split(",")[-1] for row in hurt}
    assert {row["certainty"] for row in sound} == {"firm"}
