"""The term in force for every dossier, looked up in the catalogue by expressions.

The catalogue is laid out as small arrays: for each known code (or name) the periods in which an
entry is in force, for each entry its terms. A dossier follows the law in force on the day it was
received (timeliness §3).
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import IntEnum

import polars as pl

from cchc_audit.deadlines.catalogue import Catalogue, Entry, Period, name_key
from cchc_audit.deadlines.reckoning import CUTOFF, UNIT
from cchc_audit.intake.spellings import Spellings
from cchc_audit.intake.terms import Term
from cchc_audit.settings import Policy
from cchc_audit.vocabulary import SupplementPolicy, TermSource, Unit

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
        self._codes = _Periods(catalogue.codes(), catalogue.code_periods)
        self._names = _Periods(catalogue.names(), catalogue.name_periods)
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

    def find(self, frame: pl.LazyFrame, day: pl.Expr) -> pl.LazyFrame:
        """Adds `_entry` (Int32, null for none): the entry of the code in force on `day`, else that
        of the name; and `_by_code`, the former alone.

        Staged in columns, because a plan works out an expression anew wherever it is mentioned.
        """
        frame = frame.with_columns(self._keys()).with_columns(self._slots(day))
        frame = frame.with_columns(self._entries(day))
        return frame.with_columns(pl.coalesce("_by_code", "_by_name").alias("_entry"))

    def _keys(self) -> list[pl.Expr]:
        """Columns `_code_key`, `_name_key`: where the catalogue keeps the periods of a dossier."""
        return [
            self._codes.slot(self._code_keys.keyed_by(pl.col("procedure_code"))).alias("_code_key"),
            self._names.slot(self._name_keys.keyed_by(pl.col("procedure_name"))).alias("_name_key"),
        ]

    def _slots(self, day: pl.Expr) -> list[pl.Expr]:
        """From `_keys`: the period that `day` could lie in, as `_code_slot` and `_name_slot`."""
        return [
            self._codes.at(pl.col("_code_key"), day).alias("_code_slot"),
            self._names.at(pl.col("_name_key"), day).alias("_name_slot"),
        ]

    def _entries(self, day: pl.Expr) -> list[pl.Expr]:
        """From `_slots`: the entry in force on `day`, as `_by_code` and `_by_name` (Int32 or
        null).
        """
        return [
            self._codes.entry(pl.col("_code_slot"), day).alias("_by_code"),
            self._names.entry(pl.col("_name_slot"), day).alias("_by_name"),
        ]

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


class _Periods:
    """For numbered keys the entry in force on a day, as three arrays of `width` slots a key."""

    def __init__(self, keys: Sequence[str], periods: Callable[[str], tuple[Period, ...]]) -> None:
        self._numbers = {key: number for number, key in enumerate(keys)}
        found = [periods(key) for key in keys]
        self._width = max((len(p) for p in found), default=1) or 1
        rows = [
            (slot[k].first, slot[k].last, slot[k].entry) if k < len(slot) else (None, None, None)
            for slot in found
            for k in range(self._width)
        ]
        self._first = pl.Series([r[0] and (r[0] - _EPOCH).days for r in rows], dtype=pl.Int32)
        self._last = pl.Series([r[1] and (r[1] - _EPOCH).days for r in rows], dtype=pl.Int32)
        self._entry = pl.Series([r[2] for r in rows], dtype=pl.Int32)

    def number(self, key: str) -> int | None:
        """The number of a key, None for one the catalogue does not know."""
        return self._numbers.get(key)

    def slot(self, number: pl.Expr) -> pl.Expr:
        """The first slot of the key of that number (Int32)."""
        return number * self._width

    def at(self, slot: pl.Expr, day: pl.Expr) -> pl.Expr:
        """The slot of the last period of the key that has begun on `day`, else its first one."""
        begun = [
            (day >= _gather(self._first, slot + k)).fill_null(value=False)
            for k in range(1, self._width)
        ]
        return slot + pl.sum_horizontal(begun).cast(pl.Int32) if begun else slot

    def entry(self, slot: pl.Expr, day: pl.Expr) -> pl.Expr:
        """The entry whose period (by its slot) holds `day`; null where it does not."""
        if not self._numbers:
            return pl.lit(None, dtype=pl.Int32)
        first, last = _gather(self._first, slot), _gather(self._last, slot)
        return pl.when((day >= first) & (day <= last)).then(_gather(self._entry, slot))


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
