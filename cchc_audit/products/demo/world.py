"""What the dossiers of the invented province meet with: its communes, procedures, days, habits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from cchc_audit.core.vocabulary import Cutoff, Unit
from cchc_audit.law.calendar.day_tables import DayTables
from cchc_audit.law.catalogue.catalogue import Entry
from cchc_audit.products.demo.province import Commune, Habits, Procedure
from cchc_audit.products.demo.seeded_draws import Chance

UNITS = {unit: number for number, unit in enumerate(Unit)}
"""The number of each unit inside frames."""


@dataclass(frozen=True)
class World:
    """Everything a dossier can meet with. `entries` are those `Procedure.by_day` counts in."""

    communes: Sequence[Commune]
    procedures: Sequence[Procedure]
    entries: Sequence[Entry]
    tables: DayTables
    chance: Chance
    habits: Habits

    @cached_property
    def slots(self) -> pl.Series:
        """The index of a procedure, as often as its weight."""
        return series(n for n, p in enumerate(self.procedures) for _ in range(p.weight))

    @cached_property
    def terms(self) -> dict[str, pl.Series]:
        """By procedure and day since `FIRST`, end to end: `unit`, `amount`, `next_day`."""
        ruling = [self.entries[index] for p in self.procedures for index in p.by_day]
        known = [(entry.term, entry.after_cutoff) for entry in ruling]
        return {
            "unit": series(UNITS[term.unit] for term, _ in known if term),
            "amount": series(term.amount for term, _ in known if term),
            "next_day": series(cutoff is Cutoff.NEXT_DAY for _, cutoff in known),
        }

    def of_commune(self, name: str) -> pl.Expr:
        """An attribute of the row's commune as a number."""
        values = series(getattr(commune, name) for commune in self.communes)
        return pl.lit(values).gather(pl.col("commune"))

    def cheats(self, name: str) -> pl.Expr:
        """Boolean: whether the row's commune has that bad habit."""
        if not self.habits.cheats:
            return pl.lit(value=False)
        return self.of_commune(name) == 1


def series(values: Iterable[int]) -> pl.Series:
    """The values as Int64, to be looked up in."""
    return pl.Series([int(value) for value in values], dtype=pl.Int64)
