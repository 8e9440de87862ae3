"""Rows that are no dossiers and say what the rows below hold: names alone, and second headers."""

from pathlib import Path

import polars as pl
import pytest

from cchc_audit.intake.units import load_units
from intake.exports import book, opened, rows, write_table

from .test_workbooks import HEADER, OTHER, ROW

UNKNOWN = (
    *("Suối Mây", "Nguyễn Văn An", "Văn Thư", "Tư Pháp", "Hồ Sơ Liên Thông"),
    *("Hồ Sơ Tồn Năm Trước", "hồ sơ nộp trực tuyến", "Văn hóa"),
)
"""Names that no commune has, or that are written as none is."""


@pytest.mark.parametrize(
    ("first", "second", "communes"),
    [
        # Known by the shipped table.
        ("Xã Gò Trăng", "Ia Rtô", ["Xã Gò Trăng", "Ia Rtô"]),
        ("Ia Rtô", "Xã Gò Trăng", ["Ia Rtô", "Xã Gò Trăng"]),
        ("I. XÃ GÒ TRĂNG", "II. IA RTÔ (3)", ["Xã Gò Trăng", "IA RTÔ"]),
        ("Chư Mố", "1. Ia Rtô", ["Chư Mố", "Ia Rtô"]),
        ("Chư Mố", "B’lao", ["Chư Mố", "B'lao"]),
        # Of these nobody knows what they are.
        ("Gò Trăng", "Suối Mây", [None, None]),
        ("Gò Trăng", "Xã Suối Mây", [None, "Xã Suối Mây"]),
        *(("Xã Gò Trăng", name, ["Xã Gò Trăng"] * 2) for name in UNKNOWN),
        ("XÃ GÒ TRĂNG", "TRỄ HẠN", ["Xã Gò Trăng"] * 2),
        # A commune bears the name of a person, and so may another person.
        ("Hoàng Văn Thụ", "Nguyễn Văn An", [None, None]),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_name_alone_is_a_commune_where_it_is_known(
    tmp_path: Path, kind: str, first: str, second: str, communes: list[str | None]
) -> None:
    lines = [HEADER, (first, "", ""), ROW, (second, "", ""), OTHER]
    read = rows(opened(write_table(tmp_path, kind, lines)))
    assert read["dossier_id"].to_list() == ["H1-0001", "H1-0002"]
    assert read["commune"].cast(pl.String).to_list() == communes


def test_a_name_alone_inside_a_group_is_no_commune(tmp_path: Path) -> None:
    heads = [("Xã Gò Trăng", "", ""), ("Hộ Tịch", "", ""), ROW, ("Đất Đai", "", ""), OTHER]
    read = rows(opened(book(tmp_path / "a.xlsx", a=[HEADER, *heads])))
    assert read["commune"].cast(pl.String).to_list() == ["Xã Gò Trăng"] * 2


def test_a_name_alone_is_a_commune_of_the_units_file(tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("name\nXã Suối Mây\n", encoding="utf-8")
    table = [HEADER, ("Xã Gò Trăng", "", ""), ROW, ("Suối Mây", "", ""), OTHER]
    read = rows(opened(book(tmp_path / "a.xlsx", a=table), units=load_units(units)))
    assert read["commune"].cast(pl.String).to_list() == ["Xã Gò Trăng", "Suối Mây"]


def test_a_name_below_the_last_dossier_leaves_those_above_as_they_are(tmp_path: Path) -> None:
    table = [HEADER, ("Chư Mố", "", ""), ROW, ("Ia Rtô", "", ""), OTHER, ("Nguyễn Văn An", "", "")]
    read = rows(opened(book(tmp_path / "a.xlsx", a=table)))
    assert read["commune"].cast(pl.String).to_list() == ["Chư Mố", "Ia Rtô"]


@pytest.mark.parametrize("name", ["Hồ sơ trễ hạn chưa giải quyết", "Nguyễn Văn An", "Ia Rtô"])
def test_a_name_alone_is_no_field_unless_others_name_it(tmp_path: Path, name: str) -> None:
    fields = ["Lĩnh vực Đất đai", name, "Lĩnh vực Hộ tịch", "Đất đai"]
    dossiers = [(f"H1-000{n}", *ROW[1:]) for n in range(4)]
    heads = [(field, "", "") for field in fields]
    table = [row for pair in zip(heads, dossiers, strict=True) for row in pair]
    read = rows(opened(book(tmp_path / "a.xlsx", a=[HEADER, *table])))
    assert read["field"].cast(pl.String).to_list() == ["Đất đai", "Đất đai", "Hộ tịch", "Đất đai"]
    assert "commune" not in read.columns or read["commune"].is_null().all()


def test_a_group_below_a_header_with_blank_cells_is_no_header(tmp_path: Path) -> None:
    table = [("", *HEADER, ""), ("I", "UBND xã Gò Trăng", "", "", ""), ("1", *ROW, "")]
    read = rows(opened(book(tmp_path / "a.xlsx", a=table)))
    assert read["commune"].cast(pl.String).to_list() == ["Xã Gò Trăng"]
