"""Statuses that nobody knows are told of: how many, and the three commonest texts."""

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from cchc_audit.render.writers.json_text import schema

HEADER = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái\n"
TEXTS = ["Lơ lửng"] * 3 + ["Treo"] * 2 + ["Kẹt", "Ách", "Đang xử lý", ""]
SAID = "7 hồ sơ có trạng thái chưa rõ nghĩa"


def export(folder: Path) -> str:
    rows = (
        f"H{n},Xã {'A' if n % 2 else 'B'},02/03/2026 08:00,05/03/2026,{text}\n"
        for n, text in enumerate(TEXTS)
    )
    path = folder / "x.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return str(path)


COMMANDS = {"late": [], "communes": [], "summary": ["--by", "commune"]}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", ["table", "json"])
def test_the_count_and_the_three_commonest_texts(command: str, form: str, tmp_path: Path) -> None:
    line = [command, export(tmp_path), *COMMANDS[command], "--as-of", "31/03/2026"]
    line += ["--format", form]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    assert SAID in done.stderr
    assert "“Lơ lửng” (3), “Treo” (2), “Kẹt” (1), …" in done.stderr
    assert (SAID in done.stdout) is (form == "table")
    if form == "json":
        document = json.loads(done.stdout)
        jsonschema.validate(document, schema())
        assert document["unknown_statuses"] == {
            "dossiers": 7,
            "spellings": 4,
            "commonest": [
                {"status": "Lơ lửng", "dossiers": 3},
                {"status": "Treo", "dossiers": 2},
                {"status": "Kẹt", "dossiers": 1},
            ],
        }


def test_only_what_is_asked_for_is_counted(tmp_path: Path) -> None:
    line = ["late", export(tmp_path), "--as-of", "31/03/2026", "--commune", "Xã A"]
    assert "3 hồ sơ có trạng thái chưa rõ" in CliRunner().invoke(app, line).stdout


def test_nothing_is_said_where_all_are_known(tmp_path: Path) -> None:
    path = Path(export(tmp_path))
    words = "".join(f'"{text}" = "in_progress"\n' for text in ("Lơ lửng", "Treo", "Kẹt", "Ách"))
    (tmp_path / "cchc.toml").write_text(f"[status]\n{words}", encoding="utf-8")
    line = ["late", str(path), "--as-of", "31/03/2026", "--config", str(tmp_path / "cchc.toml")]
    done = CliRunner().invoke(app, [*line, "--format", "json"])
    assert "trạng thái chưa rõ" not in done.stderr
    document = json.loads(done.stdout)
    assert document["unknown_statuses"] == {"dossiers": 0, "spellings": 0, "commonest": []}
    assert {row["doubt"] for row in document["rows"]} == {"no_legal_term,no_finish_column"}
