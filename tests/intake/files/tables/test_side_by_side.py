"""Two tables side by side: each is read, or the sentence says what stands there."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from cchc_audit.core.errors import ConfigError, InputError
from cchc_audit.core.settings import Settings
from intake.exports import book, faults, opened, rows, write
from intake.files.twelve import HEADER, ROWS, as_csv, read

BLANK = ("",) * len(HEADER)
HALVES = tuple(zip(ROWS[:7], (*ROWS[7:], BLANK, BLANK), strict=True))


def beside(gap: int) -> list[Sequence[str]]:
    between = ("",) * gap
    return [
        ("XÃ A", *BLANK, *between, "XÃ B"),
        (*HEADER, *between, *HEADER),
        *((*left, *between, *right) for left, right in HALVES),
    ]


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_both_tables_of_a_sheet_are_read(tmp_path: Path, gap: int) -> None:
    alone = tmp_path / "alone.csv"
    alone.write_text(as_csv(), encoding="utf-8")
    path = book(tmp_path / "a.xlsx", a=beside(gap))
    assert read(path).equals(read(alone))
    intake = opened(path)
    assert [export.body.records for export in intake.exports] == [7, 5]
    assert intake.records == len(rows(intake)) == 12


def test_a_row_is_rejected_in_the_table_it_stands_in(tmp_path: Path) -> None:
    header = ("Mã hồ sơ", "Ngày tiếp nhận")
    sheet = [header * 2, ("H1", "05/01/2026", "H3", "32/01/2026"), ("H2", "6/1", "", "")]
    intake = opened(book(tmp_path / "a.xlsx", a=sheet))
    found = [(one.line, one.value, one.cells) for one in intake.rejects(intake.rows)]
    assert found == [(3, "6/1", ("H2", "6/1")), (2, "32/01/2026", ("H3", "32/01/2026"))]


@pytest.mark.parametrize("shared", [False, True])
def test_what_cannot_be_read_apart_is_named_with_the_way_out(tmp_path: Path, shared: bool) -> None:
    header, *lines = beside(0)[1:]
    if shared:
        numbered = [(str(n), *line) for n, line in enumerate(lines)]
        path = book(tmp_path / "a.xlsx", a=[("Thứ tự", *header), *numbered])
    else:
        path = write(tmp_path, *map(",".join, lines), header=",".join(header))
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == "intake.tables_side_by_side"
    first = 2 + shared
    places = {"header": "Mã hồ sơ", "first": first, "second": first + len(HEADER)}
    assert caught.value.values.items() >= places.items()


def test_a_dossier_told_twice_in_its_row_is_no_second_table(tmp_path: Path) -> None:
    header = ("Mã hồ sơ", "Ngày tiếp nhận")
    before_and_after = [header * 2, ("H1", "05/01/2026", "H1", "06/01/2026")]
    path = book(tmp_path / "a.xlsx", a=before_and_after)
    with pytest.raises(ConfigError) as caught:
        opened(path)
    assert caught.value.key == "intake.header_twice"
    settings = Settings(columns={"received_at": "Ngày tiếp nhận#2"})
    assert not faults(opened(path, settings=settings))
