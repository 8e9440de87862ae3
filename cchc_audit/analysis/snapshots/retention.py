"""Which nights keep their dossiers: the newest thirty, and of older months the last one.

Only data is ever removed; manifests stay, so that the chain is whole and the figures of every
night remain. A day that has been let go never comes back into this set, however many follow: data
that is missing for another reason can be told apart.
"""

from collections.abc import Iterable
from datetime import date

DAILIES = 30


def kept_days(days: Iterable[date]) -> frozenset[date]:
    """Those of `days` whose data is kept."""
    ordered = sorted(set(days))
    month_ends = {(day.year, day.month): day for day in ordered}
    return frozenset((*ordered[-DAILIES:], *month_ends.values()))
