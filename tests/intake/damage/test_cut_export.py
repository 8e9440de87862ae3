"""Exports cut short: in a line, at the last row of a sheet, by a column."""

from pathlib import Path

from intake.exports import opened

from .files import dossiers, marks, write_csv


def test_a_column_that_only_the_other_files_fill(tmp_path: Path) -> None:
    empty = [{**row, "Ngày hẹn trả": ""} for row in dossiers(seed=1)]
    one = write_csv(tmp_path / "a.csv", dossiers())
    other = write_csv(tmp_path / "b.csv", empty)
    assert marks(opened(one, other)) == {("cut_export", "promised_at")}


def test_a_last_line_that_breaks_off(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", dossiers())
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex(",UBND")], encoding="utf-8")
    assert marks(opened(path)) == {("cut_export", None)}


def test_the_only_line_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Mã hồ sơ,Ngày tiếp nhận\nH1-0001", encoding="utf-8")
    assert marks(opened(path)) == {("cut_export", None)}


def test_as_many_rows_as_a_sheet_holds(tmp_path: Path) -> None:
    row = dossiers(1)[0]
    many = ({**row, "Mã hồ sơ": f"H21.902-260105-{n}"} for n in range(65_535))
    assert marks(opened(write_csv(tmp_path / "a.csv", many))) == {("cut_export", None)}
