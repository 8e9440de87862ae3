"""Names that may be one commune, and names that are not."""

import csv
import io
from pathlib import Path

import pytest

from cchc_audit.intake import load_units
from cchc_audit.intake.values.likely_units import HEADER, likely_units, units_lines


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        ({"Ea Trang", "Ea Trăng", "Xã Ea Trăng"}, [("Xã Ea Trăng", "Ea Trăng", "Ea Trang")]),
        ({"Xã Nam Hà-Lâm Hà", "Xã Nam Hà Lâm Hà"}, [("Xã Nam Hà Lâm Hà", "Xã Nam Hà-Lâm Hà")]),
        ({"Xã Lý Sơn", "Xã Lí Sơn"}, [("Xã Lí Sơn", "Xã Lý Sơn")]),
        ({"Xã Qui Đức", "Xã Quy Đức"}, [("Xã Qui Đức", "Xã Quy Đức")]),
        ({"Xã Ia H'Drai", "Xã Ia HDrai"}, [("Xã Ia H'Drai", "Xã Ia HDrai")]),
        ({"Xã Đak Yă", "Xã Đăk Yă", "Xã Đắk Lua"}, [("Xã Đăk Yă", "Xã Đak Yă")]),
        ({"Xã Bến Cọ", "Phường Bến Cọ"}, []),
        ({"Xã Bến Cọ", "Phường Bến Cọ", "Bến Cọ"}, []),
        ({"Xã Bến Cọ", "Xã Bến Co", "Phường Bến Cọ"}, [("Xã Bến Cọ", "Xã Bến Co")]),
        ({"Xã An", "Xã Anh", "Xã Ân Thi"}, []),
        ({"Xã Xa Dung", "Xa Dung"}, []),
        (
            {"Xã Suối Mây", "Xã Suối Mây, Tỉnh Gia Lai", "H21.77 - UBND xã Suối Mây"},
            [],
        ),
        (
            {"Xã Suối Mây", "H21.77 - UBND xã Suối Mây"},
            [("Xã Suối Mây", "H21.77 - UBND xã Suối Mây")],
        ),
        (
            {"Xã Suối Mây", "Xã Suối Mây (h21.77)"},
            [("Xã Suối Mây", "Xã Suối Mây (h21.77)")],
        ),
        (
            {"Suối Mây", "Xã Suối Mây, Tỉnh Gia Lai"},
            [("Xã Suối Mây, Tỉnh Gia Lai", "Suối Mây")],
        ),
        # Two communes of one name.
        ({"Xã Hòa An, Huyện Ba", "Xã Hòa An, Huyện Tư", "Xã Hòa An"}, []),
        (set(), []),
    ],
)
def test_groups(names: set[str], groups: list[tuple[str, ...]]) -> None:
    assert list(likely_units(names)) == groups


def test_what_is_settled_or_real_is_not_said() -> None:
    names = {"Xã Hòa An", "Xã Hóa An"}
    assert likely_units(names, settled=names) == ()
    assert likely_units(names, real=lambda _: True) == ()
    assert likely_units(names, settled={"Xã Hóa An"}) == (("Xã Hóa An", "Xã Hòa An"),)


def test_the_lines_join_them(tmp_path: Path) -> None:
    groups = likely_units({"Ea Trang", "Xã Ea Trăng", "Xã Ea, Trăng", "Xã Lý", "Lý"})
    path = tmp_path / "units.csv"
    path.write_text("\n".join((HEADER, *units_lines(groups))) + "\n", encoding="utf-8")
    assert len(list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))) == 1 + len(groups)
    units = load_units(path)
    assert {units.canonical(name) for name in ("Ea Trang", "xã Ea Trăng")} == {"Xã Ea Trăng"}
    assert {units.canonical(name) for name in ("Xã Lý", "Lý")} == {"Xã Lý"}
