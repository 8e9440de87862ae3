"""What an inspection pack holds, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from cchc_audit.analysis.rules import RuleState
from cchc_audit.analysis.summary import Key
from cchc_audit.audit.request import Request
from cchc_audit.render.report import Provenance

Figures = Mapping[str, int | float | None]
"""The columns of a summary row (`SUMMARY_COLUMNS`) of one group."""


class Draw(StrEnum):
    """Why a dossier is in the sample."""

    FINDING = "finding"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in one month (`2026-03`): received, resolved, and how many of those late."""

    month: str
    received: int
    resolved: int
    late: int


@dataclass(frozen=True, slots=True)
class Load:
    """The dossiers of one officer (None: not named): in hand and resolved."""

    officer: str | None
    total: int
    resolved: int
    late: int
    in_hand: int
    overdue: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """One rule of the run: what it found here, and what it could not tell or why it was skipped.

    `not_assessable` counts over all units of the run.
    """

    state: RuleState
    found: int


@dataclass(frozen=True, slots=True)
class Pack:
    """The inspection pack of one commune or office.

    `figures` are those of the unit, `earlier` those of the period before (None where there is none
    or the export does not cover it). `findings` has the columns of that command; `late` and `open`
    those of `assess` (the late list, and all that is in hand, the overdue first, then by deadline);
    `asked` has a row a dossier to ask for (see `dossiers_to_ask`); `sample` has `number`, `draw`,
    `codes` (the rules that flag it) and columns of `assess`.
    Officers are named as published outputs name them.
    """

    name: str
    figures: Figures
    earlier: Figures | None
    months: tuple[Month, ...]
    rules: tuple[RuleCount, ...]
    findings: pl.DataFrame
    late: pl.DataFrame
    open: pl.DataFrame
    officers: tuple[Load, ...]
    asked: pl.DataFrame
    sample: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Gathered:
    """The packs of one run, in the order of their names, and what they share.

    `peers` are the figures of all units of the period together, `peers_count` how many those are,
    `units` the name of each with its results and the late ones of these.
    `before` is the period before this one where there is one, `covered` whether the export has it.
    `named` leads from the code of an officer to the name, where files for the team may name them.
    """

    request: Request
    key: Key
    packs: tuple[Pack, ...]
    peers: Figures
    peers_count: int
    units: tuple[tuple[str, int, int], ...]
    before: Span | None
    covered: bool
    size: int
    seed: int
    named: Mapping[str, str]
    provenance: Provenance
