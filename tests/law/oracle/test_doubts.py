"""Doubts of fact: what a late verdict leans on and is not sure, worked by hand (`sentences`)."""

from typing import Any

import pytest
from support.oracle.model import Dossier, World
from support.oracle.sentences import (
    APPOINTMENT,
    CODE,
    GIVEN,
    WORLD,
    Fields,
    case,
    d,
    dossier,
    entry,
    events,
    told,
    wd,
    world,
)

LATE = {"completed_at": "01-09 10:00"}
BY_APPOINTMENT: dict[str, Any] = {"legal_term": None, "promised_at": "01-07", **LATE}
UNCHECKED = entry(checked=False)
NO_FINISH = frozenset({"received_at"})


def differing(*names: str) -> dict[str, Any]:
    return {"differs": frozenset(names)}


DOUBTS = [
    case(
        "no legal term: the appointment stands in",
        dossier(**BY_APPOINTMENT),
        WORLD,
        basis="appointment",
        certainty="unproven",
        defence=None,
        doubt="no_legal_term",
        deadline_lenient=d("01-07"),
    ),
    case(
        "the local term was asked for, and there is not even a legal one",
        dossier(**BY_APPOINTMENT),
        world(against="local"),
        doubt="no_legal_term",
    ),
    case(
        "the appointment was asked for: no doubt",
        dossier(**BY_APPOINTMENT),
        APPOINTMENT,
        certainty="firm",
        doubt=None,
    ),
    case(
        "whichever ends first was asked for: no doubt",
        dossier(**BY_APPOINTMENT),
        world(against="earliest"),
        certainty="firm",
    ),
    case(
        "an entry not checked against its source",
        dossier(code=CODE, **LATE),
        world(entries=UNCHECKED),
        certainty="unproven",
        doubt="unverified_term",
        deadline_lenient=d("01-08"),
    ),
    case(
        "what would be contestable is unproven, and no defence is named",
        dossier(code=CODE, **LATE),
        world(entries=entry(checked=False, extended_term=wd(4))),
        certainty="unproven",
        defence=None,
        deadline_lenient=d("01-09"),
    ),
    case(
        "such an entry where the appointment decides: no doubt",
        dossier(code=CODE, promised_at="01-07", **LATE),
        world(entries=UNCHECKED, against="appointment"),
        certainty="firm",
    ),
    case(
        "not finished, and a status of no known meaning",
        dossier(status="unknown"),
        WORLD,
        outcome="overdue",
        doubt="unknown_status",
    ),
    case("a blank status says nothing", dossier(status="blank"), WORLD, certainty="firm"),
    case(
        "such a status of what is finished by its dates",
        dossier(status="unknown", **LATE),
        WORLD,
        certainty="firm",
    ),
    case(
        "a file that tells of no finish",
        dossier(),
        world(columns=NO_FINISH),
        outcome="overdue",
        doubt="no_finish_column",
    ),
    case(
        "rows that differ in the receipt",
        dossier(**LATE, **differing("received_at")),
        WORLD,
        doubt="conflicting_rows",
    ),
    case(
        "rows that differ in what the verdict does not use",
        dossier(**LATE, **differing("promised_at", "returned_at", "submitted_at")),
        WORLD,
        certainty="firm",
    ),
    case(
        "rows that differ in the term, where the catalogue gives it",
        dossier(code=CODE, **LATE, **differing("legal_term")),
        world(entries=entry()),
        certainty="firm",
    ),
    case(
        "rows that differ in the procedure",
        dossier(code=CODE, **LATE, **differing("procedure_code")),
        world(entries=entry()),
        doubt="conflicting_rows",
    ),
    case(
        "rows that differ in the appointment that decides",
        dossier(promised_at="01-07", **LATE, **differing("promised_at", "received_at")),
        APPOINTMENT,
        doubt="conflicting_rows",
    ),
    case(
        "the columns' resumption before their pause",
        dossier(paused_at="01-07", resumed_at="01-06", **LATE),
        WORLD,
        doubt="ignored_moment",
    ),
    case(
        "on one day neither is earlier",
        dossier(paused_at="01-07 10:00", resumed_at="01-07", **LATE),
        WORLD,
        certainty="firm",
    ),
    case(
        "the columns' supplement before its request",
        dossier(supplement_requested_at="01-12", supplemented_at="01-06", **LATE),
        WORLD,
        doubt="ignored_moment",
    ),
    case(
        "where events stand in place of such columns they say nothing",
        dossier(
            paused_at="01-07",
            resumed_at="01-06",
            events=events("pause 01-09 11:00"),
            **LATE,
        ),
        WORLD,
        certainty="firm",
    ),
    case(
        "a damaged column that was let pass",
        dossier(**LATE),
        world(damaged=frozenset({"received_at"})),
        doubt="damaged_column",
    ),
    case(
        "a damaged column that the verdict does not use",
        dossier(**LATE),
        world(damaged=frozenset({"promised_at"})),
        certainty="firm",
    ),
    case(
        "several, in the order of the table",
        dossier(code=CODE, status="unknown", paused_at="01-07", resumed_at="01-06"),
        world(entries=UNCHECKED, damaged=frozenset({"completed_at"}), columns=NO_FINISH),
        doubt="unverified_term,unknown_status,no_finish_column,ignored_moment,damaged_column",
    ),
    case(
        "no doubt where nothing is late",
        dossier(code=CODE, completed_at="01-08"),
        world(entries=UNCHECKED),
        certainty=None,
        doubt=None,
    ),
]


@pytest.mark.parametrize(GIVEN, DOUBTS)
def test_doubts(given: Dossier, within: World, expected: Fields) -> None:
    assert told(given, within, expected) == expected
