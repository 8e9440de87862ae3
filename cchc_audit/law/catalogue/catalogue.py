"""The catalogue of procedures: which term the law sets, on which day, from which source.

A user's entry comes before the shipped one; an entry that is not in force on the day, or whose
term cannot be read, is passed over (law.md §3). What is asked day by day is answered from
periods, so that frames and single questions share one resolution.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cchc_audit.core.vocabulary import TermSource
from cchc_audit.intake.values.terms import Term
from cchc_audit.intake.values.text import canonical_code, fold_search
from cchc_audit.law.catalogue.catalogue_file import COLUMNS, Entry, Unreadable, read_entries

__all__ = [
    "COLUMNS",
    "SHIPPED",
    "Catalogue",
    "Entry",
    "Period",
    "Unreadable",
    "load_catalogue",
    "name_key",
]

SHIPPED = Path(__file__).parent / "procedures.csv"
"""The catalogue that comes with the tool."""

_PREFIXES = ("thu tuc hanh chinh ", "thu tuc ")
_CODE_BESIDE = re.compile(
    r"^\d[.,]\d{6}[\w.]* ?[-–—:.] ?|"
    r" ?[(\[] ?(?:ma(?: thu tuc| tthc)?:? ?)?\d[.,]\d{6}[\w.]* ?[)\]]$"
)


class Period(NamedTuple):
    """The days `first` to `last` (inclusive) on which `Catalogue.entries[entry]` rules."""

    first: date
    last: date
    entry: int


@dataclass(frozen=True)
class Catalogue:
    """Entries of the user, then the shipped ones, and what of their cells could not be read."""

    entries: tuple[Entry, ...]
    unreadable: tuple[Unreadable, ...] = ()

    def codes(self) -> tuple[str, ...]:
        """The known codes, canonical, in order of the entries."""
        return tuple(self._by_code)

    def names(self) -> tuple[str, ...]:
        """The known names as `name_key` folds them, in order of the entries."""
        return tuple(self._by_name)

    def code_periods(self, code: str) -> tuple[Period, ...]:
        """Which entry rules a canonical code when: sorted, disjoint, only entries with a term."""
        return self._periods(self._by_code.get(code, ()))

    def name_periods(self, name: str) -> tuple[Period, ...]:
        """Which entry rules a folded name when: where all entries in force of that name agree.

        They agree when term, remote term, cut-off and supplement are the same; a user's entry in
        force puts the shipped ones of the name aside.
        """
        return self._periods(self._by_name.get(name, ()))

    def entry_for(self, code: str, name: str, day: date) -> tuple[Entry, TermSource] | None:
        """The entry in force on the day of receipt, by code, then by name, and its source."""
        found = self._on(self.code_periods(canonical_code(code)), day)
        if found is not None:
            return found, TermSource.USER if found.user else TermSource.CATALOGUE
        found = self._on(self.name_periods(name_key(name)), day)
        if found is not None:
            return found, TermSource.USER if found.user else TermSource.CATALOGUE_NAME
        return None

    def digest(self) -> str:
        """SHA-256 of all entries: two runs with the same digest were held to the same terms."""
        content = "\n".join(
            "\x1f".join(str(_plain(value)) for value in entry) for entry in self.entries
        )
        return sha256(content.encode()).hexdigest()

    @cached_property
    def _by_code(self) -> dict[str, tuple[int, ...]]:
        return _indexed(entry.code for entry in self.entries)

    @cached_property
    def _by_name(self) -> dict[str, tuple[int, ...]]:
        return _indexed(name_key(entry.name) for entry in self.entries)

    def _on(self, periods: tuple[Period, ...], day: date) -> Entry | None:
        return next((self.entries[p.entry] for p in periods if p.first <= day <= p.last), None)

    def _periods(self, indexes: tuple[int, ...]) -> tuple[Period, ...]:
        """Each piece of time given to the entry that rules it, equal neighbours joined."""
        usable = [index for index in indexes if self.entries[index].term is not None]
        if len(usable) == 1:  # most procedures
            entry = self.entries[usable[0]]
            return (Period(entry.first, entry.last, usable[0]),)
        periods: list[Period] = []
        for first, last in _pieces([self.entries[index] for index in usable]):
            chosen = self._chosen(usable, first)
            if chosen is None:
                continue
            if periods and periods[-1].entry == chosen and _next(periods[-1].last) == first:
                periods[-1] = Period(periods[-1].first, last, chosen)
            else:
                periods.append(Period(first, last, chosen))
        return tuple(periods)

    def _chosen(self, indexes: list[int], day: date) -> int | None:
        in_force = [
            index
            for index in indexes
            if self.entries[index].first <= day <= self.entries[index].last
        ]
        in_force = [index for index in in_force if self.entries[index].user] or in_force
        if not in_force or len({_ruling(self.entries[index]) for index in in_force}) > 1:
            return None
        # Of entries that agree the one with a longer lawful term: the office has its benefit.
        return min(in_force, key=lambda index: (self.entries[index].extended_term is None, index))


def _plain(value: object) -> object:
    return (value.unit, value.amount) if isinstance(value, Term) else value


def load_catalogue(path: Path | None, *, only_user: bool = False) -> Catalogue:
    """The user's catalogue (`path`) over the shipped one; alone where `only_user`.

    Raises `InputError` and `ConfigError` as `read_entries` does.
    """
    entries: tuple[Entry, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    if path is not None:
        entries, unreadable = read_entries(path, user=True)
    if not only_user:
        entries += read_entries(SHIPPED, user=False)[0]
    return Catalogue(entries, unreadable)


def name_key(text: str) -> str:
    """A procedure's name for comparing: folded, without its code before or behind it, a leading
    "Thủ tục" and a closing stop.
    """
    folded = _CODE_BESIDE.sub("", fold_search(text).rstrip(" .;:")).rstrip(" .;:")
    for prefix in _PREFIXES:
        folded = folded.removeprefix(prefix)
    return folded


def _indexed(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Key → the indexes of its entries; entries without the key are left out."""
    indexes: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        if key:
            indexes.setdefault(key, []).append(index)
    return {key: tuple(found) for key, found in indexes.items()}


def _ruling(entry: Entry) -> tuple[object, ...]:
    return entry.term, entry.remote_term, entry.after_cutoff, entry.supplement


def _pieces(entries: list[Entry]) -> list[tuple[date, date]]:
    """Time cut at every beginning and end: spans with the same entries in force throughout."""
    starts = {entry.first for entry in entries}
    starts |= {_next(entry.last) for entry in entries if entry.last != date.max}
    ordered = sorted(starts)
    ends = [start - timedelta(days=1) for start in ordered[1:]]
    return list(zip(ordered, [*ends, date.max], strict=True)) if ordered else []


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
