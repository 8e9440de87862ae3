"""The term in force for every dossier, looked up in the catalogue by expressions.

The catalogue is laid out as small arrays: the days on which anything in it changes part time into
epochs; for each known code (or name) and epoch there is the entry in force, for each entry its
terms. A dossier follows the law in force on the day it was received (law.md §3).
"""

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from itertools import chain, pairwise, repeat

import polars as pl

from cchc_audit.core.settings import Policy
from cchc_audit.core.vocabulary import SupplementPolicy, TermSource, Unit
from cchc_audit.engine.dictionary import Spellings
from cchc_audit.intake.values.terms import Term
from cchc_audit.law.catalogue.catalogue import Catalogue, Entry, Period, name_key
from cchc_audit.law.clock.reckoning import CUTOFF, UNIT

TERM_SOURCE = pl.Enum(TermSource)
_EPOCH = date(1970, 1, 1)
_UNIT_SHIFT = 40
_HOUR = 3600
_ENDS = ("", "_unit", "_amount")

TERM_HOURS = {
    Unit.WORKING_DAYS: 8.0,
    Unit.SAME_DAY: 8.0,
    Unit.CALENDAR_DAYS: 8.0 * 5 / 7,
    Unit.MONTHS: 8.0 * 21,
    Unit.WORKING_HOURS: 1 / 3600,
}
"""Working hours a unit stands for, only to tell which of two lawful terms in different units is
the longer.
"""


class Remote(IntEnum):
    """Whether the remote term stands in: no, the units file says so, or the doubt is granted."""

    NO = 0
    STATED = 1
    GRANTED = 2


