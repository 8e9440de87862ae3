"""Requests for a supplement: what they do to the clock, worked by hand (`sentences`)."""

import pytest
from support.oracle.model import Dossier, World
from support.oracle.sentences import (
    ASKED,
    GIVEN,
    WORLD,
    Fields,
    case,
    d,
    dossier,
    events,
    hours,
    t,
    told,
    world,
)

SUPPLEMENTS = [
    case(
        "restart: the clock of the supplement",
        dossier(**ASKED, supplemented_at="01-12 09:00"),  # 13, 14, 15
        WORLD,
        clock_start=d("01-12"),
        deadline=d("01-15"),
        paused_days=0,
    ),
    case(
        "a bare request on the day after the deadline is at its instant",
        dossier(supplement_requested_at="01-09", supplemented_at="01-12 09:00"),
        WORLD,
        clock_start=d("01-05"),
        deadline=d("01-08"),
    ),
    case(
        "a request late on the last day is in time",
        dossier(supplement_requested_at="01-08 23:59:59", supplemented_at="01-12 09:00"),
        WORLD,
        clock_start=d("01-12"),
    ),
    case(
        "hours: a bare request stands at its 00:00",
        dossier(
            legal_term=hours(4), supplement_requested_at="01-05", supplemented_at="01-06 08:00"
        ),
        WORLD,
        clock_start=d("01-06"),
        deadline_at=t("01-06 14:00"),  # 8:00-11:30 and half an hour
    ),
    case(
        "hours: a request at the instant of the deadline is too late",
        dossier(
            legal_term=hours(2),  # 10:00-11:30, 13:30-14:00
            supplement_requested_at="01-05 14:00",
            supplemented_at="01-06 08:00",
        ),
        WORLD,
        clock_start=d("01-05"),
    ),
    case(
        "a pause before it keeps a request in time",
        dossier(
            paused_at="01-06 09:00",
            resumed_at="01-08 09:00",  # 7, 8: deadline 9, 10
            supplement_requested_at="01-10 10:00",
            supplemented_at="01-12 09:00",
        ),
        WORLD,
        clock_start=d("01-12"),
        paused_days=0,
    ),
    case(
        "the pause is cut at the request; of the whole counts what follows the clock",
        dossier(
            paused_at="01-08 09:00",
            resumed_at="01-15 09:00",
            supplement_requested_at="01-09 10:00",  # deadline then 8 + one day = 9
            supplemented_at="01-13 09:00",  # 14, 15, 16, and 14, 15 paused: 19, 20
        ),
        WORLD,
        clock_start=d("01-13"),
        deadline=d("01-20"),
        paused_days=2,
    ),
    case(
        "the pause is cut at the request only: a bare finish of its day is not known then",
        dossier(
            received_at="01-05 07:00",
            legal_term=hours(2),
            paused_at="01-05 08:00",  # an hour is left
            supplement_requested_at="01-06 10:00",
            supplemented_at="01-06 11:00",
            completed_at="01-06",
        ),
        WORLD,
        clock_start=d("01-06"),
    ),
    case(
        "the cut pause does not reach: the request is too late",
        dossier(
            paused_at="01-09 00:00:01",  # after the deadline's instant: gives nothing
            resumed_at="01-15 09:00",
            supplement_requested_at="01-09 10:00",
            supplemented_at="01-13 09:00",
        ),
        WORLD,
        clock_start=d("01-05"),
        deadline=d("01-08"),
    ),
    case(
        "without a term every request is in time",
        dossier(
            legal_term=None,
            promised_at="01-08",
            supplement_requested_at="01-20",
            supplemented_at="01-21 10:00",
            completed_at="01-22",
        ),
        WORLD,
        clock_start=d("01-21"),
        outcome="late",
        basis="appointment",
        processing_days=1,
        days_late=11,  # 9, 10, 12-16, 19-22
    ),
    case(
        "a request later than the finish moves nothing",
        dossier(
            completed_at="01-07 10:00",
            supplement_requested_at="01-07 10:30",
            supplemented_at="01-07",
        ),
        WORLD,
        clock_start=d("01-05"),
        paused_days=0,
        outcome="early",
    ),
    case(
        "a supplement earlier than its request is ignored: the dossier waits",
        dossier(**ASKED, supplemented_at="01-07 09:00"),
        WORLD,
        outcome="suspended",
        clock_start=d("01-05"),
        processing_days=2,  # 6, 7
    ),
    case(
        "a bare supplement on the day of its request is not earlier",
        dossier(**ASKED, supplemented_at="01-07"),
        world(as_of="01-08"),
        outcome="pending",
        clock_start=d("01-07"),
    ),
    case(
        "a supplement later than the finish is ignored: a pause to the finish",
        dossier(**ASKED, supplemented_at="01-08 11:00", completed_at="01-08 10:00"),
        WORLD,
        clock_start=d("01-05"),
        paused_days=1,  # 8
        deadline=d("01-09"),
    ),
    case(
        "a supplement earlier than the receipt moves nothing but answers",
        dossier(supplement_requested_at="12-30 10:00", supplemented_at="12-31 10:00"),
        world(as_of="01-07"),
        clock_start=d("01-05"),
        outcome="pending",
    ),
    case(
        "a request before the receipt, unanswered: waits, and not before the clock",
        dossier(supplement_requested_at="12-30 10:00"),
        WORLD,
        outcome="suspended",
        processing_days=0,
    ),
    case(
        "a supplement without a request counts as requested in time",
        dossier(supplemented_at="01-20 10:00"),
        WORLD,
        clock_start=d("01-20"),
        deadline=d("01-23"),
    ),
    case(
        "continue: from request to supplement is a pause",
        dossier(**ASKED, supplemented_at="01-12 09:00"),  # 8, 9, 10, 12 paused
        world(supplement="continue"),
        clock_start=d("01-05"),
        deadline=d("01-13"),  # 8 and 9, 10, 12, 13
        paused_days=4,
    ),
    case(
        "continue: without a request a supplement moves nothing",
        dossier(supplemented_at="01-07 09:00"),
        world(supplement="continue"),
        clock_start=d("01-05"),
        deadline=d("01-08"),
        paused_days=0,
    ),
    case(
        "a request with no supplement, not finished: waits, and its wait is no pause",
        dossier(**ASKED),
        world(supplement="continue"),
        outcome="suspended",
        deadline=d("01-08"),
        paused_days=0,
        processing_days=2,
        days_left=None,  # a clock that stands has no days left
    ),
    case(
        "while it waits recorded pauses still count",
        dossier(**ASKED, paused_at="01-06 09:00", resumed_at="01-13 09:00"),
        WORLD,
        outcome="suspended",
        deadline=d("01-15"),  # 8, and 7-10, 12, 13 paused: 9, 10, 12, 13, 14, 15
        paused_days=6,
        processing_days=1,  # 6, 7 less 7
    ),
    case(
        "a request with no supplement, finished: a pause to the finish",
        dossier(**ASKED, completed_at="01-13 10:00"),
        WORLD,
        deadline=d("01-14"),  # 8, 9, 10, 12, 13 paused: 9, 10, 12, 13, 14
        outcome="early",
        paused_days=5,
        processing_days=2,  # 6, 7
    ),
    case(
        "a request too late does not wait",
        dossier(supplement_requested_at="01-09 10:00"),
        WORLD,
        outcome="overdue",
    ),
    case(
        "only the first round moves the clock",
        dossier(
            events=events(
                "request 01-07", "supplement 01-08 10:00", "request 01-09", "supplement 01-13 10:00"
            ),
            completed_at="01-15 10:00",
        ),
        WORLD,
        clock_start=d("01-08"),
        deadline=d("01-12"),  # 9, 10, 12
        outcome="late",
        days_late=3,  # 13, 14, 15
        deadline_lenient=d("01-16"),
        certainty="contestable",
        defence="rounds",
    ),
    case(
        "the first supplement not earlier than the first request",
        dossier(events=events("supplement 01-06 10:00", "request 01-07", "supplement 01-09 10:00")),
        WORLD,
        clock_start=d("01-09"),
    ),
    case(
        "events stand in place of the columns of their kind only",
        dossier(
            supplemented_at="01-12 10:00",
            paused_at="01-08",
            resumed_at="01-09",
            events=events("supplement 01-07 10:00"),
        ),
        WORLD,
        clock_start=d("01-07"),
        deadline=d("01-12"),  # 8, 9, 10 and the 9th paused
        paused_days=1,
    ),
    case(
        "events that have not happened stand in place of nothing",
        dossier(supplemented_at="01-06 10:00", events=events("supplement 01-08 10:00")),
        world(as_of="01-07"),
        clock_start=d("01-06"),
    ),
]


@pytest.mark.parametrize(GIVEN, SUPPLEMENTS)
def test_supplements(given: Dossier, within: World, expected: Fields) -> None:
    assert told(given, within, expected) == expected
