"""What Windows does differently, as far as it shows elsewhere: code pages, drives, backslashes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Type

HEAD = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Trạng thái,Thời hạn giải quyết\n"
ROW = "H1,UBND xã Gò Trăng,02/03/2026 08:00,Đang xử lý,3 ngày làm việc\n"


@pytest.fixture(autouse=True)
def export(plain_surroundings: None, tmp_path: Path) -> None:
    del plain_surroundings
    (tmp_path / "x.csv").write_text(HEAD + ROW, encoding="utf-8")


@pytest.mark.parametrize("page", ["cp1258", "cp1252", "ascii"])
@pytest.mark.parametrize(
    ("words", "code", "out", "err"),
    [
        (["--help"], 0, "Xem và tổng hợp", ""),
        (["late", "--help"], 0, "Số dòng hiển thị tối đa", ""),
        (["late", "x.csv", "--as-of", "31/03/2026"], 0, "Gò Trăng", ""),
        (["late", "x.csv", "--format", "csv"], 0, "Gò Trăng", "hồ sơ"),
        (["late", "none-ờ.csv"], 2, "", "none-ờ.csv"),
        (["xyz"], 2, "", "Không có lệnh"),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else "",
)
def test_text_is_utf8_whatever_the_code_page(
    words: list[str], code: int, out: str, err: str, page: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cchc_audit", *words],
        env={**os.environ, "PYTHONIOENCODING": page, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == code
    # A byte of another code page would not be UTF-8.
    assert out in done.stdout.decode()
    assert err in done.stderr.decode()


def test_a_glob_may_hold_a_drive_and_backslashes(typed: Type) -> None:
    Path("x.csv").rename(r"D:\kho\thang-1.csv")
    found = typed("late", r"D:\kho\*.csv", "--as-of", "31/03/2026", "--format", "csv")
    assert found.exit_code == 0
    assert r"D:\kho\thang-1.csv" in found.stdout


def test_a_configuration_may_name_exports_of_another_drive(
    typed: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def no_way(_path: str, _start: object = None) -> str:
        raise ValueError

    Path("conf").mkdir()
    monkeypatch.setattr(os.path, "relpath", no_way)
    done = typed("init", "x.csv", "-o", "conf/cchc.toml")
    assert done.exit_code == 0, done.stderr
    assert str(tmp_path / "x.csv") in Path("conf/cchc.toml").read_text(encoding="utf-8")
