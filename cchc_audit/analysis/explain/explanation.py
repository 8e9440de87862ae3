"""What an explanation is: the dossier, the steps of its clock in words, its days one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cchc_audit.core.settings import Policy
from cchc_audit.core.vocabulary import DayKind
from cchc_audit.law.calendar import Calendar
from cchc_audit.law.catalogue.catalogue import Catalogue
from cchc_audit.texts import Texts

Row = Mapping[str, object]


class StepName(StrEnum):
    """The steps, in the order in which they are told; a step may come several times or not at
    all.
    """

    FACTS = "facts"
    RECEIPT = "receipt"
    COMPETENT = "competent_receipt"
    TERM = "term"
    SUPPLEMENT = "supplement"
    PAUSE = "pause"
    DEADLINE = "deadline"
    APPOINTMENT = "appointment"
    FINISH = "finish"
    VERDICT = "verdict"
    DOUBT = "doubt"
    LENIENT = "lenient"
    LAST_SAFE = "last_safe"
    PROVISIONAL = "provisional"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `at` is the moment it is about (a date where only the day counts), `text` the
    sentence, `law` its legal basis, empty where no rule of law is behind it.
    """

    step: StepName
    at: date | datetime | None
    text: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One civil day: `name` says what makes it irregular, or what paused it; `number` is its place
    within the term, None for a day that does not count.
    """

    date: date
    kind: DayKind
    name: str | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One verdict, defended.

    `dossier` holds the columns of `assess` as they go out (a term as its text), and personal ones
    where they were asked for. `cut` tells that there are more days than `days` holds. `last_safe`
    is the last moment at which a result would have been in time: a date for the end of that day,
    None where there is no deadline or it does not stand still. `written` as in `Ground`.
    """

    dossier: Row
    steps: tuple[Step, ...]
    days: tuple[Day, ...]
    cut: bool
    last_safe: date | datetime | None
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a verdict rests on beside the dossier: the very things it was judged with.

    `files` are the paths that `source` counts in, `as_of` the instant of judgement. `judged` is
    False for a receipt that is only reckoned with (`deadline`): there is nothing to judge yet;
    `remote` tells that it was asked about as that of a remote commune. `written` are the cells of
    the dossier as the file has them, by column; blank ones are not among them.
    """

    as_of: datetime
    policy: Policy
    calendar: Calendar
    catalogue: Catalogue
    files: tuple[str, ...]
    texts: Texts
    judged: bool = True
    remote: bool = False
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanations:
    """What a command tells: the explained dossiers in the order they were asked for."""

    command: str
    as_of: datetime
    dossiers: tuple[Explanation, ...]
