import unicodedata

import polars as pl
import pytest

from cchc_audit.analysis.summary import Key, keys_of, natural, natural_key, rank_groups, sorted_by
from cchc_audit.core.errors import ConfigError

COMMUNE = (Key.COMMUNE,)


def groups(*rows: tuple[str | None, float | None, int]) -> pl.DataFrame:
    schema = {"commune": pl.String, "true_rate": pl.Float64, "total": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_names_as_people_expect_them() -> None:
    names = [
        "Phường 10",
        None,
        "xã Đak Yă",
        "Phường 2",
        "xã Ea Bá",
        "xã Dun",
        "1.001193",
        "2.000815",
    ]
    expected = [
        "1.001193",
        "2.000815",
        "Phường 2",
        "Phường 10",
        "xã Dun",
        "xã Đak Yă",
        "xã Ea Bá",
        None,
    ]
    assert sorted(names, key=natural_key) == expected


@pytest.mark.parametrize(
    "names",
    [
        ["An", "Ăng", "Ân"],
        ["Dân", "Đại"],
        ["Ea", "Ê"],
        ["An Bình", "An Hòa", "Anh", "Ánh"],
        ["Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Bă", "Bâ", "Bi"],
        ["Bạn", "Bản Bo", "Bát"],
        ["Ia Pa", "Ia Rsai", "Ia Sao"],
        ["Lơ Pang", "Lý", "Măng Cành", "Mường"],
        ["Oa", "Ông", "Ơ", "Pá"],
        ["Tu Mơ Rông", "Tư", "Vân"],
        ["Phường 2", "Phường 2A", "Phường 10", "Phường An"],
    ],
)
def test_the_vietnamese_alphabet(names: list[str]) -> None:
    decomposed = [unicodedata.normalize("NFD", name) for name in reversed(names)]
    in_order = sorted(decomposed, key=natural_key)
    assert [unicodedata.normalize("NFC", name) for name in in_order] == names
    upper = [name.upper() for name in reversed(names)]
    assert sorted(upper, key=natural_key) == [name.upper() for name in names]


def test_ranking() -> None:
    rows = groups(
        ("xã 10", 0.9, 5),
        ("xã 2", 0.9, 5),
        ("xã none", None, 99),
        ("xã small", 0.9, 4),
        ("xã best", 1.0, 1),
        (None, 0.9, 5),
    )
    names = rank_groups(rows, COMMUNE)["commune"].to_list()
    assert names == ["xã best", "xã 2", "xã 10", None, "xã small", "xã none"]


def test_sorting_by_a_column() -> None:
    rows = natural(groups(("b", None, 2), ("a", 0.5, 2), ("c", 0.7, 1)), COMMUNE)
    assert sorted_by(rows, COMMUNE, column="total")["commune"].to_list() == ["a", "b", "c"]
    assert sorted_by(rows, COMMUNE, column="true_rate")["commune"].to_list() == ["c", "a", "b"]
    assert sorted_by(rank_groups(rows, COMMUNE), COMMUNE, column="commune").equals(rows)


def test_closed_sets_stand_in_their_own_order() -> None:
    frame = pl.DataFrame({"channel": [None, "postal", "online", "direct"]})
    assert natural(frame, (Key.CHANNEL,))["channel"].to_list() == [
        "direct",
        "online",
        "postal",
        None,
    ]
    frame = pl.DataFrame({"outcome": ["pending", "early", "late"]})
    assert natural(frame, (Key.OUTCOME,))["outcome"].to_list() == ["late", "early", "pending"]


@pytest.mark.parametrize(
    ("column", "key"), [("totl", "summary.sort_near"), ("???", "summary.sort_unknown")]
)
def test_sorting_by_no_column(column: str, key: str) -> None:
    with pytest.raises(ConfigError, match=key):
        sorted_by(groups(), COMMUNE, column=column)


def test_keys_as_typed() -> None:
    assert keys_of("procedure") == (Key.PROCEDURE,)
    assert keys_of(" Month, officer ,") == (Key.MONTH, Key.OFFICER)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("procedures", "summary.key_near"),
        ("xyz!", "summary.key_unknown"),
        ("month,month", "summary.key_twice"),
        (" , ", "summary.key_missing"),
    ],
)
def test_keys_that_are_none(text: str, key: str) -> None:
    with pytest.raises(ConfigError, match=key):
        keys_of(text)
