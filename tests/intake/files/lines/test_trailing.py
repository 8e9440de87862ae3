"""Delimiters at the end of rows or of the header that part nothing, and cells that are too many."""

from pathlib import Path

import pytest

from intake.exports import faults, opened, rows

HEADER = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày có kết quả"
ROW = "H{n},xã A,{n:02}/12/2025 08:00,"


def written(folder: Path, header: str, *lines: str) -> Path:
    path = folder / "a.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def some(count: int, end: str = "") -> list[str]:
    return [ROW.format(n=n) + end for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("header_end", "row_ends"),
    [
        ("", [","] * 12),
        ("", [",,,"] * 12),
        ("", ["", ","] * 6),
        (",", [""] * 12),
        (",,", ["", ",", ",,"] * 4),
        ("", [',""'] * 12),
        ("", [", "] * 12),
    ],
    ids=["one", "three", "half", "header", "mixed", "quoted", "space"],
)
def test_blank_cells_at_the_end_are_no_wrong_number(
    tmp_path: Path, header_end: str, row_ends: list[str]
) -> None:
    lines = [line + end for line, end in zip(some(12), row_ends, strict=True)]
    intake = opened(written(tmp_path, HEADER + header_end, *lines))
    assert faults(intake) == {}
    assert rows(intake)["received_at"].null_count() == 0
    assert rows(intake).height == 12


def test_one_row_with_a_delimiter_in_a_cell_is_rejected_not_shifted(tmp_path: Path) -> None:
    wide = "H13,xã A, huyện B,13/12/2025 08:00,"
    assert faults(opened(written(tmp_path, HEADER, *some(12), wide))) == {14: "cells_too_many"}
    assert faults(opened(written(tmp_path, HEADER, *some(12, ","), wide + ","))) == {
        14: "cells_too_many"
    }


def test_cells_without_a_name_that_hold_something_are_no_blank_ones(tmp_path: Path) -> None:
    lines = some(12, ",")
    assert len(faults(opened(written(tmp_path, HEADER, *lines, ROW.format(n=13) + ",x")))) == 13
    far = [ROW.format(n=n % 28 + 1).replace("H", f"H{n}-") + "," for n in range(2_000)]
    assert len(faults(opened(written(tmp_path, HEADER, *far, ROW.format(n=13) + ",x")))) == 2_001


def test_a_missing_cell_that_has_a_name_is_missing(tmp_path: Path) -> None:
    lines = [line.removesuffix(",") for line in some(12)]
    assert len(faults(opened(written(tmp_path, HEADER, *lines)))) == 12


def test_a_column_without_a_name_is_read_over(tmp_path: Path) -> None:
    intake = opened(written(tmp_path, HEADER + ",", *some(12, ",x")))
    assert (faults(intake), rows(intake).height) == ({}, 12)


def test_totals_and_signatures_stay_layout(tmp_path: Path) -> None:
    intake = opened(written(tmp_path, HEADER, *some(12, ","), "Tổng cộng: 12,,,,", "Người lập"))
    assert (faults(intake), rows(intake).height) == ({}, 12)