class TermTables:
    """Catalogue and policy as arrays that expressions look into."""

    def __init__(self, catalogue: Catalogue, policy: Policy) -> None:
        self.catalogue = catalogue
        entries = catalogue.entries
        codes = {code: catalogue.code_periods(code) for code in catalogue.codes()}
        names = {name: catalogue.name_periods(name) for name in catalogue.names()}
        self._epochs = _Epochs.of(chain(*codes.values(), *names.values()))
        self._codes = _InForce(codes, self._epochs)
        self._names = _InForce(names, self._epochs)
        self._code_keys = Spellings(self._codes.number, pl.Int32())
        self._name_keys = Spellings(lambda text: self._names.number(name_key(text)), pl.Int32())
        self._terms = pl.Series(
            [
                _code(_choose(entry, remote=remote, extended=extended))
                for entry in entries
                for remote in Remote
                for extended in (False, True)
            ],
            dtype=pl.Int64,
        )
        self._units = _whole(unit_of(pl.lit(self._terms)))
        self._amounts = _whole(amount_of(pl.lit(self._terms)))
        self._local = pl.Series([_code(entry.local_term) for entry in entries], dtype=pl.Int64)
        self._cut = pl.Series(
            [CUTOFF[entry.after_cutoff or policy.after_cutoff] for entry in entries], dtype=pl.UInt8
        )
        self._continue = pl.Series(
            [
                (entry.supplement or policy.supplement) is SupplementPolicy.CONTINUE
                for entry in entries
            ],
            dtype=pl.Boolean,
        )
        self._unverified = pl.Series([not entry.verified for entry in entries], dtype=pl.Boolean)
        self._user = pl.Series([entry.user for entry in entries], dtype=pl.Boolean)
        self._policy_cut = CUTOFF[policy.after_cutoff]
        self._policy_continue = policy.supplement is SupplementPolicy.CONTINUE

    @property
    def units(self) -> frozenset[Unit]:
        """The units in which some entry states a term of any kind."""
        terms = {
            t
            for e in self.catalogue.entries
            for t in (e.term, e.extended_term, e.remote_term, e.local_term)
        }
        return frozenset(term.unit for term in terms if term is not None)

    @property
    def extended(self) -> bool:
        """Whether some entry has a longer lawful term."""
        return any(entry.extended_term for entry in self.catalogue.entries)

    @property
    def remote(self) -> bool:
        """Whether some entry has a remote term."""
        return any(entry.remote_term for entry in self.catalogue.entries)

    def find(self, frame: pl.LazyFrame, day: pl.Expr) -> pl.LazyFrame:
        """Adds `_entry` (Int32, null for none): the entry of the code in force on `day`, else that
        of the name; and `_by_code`, the former alone. `_code_key` and `_name_key` are null where
        the catalogue knows no such code or name.

        Staged in columns, because a plan works out an expression anew wherever it is mentioned.
        """
        frame = frame.with_columns(
            self._code_keys.keyed_by(pl.col("procedure_code")).alias("_code_key"),
            self._name_keys.keyed_by(pl.col("procedure_name")).alias("_name_key"),
            self._epochs.at(day).alias("_epoch"),
        ).with_columns(
            self._codes.entry(pl.col("_code_key"), pl.col("_epoch")).alias("_by_code"),
            self._names.entry(pl.col("_name_key"), pl.col("_epoch")).alias("_by_name"),
        )
        return frame.with_columns(pl.coalesce("_by_code", "_by_name").alias("_entry"))

    def stated(self) -> list[pl.Expr]:
        """Columns that follow from `_entry`: `term_source`, `_cut`, `_continue`."""
        entry = pl.col("_entry")
        source = (
            pl.when(_gather(self._user, entry))
            .then(pl.lit(TermSource.USER.value, dtype=TERM_SOURCE))
            .when(pl.col("_by_code").is_not_null())
            .then(pl.lit(TermSource.CATALOGUE.value, dtype=TERM_SOURCE))
            .when(entry.is_not_null())
            .then(pl.lit(TermSource.CATALOGUE_NAME.value, dtype=TERM_SOURCE))
            .when(pl.col("legal_term").is_not_null())
            .then(pl.lit(TermSource.EXPORT.value, dtype=TERM_SOURCE))
        )
        return [
            source.alias("term_source"),
            _gather(self._cut, entry).fill_null(self._policy_cut).alias("_cut"),
            _gather(self._continue, entry).fill_null(self._policy_continue).alias("_continue"),
        ]

    def term(self, name: str, *, exported: bool) -> list[pl.Expr]:
        """The term a dossier is held to: `name` (Int64 code), `<name>_unit`, `<name>_amount`.

        The entry's, else (where the export has terms at all: `exported`) the export's own. Looks
        where `index` says.
        """
        index = pl.col(f"{name}_index")
        if not exported:
            codes = [_gather(values, index) for values in (self._terms, self._units, self._amounts)]
            return [code.alias(f"{name}{end}") for code, end in zip(codes, _ENDS, strict=True)]
        code = pl.coalesce(_gather(self._terms, index), pl.col("legal_term"))
        parts = (code, unit_of(code), amount_of(code))
        return [part.alias(f"{name}{end}") for part, end in zip(parts, _ENDS, strict=True)]

    def index(self, name: str, *, remote: pl.Expr, extended: bool) -> pl.Expr:
        """Where `term` looks: `<name>_index`, from the entry, `remote` (a number of `Remote`) and
        whether the longer lawful term is granted.
        """
        place = (pl.col("_entry") * len(Remote) + remote.cast(pl.Int32)) * 2 + int(extended)
        return place.alias(f"{name}_index")

    def unverified(self) -> pl.Expr:
        """Whether the term is from an entry that was not checked against its source (Boolean)."""
        return _gather(self._unverified, pl.col("_entry")).fill_null(value=False)

    def local(self) -> pl.Expr:
        """The code of the local term the province promised, null where the entry has none."""
        return _gather(self._local, pl.col("_entry"))


