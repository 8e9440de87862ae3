"""Rows that are no dossiers and say what the rows below hold: names alone, and second headers."""

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from intake.exports import opened, rows, write

from .test_workbooks import HEADER, OTHER, ROW, book


@pytest.mark.parametrize(
    ("first", "second", "communes"),
    [
        ("Xã Gò Trăng", "Suối Mây", ["Xã Gò Trăng", "Suối Mây"]),
        ("Gò Trăng", "Xã Suối Mây", ["Gò Trăng", "Xã Suối Mây"]),
        ("I. XÃ GÒ TRĂNG", "II. SUỐI MÂY (3)", ["Xã Gò Trăng", "SUỐI MÂY"]),
        # Known by the shipped table.
        ("Chư Mố", "1. Ia Rtô", ["Chư Mố", "Ia Rtô"]),
        # Of these nobody knows what they are.
        ("Gò Trăng", "Suối Mây", [None, None]),
        ("Xã Gò Trăng", "hồ sơ nộp trực tuyến", ["Xã Gò Trăng", "Xã Gò Trăng"]),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_name_alone_is_of_the_kind_of_those_beside_it(
    tmp_path: Path, kind: str, first: str, second: str, communes: list[str | None]
) -> None:
    table = [HEADER, (first, "", ""), ROW, (second, "", ""), OTHER]
    if kind == "xlsx":
        path = book(tmp_path / "a.xlsx", a=table)
    else:
        path = write(tmp_path, *map(",".join, table[1:]), header=",".join(HEADER))
    read = rows(opened(path))
    assert read["dossier_id"].to_list() == ["H1-0001", "H1-0002"]
    assert read["commune"].cast(pl.String).to_list() == communes


def test_a_name_alone_inside_a_group_is_no_commune(tmp_path: Path) -> None:
    heads = [("Xã Gò Trăng", "", ""), ("Hộ Tịch", "", ""), ROW, ("Đất Đai", "", ""), OTHER]
    read = rows(opened(book(tmp_path / "a.xlsx", a=[HEADER, *heads])))
    assert read["commune"].cast(pl.String).to_list() == ["Xã Gò Trăng"] * 2


TIMES = (
    *(("Ngày trả kết quả", "Theo hẹn", "Thực tế"), ("Ngày trả KQ", "Dự kiến", "Thực tế")),
    *(("Ngày hoàn thành", "Theo quy định", "Thực tế"), ("Ngày trả", "Hẹn", "Thực tế")),
)


@pytest.mark.parametrize(("over", "planned", "actual"), TIMES)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_row_below_the_header_tells_its_columns_apart(
    tmp_path: Path, kind: str, over: str, planned: str, actual: str
) -> None:
    """Though the upper one names a column by itself: its first cells would be taken for that."""
    table = [
        ("Mã hồ sơ", "Ngày tiếp nhận", over, "", "Trạng thái"),
        ("", "", planned, actual, ""),
        ("H1-0001", "05/01/2026", "12/01/2026", "09/01/2026", "Đã trả kết quả"),
    ]
    if kind == "xlsx":
        path = book(tmp_path / "a.xlsx", a=table)
    else:
        path = write(tmp_path, *map(",".join, table[1:]), header=",".join(table[0]))
    read = rows(opened(path))
    assert read["promised_at"].to_list() == [datetime(2026, 1, 12)]
    done = pl.coalesce("completed_at", "returned_at")
    assert read.select(done).to_series().to_list() == [datetime(2026, 1, 9)]


def test_a_group_below_a_header_with_blank_cells_is_no_header(tmp_path: Path) -> None:
    table = [("", *HEADER, ""), ("I", "UBND xã Gò Trăng", "", "", ""), ("1", *ROW, "")]
    read = rows(opened(book(tmp_path / "a.xlsx", a=table)))
    assert read["commune"].cast(pl.String).to_list() == ["Xã Gò Trăng"]
