"""The sentences under a league table: who cannot be told apart, what the interval means, who is
listed apart.
"""

from collections.abc import Iterator, Sequence

from cchc_audit.analysis.ranking.league import MIN_RESOLVED, League
from cchc_audit.core.vocabulary import Neighbours
from cchc_audit.texts import Texts

_NAMED = 4
"""Names given in full in one list."""
_CHAINS = 3
"""Chains of neighbours given in full."""
_LINKED = frozenset({Neighbours.BELOW.value, Neighbours.BOTH.value})


def sentences(league: League, texts: Texts, *, filtered: bool) -> tuple[str, ...]:
    """Finished sentences on the whole table, whatever part of it is shown.

    `filtered`: whether filters choose the rows that are shown.
    """
    things = texts(f"ranking.things.{league.key}")
    lines = []
    if league.ranked.is_empty():
        lines.append(texts("ranking.nobody", n=MIN_RESOLVED, things=things))
    else:
        lines += [_apart_or_not(league, texts, things), _beyond_chance(league, texts, things)]
        lines.append(texts("ranking.interval"))
        if not league.total["late_ratio"].is_null().all():
            lines.append(texts("ranking.ratio", things=things))
    if not league.apart.is_empty() and not league.ranked.is_empty():
        names = named(league.apart[league.key].to_list(), texts)
        lines.append(texts("ranking.apart", n=MIN_RESOLVED, names=names, things=things))
    if filtered:
        lines.append(texts("ranking.filtered", things=things))
    return tuple(lines)


def _apart_or_not(league: League, texts: Texts, things: str) -> str:
    """Which neighbours cannot be told apart, chain by chain."""
    ranked = league.ranked
    if ranked.height < 2:
        return texts("ranking.alone")
    chains = [chain for chain in _chains(ranked["tied_with"].to_list()) if len(chain) > 1]
    if not chains:
        return texts("ranking.told_apart", things=things)
    names, ranks = ranked[league.key].to_list(), ranked["rank"].to_list()
    told = [
        texts(
            "ranking.chain",
            first=ranks[chain[0]],
            last=ranks[chain[-1]],
            names=named([names[at] for at in chain], texts),
        )
        for chain in chains[:_CHAINS]
    ]
    if len(chains) > _CHAINS:
        told.append(texts("ranking.more_chains", n=len(chains) - _CHAINS))
    return texts("ranking.not_told_apart", chains="; ".join(told), things=things)


def _beyond_chance(league: League, texts: Texts, things: str) -> str:
    """Who lies below or above the common rate by more than chance explains."""
    common, ranked = league.total["true_rate"].item(), league.ranked
    told = {
        "below": ranked.filter(ranked["true_high"] < common).reverse(),
        "above": ranked.filter(ranked["true_low"] > common),
    }
    names = {
        side: named(rows[league.key].to_list(), texts) if rows.height else texts("ranking.none")
        for side, rows in told.items()
    }
    return texts("ranking.beyond_chance", things=things, **names)


def _chains(tied: Sequence[str | None]) -> Iterator[range]:
    """Runs of rows each of which cannot be told apart from the next."""
    begin = 0
    for at, word in enumerate(tied):
        if word not in _LINKED:
            yield range(begin, at + 1)
            begin = at + 1


def named(names: Sequence[str | None], texts: Texts) -> str:
    """The first names of a list, and how many more there are."""
    known = [texts("ranking.unnamed") if name is None else name for name in names]
    if len(known) <= _NAMED + 1:  # "and 1 more" would take the room of the name
        return ", ".join(known)
    return texts("ranking.and_more", names=", ".join(known[:_NAMED]), n=len(known) - _NAMED)
