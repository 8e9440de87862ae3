"""Numbers that differ only in how they are written: said, never merged, and no proof."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app

HEADER = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Thời hạn giải quyết,Ngày kết thúc xử lý,Trạng thái"
OPEN = "H21.902-260105-0001,Xã Bến Sương,05/01/2026 08:00,2 ngày làm việc,,Đang xử lý"
DONE = "{},{},{},2 ngày làm việc,06/01/2026 09:00,Đã trả kết quả"


def asked(folder: Path, *lines: str) -> tuple[dict[str, dict[str, object]], str]:
    """The dossiers by number, and what is said beside them; each row in a file of its own."""
    paths = []
    for n, line in enumerate(lines):
        paths.append(str(folder / f"{n}.csv"))
        Path(paths[-1]).write_text(f"{HEADER}\n{line}\n", encoding="utf-8")
    words = ["assess", *paths, "--as-of", "31/03/2026", "--format", "json"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return {row["dossier_id"]: row for row in json.loads(done.stdout)["rows"]}, done.stderr


@pytest.mark.parametrize(
    "number", ["h21.902-260105-0001", "H21 902.260105.0001", "H21.902-260105—0001"]
)
def test_one_dossier_written_in_two_ways(number: str, tmp_path: Path) -> None:
    done = DONE.format(number, "Xã Bến Sương", "05/01/2026")
    found, said = asked(tmp_path, OPEN, done)
    assert len(found) == 2
    assert f"H21.902-260105-0001 = {number}" in said
    one = found["H21.902-260105-0001"]
    assert (one["outcome"], one["certainty"]) == ("overdue", "unproven")
    assert one["doubt"] == "conflicting_rows"


@pytest.mark.parametrize(
    "done",
    [
        DONE.format("H21.902-260105-0002", "Xã Bến Sương", "05/01/2026"),
        DONE.format("H21902-260105-0001", "Xã Bến Sương", "05/01/2026"),
        DONE.format("H21-902-260105-0001", "Xã Bến Sương", "06/01/2026"),
        DONE.format("H21-902-260105-0001", "Xã Gò Mây", "05/01/2026"),
    ],
    ids=["another number", "joined otherwise", "another day", "another commune"],
)
def test_dossiers_of_their_own(done: str, tmp_path: Path) -> None:
    found, said = asked(tmp_path, OPEN, done)
    assert found["H21.902-260105-0001"]["certainty"] == "firm"
    assert "gạch nối" not in said
