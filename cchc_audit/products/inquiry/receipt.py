"""`deadline`: one receipt that is in no export, sent through the same clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from cchc_audit.analysis.explain import Explanations, Ground, explain
from cchc_audit.audit.dataset import build_case, calendar_through
from cchc_audit.core.columns import COLUMNS
from cchc_audit.core.errors import CalendarRangeError, ConfigError
from cchc_audit.core.settings import Settings, near
from cchc_audit.core.vocabulary import EventKind
from cchc_audit.intake.normalise import dtype_of
from cchc_audit.intake.units import Unit, Units
from cchc_audit.intake.values.terms import Term
from cchc_audit.intake.values.text import canonical_code
from cchc_audit.law.calendar import load_calendar
from cchc_audit.law.catalogue.catalogue import Catalogue, load_catalogue, name_key
from cchc_audit.law.clock.interruptions import Interruptions, gather_interruptions
from cchc_audit.law.verdict import assess as judge
from cchc_audit.texts import Texts

_ID = "deadline"
_PLACE = "deadline"
_SECOND = timedelta(seconds=1)
_COLUMNS = frozenset({"received_at"})


@dataclass(frozen=True, slots=True)
class Question:
    """A receipt to reckon with: `term`, or the `procedure` (code or name) that gives one.

    Moments are naive; midnight is a bare date. `pauses` are pairs of begin and end. Without
    `as_of` it is asked as of the last moment given: nothing has happened since.
    """

    received: datetime
    settings: Settings
    term: Term | None = None
    procedure: str | None = None
    remote: bool = False
    pauses: Sequence[tuple[datetime, datetime]] = ()
    as_of: datetime | None = None


def deadline(question: Question) -> Explanations:
    """The deadline of the receipt, explained.

    Raises `ConfigError` for a procedure that the catalogue does not know or has no term for on that
    day, and `CalendarRangeError` where a day outside the calendar is needed.
    """
    settings = question.settings
    last = max(question.received, *(end for _, end in question.pauses), question.received)
    as_of = question.as_of or last + _SECOND
    if question.received >= as_of:
        raise ConfigError("explain.received_later", received=_words(question.received))
    known = load_calendar(settings.calendar, as_of=as_of.date())
    if question.received.date() < known.first:
        raise _outside(question, known.first.year)
    calendar = calendar_through(settings.calendar, as_of)
    catalogue = load_catalogue(settings.catalogue, only_user=settings.catalogue_only)
    place = Unit(_PLACE, (), "", "", question.remote, 1)
    case = build_case(
        settings,
        as_of,
        calendar=calendar,
        catalogue=catalogue,
        units=Units((place,)),
        present=_COLUMNS | ({"legal_term"} if question.term else set()),
        events=_pauses(question, as_of),
    )
    judged = judge(_row(question, catalogue), case).collect()
    row = judged.row(0, named=True) | {"commune": None, "dossier_id": None, "source": None}
    row |= {"source_line": None, "defence": None, "doubt": None}
    if row["fault"] is not None:
        raise _outside(question, calendar.last.year)
    ground = Ground(
        as_of=as_of,
        policy=settings.policy,
        calendar=calendar,
        catalogue=catalogue,
        files=(),
        texts=Texts(settings.lang),
        judged=False,
        remote=question.remote,
    )
    return Explanations("deadline", as_of, (explain(row, ground),))


def _row(question: Question, catalogue: Catalogue) -> pl.LazyFrame:
    """The receipt as one row of intake."""
    cells: dict[str, object] = {
        "dossier_id": _ID,
        "commune": _PLACE,
        "received_at": question.received,
        "legal_term": question.term.code if question.term else None,
    }
    if question.procedure is not None:
        cells |= _procedure(question.procedure, question.received, catalogue)
    return pl.LazyFrame(
        {
            "source": pl.Series([0], dtype=pl.UInt32),
            "source_line": pl.Series([1], dtype=pl.UInt32),
            "fault": pl.Series([None], dtype=pl.UInt16),
        }
        | {
            column.name: pl.Series([cells.get(column.name)], dtype=dtype_of(column))
            for column in COLUMNS
        }
    )


def _procedure(text: str, received: datetime, catalogue: Catalogue) -> dict[str, object]:
    """Code, name and field of the procedure that `text` names."""
    code, name = canonical_code(text), name_key(text)
    if code not in catalogue.codes() and name not in catalogue.names():
        match = near(code, list(catalogue.codes())) or near(name, list(catalogue.names()))
        key = "explain.no_procedure_near" if match else "explain.no_procedure"
        raise ConfigError(key, procedure=text, near=match)
    found = catalogue.entry_for(code, text, received.date())
    if found is None:
        raise ConfigError("explain.not_in_force", procedure=text, day=_words(received))
    entry = found[0]
    return {
        "procedure_code": entry.code or None,
        "procedure_name": entry.name or None,
        "field": entry.field or None,
    }


def _pauses(question: Question, as_of: datetime) -> Interruptions | None:
    """The pauses as events, each of a cause of its own: overlapping ones are one."""
    told = [
        (_ID, kind.value, at, str(number))
        for number, pair in enumerate(question.pauses, 1)
        for kind, at in zip((EventKind.PAUSE, EventKind.RESUME), pair, strict=True)
    ]
    if not told:
        return None
    frame = pl.DataFrame(
        told,
        schema={
            "dossier_id": pl.String,
            "event": pl.String,
            "at": pl.Datetime("us"),
            "cause": pl.String,
        },
        orient="row",
    ).with_columns(pl.lit(None, dtype=pl.Datetime("us")).alias("until"))
    return gather_interruptions(frame, as_of)


def _outside(question: Question, year: int) -> CalendarRangeError:
    return CalendarRangeError("explain.outside", received=_words(question.received), year=year)


def _words(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y}"
