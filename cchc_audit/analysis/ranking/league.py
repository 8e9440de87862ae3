"""From counts to the league table: ranks, neighbours that cannot be told apart, places won."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from cchc_audit.analysis.ranking.expected import EXPECTED_COLUMNS, expect_late, expected_of_all
from cchc_audit.analysis.summary import DEFAULT_TARGET, Key, count_histogram, sorted_by, summarise
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.vocabulary import Neighbours

MIN_RESOLVED = 20
"""Results a group must have to be ranked: with fewer, one dossier is worth five points."""

RANK_KEYS = (Key.COMMUNE, Key.AGENCY, Key.OFFICER, Key.FIELD, Key.PROCEDURE)
"""What can be ranked."""

RANK_COLUMNS = ("rank", "previous_rank", "places", "tied_with", *EXPECTED_COLUMNS)
"""What stands behind the columns of a summary in every row of the league table."""

_FIRST_LOWEST = ("rank", "previous_rank")


@dataclass(frozen=True, slots=True)
class League:
    """The league table by `key`.

    `groups`: the ranked ones in their order, then those too small, by name; the key (String), the
    columns of a summary and `RANK_COLUMNS`. `rank` Int32, null where unranked; `previous_rank`
    Int32; `places` Int32, positive where places were won; `tied_with` String (`Neighbours`).
    `total`: one row of the same columns, its key null, without a rank.
    `ranked_before`: how many groups the baseline ranks.
    """

    key: Key
    groups: pl.DataFrame
    total: pl.DataFrame
    ranked_before: int = 0

    @property
    def ranked(self) -> pl.DataFrame:
        """The groups that have a rank."""
        return self.groups.filter(pl.col("rank").is_not_null())

    @property
    def apart(self) -> pl.DataFrame:
        """The groups listed apart, without a rank."""
        return self.groups.filter(pl.col("rank").is_null())


def rank_key(text: str) -> Key:
    """The key of `--by`. Raises `ConfigError` for none, several, and one that is not ranked."""
    word = text.strip().casefold()
    if word not in RANK_KEYS:
        raise ConfigError("ranking.key", text=text, known=", ".join(RANK_KEYS))
    return Key(word)


def count_strata(dossiers: pl.LazyFrame, key: Key, *, first: date | None = None) -> pl.LazyFrame:
    """The counts behind a league table: a histogram by `key` and procedure; lazy."""
    return count_histogram(dossiers, tuple(dict.fromkeys([key, Key.PROCEDURE])), first=first)


def rank_league(
    counts: pl.DataFrame,
    key: Key,
    *,
    target: Fraction = DEFAULT_TARGET,
    previous: pl.DataFrame | None = None,
) -> League:
    """The league table of the counts of `count_strata`.

    `previous`: the counts of the baseline by the same key; its groups are ranked by the same rules.
    """
    whole = summarise(counts, (key,), target=target)
    groups = _standing(whole.groups, key)
    groups = groups.join(
        expect_late(counts, key), on=key, how="left", nulls_equal=True
    ).with_columns(pl.col("observed_late").fill_null(0), pl.col("expected_late").fill_null(0.0))
    before = _ranks_before(previous, key)
    groups = groups.join(before, on=key, how="left", nulls_equal=True, maintain_order="left")
    groups = groups.with_columns((pl.col("previous_rank") - pl.col("rank")).alias("places"))
    # A join keeps no order of its own.
    groups = groups.sort("_place").select(*whole.groups.columns, *RANK_COLUMNS)
    total = whole.total.with_columns(
        *(pl.lit(None, pl.Int32).alias(name) for name in ("rank", "previous_rank", "places")),
        pl.lit(None, pl.String).alias("tied_with"),
        *expected_of_all(groups),
    )
    return League(key, groups, total.select(groups.columns), before.height)


def order_groups(groups: pl.DataFrame, keys: Sequence[Key], *, column: str) -> pl.DataFrame:
    """`groups` by one of their columns: ranks from the first, anything else as in a summary."""
    if column in _FIRST_LOWEST:
        return groups.sort(column, nulls_last=True, maintain_order=True)
    return sorted_by(groups, keys, column=column)


def _standing(groups: pl.DataFrame, key: Key) -> pl.DataFrame:
    """Groups with `rank`, `tied_with` and `_place`, the place in the table; they come by name."""
    large = (pl.col("resolved") >= MIN_RESOLVED) & pl.col(key).is_not_null()
    ranked = groups.filter(large).sort("true_rate", descending=True, maintain_order=True)
    above, below = _overlap(1), _overlap(-1)
    ranked = ranked.with_columns(
        pl.col("true_rate").rank("min", descending=True).cast(pl.Int32).alias("rank"),
        pl.when(above & below)
        .then(pl.lit(Neighbours.BOTH.value))
        .when(above)
        .then(pl.lit(Neighbours.ABOVE.value))
        .when(below)
        .then(pl.lit(Neighbours.BELOW.value))
        .alias("tied_with"),
    )
    apart = groups.filter(~large).with_columns(
        pl.lit(None, pl.Int32).alias("rank"), pl.lit(None, pl.String).alias("tied_with")
    )
    return pl.concat([ranked, apart]).with_row_index("_place")


def _overlap(distance: int) -> pl.Expr:
    """Whether the interval overlaps that of the row so far above (below where negative)."""
    low, high = pl.col("true_low"), pl.col("true_high")
    return ((low <= high.shift(distance)) & (low.shift(distance) <= high)).fill_null(value=False)


def _ranks_before(previous: pl.DataFrame | None, key: Key) -> pl.DataFrame:
    if previous is None:
        return pl.DataFrame(schema={key.value: pl.String, "previous_rank": pl.Int32})
    ranked = _standing(summarise(previous, (key,)).groups, key)
    ranked = ranked.filter(pl.col("rank").is_not_null())
    return ranked.select(key, pl.col("rank").alias("previous_rank"))
