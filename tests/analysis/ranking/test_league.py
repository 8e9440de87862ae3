"""The league table, worked out by hand."""

import random
from collections.abc import Iterable
from typing import Any

import polars as pl
import pytest

from cchc_audit.analysis.ranking import (
    RANK_COLUMNS,
    League,
    count_strata,
    order_groups,
    rank_key,
    rank_league,
)
from cchc_audit.analysis.summary import SUMMARY_COLUMNS, Key
from cchc_audit.core.errors import ConfigError

from .dossiers import frame

LAND, COPIES = "1.000001", "2.000001"


def some(
    n: int, outcome: str, commune: str | None = "xã A", procedure: str = LAND
) -> list[dict[str, Any]]:
    cells = {"outcome": outcome, "commune": commune, "procedure_code": procedure}
    return [{**cells, "processing_days": 1} for _ in range(n)]


def results(
    commune: str | None, good: int, late: int, procedure: str = LAND
) -> list[dict[str, Any]]:
    return [*some(good, "on_time", commune, procedure), *some(late, "late", commune, procedure)]


def counted(dossiers: Iterable[dict[str, Any]]) -> pl.DataFrame:
    return count_strata(frame(*dossiers), Key.COMMUNE).collect()


def table(*groups: list[dict[str, Any]], previous: list[dict[str, Any]] | None = None) -> League:
    before = None if previous is None else counted(previous)
    return rank_league(
        counted([d for group in groups for d in group]), Key.COMMUNE, previous=before
    )


def column(found: League, name: str) -> dict[str | None, Any]:
    return dict(zip(found.groups["commune"], found.groups[name], strict=True))


def test_the_columns_of_a_summary_come_first() -> None:
    found = table(results("xã A", 30, 0))
    assert found.groups.columns == ["commune", *SUMMARY_COLUMNS, *RANK_COLUMNS]
    assert found.total.columns == found.groups.columns
    assert found.groups.schema == found.total.schema


def test_equal_rates_share_a_rank_and_stand_by_name() -> None:
    found = table(
        results("xã D", 10, 20),
        results("xã C", 27, 3),
        results("xã B", 54, 6),
        results("xã A", 30, 0),
    )
    assert column(found, "rank") == {"xã A": 1, "xã B": 2, "xã C": 2, "xã D": 4}
    assert found.groups["commune"].to_list() == ["xã A", "xã B", "xã C", "xã D"]


def test_open_overdue_dossiers_weigh_as_late_ones() -> None:
    # 20 of 20 by the official rate; 20 of 40 by the true one. The other: 30 of 40.
    found = table([*results("xã A", 20, 0), *some(20, "overdue", "xã A")], results("xã B", 30, 10))
    assert column(found, "rank") == {"xã B": 1, "xã A": 2}


def test_under_twenty_results_there_is_no_rank() -> None:
    found = table(
        [*results("xã A", 19, 0), *some(30, "overdue", "xã A"), *some(30, "pending", "xã A")],
        results("xã B", 10, 10),
        results("xã 10", 1, 0),
        results("xã 9", 1, 0),
    )
    assert column(found, "rank") == {"xã B": 1, "xã 9": None, "xã 10": None, "xã A": None}
    assert found.groups["commune"].to_list() == ["xã B", "xã 9", "xã 10", "xã A"]
    assert found.ranked.height == 1
    assert found.apart.height == 3


def test_dossiers_without_a_commune_have_no_rank() -> None:
    found = table(results(None, 50, 0), results("xã B", 20, 20))
    assert column(found, "rank") == {"xã B": 1, None: None}


# Wilson, 95 %, by hand: 30/30 reaches from 0.886 to 1; 27/30 from 0.744 to 0.965; 10/30 from 0.192
# to 0.512.
def test_neighbours_whose_intervals_overlap_are_not_told_apart() -> None:
    found = table(
        results("xã A", 30, 0),
        results("xã B", 27, 3),
        results("xã C", 27, 3),
        results("xã D", 10, 20),
        results("xã E", 1, 0),
    )
    assert column(found, "tied_with") == {
        "xã A": "below",
        "xã B": "both",
        "xã C": "above",
        "xã D": None,
        "xã E": None,
    }
    assert found.total["tied_with"].item() is None


