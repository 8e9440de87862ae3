"""Doubts of fact (docs/law.md §9): what a verdict leans on and is not sure.

A set of doubts travels as one small number, a bit for each `Doubt` in their order: a row of an
export of millions carries a byte.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import Against, Basis, Doubt, Finish, TermSource
from cchc_audit.engine.lookup import by_few_rows, by_row
from cchc_audit.law.clock.instants import column
from cchc_audit.law.verdict.case import Case
from cchc_audit.law.verdict.other_year import AHEAD, find_other_years

MASK = pl.UInt8()
_BIT = {doubt: 1 << number for number, doubt in enumerate(Doubt)}
_BY_LAW = [Basis.LEGAL.value, Basis.LOCAL.value]
_NEVER, _ALWAYS = pl.lit(value=False), pl.lit(value=True)

_NAMES = pl.Series(
    [",".join(doubt for doubt in Doubt if mask & _BIT[doubt]) or None for mask in range(1 << 7)]
)
"""The doubts of every mask, joined by commas; null for none."""


def name_doubts(mask: pl.Expr) -> pl.Expr:
    """The names in `mask`, joined by commas in the order of `Doubt`; null for none."""
    return pl.lit(_NAMES).gather(mask)


def weigh_doubts(case: Case) -> pl.Expr:
    """The doubts of a late or overdue dossier, as a mask (UInt8): of what its verdict uses."""
    by_law, open_still = pl.col("_law_basis").is_in(_BY_LAW), ~column("_finish").known
    asked_for_law = case.policy.against in (Against.LEGAL, Against.LOCAL)
    uses = {
        **dict.fromkeys(_OF_THE_TERM, by_law),
        "legal_term": by_law & _own_term(),
        "promised_at": pl.col("_law_basis") == Basis.APPOINTMENT.value,
        **dict.fromkeys(_OF_WAITS, by_law | open_still),
        **_finishes(case),
        "status": open_still,
    }
    return _joined(
        {
            Doubt.NO_LEGAL_TERM: ~by_law if asked_for_law else _NEVER,
            Doubt.UNVERIFIED_TERM: by_law & case.terms.unverified(),
            Doubt.UNKNOWN_STATUS: open_still & pl.col("_unread"),
            Doubt.NO_FINISH_COLUMN: open_still & _in_files(case.endless),
            Doubt.CONFLICTING_ROWS: _any(_conflicts(case, uses)),
            Doubt.IGNORED_MOMENT: _ignored(),
            Doubt.DAMAGED_COLUMN: _any(_damages(case, uses)),
        }
    )


def weigh_legal_deadline(case: Case, *, beside: Iterable[str]) -> pl.Expr:
    """The doubts of the legal deadline itself, as a mask (UInt8), whatever the verdict is held to;
    `beside` are columns that are held against it.
    """
    finishes = _finishes(case)
    uses = {
        **dict.fromkeys((*_OF_THE_TERM, *_OF_WAITS), _ALWAYS),
        "legal_term": _own_term(),
        **{name: finishes.get(name, _ALWAYS) for name in beside},
    }
    return _joined(
        {
            Doubt.UNVERIFIED_TERM: case.terms.unverified(),
            Doubt.CONFLICTING_ROWS: _any(_conflicts(case, uses)),
            Doubt.IGNORED_MOMENT: _ignored(),
            Doubt.DAMAGED_COLUMN: _any(_damages(case, uses)),
        }
    )


_OF_THE_TERM = ("received_at", "competent_received_at", "procedure_code", "procedure_name")
_OF_WAITS = ("supplement_requested_at", "supplemented_at", "paused_at", "resumed_at")


def _own_term() -> pl.Expr:
    """Whether the term is the one the export states."""
    return (pl.col("term_source") == TermSource.EXPORT.value).fill_null(value=True)


def _finishes(case: Case) -> dict[str, pl.Expr]:
    """Which of the two ends a verdict uses: the one that comes first, the other where it is
    blank.
    """
    first, second = FINISHES if case.policy.finish is Finish.COMPLETED else FINISHES[::-1]
    return {first: _ALWAYS, second: pl.col(first).is_null()}


def _joined(doubts: dict[Doubt, pl.Expr]) -> pl.Expr:
    bits = (
        pl.when(holds.fill_null(value=False)).then(pl.lit(_BIT[doubt], MASK)).otherwise(0)
        for doubt, holds in doubts.items()
        if holds is not _NEVER
    )
    return reduce(or_, bits, pl.lit(0, MASK)).cast(MASK)


def _any(found: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(or_, found, _NEVER)


def _in_files(sources: Iterable[int]) -> pl.Expr:
    chosen = sorted(sources)
    return pl.col("source").is_in(chosen) if chosen else _NEVER


def _conflicts(case: Case, uses: dict[str, pl.Expr]) -> Iterable[pl.Expr]:
    """For each column that a verdict uses: whether rows of the dossier fill it differently."""
    if case.conflicts is None or case.conflicts.is_empty():
        return
    for name, rows in case.conflicts.group_by("column"):
        used = uses.get(str(name[0]))
        if used is not None:
            marks = pl.repeat(1, len(rows), dtype=pl.UInt8, eager=True)
            yield used & by_row(rows, marks).is_not_null()


def _damages(case: Case, uses: dict[str, pl.Expr]) -> Iterable[pl.Expr]:
    """What may not be true of a row: all of it, a column that the verdict uses in its file, a date
    that the verdict uses.
    """
    if case.doubted_rows is not None and not case.doubted_rows.is_empty():
        yield by_few_rows(case.doubted_rows).is_not_null()
    for name in sorted({name for _, name in case.damaged}):
        used = uses.get(name)
        if used is not None:
            yield used & _in_files(source for source, column in case.damaged if column == name)
    yield from _other_years(case, uses)


def _other_years(case: Case, uses: dict[str, pl.Expr]) -> Iterable[pl.Expr]:
    """For each date that a verdict uses: whether the row itself tells that its year is another."""
    used = {**uses, AHEAD: _ALWAYS} if FINISHES[0] in uses else uses
    for name, told in find_other_years(case).items():
        if name in used:
            yield used[name] & told


def _ignored() -> pl.Expr:
    return pl.any_horizontal("_pause_ignored", "_supplement_ignored", "_event_unread")
