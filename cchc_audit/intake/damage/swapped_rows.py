"""Day and month exchanged in single rows, too few to say that it befell a column: dates that cannot
be true as they stand, and can the other way round.

They are read as they stand, and no delay of such a dossier is proven.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import polars as pl

from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import Damage, Table
from cchc_audit.intake.damage.exchanged_rows import ROLES, TOLD, fits, gap
from cchc_audit.intake.files.raw_rows import LINE


def find(table: Table, rows: pl.DataFrame) -> Iterator[Damage]:
    """The rows that cannot be true as they stand, and can with some of their dates exchanged: too
    few of them to say that it befell a column.
    """
    reached = table.usual.reached
    # What an export holds that was judged as of a day long before it is no accident.
    is_recent = reached is not None and reached <= table.judged
    wrong = rows.filter(_cannot_be(ahead=is_recent))
    if wrong.is_empty():
        return
    chosen = [roles for n in range(1, len(ROLES) + 1) for roles in combinations(ROLES, n)]
    ways = (pl.when(_fits_only_with(roles)).then(n) for n, roles in enumerate(chosen))
    found = wrong.with_columns(pl.coalesce(*ways).alias("way"))
    for role in ROLES:
        ways_of_role = [n for n, roles in enumerate(chosen) if role in roles]
        lines = found.filter(pl.col("way").is_in(ways_of_role))[LINE]
        name = next((name for name in TOLD[role] if name in table.cells), None)
        if name is not None and not lines.is_empty():
            raw = table.raw.filter(pl.col(LINE).is_in(lines.implode()))
            shown = table.shown(raw, name)
            marked = table.damage(DamageMark.SWAPPED_ROWS, name, len(lines), shown)
            yield marked._replace(doubted=tuple(lines))


def _fits_only_with(roles: tuple[str, ...]) -> pl.Expr:
    """Whether a row makes sense with the dates of these roles exchanged, each of them another."""
    differ = (pl.col(role) != pl.col(f"other_{role}") for role in roles)
    known = pl.all_horizontal(one.fill_null(value=False) for one in differ)
    return known & fits({role: f"other_{role}" for role in roles}, 1)


@cache
def _cannot_be(*, ahead: bool) -> pl.Expr:
    """Whether the dates of a row cannot be true: one lies before the receipt, the number names the
    receipt exchanged, which then lies before it, or (asked for as `ahead`) an end is yet to come.
    """
    before = [(gap(role) < 0).fill_null(value=False) for role in ROLES[1:]]
    to_come = pl.lit(ahead) & (pl.max_horizontal("received", "done") > pl.col("horizon"))
    named = (pl.col("other_received") == pl.col("named")) & (pl.col("received") < pl.col("named"))
    return pl.any_horizontal(*before, *(one.fill_null(value=False) for one in (to_come, named)))
