from collections.abc import Callable

import polars as pl
import pytest

from cchc_audit.analysis.summary import channel_of, distinct_values, filter_columns, where
from cchc_audit.analysis.summary.unknown_values import near_values
from cchc_audit.core.errors import ConfigError

from .dossiers import frame, ids

DOSSIERS = frame(
    {"commune": "xã Chư Mố", "channel": "online", "field": "Hộ tịch", "officer": "Nguyễn Văn A"},
    {"commune": "phường Chư Mố", "channel": "direct", "field": "Chứng thực"}
    | {"officer": "Nguyễn Văn An"},
    {"commune": "xã Đak Yă", "channel": "postal", "procedure_code": "1.001193"},
    {"commune": "xã Đăk Yă", "procedure_name": "Đăng ký khai sinh", "procedure_code": "1.001022"},
    {"commune": "xã Xa Dung", "procedure_name": "Đăng ký khai tử", "agency": "Phòng Kinh tế"},
    {"commune": "xã Hòa Bình", "procedure_code": "2.000815", "agency": "Phòng Kinh tế, Hạ tầng"},
    {"commune": None, "procedure_name": "ĐĂNG KÝ KHAI SINH lưu động"},
)  # fmt: skip
KEYS = ("commune", "procedure", "field", "agency", "officer", "channel")


def found(
    canonical: Callable[[str], str] | None = None, **texts: str | tuple[str, ...]
) -> list[str]:
    filters = {k: (t,) if isinstance(t, str) else t for k, t in texts.items()}
    values = distinct_values(DOSSIERS, filter_columns(filters))
    if canonical is None:
        return ids(DOSSIERS.filter(where(filters, values=values)))
    return ids(DOSSIERS.filter(where(filters, values=values, canonical=canonical)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xã Chư Mố", ["H1"]),
        ("XÃ  CHƯ MỐ", ["H1"]),
        ("phường Chư Mố", ["H2"]),
        ("Chư Mố", ["H1", "H2"]),
        ("chu mo", ["H1", "H2"]),
        ("xa chu mo", ["H1"]),
        ("phuong chu mo", ["H2"]),
        ("Đak Yă", ["H3"]),  # Đak and Đăk are two names
        ("Đăk Yă", ["H4"]),
        ("dak ya", ["H3", "H4"]),
        ("Xa Dung", ["H5"]),
        ("xã Xa Dung", ["H5"]),
        ("xa dung", ["H5"]),
        ("xa xa dung", ["H5"]),
        ("xã Hoà Bình", ["H6"]),  # one spelling of the tone mark
        ("Hòa Bình", ["H6"]),  # NFD
    ],
)
def test_communes(text: str, expected: list[str]) -> None:
    assert found(commune=text) == expected


def test_any_of_several_texts_and_all_of_several_keys() -> None:
    assert found(commune=("Xa Dung", "Đak Yă")) == ["H3", "H5"]
    assert found(commune=("Chư Mố",), channel=("online",)) == ["H1"]


def test_former_names_are_asked_of_the_intake() -> None:
    assert found(commune="Ủy ban nhân dân xã Chư Mố") == ["H1"]
    names = {"UBND xã Chư Mố": "xã Chư Mố", "Pờ Tó": "xã Xa Dung"}
    assert found(canonical=names.__getitem__, commune=("UBND xã Chư Mố", "Pờ Tó")) == ["H1", "H5"]


def test_a_commune_that_is_not_there_is_an_error_with_near_matches() -> None:
    with pytest.raises(ConfigError) as error:
        found(commune="xã Chư Mốt")
    assert error.value.key == "summary.value_near"
    assert "xã Chư Mố" in str(error.value.values["near"])
    with pytest.raises(ConfigError) as error:
        found(commune="qqqq")
    assert error.value.key == "summary.value_unknown"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"procedure": "1.001193"}, ["H3"]),
        ({"procedure": "1.001193.000.00.00.H21"}, ["H3"]),
        ({"procedure": "khai sinh"}, ["H4", "H7"]),
        ({"procedure": "dang ky khai"}, ["H4", "H5", "H7"]),
        ({"procedure": ("2.000815", "khai tử")}, ["H5", "H6"]),
        ({"field": "hộ tịch"}, ["H1"]),
        ({"field": "chung thuc"}, ["H2"]),
        ({"agency": "Phòng Kinh tế"}, ["H5"]),  # the equal one, not all that hold it
        ({"agency": "hạ tầng"}, ["H6"]),
        ({"officer": "nguyen van a"}, ["H1"]),
        ({"officer": "Văn"}, ["H1", "H2"]),
        ({"channel": "trực tuyến"}, ["H1"]),
        ({"channel": ("1", "bưu chính")}, ["H2", "H3"]),
        ({}, ["H1", "H2", "H3", "H4", "H5", "H6", "H7"]),
        ({"commune": ()}, ["H1", "H2", "H3", "H4", "H5", "H6", "H7"]),
    ],
)
def test_other_keys(filters: dict[str, str | tuple[str, ...]], expected: list[str]) -> None:
    assert found(None, **filters) == expected


