"""Former communes: what is certain, what is split, and what may not be guessed."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.analysis.summary import where
from cchc_audit.core.errors import ConfigError
from cchc_audit.intake.units import Units, load_units
from cchc_audit.intake.values.communes import commune_name
from cchc_audit.intake.values.former import (
    Former,
    FormerCommunes,
    Kind,
    Resolution,
    agree,
    place,
    remarks,
    split,
)
from cchc_audit.intake.values.former.former_table import Table, load
from cchc_audit.texts import LANGS, Texts

FORMER = FormerCommunes()
TABLE = load()
OLD = [former for key in sorted(TABLE.keys()) for former in TABLE.formers(key)]
NEW = [commune for key in sorted(TABLE.keys()) for commune in TABLE.communes(key)]
GIA_LAI = ("Xã Chư Mố", "Xã Kon Thụp", "Xã Ia Pa", "Xã Lơ Pang", "Thị trấn Kon Dơng")


def names(found: Resolution) -> list[str]:
    return [target.name for target in found.targets]


# --- the table ---


def test_the_table_is_whole() -> None:
    assert len({(f.code, f.district) for f in OLD}) == 10_040
    assert len(NEW) == len({commune.code for commune in NEW}) == 3_321
    assert len({commune.province for commune in NEW}) == 34
    assert len({former.province for former in OLD}) == 63


def test_every_name_in_the_table_is_as_intake_would_write_it() -> None:
    for name in {former.name for former in OLD} | {commune.name for commune in NEW}:
        assert commune_name(name) == name
        assert split(name) == (name, ())


def test_every_former_commune_is_found_within_its_district() -> None:
    for former in OLD:
        found = FORMER.lookup(former.name, district=former.district, province=former.province)
        assert found.formers == (former,)


@pytest.mark.parametrize(
    ("code", "name", "district", "province", "targets"),
    [
        ("24025", "Xã Chư Mố", "Huyện Ia Pa", "Gia Lai", {"24028": "Xã Ia Tul"}),
        ("03292", "Xã Ẳng Tở", "Huyện Mường Ảng", "Điện Biên", {"03301": "Xã Búng Lao"}),
        ("23494", "Xã Đắk Tờ Re", "Huyện Kon Rẫy", "Quảng Ngãi", {"23497": "Xã Kon Braih"}),
        ("23812", "Xã Kon Thụp", "Huyện Mang Yang", "Gia Lai", {"23812": "Xã Lơ Pang"}),
        ("23803", "Xã Đak Yă", "Huyện Mang Yang", "Gia Lai", {"23794": "Xã Mang Yang"}),
        ("23794", "Thị trấn Kon Dơng", "Huyện Mang Yang", "Gia Lai", {"23794": "Xã Mang Yang"}),
        ("24031", "Xã Ia Ma Rơn", "Huyện Ia Pa", "Gia Lai", {"24022": "Xã Ia Pa"}),
        ("22237", "Xã Ea Ly", "Huyện Sông Hinh", "Đắk Lắk", {"22237": "Xã Ea Ly"}),
        (
            "22228",
            "Xã Ea Bia",
            "Huyện Sông Hinh",
            "Đắk Lắk",
            {"22207": "Xã Sông Hinh", "22222": "Xã Đức Bình"},
        ),
        (
            "22225",
            "Xã Ea Bar",
            "Huyện Sông Hinh",
            "Đắk Lắk",
            {"22225": "Xã Ea Bá", "22237": "Xã Ea Ly"},
        ),
        # What a converter takes for Sông Hinh, Ea Kar and a namesake of another tone.
        ("24409", "Xã Cư Yang", "Huyện Ea Kar", "Đắk Lắk", {"24406": "Xã Cư Yang"}),
        ("15883", "Xã Hoằng Phú", "Huyện Hoằng Hóa", "Thanh Hóa", {"15889": "Xã Hoằng Phú"}),
        ("16003", "Xã Hoằng Phụ", "Huyện Hoằng Hóa", "Thanh Hóa", {"16000": "Xã Hoằng Thanh"}),
        ("25294", "Xã Lộc Thành", "Huyện Lộc Ninh", "Đồng Nai", {"25294": "Xã Lộc Thành"}),
        # Namesakes in two provinces that became one: whole, each in its own place.
        ("27691", "Phường 4", "Thành phố Tân An", "Tây Ninh", {"27694": "Phường Long An"}),
        ("25462", "Phường 4", "Thành phố Tây Ninh", "Tây Ninh", {"25459": "Phường Tân Ninh"}),
        # The package calls these two whole.
        (
            "01615",
            "Xã Hồng Quang",
            "Huyện Quảng Hòa",
            "Cao Bằng",
            {"01636": "Xã Bế Văn Đàn", "01648": "Xã Phục Hòa"},
        ),
        (
            "02485",
            "Xã Công Đa",
            "Huyện Yên Sơn",
            "Tuyên Quang",
            {"02458": "Xã Trung Sơn", "02494": "Xã Thái Bình"},
        ),
    ],
)
def test_where_communes_went(
    code: str, name: str, district: str, province: str, targets: dict[str, str]
) -> None:
    for found in (
        FORMER.lookup(name, district=district, province=province, code=code),
        FORMER.lookup(f"UBND {name.lower()}, {district}", province=province),
    ):
        assert [former.code for former in found.formers] == [code]
        assert {target.code: target.name for target in found.targets} == targets
        assert all(target.province.endswith(province) for target in found.targets)


def test_how_many_communes_were_split() -> None:
    assert len({former.code for former in OLD if len(former.targets) > 1}) == 447


# --- one name ---


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Xã Chư Mố", Kind.MERGED),
        ("xã chư mố", Kind.MERGED),
        ("Chư Mố", Kind.MERGED),
        ("Xã Ea Ly", Kind.SAME),
        ("Xã Ia Tul", Kind.SAME),
        ("Xã Ea Bia", Kind.SPLIT),
        ("Xã Ea Bar", Kind.AMBIGUOUS),  # Sông Hinh, Phú Yên (split) and Buôn Đôn, Đắk Lắk (whole)
        ("Xã Tân Lập", Kind.AMBIGUOUS),
        ("Xã A", Kind.UNKNOWN),
        ("Sở Tư pháp", Kind.UNKNOWN),
        ("Huyện Lý Sơn", Kind.MERGED),  # had no communes of its own
    ],
)
def test_kinds_of_names_alone(name: str, kind: Kind) -> None:
    assert FORMER.lookup(name).kind is kind


def test_the_same_code_means_another_commune_in_another_era() -> None:
    assert names(FORMER.lookup("Xã Ea Bar", code="22225")) == ["Xã Ea Bá", "Xã Ea Ly"]
    assert names(FORMER.lookup("Xã Ea Bá", code="22225")) == ["Xã Ea Bá"]
    assert FORMER.lookup("Xã Ea Ly", code="22225").kind is Kind.UNKNOWN


def test_letters_are_only_let_go_where_a_district_is_given() -> None:
    assert FORMER.lookup("Xã Đak Yă").kind is Kind.UNKNOWN
    assert FORMER.lookup("Xã Đak Yă", province="Gia Lai").kind is Kind.UNKNOWN
    assert names(FORMER.lookup("Xã Đak Yă, H. Mang Yang")) == ["Xã Mang Yang"]


@pytest.mark.parametrize(
    ("written", "bare", "places"),
    [
        ("Xã Ia Ma Rơn", "Xã Ia Ma Rơn", ()),
        ("Xã Ia Ma Rơn, huyện Ia Pa", "Xã Ia Ma Rơn", ("huyện Ia Pa",)),
        ("Xã Ia Ma Rơn huyện Ia Pa", "Xã Ia Ma Rơn", ("huyện Ia Pa",)),
        ("Xã Ia Ma Rơn - H.Ia Pa (Gia Lai)", "Xã Ia Ma Rơn", ("H.Ia Pa", "Gia Lai")),
        ("Phường 1, TP. Tân An", "Phường 1", ("TP. Tân An",)),
        ("Xã Phước Tỉnh, tỉnh X", "Xã Phước Tỉnh", ("tỉnh X",)),
        ("Xã Trị Quận - huyện Phù Ninh", "Xã Trị Quận", ("huyện Phù Ninh",)),
        ("Xã Chân Mây - Lăng Cô", "Xã Chân Mây - Lăng Cô", ()),
    ],
)
def test_places_behind_a_name(written: str, bare: str, places: tuple[str, ...]) -> None:
    assert split(written) == (bare, places)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Huyện Ia Pa", "H. Ia Pa", True),
        ("Huyện Ia Pa", "Ia Pa", True),
        ("Thành phố Cao Lãnh", "TP Cao Lãnh", True),
        ("Thành phố Cao Lãnh", "huyện Cao Lãnh", False),
        ("Huyện Ia Pa", "huyện Ia Grai", False),
    ],
)
def test_places_agree(one: str, other: str, expected: bool) -> None:
    assert agree(place(one), place(other)) is expected


# --- attributing: only where somebody wrote it ---


@pytest.mark.parametrize("name", [*GIA_LAI, "Xã Ea Bia", "Xã Tân Lập", "Xã A"])
def test_a_bare_name_stays(name: str) -> None:
    assert FORMER.today(name) is None
    assert Units().canonical(f"UBND {name.lower()}") == commune_name(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND xã Ia Ma Rơn, huyện Ia Pa", "Xã Ia Pa"),
        ("TTPVHCC xã Chư Mố - huyện Ia Pa - tỉnh Gia Lai", "Xã Ia Tul"),
        ("Xã Ea Bar, huyện Buôn Đôn", "Xã Ea Nuôl"),
        ("Xã Ea Bar, huyện Sông Hinh", "Xã Ea Bar, Huyện Sông Hinh"),  # split
        ("Xã Chư Mố, huyện Mang Yang", "Xã Chư Mố, Huyện Mang Yang"),  # there was none
        ("Xã Tân Lập, tỉnh Lâm Đồng", "Xã Tân Lập, tỉnh Lâm Đồng"),  # others bear the name today
        ("Xã Ia Pa, huyện Ia Pa", "Xã Ia Pa"),  # of today, by the district people still write
    ],
)
def test_a_written_place_is_evidence(text: str, expected: str) -> None:
    found = Units().canonical(text)
    assert found is not None
    assert found.casefold() == expected.casefold()


def units(tmp_path: Path, *lines: str) -> Units:
    path = tmp_path / "units.csv"
    path.write_text("\n".join(("name,also,code,district,remote", *lines)) + "\n", encoding="utf-8")
    return load_units(path)


def test_a_code_in_the_units_file_states_the_province(tmp_path: Path) -> None:
    gia_lai = units(tmp_path, "Xã Ia Pa,,24022,,")
    assert gia_lai.province == "Tỉnh Gia Lai"
    assert gia_lai.canonical("Xã Chư Mố") == "Xã Ia Tul"
    assert gia_lai.canonical("Xã Ea Bia") == "Xã Ea Bia"
    assert gia_lai.canonical("Xã Đak Yă") == "Xã Đak Yă"


@pytest.mark.parametrize(
    ("line", "province"),
    [
        ("Xã Ia Tul,,,Ia Pa,", "Tỉnh Gia Lai"),
        ("Xã Chư Mố,,24025,,", "Tỉnh Gia Lai"),
        ("Xã Ia Tul,,,,", None),
        ("Xã Ia Tul,,24022,,", None),  # the code of another commune
        ("Xã A,,00001,Huyện B,", None),
        ("Xã Tân Lập,,,Châu Thành,", None),
    ],
)
def test_what_states_a_province(tmp_path: Path, line: str, province: str | None) -> None:
    assert units(tmp_path, line).province == province


def test_units_of_two_provinces_state_none(tmp_path: Path) -> None:
    both = units(tmp_path, "Xã Ia Pa,,24022,,", "Xã Búng Lao,,03301,,")
    assert both.province is None
    assert both.canonical("Xã Chư Mố") == "Xã Chư Mố"


def test_the_units_file_decides_first(tmp_path: Path) -> None:
    own = units(
        tmp_path,
        "Xã Đức Bình,Xã Ea Bia,22222,Sông Hinh,",
        "Xã Chư Mố,,24025,Ia Pa,true",
        "Xã Ia Pa,,,,",
    )
    assert own.canonical("UBND xã Ea Bia") == "Xã Đức Bình"
    assert own.canonical("UBND xã Ea Bia, huyện Sông Hinh") == "Xã Đức Bình"
    assert own.canonical("UBND xã Ea Bia, huyện Ea Kar") == "Xã Ea Bia, Huyện Ea Kar"
    assert own.canonical("Xã Chư Mố") == "Xã Chư Mố"
    assert own.canonical("Xã Ia Ma Rơn, huyện Ia Pa") == "Xã Ia Pa"


def test_the_table_is_not_read_without_need(tmp_path: Path) -> None:
    def unread() -> Table:
        raise AssertionError

    quiet = Units(former=FormerCommunes(unread))
    assert quiet.canonical("UBND xã Chư Mố") == "Xã Chư Mố"
    named = units(tmp_path, "Xã Ia Tul,Xã Chư Mố,24028,,")
    assert replace(named, former=FormerCommunes(unread)).canonical("Xã Chư Mố") == "Xã Ia Tul"


# --- reports and filters ---


def test_the_province_of_an_export() -> None:
    assert FORMER.province_of(GIA_LAI) == "Tỉnh Gia Lai"
    assert FORMER.province_of(GIA_LAI[:4]) is None
    assert FORMER.province_of((*GIA_LAI, "Xã A")) is None
    assert FORMER.province_of((*GIA_LAI, "Xã Ẳng Tở")) is None


def test_remarks() -> None:
    before, after = date(2025, 6, 30), date(2025, 7, 1)
    communes = {
        "Xã Chư Mố": after,
        "Xã Ea Bia": before,
        "Xã Ea Bar": None,
        "Xã Tân Lập": after,
        "Xã Ia Tul": before,
        "Xã A": before,
    }
    found = remarks(communes, FORMER)
    assert {remark.name: remark.resolution.kind for remark in found} == {
        "Xã Chư Mố": Kind.MERGED,
        "Xã Ea Bia": Kind.SPLIT,
        "Xã Ea Bar": Kind.AMBIGUOUS,
    }
    old = remarks({"Xã Tân Lập": before}, FORMER)
    assert [remark.resolution.kind for remark in old] == [Kind.AMBIGUOUS]
    vietnamese = [remark.sentence(Texts("vi")) for remark in found]
    assert vietnamese[0].startswith("Xã Chư Mố: xã cũ, nay thuộc Xã Ia Tul, Tỉnh Gia Lai;")
    assert vietnamese[1].startswith(
        "Xã Ea Bia: xã cũ đã chia tách về nhiều đơn vị (Xã Sông Hinh, Tỉnh Đắk Lắk; Xã Đức Bình, "
    )
    assert "trùng tên với 2 đơn vị" in vietnamese[2]
    for lang in LANGS:
        assert not any(
            re.search(r"[{}]", remark.sentence(Texts(lang))) for remark in (*found, *old)
        )


@pytest.mark.parametrize(
    ("text", "export", "chosen"),
    [
        ("Xã Chư Mố", ["Xã Ia Tul", "Xã Ia Pa"], ["Xã Ia Tul"]),
        ("chu mo", ["Xã Ia Tul", "Xã Ia Pa"], ["Xã Ia Tul"]),
        ("Ia Tul", ["Xã Chư Mố", "Xã Ia Ma Rơn"], ["Xã Chư Mố"]),
        ("Xã Ia Tul", ["Xã Chư Mố", "Xã Ia Tul"], ["Xã Ia Tul"]),
    ],
)
def test_a_filter_takes_either_name(text: str, export: list[str], chosen: list[str]) -> None:
    frame = pl.DataFrame({"commune": export})
    expr = where({"commune": (text,)}, values={"commune": export})
    assert frame.filter(expr)["commune"].to_list() == chosen


def test_a_split_commune_is_never_taken_for_its_heirs() -> None:
    assert FORMER.among("Xã Ea Bia", ["Xã Sông Hinh", "Xã Đức Bình"]) == []
    assert FORMER.among("Xã Đức Bình", ["Xã Ea Bia"]) == []
    with pytest.raises(ConfigError):
        where({"commune": ("Xã Ea Bia",)}, values={"commune": ["Xã Đức Bình"]})


def test_a_former_commune_knows_its_era() -> None:
    (former,) = FORMER.lookup("Xã Chư Mố").formers
    assert isinstance(former, Former)
    assert (former.code, former.district, former.province) == (
        "24025",
        "Huyện Ia Pa",
        "Tỉnh Gia Lai",
    )
