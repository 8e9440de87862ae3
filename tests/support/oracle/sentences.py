"""Dossiers, worlds and cases for the answers worked by hand, one sentence of the contract a case.

Days of January 2026: Monday 5, 12, 19; Thursday 1 and Friday 2 off, Saturday 10 worked in return.
Tết: Monday 16 to Friday 20 February off. Office hours 07:00-11:30 and 13:30-17:00.
`t("01-05 10:00")` is 5 January 2026; December is that of 2025. Unless a case says otherwise the
term is 3 working days and the receipt Monday 5 January 10:00 (deadline: 6, 7, 8).
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from .model import Days, Dossier, Entry, Event, Policy, Term, World
from .verdict import oracle

Fields = dict[str, Any]
GIVEN = ("given", "within", "expected")


def t(text: str) -> datetime:
    """Read `MM-DD`, `MM-DD HH:MM` or `MM-DD HH:MM:SS`."""
    day, _, clock = text.partition(" ")
    year = 2025 if day.startswith("12") else 2026
    moment = datetime.fromisoformat(f"{year}-{day}")
    return datetime.combine(moment, time.fromisoformat(clock)) if clock else moment


def d(text: str) -> date:
    return t(text).date()


def span(first: str, last: str) -> frozenset[date]:
    return frozenset(d(first) + timedelta(days=n) for n in range((d(last) - d(first)).days + 1))


def wd(n: int) -> Term:
    return Term("working_days", n)


def hours(n: float) -> Term:
    return Term("working_hours", int(n * 3600))


def cd(n: int) -> Term:
    return Term("calendar_days", n)


def months(n: int) -> Term:
    return Term("months", n)


SAME_DAY = Term("same_day")
DAYS = Days(
    off=span("01-01", "01-02") | span("02-16", "02-20"),
    makeup=frozenset({d("01-10")}),
    closures={"xã Ia Pa": frozenset({d("01-10")})},
)
WORLD = World(as_of=t("03-01"), days=DAYS)
BASE = Dossier(received_at=t("01-05 10:00"), legal_term=wd(3))


def dossier(**changes: Any) -> Dossier:
    """Change the base dossier; texts of moments are read."""
    read: Fields = {k: t(v) if k.endswith("_at") and v else v for k, v in changes.items()}
    return replace(BASE, **read)


def events(*told: str) -> tuple[Event, ...]:
    """`pause 01-05 10:00` and the like; `request` for `supplement_request`, and after a semicolon
    the cause.
    """
    found = []
    for text in told:
        kind, moment = text.split(" ", 1)
        at, _, cause = moment.partition("; ")
        kind = "supplement_request" if kind == "request" else kind
        found.append(Event(kind, t(at), cause))
    return tuple(found)


def world(**changes: Any) -> World:
    """Change the base world; what `Policy` or `Days` knows goes there."""
    policy = {k: changes.pop(k) for k in list(changes) if k in Policy.__dataclass_fields__}
    days = {k: changes.pop(k) for k in list(changes) if k in Days.__dataclass_fields__}
    if "as_of" in changes:
        changes["as_of"] = t(changes["as_of"])
    return replace(WORLD, policy=replace(Policy(), **policy), days=replace(DAYS, **days), **changes)


def entry(**changes: Any) -> tuple[Entry, ...]:
    return (replace(Entry(code="9.900001", name=None, term=wd(3)), **changes),)


def case(sentence: str, given: Dossier, within: World, **expected: Any) -> Any:
    return pytest.param(given, within, expected, id=sentence)


def told(given: Dossier, within: World, expected: Fields) -> Fields:
    """What the oracle says of the fields that are expected."""
    found = oracle(given, within)
    return {key: found.get(key) for key in expected}


CODE = "9.900001"
STRICT = world(unknown_time="strict")
CLOCK = world(after_cutoff="clock")
NEXT_DAY = world(after_cutoff="next_day")
APPOINTMENT = world(against="appointment")
ASKED = {"supplement_requested_at": "01-07 10:00"}
