"""Numbers that are none: dossiers that would be merged into others are not merged in silence."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app

HEADER = "Số hồ sơ,Mã TTHC,Ngày tiếp nhận,Ngày có kết quả,Trạng thái"
SAID = "dù ngày tiếp nhận, thủ tục hoặc ngày kết thúc khác nhau"


def said(folder: Path, *files: tuple[str, ...]) -> str:
    for number, rows in enumerate(files):
        text = "\n".join((HEADER, *rows)) + "\n"
        (folder / f"xa-{number}.csv").write_text(text, encoding="utf-8")
    line = ["late", str(folder), "--as-of", "31/03/2026", "--format", "json"]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    return done.stderr


def row(number: str, day: int, code: str = "2.998801") -> str:
    return f"{number},{code},{day:02}/03/2026 08:00,{day + 1:02}/03/2026 08:00,Đã có kết quả"


@pytest.mark.parametrize(
    "files",
    [
        ([row("1", day) for day in range(2, 12)],),  # how many dossiers, no number
        (["0001", "0002"], ["0001", "0002"]),  # each commune's own series, and no commune
        ([row("H1", 2, "2.998801"), row("H1", 2, "2.998802"), row("H1", 2, "2.998803")],),
    ],
)
def test_dossiers_of_one_number(files: tuple[list[str], ...], tmp_path: Path) -> None:
    series = [
        tuple(text if "," in text else row(text, 2 + 3 * n) for text in rows)
        for n, rows in enumerate(files)
    ]
    assert SAID in said(tmp_path, *series)


def test_a_row_for_each_step(tmp_path: Path) -> None:
    """The end of a step passes for the finish: an open dossier looks done."""
    steps = tuple(
        f"H{n},2.998801,02/03/2026 08:00,{day:02}/03/2026 09:00,Đang xử lý"
        for n in range(5)
        for day in (2, 3)
    )
    assert SAID in said(tmp_path, steps)


def test_two_nights_of_one_export(tmp_path: Path) -> None:
    open_still = tuple(f"H{n},2.998801,{n + 2:02}/03/2026 08:00,,Đang xử lý" for n in range(5))
    done = tuple(row(f"H{n}", n + 2) for n in range(5))
    assert SAID not in said(tmp_path, open_still, done)


def test_one_slip_among_many(tmp_path: Path) -> None:
    rows = tuple(row(f"H{n}", n % 20 + 2) for n in range(60))
    assert SAID not in said(tmp_path, (*rows, row("H3", 9)))