def test_late_dossiers_expected_of_the_mix() -> None:
    # Land: 12 of 50 late (24 %). Copies: 1 of 50 (2 %).
    # A has 40 of land, 10 copies: 40 · 0.24 + 10 · 0.02 = 9.8, and 8 late.
    # B has 10 of land, 40 copies: 10 · 0.24 + 40 · 0.02 = 3.2, and 5 late, one of them still open.
    found = table(
        [*results("xã A", 32, 8), *results("xã A", 10, 0, COPIES)],
        [*results("xã B", 6, 3), *some(1, "overdue", "xã B"), *results("xã B", 39, 1, COPIES)],
    )
    assert column(found, "rank") == {"xã B": 1, "xã A": 2}
    assert column(found, "observed_late") == {"xã A": 8, "xã B": 5}
    assert column(found, "expected_late") == pytest.approx({"xã A": 9.8, "xã B": 3.2})
    assert column(found, "late_ratio") == pytest.approx({"xã A": 8 / 9.8, "xã B": 5 / 3.2})
    assert found.total.select("observed_late", "expected_late", "late_ratio").row(0) == (13, 13, 1)


def test_nothing_late_nothing_expected() -> None:
    found = table(results("xã A", 30, 0), some(5, "pending", "xã B"))
    assert column(found, "expected_late") == {"xã A": 0, "xã B": 0}
    assert column(found, "late_ratio") == {"xã A": None, "xã B": None}
    assert found.total["late_ratio"].item() is None


def test_a_procedure_is_expected_to_be_what_it_is() -> None:
    dossiers = [*results("xã A", 21, 7), *results("xã B", 40, 3, COPIES)]
    found = rank_league(count_strata(frame(*dossiers), Key.PROCEDURE).collect(), Key.PROCEDURE)
    assert found.groups["procedure"].to_list() == [COPIES, LAND]
    assert found.groups["expected_late"].to_list() == [3, 7]
    assert found.groups["late_ratio"].to_list() == [1, 1]


def test_places_won_and_lost() -> None:
    before = [
        *results("xã A", 30, 0),
        *results("xã B", 28, 2),
        *results("xã C", 20, 10),
        *results("xã E", 5, 0),
    ]
    found = table(
        results("xã A", 25, 5),
        results("xã B", 20, 10),
        results("xã C", 30, 0),
        results("xã D", 10, 20),
        results("xã E", 29, 1),
        previous=before,
    )
    assert column(found, "rank") == {"xã C": 1, "xã E": 2, "xã A": 3, "xã B": 4, "xã D": 5}
    assert column(found, "previous_rank") == {
        "xã C": 3,
        "xã E": None,  # too small for a rank then
        "xã A": 1,
        "xã B": 2,
        "xã D": None,
    }
    assert column(found, "places") == {
        "xã C": 2,
        "xã E": None,
        "xã A": -2,
        "xã B": -2,
        "xã D": None,
    }
    assert found.ranked_before == 3


def test_without_a_baseline_there_are_no_places() -> None:
    found = table(results("xã A", 30, 0))
    assert found.groups["places"].to_list() == [None]
    assert found.groups["previous_rank"].to_list() == [None]


def mixed() -> list[dict[str, Any]]:
    chance = random.Random(3)
    names = [f"xã {number}" for number in range(1, 9)]
    outcomes = ["early", "on_time", "on_time", "on_time", "late", "overdue", "pending"]
    return [
        some(1, chance.choice(outcomes), chance.choice(names), chance.choice([LAND, COPIES]))[0]
        for _ in range(400)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_and_the_cut_into_files_make_no_difference(seed: int) -> None:
    dossiers = mixed()
    whole = rank_league(counted(dossiers), Key.COMMUNE)
    random.Random(seed).shuffle(dossiers)
    cut = 50 + 100 * seed
    parts = pl.concat([counted(dossiers[:cut]), counted(dossiers[cut:])])
    other = rank_league(parts, Key.COMMUNE)
    assert whole.groups.equals(other.groups)
    assert whole.total.equals(other.total)


def test_what_all_groups_are_expected_to_have_is_what_they_have() -> None:
    found = rank_league(counted(mixed()), Key.COMMUNE)
    assert found.groups["expected_late"].sum() == pytest.approx(found.groups["observed_late"].sum())
    ranks = found.ranked["rank"].to_list()
    assert ranks == sorted(ranks)
    rates = found.ranked["true_rate"].to_list()
    assert ranks == [1 + sum(other > rate for other in rates) for rate in rates]


def test_no_dossiers() -> None:
    found = table([])
    assert found.groups.is_empty()
    assert found.total["total"].item() == 0


def test_ranks_are_sorted_from_the_first() -> None:
    groups = table(results("xã A", 25, 5), results("xã B", 30, 0), results("xã C", 1, 0)).groups
    by_rank = order_groups(groups, (Key.COMMUNE,), column="rank")
    assert by_rank["commune"].to_list() == ["xã B", "xã A", "xã C"]
    by_late = order_groups(groups, (Key.COMMUNE,), column="late")
    assert by_late["commune"].to_list() == ["xã A", "xã B", "xã C"]


@pytest.mark.parametrize("text", ["month", "commune,field", "channel", "outcome"])
def test_what_cannot_be_ranked(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        rank_key(text)
    assert caught.value.key == "ranking.key"
