"""Exports cut short: in a line, at the last row of a sheet, by a column."""

from pathlib import Path

import pytest

from intake.exports import opened

from .files import Row, dossiers, marks, write_csv

FINISH, PAUSE = "Ngày kết thúc xử lý", "Ngày tạm dừng"


def test_a_column_that_only_the_other_files_fill(tmp_path: Path) -> None:
    empty = [{**row, "Ngày hẹn trả": ""} for row in dossiers(seed=1)]
    one = write_csv(tmp_path / "a.csv", dossiers())
    other = write_csv(tmp_path / "b.csv", empty)
    assert marks(opened(one, other)) == {("cut_export", "promised_at")}


def with_all(row: Row, *, paused: bool) -> Row:
    """A dossier with its return, and the day of a pause."""
    return {**row, "Ngày trả": row[FINISH], PAUSE: row["Ngày tiếp nhận"] if paused else ""}


def two_files(folder: Path, rows: list[Row], *, left_out: tuple[str, ...]) -> list[Path]:
    """The rows in two files, the second without some columns."""
    header = tuple(rows[0])
    shorter = tuple(name for name in header if name not in left_out)
    one = write_csv(folder / "a.csv", rows, header=header)
    return [one, write_csv(folder / "b.csv", rows, header=shorter)]


@pytest.mark.parametrize(
    ("header", "column"),
    [(FINISH, "completed_at"), ("Trạng thái", "status"), (PAUSE, "paused_at")],
)
def test_a_column_that_only_the_other_files_have(header: str, column: str, tmp_path: Path) -> None:
    rows = [with_all(row, paused=n % 5 == 0) for n, row in enumerate(dossiers())]
    intake = opened(*two_files(tmp_path, rows, left_out=(header,)))
    assert marks(intake) == {("cut_export", column)}
    assert intake.doubted == {(1, column)}


@pytest.mark.parametrize("paused", [0, 1])
def test_a_pause_that_none_or_all_have(paused: int, tmp_path: Path) -> None:
    rows = [with_all(row, paused=bool(paused)) for row in dossiers()]
    assert marks(opened(*two_files(tmp_path, rows, left_out=(PAUSE,)))) == set()


def test_files_of_open_dossiers_and_of_other_software(tmp_path: Path) -> None:
    rows = [with_all(row, paused=n % 5 == 0) for n, row in enumerate(dossiers())]
    left_out: tuple[str, ...] = (FINISH, "Ngày trả")
    assert marks(opened(*two_files(tmp_path, rows, left_out=left_out))) == set()
    left_out = (PAUSE, "Ngày hẹn trả", "Đơn vị", FINISH)
    assert marks(opened(*two_files(tmp_path, rows, left_out=left_out))) == set()


def test_a_quiet_month_has_no_column_of_pauses(tmp_path: Path) -> None:
    rows = [with_all(row, paused=n % 5 == 0) for n, row in enumerate(dossiers())]
    header = tuple(rows[0])
    one = write_csv(tmp_path / "a.csv", rows, header=header)
    shorter = [name for name in header if name != PAUSE]
    other = write_csv(tmp_path / "b.csv", dossiers_of(10), header=shorter)
    assert marks(opened(one, other)) == set()


@pytest.mark.parametrize("blank", ["Ngày trả", "Ngày hẹn trả"])
def test_of_a_few_rows_all_may_well_have_what_a_few_others_lack(tmp_path: Path, blank: str) -> None:
    """Months of a small desk: the results of one were all fetched, those of another wait."""
    rows = [with_all(row, paused=False) for row in dossiers() if row[FINISH]][:6]
    header = tuple(rows[0])
    one = write_csv(tmp_path / "a.csv", rows[:3], header=header)
    other = write_csv(tmp_path / "b.csv", [{**row, blank: ""} for row in rows[3:]], header=header)
    assert marks(opened(one, other)) == set()


def dossiers_of(rows: int) -> list[Row]:
    return [with_all(row, paused=False) for row in dossiers(rows, seed=2)]


def test_software_that_leaves_blank_columns_out(tmp_path: Path) -> None:
    """Each month lacks other columns, and none has a blank one."""
    rows = [with_all(row, paused=n % 5 == 0) for n, row in enumerate(dossiers())]
    rows = [{**row, "Ngày bổ sung": "" if n % 4 else row[FINISH]} for n, row in enumerate(rows)]
    left_out = {"a": (), "b": (PAUSE,), "c": ("Ngày bổ sung",), "d": (PAUSE, "Ngày bổ sung")}
    paths = [
        write_csv(tmp_path / f"{name}.csv", rows, [one for one in rows[0] if one not in out])
        for name, out in left_out.items()
    ]
    assert marks(opened(*paths)) == set()
    blank = [{**row, "Ghi chú": ""} for row in rows]
    header = [one for one in blank[0] if one != PAUSE]
    paths[1] = write_csv(tmp_path / "b.csv", blank, header)
    assert ("cut_export", "paused_at") in marks(opened(*paths))


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
