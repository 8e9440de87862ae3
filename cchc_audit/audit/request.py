"""What a command was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from cchc_audit.analysis.summary import DEFAULT_TARGET, target_of
from cchc_audit.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Request:
    """What a command was asked for; `settings` already has the options laid over it.

    `as_of` is the instant of judgement, `present` the minute in which the question is asked (None:
    the same; both naive, in the policy's time zone). `first` and `last` are the days of the period,
    both inclusive, `filters` the texts by key (`commune`, `procedure`, ...). `limit` None shows all
    rows. `options` are what was given on the command line, for provenance.
    """

    files: tuple[str, ...]
    settings: Settings
    as_of: datetime
    as_of_given: bool
    present: datetime | None = None
    first: date | None = None
    last: date | None = None
    filters: Mapping[str, tuple[str, ...]] | None = None
    strict: bool = False
    rejects: Path | None = None
    show_personal: bool = False
    options: tuple[tuple[str, str], ...] = ()
    sort: str | None = None
    limit: int | None = None

    @property
    def target_rate(self) -> Fraction:
        """The on-time rate that counts as kept, for what a group can still afford."""
        rate = self.settings.gates.on_time_rate_min
        return DEFAULT_TARGET if rate is None else target_of(rate)
