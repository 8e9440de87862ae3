"""The working calendar and the clock of a dossier, worked by hand (`sentences`)."""

from dataclasses import replace
from datetime import datetime, time

import pytest
from support.oracle.model import Dossier, World
from support.oracle.sentences import (
    BASE,
    CLOCK,
    GIVEN,
    STRICT,
    WORLD,
    Fields,
    case,
    d,
    dossier,
    hours,
    t,
    told,
    wd,
    world,
)

CALENDAR = [
    case(
        "a make-up Saturday is a working day",
        dossier(received_at="01-07 09:00", completed_at="01-12 10:00"),  # 8, 9, 10
        WORLD,
        deadline=d("01-10"),
        outcome="late",
        days_late=1,
        processing_days=4,
    ),
    case(
        "a local closure wins over the make-up day",
        dossier(received_at="01-07 09:00", commune="xã Ia Pa", completed_at="01-12"),
        WORLD,
        deadline=d("01-12"),  # 8, 9, 12
        outcome="on_time",
    ),
    case(
        "a closure elsewhere changes nothing",
        dossier(received_at="01-07 09:00", commune="xã Chư Mố", completed_at="01-10"),
        WORLD,
        deadline=d("01-10"),
        outcome="on_time",
    ),
    case(
        "days swapped off do not count",
        dossier(received_at="12-31 10:00", completed_at="01-06 10:00"),  # 5, 6, 7
        WORLD,
        deadline=d("01-07"),
        deadline_at=t("01-08"),
        outcome="early",
        processing_days=2,
    ),
    case(
        "a receipt before the known range is rejected",
        replace(BASE, received_at=datetime.fromisoformat("2014-12-31 09:00")),
        WORLD,
        rejected="2014-12-31",
    ),
    case(
        "a deadline beyond the known range is rejected",
        replace(BASE, received_at=datetime.fromisoformat("2027-12-31 09:00"), legal_term=wd(1)),
        replace(WORLD, as_of=datetime.fromisoformat("2027-12-31 12:00")),
        rejected="2028-01-01",
    ),
    case(
        "what needs no day is not rejected",
        replace(BASE, received_at=datetime.fromisoformat("2014-12-31 09:00"), status="withdrawn"),
        WORLD,
        outcome="withdrawn",
        clock_start=None,
    ),
    case(
        "nothing is counted backwards",
        dossier(received_at="01-03 10:00", completed_at="01-03 11:00"),  # a Saturday
        WORLD,
        clock_start=d("01-05"),
        outcome="early",
        processing_days=0,
    ),
]

CLOCKS = [
    case(
        "received on a day off: the next working day",
        dossier(received_at="01-01 10:00"),
        WORLD,
        clock_start=d("01-05"),
    ),
    case(
        "after closing: the next working day",
        dossier(received_at="01-05 17:00:01"),
        WORLD,
        clock_start=d("01-06"),
    ),
    case(
        "closing itself is not after closing",
        dossier(received_at="01-05 17:00:00"),
        WORLD,
        clock_start=d("01-05"),
    ),
    case(
        "closing is the last session's end",
        dossier(received_at="01-05 16:01"),
        world(sessions=((time(7), time(11)), (time(13), time(16)))),
        clock_start=d("01-06"),
    ),
    case(
        "clock: later than the cut-off",
        dossier(received_at="01-05 15:00:01"),
        CLOCK,
        clock_start=d("01-06"),
        deadline=d("01-09"),
    ),
    case(
        "clock: exactly 15:00:00 is not later",
        dossier(received_at="01-05 15:00:00"),
        CLOCK,
        clock_start=d("01-05"),
    ),
    case(
        "clock: an unknown time is later",
        dossier(received_at="01-05"),
        CLOCK,
        clock_start=d("01-06"),
    ),
    case(
        "strict: an unknown time stays on its day",
        dossier(received_at="01-05"),
        world(after_cutoff="clock", unknown_time="strict"),
        clock_start=d("01-05"),
    ),
    case(
        "another cut-off",
        dossier(received_at="01-05 14:30"),
        world(after_cutoff="clock", cutoff=time(14, 0)),
        clock_start=d("01-06"),
    ),
    case(
        "the competent receipt moves the clock",
        dossier(competent_received_at="01-08 10:00", legal_term=wd(1)),
        WORLD,
        clock_start=d("01-08"),
        deadline=d("01-09"),
    ),
    case(
        "an earlier competent receipt moves nothing",
        dossier(competent_received_at="12-31 10:00"),
        WORLD,
        clock_start=d("01-05"),
    ),
    case(
        "a competent receipt later than the finish moves nothing",
        dossier(competent_received_at="01-07 11:00", completed_at="01-07 10:00"),
        WORLD,
        clock_start=d("01-05"),
    ),
    case(
        "a bare date on the day of the finish is not later",
        dossier(competent_received_at="01-07", completed_at="01-07 10:00"),
        WORLD,
        clock_start=d("01-07"),
        deadline=d("01-10"),
    ),
    case(
        "a clock that moves is never set before the one it replaces",
        dossier(received_at="01-05 18:00", competent_received_at="01-05"),  # 6 at opening stays
        WORLD,
        clock_start=d("01-06"),
    ),
    case(
        "benefit: an unknown instant counts as closing and moves the clock there",
        dossier(competent_received_at="01-05", legal_term=hours(2)),  # 2 hours after closing
        WORLD,
        deadline_at=t("01-06 09:00"),
    ),
    case(
        "strict: an unknown instant counts as opening and moves nothing back",
        dossier(competent_received_at="01-05", legal_term=hours(2)),  # 10:00-11:30, 13:30-14:00
        STRICT,
        deadline_at=t("01-05 14:00"),
    ),
]


@pytest.mark.parametrize(GIVEN, CALENDAR + CLOCKS)
def test_clock(given: Dossier, within: World, expected: Fields) -> None:
    assert told(given, within, expected) == expected
