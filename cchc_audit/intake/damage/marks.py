"""The marks there are, one line each, and what becomes of a run that finds one."""

from collections.abc import Callable, Collection, Iterable, Sequence

from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage import (
    all_open,
    contradicted_status,
    cut_export,
    merged_cells,
    misnamed_column,
    misplaced_cells,
    planned_finish,
    shifted_clock,
    spoilt_ids,
    struck_rows,
    swapped_dates,
    two_eras,
    unread_column,
)
from cchc_audit.intake.damage.damage import REFUSING, Damage, Table
from cchc_audit.intake.damage.exchanged_rows import find_usual

_FINDERS: tuple[Callable[[Table], Iterable[Damage]], ...] = (
    swapped_dates.find,
    two_eras.find,
    shifted_clock.find,
    spoilt_ids.find,
    cut_export.find,
    all_open.find,
    merged_cells.find,
    unread_column.find,
    misnamed_column.find,
    struck_rows.find,
    planned_finish.find,
    contradicted_status.find,
    misplaced_cells.find,
)


_SETTLED = frozenset(
    {
        DamageMark.UNREAD_COLUMN,
        DamageMark.STRUCK_ROWS,
        DamageMark.PLANNED_FINISH,
        DamageMark.CONTRADICTED_STATUS,
        DamageMark.SWAPPED_ROWS,
        DamageMark.MISPLACED_CELLS,
    }
)
"""Marks that are no more than a question: whoever lets them pass has answered it."""


def find_damage(tables: Sequence[Table], *, accepted: Collection[DamageMark]) -> tuple[Damage, ...]:
    """Every mark in the tables of a call, in their order, but for questions that were answered."""
    found: list[Damage] = []
    usual = find_usual(tables)
    for place, table in enumerate(tables):
        others = tuple(other for n, other in enumerate(tables) if n != place)
        whole = table._replace(others=others, usual=usual)
        found += [damage for find in _FINDERS for damage in find(whole)]
    settled = _SETTLED.intersection(accepted)
    return tuple(damage for damage in found if damage.mark not in settled)


def refuse(found: Sequence[Damage], *, accepted: Collection[DamageMark]) -> None:
    """Raise `InputError` for the first mark that ends the run and was not let pass."""
    for damage in found:
        if damage.mark in REFUSING and damage.mark not in accepted:
            columns = [d.header for d in found if (d.mark, d.file) == (damage.mark, damage.file)]
            rows = "; ".join(f"{e.line}: “{e.value}”" for e in damage.evidence)
            raise InputError(
                f"damage.refused.{damage.mark}",
                file=damage.file,
                columns=", ".join(f"“{header}”" for header in dict.fromkeys(columns)),
                rows=rows,
                mark=damage.mark.value,
            )
