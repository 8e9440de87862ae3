"""An export that ends long before the present makes finished dossiers look overdue: it is said."""

from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli import build_request
from cchc_audit.cli.app import app

HEADER = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc,Trạng thái\n"
OPEN = "H1,Xã A,02/03/2026 08:00,05/03/2026,,Đang xử lý\n"
DONE = "H2,Xã A,02/03/2026 08:00,05/03/2026,06/03/2026 09:00,Đã xử lý xong\n"
SAID = "Dữ liệu chỉ ghi nhận đến ngày 06/03/2026, trước thời điểm chốt số liệu"


def said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, rows: str, now: datetime, *more: str
) -> str:
    """What a person hears of the late list at the instant `now`."""
    path = folder / "x.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    monkeypatch.setattr(build_request, "now", lambda _: now)
    done = CliRunner().invoke(app, ["late", str(path), *more], env={"COLUMNS": "400"})
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_the_last_day_recorded_and_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Friday, 6 March; six working days on it is Monday, 16 March.
    text = said(tmp_path, monkeypatch, OPEN + DONE, datetime(2026, 3, 16, 9))
    assert f"{SAID} 6 ngày làm việc" in text
    assert "--as-of 06/03/2026" in text
    out = str(tmp_path / "late.csv")
    assert SAID in said(tmp_path, monkeypatch, OPEN + DONE, datetime(2026, 3, 16, 9), "-o", out)


@pytest.mark.parametrize(
    ("rows", "now", "more"),
    [
        (OPEN + DONE, datetime(2026, 3, 13, 9), ()),
        (DONE, datetime(2026, 9, 1, 9), ()),
        (OPEN + DONE, datetime(2026, 9, 1, 9), ("--as-of", "31/08/2026")),
        (OPEN + DONE, datetime(2026, 9, 1, 9), ("--to", "31/05/2026")),
    ],
    ids=["fresh", "nothing-open", "as-of-given", "period-given"],
)
def test_nothing_is_said_without_need(
    rows: str,
    now: datetime,
    more: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert SAID not in said(tmp_path, monkeypatch, rows, now, *more)
