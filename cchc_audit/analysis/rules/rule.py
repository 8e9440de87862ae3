"""What a rule is: a code that never changes, and one function that says where it is violated.

The function is written in the file of the rule's family and made a rule by one of the decorators
below, by what it looks at: a dossier (`rule`), a group of dossiers (`group_rule`), the rows that
claim one dossier (`row_rule`), or what changed between two states of the data (`history_rule`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from types import ModuleType

import polars as pl

from cchc_audit.core.settings import RuleSettings
from cchc_audit.core.vocabulary import Severity
from cchc_audit.engine.answers import Answer
from cchc_audit.law.verdict import Case

Need = str | tuple[str, ...]
"""A column a rule cannot do without, or several of which one is enough: `RuleContext.available`."""


@dataclass(frozen=True, slots=True)
class RuleContext:
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


Expression = Callable[[RuleContext], pl.Expr]
"""Makes an expression over judged dossiers with the columns of `facts.add_facts`."""


@dataclass(frozen=True, slots=True)
class DossierTest:
    """A test of one dossier.

    `violated`: Boolean, null where it cannot be told. `grade`: the severity of a finding (String
    of `Severity`) where it is not always that of the rule. `variant`: which wording of the message
    fits (String, the end of its key), where there are several.
    """

    violated: Expression
    grade: Expression | None = None
    variant: Expression | None = None


Count = Callable[[pl.LazyFrame, RuleContext], Answer]
Recount = Callable[[pl.LazyFrame, pl.DataFrame, RuleContext], pl.LazyFrame | None]
Conclude = Callable[[pl.DataFrame, RuleContext], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class GroupTest:
    """A test of groups of dossiers.

    `count` makes few groups out of the judged dossiers of the whole period, as a lazy frame or as
    batches of one step; `conclude` adds `violated` (Boolean, null where a group cannot be judged)
    to it once it is collected, with all columns that are shown. A group may carry `commune` and
    `officer` (String), `procedure_code`, `source` and `source_line`.

    `recount`: a second look at the dossiers, where what was counted tells that it is worth it
    (None: it is not). `conclude` gets what it found, else what was counted. It is given all rows
    with the facts, also those rejected or given way, and should ask for little of them.
    """

    count: Count
    conclude: Conclude
    recount: Recount | None = None


@dataclass(frozen=True, slots=True)
class RowTest:
    """A test of rows that claim one dossier, of which one stands.

    `conclude` is given the rows that gave way (`dossier_id`, and `differs`: whether a cell
    contradicts the row that stands) and returns one row a dossier that violates the rule.
    """

    conclude: Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class ChangeTest:
    """A test of what is not as it was in an older state; one export alone cannot show it.

    `violated`: Boolean over changed fields with the columns of `snapshots.changed_facts`; null is
    no violation. `lags`: a finding is but a note where the system may have passed it on late.
    `beside`: it is found of a change that breaks another rule, too.
    """

    violated: Callable[[], pl.Expr]
    lags: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One audit rule.

    `name` tells the wrong, not the remedy. `severity` is the heaviest a finding of it can have.
    `needs`: without these columns it is skipped. `shows`: the columns that decide, which a finding
    carries as evidence (a leading `x_` is left off there). `doubts`: the one of them that names the
    doubts of fact; where it does, the message says what would settle them. `explicit`: runs only
    when selected by its very code.
    """

    code: str
    name: str
    severity: Severity
    test: DossierTest | GroupTest | RowTest | ChangeTest
    needs: tuple[Need, ...] = ()
    shows: tuple[str, ...] = ()
    explicit: bool = False
    doubts: str | None = None

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
    doubts: str | None = None,
) -> Callable[[Expression], Rule]:
    """Make a rule about one dossier of the function that says where it is violated."""

    def make(violated: Expression) -> Rule:
        test = DossierTest(violated, grade, variant)
        return Rule(code, name, severity, test, needs, shows, doubts=doubts)

    return make


def group_rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    count: Count,
    recount: Recount | None = None,
    needs: tuple[Need, ...] = (),
    shows: tuple[str, ...] = (),
    explicit: bool = False,
) -> Callable[[Conclude], Rule]:
    """Make a rule about groups of the function that says which of what was counted violate it."""

    def make(conclude: Conclude) -> Rule:
        test = GroupTest(count, conclude, recount)
        return Rule(code, name, severity, test, needs, shows, explicit)

    return make


def row_rule(
    code: str, name: str, severity: Severity, *, shows: tuple[str, ...]
) -> Callable[[Callable[[pl.DataFrame], pl.DataFrame]], Rule]:
    """Make a rule about rows that claim one dossier of the function that finds those."""

    def make(conclude: Callable[[pl.DataFrame], pl.DataFrame]) -> Rule:
        return Rule(code, name, severity, RowTest(conclude), shows=shows)

    return make


def history_rule(
    code: str, name: str, severity: Severity, *, lags: bool = False, beside: bool = False
) -> Callable[[Callable[[], pl.Expr]], Rule]:
    """Make a rule about two states of the data of the function that says which change breaks it."""

    def make(violated: Callable[[], pl.Expr]) -> Rule:
        return Rule(code, name, severity, ChangeTest(violated, lags, beside))

    return make


def rules_of(family: ModuleType) -> tuple[Rule, ...]:
    """The rules that a module of one family defines."""
    return tuple(value for value in vars(family).values() if isinstance(value, Rule))
