"""Communes held against one another: shares that lie far outside what the others have (P503-P505).

Each rule counts `n` dossiers and `hits` among them, by commune, in the pass over all of them; the
statistics are made of these few rows.
"""

import polars as pl

from cchc_audit.analysis.rules.facts.binomial import FAR, TAIL, Spread, upper_limit, upper_tail
from cchc_audit.analysis.rules.facts.term_facts import at_least_a_day
from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.core.vocabulary import BEHIND, OPEN, RESOLVED, Certainty, Outcome
from cchc_audit.engine.answers import Sums
from cchc_audit.engine.batches import Batches
from cchc_audit.law.clock.instants import column

FEWEST, FEWEST_ON_THE_DAY = 20, 30
"""Dossiers a commune must have to be held against the others."""

_COLUMNS: dict[str, pl.DataType] = {
    "commune": pl.String(),
    "x_hits": pl.Int64(),
    "x_n": pl.Int64(),
    "x_share": pl.Float64(),
    "violated": pl.Boolean(),
}


def count_on_the_day(rows: pl.LazyFrame, context: RuleContext) -> Sums:
    """Finished dossiers, and those of them finished on the very day of the deadline.

    Terms below a day are left out: what they ask for ends on its day.
    """
    due = pl.col("deadline").to_physical()
    long = at_least_a_day(context).fill_null(due != column("_received").day)
    finished = rows.filter(pl.col("outcome").is_in(RESOLVED) & long)
    return _count_hits(finished, column("_finish").day == due)


def count_late(rows: pl.LazyFrame, _: RuleContext) -> Sums:
    """Dossiers of which it is known whether they were in time, and the firmly late ones.

    What is contestable has the office's benefit here, too: a habit that the law may allow, such as
    counting every receipt after 15:00 from the next day, makes no commune an outlier.
    """
    known = rows.filter(pl.col("outcome").is_in([*RESOLVED, Outcome.OVERDUE.value]))
    firm = pl.col("certainty") == Certainty.FIRM.value
    return _count_hits(known, pl.col("outcome").is_in(BEHIND) & firm.fill_null(value=False))


def count_suspended(rows: pl.LazyFrame, _: RuleContext) -> Sums:
    """Dossiers in hand or finished, and those that are suspended."""
    known = rows.filter(pl.col("outcome").is_in([*RESOLVED, *OPEN]))
    return _count_hits(known, pl.col("outcome") == Outcome.SUSPENDED.value)


def _count_hits(rows: pl.LazyFrame, hit: pl.Expr) -> Sums:
    counted = rows.select("commune", hit.cast(pl.Int64).alias("x_hits"), x_n=pl.lit(1, pl.Int64))
    return Sums(Batches(counted, [_add_up]), frozenset({"x_hits", "x_n"}))


def _add_up(groups: pl.LazyFrame) -> pl.LazyFrame:
    return groups.group_by("commune").agg(pl.col("x_hits", "x_n").sum())


def judge_by_spread(groups: pl.DataFrame) -> pl.DataFrame:
    """Adds to the communes `x_peers` (the median share), `x_z` and `violated`.

    Violated where the robust z is above 3.5 and chance alone would hardly (one in a thousand, at
    the share of all) give a commune of that size so many; null below 30 dossiers.
    """
    groups = _add_up(groups.lazy()).collect()
    communes, overall = _communes(groups), _overall(groups)
    shares = communes.filter(pl.col("x_n") >= FEWEST_ON_THE_DAY)["x_share"].to_list()
    spread = Spread.of(shares) if shares else Spread(0.0, 0.0)
    judged = []
    for commune, hits, n, share in communes.select(list(_COLUMNS)[:4]).iter_rows():
        far = None
        z = spread.robust_z(share)
        if n >= FEWEST_ON_THE_DAY:
            far = z > FAR and upper_tail(hits, n, overall) <= TAIL
        judged.append((commune, hits, n, share, far, spread.middle, z))
    schema = _COLUMNS | {"x_peers": pl.Float64(), "x_z": pl.Float64()}
    return _with_percents(pl.DataFrame(judged, schema=schema, orient="row"))


def judge_by_funnel(groups: pl.DataFrame) -> pl.DataFrame:
    """Adds to the communes `x_overall` (the share of all), `x_limit` (the most hits that are no
    surprise in so many dossiers), `x_chance` (of so many hits or more) and `violated`.

    Violated above the upper 99.8 % limit of the exact binomial funnel; null below 20 dossiers.
    """
    groups = _add_up(groups.lazy()).collect()
    communes, overall = _communes(groups), _overall(groups)
    judged = []
    for commune, hits, n, share in communes.select(list(_COLUMNS)[:4]).iter_rows():
        chance = upper_tail(hits, n, overall)
        far = chance <= TAIL if n >= FEWEST else None
        limit = upper_limit(n, overall) if far else None
        judged.append((commune, hits, n, share, far, overall, limit, chance))
    schema = _COLUMNS | {
        "x_overall": pl.Float64(),
        "x_limit": pl.Int64(),
        "x_chance": pl.Float64(),
    }
    return _with_percents(pl.DataFrame(judged, schema=schema, orient="row"))


def _communes(groups: pl.DataFrame) -> pl.DataFrame:
    """The groups that are communes, in the order of their names."""
    return (
        groups.with_columns(
            pl.col("commune").cast(pl.String), (pl.col("x_hits") / pl.col("x_n")).alias("x_share")
        )
        .filter(pl.col("commune").is_not_null())
        .sort("commune")
    )


def _overall(groups: pl.DataFrame) -> float:
    """The share of all dossiers, those of no commune too."""
    whole = int(groups["x_n"].sum())
    return int(groups["x_hits"].sum()) / whole if whole else 0.0


def _with_percents(groups: pl.DataFrame) -> pl.DataFrame:
    """The shares once more in percent, for the sentence."""
    shares = [name for name in ("x_share", "x_peers", "x_overall") if name in groups.columns]
    return groups.with_columns((pl.col(name) * 100).name.suffix("_percent") for name in shares)
