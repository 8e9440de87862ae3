"""A commune that has papers puts them where the documents say, and the verdict follows."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app

SAMPLE = Path(__file__).parents[2] / "sample_data"
ASKED = ("--config", str(SAMPLE / "cchc.toml"), "--as-of", "31/03/2026", "--format", "json")


@pytest.mark.parametrize(
    ("dossier", "option", "kept", "paper"),
    [
        (
            "H21.902-260112-0001",
            "--events",
            "dien-bien.csv",
            "H21.902-260112-0001,supplement_request,16/01/2026 09:00,,,Phiếu 12\n"
            "H21.902-260112-0001,supplement,26/01/2026 10:30,,,\n",
        ),
        (
            "H21.902-260107-0002",
            "--calendar",
            "lich-dia-phuong.toml",
            '\n[[off]]\ndate = 2026-01-10\nname = "Lũ"\nbasis = "Thông báo 3"\n'
            'communes = ["Xã Gò Trăng"]\n',
        ),
        (
            "H21.902-260309-0001",
            "--catalogue",
            "thu-tuc-dia-phuong.csv",
            "2.000720,Thủ tục A,Lĩnh vực B,6 working_days,,Quyết định 5,2025-07-01\n",
        ),
    ],
    ids=["events", "calendar", "catalogue"],
)
def test_a_firm_verdict_gives_way_to_papers(
    dossier: str, option: str, kept: str, paper: str, tmp_path: Path
) -> None:
    held = tmp_path / kept
    held.write_text((SAMPLE / "kem-theo" / kept).read_text(encoding="utf-8") + paper, "utf-8")
    outcomes = []
    for more in ((), (option, str(held))):
        done = CliRunner().invoke(app, ["why", "--id", dossier, *ASKED, *more])
        assert done.exit_code == 0, done.output
        found = json.loads(done.stdout)["dossiers"][0]["dossier"]
        outcomes.append((found["outcome"], found["certainty"]))
    assert outcomes[0] == ("late", "firm")
    assert outcomes[1] in {("on_time", None), ("early", None)}
