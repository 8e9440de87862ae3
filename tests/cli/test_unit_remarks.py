"""What is said of communes on standard error: names that may be one, communes nobody knows."""

from pathlib import Path

import pytest

from .conftest import Type

HEADER = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái\n"
AS_OF = ("--as-of", "31/01/2026")


@pytest.fixture(autouse=True)
def files(surroundings: None) -> None:  # noqa: ARG001 - changes the folder first
    rows = (
        f"H{n},{commune},{n + 5:02}/01/2026,13/01/2026,Đang xử lý\n"
        for n, commune in enumerate(("Xã Ea Trăng", "Ea Trang", "Xã Gò Mây", "Xã Gò Sim"))
    )
    Path("a.csv").write_text(HEADER + "".join(rows), encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "communes", "rank"])
def test_names_that_may_be_one_commune(typed: Type, command: str) -> None:
    done = typed(command, "a.csv", *AS_OF, "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert "Xã Ea Trăng = Ea Trang" in done.stderr
    assert "name,also\nXã Ea Trăng,Ea Trang" in done.stderr
    assert "Gò" not in done.stderr
    assert "Ea Trang" not in typed(command, "a.csv", *AS_OF, "--quiet").stderr


def test_a_brief_says_so_too(typed: Type) -> None:
    words = ("--commune", "Xã Gò Mây", "--format", "json")
    assert "Xã Ea Trăng,Ea Trang" in typed("brief", "a.csv", *AS_OF, *words).stderr


def test_the_lines_settle_it(typed: Type) -> None:
    Path("units.csv").write_text("name,also\nXã Ea Trăng,Ea Trang\n", encoding="utf-8")
    done = typed("communes", "a.csv", *AS_OF, "--format", "json", "--units", "units.csv")
    assert "Ea Trang" not in done.stderr
    assert done.stdout.count('"commune":') == 4


def test_init_writes_them_out(typed: Type) -> None:
    assert typed("init", "a.csv").exit_code == 0
    assert "#   Xã Ea Trăng,Ea Trang" in Path("cchc.toml").read_text(encoding="utf-8").splitlines()


def test_units_without_dossiers_are_named(typed: Type) -> None:
    Path("units.csv").write_text(
        "name,also\nXã Ea Trăng,Ea Trang\nXã Gò Maay,\nXã Xa Lạ Lắm,\n", encoding="utf-8"
    )
    said = typed("communes", "a.csv", *AS_OF, "--units", "units.csv", "--format", "csv").stderr
    assert "“Xã Gò Maay”" in said
    assert "Gần giống: Xã Gò Mây" in said
    assert "1 đơn vị trong tệp danh sách đơn vị không có hồ sơ nào: Xã Xa Lạ Lắm." in said


@pytest.mark.parametrize("command", ["late", "communes", "check"])
def test_a_closure_that_reaches_nobody_is_said(typed: Type, command: str) -> None:
    for commune, said in (("xã Gò Mai", True), ("UBND xã Gò Mây", False), ("Xã Chư Mố", False)):
        Path("c.toml").write_text(
            f'[[off]]\ndate = 2026-01-12\nname = "Bão"\nbasis = "CĐ 1"\ncommunes = ["{commune}"]\n',
            encoding="utf-8",
        )
        done = typed(command, "a.csv", *AS_OF, "--calendar", "c.toml", "--format", "json")
        assert done.exit_code == 0, done.stderr
        assert ("Lịch làm việc: không hồ sơ nào" in done.stderr + done.stdout) is said
        assert ("Gần giống: Xã Gò Mây" in done.stderr) is said


CODES = "H8,{},08/01/2026,13/01/2026,Đang xử lý\n"


def test_codes_are_no_names(typed: Type) -> None:
    rows = "".join(CODES.format(code).replace("H8", f"H{code}") for code in ("23764", "H21.12"))
    Path("a.csv").write_text(HEADER + rows, encoding="utf-8")
    said = typed("communes", "a.csv", *AS_OF, "--format", "csv").stderr
    assert "2 đơn vị trong tệp ghi bằng mã, không phải tên: 23764, H21.12" in said
    assert "name,code\n" in said
    assert "\n…,H21.12" in said
    units = "name,code\nXã Gò Mây,23764\nXã Gò Sim,H21.12\n"
    Path("units.csv").write_text(units, encoding="utf-8")
    done = typed("communes", "a.csv", *AS_OF, "--units", "units.csv", "--format", "csv")
    assert "Xã Gò Mây," in done.stdout
    assert "Xã Gò Sim," in done.stdout
    assert done.stderr.count("đơn vị") == 0