@pytest.mark.parametrize(
    ("text", "channel"),
    [("online", "online"), ("Trực tuyến", "online"), ("2", "online"), ("In person", "direct")],
)
def test_channels(text: str, channel: str) -> None:
    assert channel_of(text) == channel


def test_a_channel_that_is_none() -> None:
    with pytest.raises(ConfigError, match="channel_unknown"):
        channel_of("fax")


COMMUNES = ["Xã Nương Sương", "Phường Bến Cọ", "Xã Bến Cò", "Xã Gò Trăng"]


@pytest.mark.parametrize(
    ("filters", "near"),
    [
        ({"procedure": "1.001194"}, "1.001193"),
        ({"procedure": "1.001194.000.00.00.H21"}, "1.001193"),
        ({"procedure": "đăng ký khai sihn"}, "Đăng ký khai sinh"),
        ({"field": "hộ tich số"}, "Hộ tịch"),
        ({"agency": "Phòng Kinh tê Hạ tầng"}, "Phòng Kinh tế, Hạ tầng"),
        ({"officer": "Vă"}, "Nguyễn Văn A"),  # whole words
        ({"officer": "Nguyễn Văn B"}, "Nguyễn Văn A"),
        ({"commune": ("Xa Dung", "xã Chư Mốt")}, "xã Chư Mố"),  # one of several is enough
    ],
)
def test_a_slip_of_the_keyboard_is_an_error_with_near_matches(
    filters: dict[str, str | tuple[str, ...]], near: str
) -> None:
    with pytest.raises(ConfigError) as error:
        found(None, **filters)
    assert error.value.key == "summary.value_near"
    assert error.value.values["by"] in filters
    assert near in str(error.value.values["near"])


@pytest.mark.parametrize("key", ["commune", "procedure", "field", "agency", "officer"])
def test_what_is_like_nothing_is_an_error_too(key: str) -> None:
    with pytest.raises(ConfigError) as error:
        found(None, **{key: "qqqq"})
    assert error.value.key == "summary.value_unknown"


def test_a_column_nobody_filled_is_named_as_such() -> None:
    values = {"officer": list[str](), "channel": ["online"]}
    with pytest.raises(ConfigError, match="value_nowhere"):
        where({"officer": ("Lan",)}, values=values)


def test_a_channel_that_no_dossier_came_by_is_an_error() -> None:
    with pytest.raises(ConfigError, match="value_"):
        where({"channel": ("postal",)}, values={"channel": ["direct", "online"]})


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Xã Bến Cọ", ["Phường Bến Cọ", "Xã Bến Cò"]),
        ("UBND xã Bến Cọ", ["Phường Bến Cọ", "Xã Bến Cò"]),
        ("phuong go trang", ["Xã Gò Trăng"]),
        ("Gò", ["Xã Gò Trăng"]),
        ("Xã", []),
    ],
)
def test_near_communes_are_alike_behind_their_kind(text: str, near: list[str]) -> None:
    assert near_values(text, COMMUNES, communes=True) == near


def test_near_officers_are_named_as_the_settings_want() -> None:
    ways = ((str, "value_near"), (lambda _: "CB-1", "value_near"), (lambda _: None, "value_unkn"))
    for shown, key in ways:
        with pytest.raises(ConfigError, match=key) as error:
            where({"officer": ("Lam",)}, values={"officer": ["Lan"]}, officer_shown=shown)
        assert error.value.values.get("near") in {shown("Lan"), None}


def test_distinct_values_are_sorted_and_without_null() -> None:
    values = distinct_values(DOSSIERS, ("channel", "field"))
    assert values == {"channel": ["direct", "online", "postal"], "field": ["Chứng thực", "Hộ tịch"]}
    assert distinct_values(frame(), ("field",)) == {"field": []}


def test_every_key_of_the_options_names_columns_of_the_frame() -> None:
    names = DOSSIERS.collect_schema().names()
    for key in KEYS:
        assert set(filter_columns({key: ("x",)})) <= set(names)


def test_filters_stay_in_the_streaming_engine() -> None:
    plan = DOSSIERS.filter(where({"field": ("hộ tịch",)}, values={"field": ["Hộ tịch"]}))
    assert ids(plan) == plan.collect(engine="streaming")["dossier_id"].to_list() == ["H1"]
    assert plan.select(pl.len()).collect(engine="streaming").item() == 1
