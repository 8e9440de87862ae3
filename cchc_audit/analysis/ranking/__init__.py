"""The league table: who stands where, how sure that is, and what the mix of procedures explains.

histogram by key and procedure → `rank_league` (in memory) → rows in order, told in words by `words`

A rank is news, so it comes with its doubt: the interval of the rate behind it, whether the
neighbours can be told apart, and the late dossiers expected of such a mix of procedures. Groups
too small for a rank are listed apart.
"""

from cchc_audit.analysis.ranking.baseline import Baseline, last_recorded
from cchc_audit.analysis.ranking.league import (
    RANK_COLUMNS,
    RANK_KEYS,
    League,
    count_strata,
    order_groups,
    rank_key,
    rank_league,
)
from cchc_audit.analysis.ranking.league_sentences import named, sentences

__all__ = [
    "RANK_COLUMNS",
    "RANK_KEYS",
    "Baseline",
    "League",
    "count_strata",
    "last_recorded",
    "named",
    "order_groups",
    "rank_key",
    "rank_league",
    "sentences",
]
