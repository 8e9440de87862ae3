"""Local days off reach the dossiers of merged communes, under whichever name."""

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cchc_audit.cli.app import app

UNITS = "name,also\nXã Mới,Xã Cũ|Xã Xưa\n"
EXPORT = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày có kết quả,Thời hạn giải quyết\n" + "".join(
    f"H{n},{name},02/03/2026 08:00,06/03/2026,3 ngày làm việc\n"
    for n, name in enumerate(("Xã Mới", "Xã Cũ", "UBND xã Xưa", "Xã Một"))
)


def ask(folder: Path, closed: str, *command: str) -> Result:
    """The wait is over a day too late, unless the commune had 4 March off."""
    (folder / "x.csv").write_text(EXPORT, encoding="utf-8")
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "cal.toml").write_text(
        f'[[off]]\ndate = 2026-03-04\nname = "Hội"\ncommunes = ["{closed}"]\n', encoding="utf-8"
    )
    side = ["--units", str(folder / "units.csv"), "--calendar", str(folder / "cal.toml")]
    what, *rest = command
    line = [what, str(folder / "x.csv"), *side, "--as-of", "31/03/2026", *rest]
    return CliRunner().invoke(app, line)


@pytest.mark.parametrize("closed", ["Xã Mới", "Xã Cũ", "xã Xưa"])
def test_a_closure_holds_under_either_name(closed: str, tmp_path: Path) -> None:
    done = ask(tmp_path, closed, "late", "--format", "csv")
    assert [row["dossier_id"] for row in csv.DictReader(io.StringIO(done.stdout))] == ["H3"]
    assert "06/03/2026: không quá hạn" not in done.stderr


def test_why_counts_the_same_days(tmp_path: Path) -> None:
    done = ask(tmp_path, "Xã Cũ", "why", "--id", "H0")
    assert done.exit_code == 0, done.output
    assert "Hội" in done.stdout
    assert "Đã giải quyết đúng hạn" in done.stdout


def test_a_misspelt_commune_is_named_with_what_it_is_near(tmp_path: Path) -> None:
    done = ask(tmp_path, "Xã Mộtt", "late", "--format", "csv")
    assert "“Xã Mộtt”" in done.stderr
    assert "Gần giống: Xã Một" in done.stderr
    assert "Gần giống" not in ask(tmp_path, "Xã Xưa", "late", "--format", "csv").stderr
