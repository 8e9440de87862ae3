"""A long run tells on a terminal how far it has come, and nowhere else."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from contextvars import copy_context
from datetime import date
from pathlib import Path

import pytest

from cchc_audit.cli.progress_line import far, size_of
from cchc_audit.core.progress import Progress, Reached, progress, watched
from cchc_audit.core.settings import Settings
from cchc_audit.intake import load_units, open_exports
from cchc_audit.products.demo import write_province
from cchc_audit.texts import Texts

ROWS = 5000
HEADER = "Mã hồ sơ,Mã thủ tục,Ngày tiếp nhận,Thời hạn,Ngày kết thúc xử lý,Trạng thái\n"
LINE = "communes {file} --as-of 30/06/2026 -o out.csv"
RUN = """
from cchc_audit.cli import progress_line
from cchc_audit.cli.app import app
progress_line.AFTER = {after}
app()
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "hs.csv"
    rows = (
        f"H99-{n},1.001193,02/03/2026 08:00,3 ngày làm việc,04/03/2026 09:00,Đã trả kết quả\n"
        for n in range(ROWS)
    )
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def said(
    words: str, *, after: float, terminal: bool = True, environment: Mapping[str, str] | None = None
) -> str:
    """What a run says beside its answer; `terminal`: to a terminal instead of a pipe."""
    ours, theirs = pty.openpty() if terminal else os.pipe()
    run = subprocess.Popen(
        [sys.executable, "-c", RUN.format(after=after), *words.split()],
        env=os.environ | {"TERM": "xterm", "CCHC_AUDIT_LANG": "vi"} | dict(environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    heard = b""
    try:
        while piece := os.read(ours, 4096):
            heard += piece
    except OSError:
        pass  # how a terminal ends whose other side has closed it
    os.close(ours)
    assert run.wait() == 0, heard.decode()
    return heard.decode()


def test_rows_and_bytes_are_told_on_a_terminal(export: Path) -> None:
    heard = said(LINE.format(file=export), after=0)
    assert "Đang đối chiếu…" in heard
    assert "trên 5.000 dòng (4" in heard  # 4xx,x kB
    assert "kB" in heard
    # The line is wiped away; the sums stay.
    assert heard.rindex("\x1b[2K") < heard.index("Đã đọc 5.000 dòng")


def test_short_runs_tell_nothing(export: Path) -> None:
    heard = said(LINE.format(file=export), after=60)
    assert "Đang đối chiếu" not in heard
    assert "\x1b" not in heard


@pytest.mark.parametrize(
    ("more", "terminal", "environment"),
    [
        ("", False, {}),
        (" -q", True, {}),
        ("", True, {"TERM": "dumb"}),
    ],
    ids=["pipe", "quiet", "dumb"],
)
def test_elsewhere_nothing_is_told(
    more: str, terminal: bool, environment: dict[str, str], export: Path
) -> None:
    heard = said(
        LINE.format(file=export) + more, after=0, terminal=terminal, environment=environment
    )
    assert "Đang đối chiếu" not in heard
    assert "\x1b" not in heard


def test_the_demo_tells_of_the_rows_it_makes(tmp_path: Path) -> None:
    def run() -> Reached:
        counted = watched()
        write_province(tmp_path / "tinh", rows=300, seed=1, texts=Texts("vi"))
        return counted.reached

    assert copy_context().run(run) == Reached(rows=300)


def test_what_is_read_and_judged_is_counted(export: Path) -> None:
    def run() -> Reached:
        counted = watched()
        intake = open_exports(
            [str(export)], settings=Settings(), units=load_units(None), judged=date(2026, 6, 30)
        )
        data = export.stat().st_size - len(HEADER.encode())
        assert counted.reached == Reached(size=data, read=data, lines=ROWS)
        intake.rows.select("status").collect(engine="streaming")
        return counted.reached

    assert copy_context().run(run).rows == ROWS


def test_nobody_need_watch() -> None:
    progress().passed(7)
    assert progress().reached == Reached()


@pytest.mark.parametrize(
    ("reached", "vi", "en"),
    [
        (Reached(), "", ""),
        (
            Reached(size=2_340_000_000, read=1_250_000_000, lines=1_234_567),
            "đã đọc 1,3 GB trên 2,3 GB, 1.234.567 dòng",
            "read 1.3 GB of 2.3 GB, 1,234,567 rows",
        ),
        (
            Reached(size=999, read=999, lines=1000, rows=250),
            "đã xử lý 250 trên 1.000 dòng (999 B)",
            "worked through 250 of 1,000 rows (999 B)",
        ),
        # A second pass over the same rows.
        (
            Reached(size=5000, read=5000, lines=1000, rows=1250),
            "đã xử lý 250 trên 1.000 dòng (5,0 kB)",
            "worked through 250 of 1,000 rows (5.0 kB)",
        ),
        (Reached(rows=50_001), "50.001 dòng", "50,001 rows"),
    ],
)
def test_how_far_in_words(reached: Reached, vi: str, en: str) -> None:
    assert far(reached, Texts("vi")) == vi
    assert far(reached, Texts("en")) == en


def test_sizes() -> None:
    sizes = [size_of(n, Texts("en")) for n in (0, 999, 1000, 1_500_000, 2_000_000_000)]
    assert sizes == ["0 B", "999 B", "1.0 kB", "1.5 MB", "2.0 GB"]


def test_threads_add_to_one_sum() -> None:
    from concurrent.futures import ThreadPoolExecutor

    counted = Progress()
    counted.expect(8000)
    with ThreadPoolExecutor(8) as pool:
        for _ in range(8000):
            pool.submit(counted.looked_at, 1, 2)
    assert counted.reached == Reached(size=8000, read=8000, lines=16000)


def test_who_waits_for_a_compiler_is_told_so() -> None:
    mine = Progress()
    with mine.preparing():
        assert far(mine.reached, Texts("vi")).startswith("đang chuẩn bị bộ đọc nhanh")
        assert far(mine.reached, Texts("en")).startswith("making the fast reader ready")
    assert far(mine.reached, Texts("en")) == ""
