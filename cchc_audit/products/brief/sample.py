"""Which dossiers to pull from the cabinet: the flagged ones first, the rest by lot.

The lot depends on the seed and on which dossiers there are, never on the order of rows.
"""

from collections.abc import Mapping
from random import Random

import polars as pl

from cchc_audit.products.brief.pack import Draw


def sample(
    population: pl.DataFrame, flagged: pl.DataFrame, *, size: int, seed: int
) -> pl.DataFrame:
    """At most `size` dossiers of `population`: columns `dossier_id`, `draw` (String of `Draw`).

    `population`: `dossier_id` (each once) and `procedure` (String). `flagged`: `dossier_id` and
    `rules`, how many rules of severity `error` flag it. Flagged dossiers come first, up to half of
    `size`: those that most rules flag, among equals by lot. The rest is drawn from the others over
    the procedures in proportion to their numbers (largest remainders); only where those run out are
    further flagged ones taken. Flagged before drawn, each by `dossier_id`.
    """
    marked = population.sort("dossier_id").join(
        flagged, on="dossier_id", how="left", maintain_order="left"
    )
    heavy = marked.filter(pl.col("rules").is_not_null())
    others = marked.filter(pl.col("rules").is_null())
    first = min(size // 2, len(heavy))
    by_lot = min(size - first, len(others))
    first += min(size - first - by_lot, len(heavy) - first)
    chosen = [
        _heaviest(heavy, first, seed=seed).with_columns(draw=pl.lit(Draw.FINDING.value)),
        _proportional(others, by_lot, seed=seed).with_columns(draw=pl.lit(Draw.RANDOM.value)),
    ]
    return pl.concat([part.sort("dossier_id") for part in chosen]).select("dossier_id", "draw")


def _heaviest(flagged: pl.DataFrame, places: int, *, seed: int) -> pl.DataFrame:
    """The dossiers that most rules flag; where not all of equal weight fit, by lot."""
    taken = [flagged.clear()]
    for weight in flagged["rules"].unique().sort(descending=True):
        equals = flagged.filter(pl.col("rules") == weight)
        count = min(places, len(equals))
        taken.append(_drawn(equals, count, Random(f"{seed}:{weight}")))
        places -= count
    return pl.concat(taken)


def _proportional(dossiers: pl.DataFrame, places: int, *, seed: int) -> pl.DataFrame:
    """`places` dossiers drawn over the procedures in proportion."""
    groups = {
        str(name): group for (name,), group in dossiers.group_by("procedure", maintain_order=True)
    }
    quotas = share_out({name: len(group) for name, group in groups.items()}, places)
    parts = [
        _drawn(groups[name], quota, Random(f"{seed}:{name}")) for name, quota in quotas.items()
    ]
    return pl.concat([dossiers.clear(), *parts])


def share_out(counts: Mapping[str, int], places: int) -> dict[str, int]:
    """`places` shared out in proportion to `counts` by largest remainders, ties by name.

    Adds up to `places`, which must not exceed the sum of `counts`; no share exceeds its count.
    """
    whole = sum(counts.values())
    if not whole:
        return {}
    exact = {name: divmod(count * places, whole) for name, count in sorted(counts.items())}
    quotas = {name: quotient for name, (quotient, _) in exact.items()}
    left = places - sum(quotas.values())
    by_remainder = sorted(exact, key=lambda name: (-exact[name][1], name))
    return quotas | {name: quotas[name] + 1 for name in by_remainder[:left]}


def _drawn(dossiers: pl.DataFrame, count: int, lot: Random) -> pl.DataFrame:
    """`count` rows without putting back (Floyd's way); only `random()` is used, whose sequence
    Python keeps from version to version.
    """
    chosen: set[int] = set()
    for last in range(len(dossiers) - count, len(dossiers)):
        place = int(lot.random() * (last + 1))
        chosen.add(last if place in chosen else place)
    return dossiers[sorted(chosen)]