def unit_of(code: pl.Expr) -> pl.Expr:
    """The unit number of a term code (UInt8)."""
    return (code // (1 << _UNIT_SHIFT)).cast(pl.UInt8)


def amount_of(code: pl.Expr) -> pl.Expr:
    """Days, months or seconds of a term code (Int32; null where it could not be counted anyway)."""
    return (code % (1 << _UNIT_SHIFT)).cast(pl.Int32, strict=False)


def text_of(code: pl.Expr) -> pl.Expr:
    """The canonical text of a term code, as `Term.text` has it (String)."""
    unit, amount = unit_of(code), amount_of(code)
    is_hours = unit == UNIT[Unit.WORKING_HOURS]
    # Each way of writing gets only the numbers it is for: writing is what costs, not choosing.
    whole = pl.when(~is_hours).then(amount).when(amount % _HOUR == 0).then(amount // _HOUR)
    part = pl.when(is_hours & (amount % _HOUR != 0)).then(amount) / _HOUR
    number = pl.coalesce(whole.cast(pl.String), part.round(6).cast(pl.String))
    name = pl.lit(pl.Series([u.value for u in Unit])).gather(unit)
    return pl.when(unit == UNIT[Unit.SAME_DAY]).then(name).otherwise(number + " " + name)


@dataclass(frozen=True, slots=True)
class _Epochs:
    """The stretches of days between two changes of the catalogue, numbered from 0.

    `_numbers` holds the epoch of every day from the one before the first change to the day of the
    last one; a day outside that lies in the epoch of the nearer end.
    """

    changes: tuple[date, ...]
    _numbers: pl.Series

    @classmethod
    def of(cls, periods: Iterable[Period]) -> "_Epochs":
        """The epochs that these periods make of time."""
        firsts, lasts = set[date](), set[date]()
        for period in periods:
            firsts.add(period.first)
            lasts.add(period.last)
        ends = {last + timedelta(days=1) for last in lasts if last < date.max}
        changes = tuple(sorted(firsts - {date.min} | ends))
        lengths = [1, *((later - day).days for day, later in pairwise(changes)), 1]
        numbers = chain.from_iterable(repeat(n, length) for n, length in enumerate(lengths))
        return cls(changes, pl.Series(numbers, dtype=pl.Int32))

    def at(self, day: pl.Expr) -> pl.Expr:
        """The epoch of `day` (Int32)."""
        if not self.changes:
            return day * 0
        before = (self.changes[0] - _EPOCH).days - 1
        return pl.lit(self._numbers).gather((day - before).clip(0, len(self._numbers) - 1))

    def between(self, period: Period) -> range:
        """The epochs of a period."""
        return range(bisect(self.changes, period.first), bisect(self.changes, period.last) + 1)


class _InForce:
    """For numbered keys and epochs the entry in force, as one array."""

    def __init__(self, periods: Mapping[str, Sequence[Period]], epochs: _Epochs) -> None:
        self._numbers = {key: number for number, key in enumerate(periods)}
        self._width = len(epochs.changes) + 1
        entries: list[int | None] = [None] * (len(periods) * self._width)
        for number, found in enumerate(periods.values()):
            for period in found:
                for epoch in epochs.between(period):
                    entries[number * self._width + epoch] = period.entry
        self._entries = pl.Series(entries, dtype=pl.Int32)

    def number(self, key: str) -> int | None:
        """The number of a key, None for one the catalogue does not know."""
        return self._numbers.get(key)

    def entry(self, number: pl.Expr, epoch: pl.Expr) -> pl.Expr:
        """The entry in force of the key of that number, null where there is none."""
        return _gather(self._entries, number * self._width + epoch)


def _whole(values: pl.Expr) -> pl.Series:
    return pl.select(values).to_series()


def _gather(values: pl.Series, index: pl.Expr) -> pl.Expr:
    return pl.lit(values).gather(index) if len(values) else pl.lit(None, dtype=values.dtype)


def _code(term: Term | None) -> int | None:
    return None if term is None else term.code


def _choose(entry: Entry, *, remote: Remote, extended: bool) -> Term | None:
    """The entry's term; what is granted for the office's benefit never makes it shorter."""
    term, distant = entry.term, entry.remote_term
    granted = [entry.extended_term] if extended else []
    if remote is Remote.STATED and distant is not None:
        term = distant
    elif remote is Remote.GRANTED:
        granted.append(distant)
    return max((t for t in (term, *granted) if t is not None), key=_length, default=None)


def _length(term: Term) -> float:
    return (term.amount or 1) * TERM_HOURS[term.unit]
