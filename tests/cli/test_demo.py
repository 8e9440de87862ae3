"""`cchc-audit demo` as typed."""

from pathlib import Path

from cchc_audit.products.demo.write_province import FILES

from .conftest import Type


def test_it_writes_the_files_and_says_what_to_try(typed: Type, tmp_path: Path) -> None:
    done = typed("demo", "tinh", "--rows", "100", "--seed", "3")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert sorted(path.name for path in (tmp_path / "tinh").iterdir()) == sorted(FILES)
    for name in FILES:
        assert str(Path("tinh") / name) in done.stderr
    assert "--as-of 30/06/2026" in done.stderr


def test_it_refuses_to_write_over_files(typed: Type) -> None:
    assert typed("du-lieu-mau", "tinh", "--rows", "20", "-q").stderr == ""
    again = typed("demo", "tinh", "--rows", "20")
    assert again.exit_code == 2
    assert "export.csv" in again.stderr
    assert "Traceback" not in again.stderr


def test_it_wants_a_folder_and_rows(typed: Type) -> None:
    assert typed("demo").exit_code == 2
    assert typed("demo", "tinh", "--rows", "0").exit_code == 2
    assert typed("demo", "tinh", "--rows", "nhiều").exit_code == 2
    assert typed("demo", "tinh", "--seed", "").exit_code == 2
    assert not Path("tinh").exists()
