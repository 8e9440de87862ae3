"""What a rule is: a code that never changes, and one function that says where it is violated."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from cchc_audit.core.settings import RuleSettings
from cchc_audit.core.vocabulary import Severity
from cchc_audit.engine.batches import Batches
from cchc_audit.law.verdict import Case

Need = str | tuple[str, ...]
"""A column a rule cannot do without, or several of which one is enough: `Setting.available`."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What rules are run in.

    `available` names the columns the exports have, and those that the events table stands in for
    (`step` for steps of handling). `steps` holds the events of kind `step` (columns of
    `intake.events`), if any; `ahead` those of all kinds that have not come yet. `present` is the
    minute in which the question was asked (None: the judgement's instant), `first` and `last` the
    days of the period, if there is one.
    """

    case: Case
    thresholds: RuleSettings
    available: frozenset[str]
    steps: pl.DataFrame | None = None
    ahead: pl.DataFrame | None = None
    present: datetime | None = None
    first: date | None = None
    last: date | None = None

    @property
    def future_from(self) -> datetime:
        """The instant from which on a recorded moment has not happened yet, whoever asks.

        A judgement as of an earlier day, or of a period that is over, is no reason to doubt what
        was recorded since.
        """
        return self.present or self.case.as_of


Expression = Callable[[Setting], pl.Expr]
"""Makes an expression over judged dossiers with the columns of `facts.staged`."""


@dataclass(frozen=True, slots=True)
class Single:
    """A rule about one dossier.

    `violated`: Boolean, null where it cannot be told. `grade`: the severity of a finding (String
    of `Severity`) where it is not always that of the rule. `variant`: which wording of the message
    fits (String, the end of its key), where there are several.
    """

    violated: Expression
    grade: Expression | None = None
    variant: Expression | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule about a group of dossiers.

    `counted` makes few groups out of the judged dossiers of the whole period, as a lazy frame or as
    batches of one step; `concluded` adds `violated` (Boolean, null where a group cannot be judged)
    to it once it is collected, with all columns that are shown. A group may carry `commune` and
    `officer` (String), `procedure_code`, `source` and `source_line`.

    `looked`: a second look at the dossiers, where what was counted tells that it is worth it (None:
    it is not). `concluded` gets what it found, else what was counted. It is given all rows with
    the facts, also those rejected or given way, and should ask for little of them.
    """

    counted: Callable[[pl.LazyFrame, Setting], pl.LazyFrame | Batches]
    concluded: Callable[[pl.DataFrame, Setting], pl.DataFrame]
    looked: Callable[[pl.LazyFrame, pl.DataFrame, Setting], pl.LazyFrame | None] | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A rule that one pass over the dossiers cannot judge.

    `because` is the key of the reason why a run over one export skips it; None for a rule that the
    pipeline itself answers (rows that claim one dossier).
    """

    because: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One audit rule.

    `name` tells the wrong, not the remedy. `severity` is the heaviest a finding of it can have.
    `needs`: without these columns it is skipped. `shows`: the columns that decide, which a finding
    carries as evidence (a leading `x_` is left off there). `explicit`: runs only when selected by
    its very code.
    """

    code: str
    name: str
    severity: Severity
    test: Single | Pattern | Elsewhere
    needs: tuple[Need, ...] = ()
    shows: tuple[str, ...] = ()
    explicit: bool = False

    @property
    def family(self) -> str:
        """The letter of the family: `T`, `A`, `S`, `D`, `C`, `P` or `H`."""
        return self.code[0]

    def missing(self, available: frozenset[str]) -> tuple[str, ...]:
        """The columns that are needed and not there; of several alternatives the first is named."""
        wanted = [(need,) if isinstance(need, str) else need for need in self.needs]
        return tuple(names[0] for names in wanted if not available & set(names))


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    needs: tuple[Need, ...] = (),
    shows: tuple[str, ...] = (),
    grade: Expression | None = None,
    variant: Expression | None = None,
) -> Callable[[Expression], Rule]:
    """Make a rule about one dossier of the function that says where it is violated."""

    def made(violated: Expression) -> Rule:
        return Rule(code, name, severity, Single(violated, grade, variant), needs, shows)

    return made
