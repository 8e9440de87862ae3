"""The sample: the flagged first, up to half; the others in proportion; the same lot again."""

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_audit.products.brief.sample import sample, share_out

from .exports import QUARTER, export, pack

POPULATION = pl.DataFrame(
    {
        "dossier_id": [f"D{number:03d}" for number in range(100)],
        "procedure": ["A"] * 60 + ["B"] * 30 + ["C"] * 10,
    }
)
# Of A; the first two are flagged by three rules each.
FLAGGED = pl.DataFrame(
    {"dossier_id": [f"D{number:03d}" for number in range(10)], "rules": [3] * 2 + [1] * 8}
)
NOBODY = FLAGGED.clear()


def test_the_flagged_fill_at_most_half() -> None:
    drawn = sample(POPULATION, FLAGGED, size=12, seed=1)
    counts = Counter(drawn["draw"])
    assert counts == {"finding": 6, "random": 6}
    flagged = drawn.filter(pl.col("draw") == "finding")["dossier_id"].to_list()
    assert {"D000", "D001"} < set(flagged) <= set(FLAGGED["dossier_id"])
    others = drawn.filter(pl.col("draw") == "random")["dossier_id"]
    assert not set(others) & set(FLAGGED["dossier_id"])


def test_few_flagged_leave_their_places_to_the_others() -> None:
    drawn = sample(POPULATION, FLAGGED.head(2), size=20, seed=1)
    assert Counter(drawn["draw"]) == {"finding": 2, "random": 18}


def test_the_others_stand_for_the_procedures_in_proportion() -> None:
    drawn = sample(POPULATION, NOBODY, size=10, seed=4)
    by_procedure = drawn.join(POPULATION, on="dossier_id")["procedure"]
    assert Counter(by_procedure) == {"A": 6, "B": 3, "C": 1}


def test_where_only_flagged_ones_are_left_they_are_taken() -> None:
    all_flagged = POPULATION.select("dossier_id", pl.lit(1).alias("rules"))
    assert len(sample(POPULATION, all_flagged, size=30, seed=1)) == 30


@pytest.mark.parametrize("size", [0, 1, 2, 99, 100, 500])
def test_sizes(size: int) -> None:
    drawn = sample(POPULATION, FLAGGED, size=size, seed=1)
    assert len(drawn) == min(size, 100)
    assert drawn["dossier_id"].is_unique().all()


def test_the_seed_decides_and_the_order_of_rows_does_not() -> None:
    one = sample(POPULATION, FLAGGED, size=20, seed=7)
    again = sample(
        POPULATION.sample(fraction=1, shuffle=True, seed=3), FLAGGED.reverse(), size=20, seed=7
    )
    assert one.equals(again)
    assert not one.equals(sample(POPULATION, FLAGGED, size=20, seed=8))


def test_every_dossier_can_be_drawn() -> None:
    drawn = {
        name
        for seed in range(60)
        for name in sample(POPULATION, NOBODY, size=10, seed=seed)["dossier_id"]
    }
    assert len(drawn) > 95


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 40), min_size=1), st.data())
def test_shares_add_up_and_stay_near_their_proportion(
    counts: dict[str, int], data: st.DataObject
) -> None:
    whole = sum(counts.values())
    places = data.draw(st.integers(0, whole))
    found = share_out(counts, places)
    assert sum(found.values()) == places
    for name, count in counts.items():
        assert found[name] <= count
        assert abs(found[name] - count * places / whole) < 1


def test_a_pack_draws_the_same_sample_whatever_the_order(tmp_path: Path) -> None:
    asked = ("--commune", "Xã Một", "--sample", "10", "--seed", "3", *QUARTER)
    one: dict[str, Any] = pack(export(tmp_path / "x.csv"), *asked)
    other: dict[str, Any] = pack(export(tmp_path / "y.csv", shuffled=5), *asked)
    assert one["sample"] == other["sample"]
    assert [line["number"] for line in one["sample"]] == list(range(1, 11))
    flagged = [line["dossier_id"] for line in one["sample"] if line["draw"] == "finding"]
    errors = {line["dossier_id"] for line in one["findings"] if line["severity"] == "error"}
    assert set(flagged) == errors == {"L1", "L2", "O1"}
    assert "T101" in one["sample"][0]["codes"]
