"""Firm or contestable: the readings that would clear an office, worked by hand (`sentences`)."""

import pytest
from support.oracle.model import Dossier, World
from support.oracle.sentences import (
    APPOINTMENT,
    ASKED,
    CODE,
    GIVEN,
    SAME_DAY,
    STRICT,
    WORLD,
    Fields,
    case,
    d,
    dossier,
    entry,
    events,
    hours,
    t,
    told,
    wd,
    world,
)

READINGS = [
    case(
        "late there too is firm",
        dossier(completed_at="01-09 10:00"),
        WORLD,
        certainty="firm",
        defence=None,
        deadline_lenient=d("01-08"),
    ),
    case(
        "both are null for other outcomes",
        dossier(completed_at="01-08"),
        WORLD,
        certainty=None,
        defence=None,
        deadline_lenient=None,
    ),
    case(
        "extended term",
        dossier(code=CODE, completed_at="01-12 10:00"),
        world(entries=entry(extended_term=wd(6))),  # 6-10, 12
        defence="extended_term",
        deadline_lenient=d("01-12"),
        deadline=d("01-08"),
    ),
    case(
        "remote term, where the units file says nothing of the commune",
        dossier(code=CODE, commune="xã Chư Mố", completed_at="01-12 10:00"),
        world(entries=entry(remote_term=wd(6)), stated=frozenset({"xã Ia Pa"})),
        defence="remote_term",
    ),
    case(
        "no remote term, where the units file speaks of the commune",
        dossier(code=CODE, commune="xã Chư Mố", completed_at="01-12 10:00"),
        world(entries=entry(remote_term=wd(6)), stated=frozenset({"xã Chư Mố"})),
        certainty="firm",
    ),
    case(
        "a receipt after 15:00",
        dossier(received_at="01-05 15:00:01", completed_at="01-09 10:00"),  # 7, 8, 9
        WORLD,
        defence="cutoff",
        deadline_lenient=d("01-09"),
    ),
    case(
        "15:00 recorded to the minute may be any second of it",
        dossier(received_at="01-05 15:00", completed_at="01-09 10:00"),
        WORLD,
        defence="cutoff",
        deadline_lenient=d("01-09"),
    ),
    case(
        "14:59:59 is not later than 15:00",
        dossier(received_at="01-05 14:59:59", completed_at="01-09 10:00"),
        WORLD,
        certainty="firm",
    ),
    case(
        "rounds: a later request in time that is still unanswered suspends",
        dossier(
            events=events(
                "request 01-06 09:00",
                "supplement 01-07 10:00",  # 8, 9, 10
                "request 01-09 10:00",
            ),
        ),
        WORLD,
        outcome="overdue",
        deadline=d("01-10"),
        certainty="contestable",
        defence="rounds",
    ),
    case(
        "rounds: one that came after the deadline does not",
        dossier(
            events=events(
                "request 01-06 09:00", "supplement 01-07 10:00", "request 01-11", "request 01-12"
            ),
        ),
        WORLD,
        outcome="overdue",
        certainty="firm",
    ),
    case(
        "rounds: one of several that was in time suspends",
        dossier(
            events=events(
                "request 01-06 09:00",
                "supplement 01-07 10:00",
                "request 01-10 10:00",
                "request 01-12",
            ),
        ),
        WORLD,
        outcome="overdue",
        defence="rounds",
    ),
    case(
        "pauses: one begun again while it was open lasts until a resumption of its own",
        dossier(
            events=events(
                "pause 01-06 09:00",
                "pause 01-07 09:00",
                "resume 01-08 09:00",  # 7, 8: deadline 10 ...
                "resume 01-09 09:00",  # ... or 7, 8, 9: 12
            ),
            completed_at="01-12 10:00",
        ),
        WORLD,
        deadline=d("01-10"),
        outcome="late",
        defence="pauses",
        deadline_lenient=d("01-12"),
    ),
    case(
        "pauses: the finish ends what nothing else has ended",
        dossier(
            events=events(
                "pause 01-06 09:00; chờ thuế", "pause 01-07 09:00; niêm yết", "resume 01-08 09:00"
            ),
            completed_at="01-20 10:00",
        ),
        WORLD,
        deadline=d("01-10"),
        defence="pauses",
        deadline_lenient=d("01-22"),
    ),
    case(
        "pauses: now ends it where nothing is finished",
        dossier(events=events("pause 01-06 09:00", "pause 01-07 09:00", "resume 01-08 09:00")),
        WORLD,
        outcome="overdue",
        defence="pauses",
    ),
    case(
        "pauses: a resumption of its cause is its own, the plain one ended the other",
        dossier(
            events=events(
                "pause 01-06 09:00; chờ thuế",
                "pause 01-07 09:00; niêm yết",
                "resume 01-08 09:00",  # of niêm yết, begun last
                "resume 01-09 09:00; chờ thuế",
            ),
            completed_at="01-13 10:00",
        ),
        WORLD,
        deadline=d("01-10"),
        certainty="firm",
        deadline_lenient=d("01-12"),
    ),
    case(
        "a supplement after 15:00",
        dossier(**ASKED, supplemented_at="01-08 16:00", completed_at="01-13 10:00"),
        WORLD,
        deadline=d("01-12"),
        defence="cutoff",
        deadline_lenient=d("01-13"),  # from the 9th: 10, 12, 13
    ),
    case(
        "a bare date counts as the end of its day",
        dossier(received_at="01-05", completed_at="01-09 10:00"),
        WORLD,
        defence="unknown_time",
        deadline_lenient=d("01-09"),
    ),
    case(
        "strict is contested by the unknown time",
        dossier(received_at="01-05", legal_term=hours(4), completed_at="01-06 11:00"),
        STRICT,
        deadline_at=t("01-05 11:00"),
        outcome="late",
        defence="unknown_time",
    ),
    case(
        "a proposed day off",
        dossier(completed_at="01-09 10:00"),
        world(proposed_off=frozenset({d("01-07")})),
        defence="undecided_day",
        deadline_lenient=d("01-09"),
    ),
    case(
        "a provisional make-up day is not worked",
        dossier(received_at="01-07 09:00", completed_at="01-12 10:00"),
        world(doubtful_makeup=frozenset({d("01-10")})),
        deadline=d("01-10"),
        defence="undecided_day",
        deadline_lenient=d("01-12"),
    ),
    case(
        "two are needed: named in the order of the table",
        dossier(received_at="01-05 16:00", completed_at="01-10 10:00"),
        world(proposed_off=frozenset({d("01-07")})),  # from the 6th: 8, 9, 10
        defence="cutoff,undecided_day",
        deadline_lenient=d("01-10"),
    ),
    case(
        "the fewest: one that suffices comes before two",
        dossier(code=CODE, received_at="01-05 16:00", completed_at="01-12 10:00"),
        world(
            entries=entry(extended_term=wd(4), remote_term=wd(6))  # to 9; to 12; and a day
        ),
        defence="remote_term",
        deadline_lenient=d("01-13"),
    ),
    case(
        "an open overdue dossier is saved by a request that comes in time",
        dossier(received_at="01-05 16:00", supplement_requested_at="01-09 10:00"),
        WORLD,
        outcome="overdue",
        certainty="contestable",
        defence="cutoff",
        deadline_lenient=d("01-09"),
    ),
    case(
        "an appointment is saved by nothing but itself",
        dossier(received_at="01-05", promised_at="01-07", completed_at="01-08"),
        APPOINTMENT,
        certainty="firm",
        deadline_lenient=d("01-07"),
    ),
    case(
        "rounds: a supplement later than the finish is ignored, its request is no pause",
        dossier(
            events=events(
                "request 01-06 09:00",
                "supplement 01-06 10:00",  # 7, 8, 9
                "request 01-08 09:00",
                "supplement 01-13 09:00",
            ),
            completed_at="01-12 10:00",
        ),
        WORLD,
        deadline=d("01-09"),
        certainty="firm",
        deadline_lenient=d("01-09"),
    ),
    case(
        "rounds: a bare request on the day after a bare supplement begins a round of its own",
        dossier(
            legal_term=SAME_DAY,
            events=events(
                "request 01-06 12:00",  # too late, and so is the next
                "supplement 01-07",
                "request 01-08",
                "supplement 01-09 14:00",
            ),
        ),
        WORLD,
        outcome="overdue",
        certainty="firm",
        deadline_lenient=d("01-05"),
    ),
    case(
        "a remote term shorter than the term grants nothing",
        dossier(code=CODE, completed_at="01-09 10:00"),
        world(entries=entry(remote_term=wd(1))),
        certainty="firm",
        deadline_lenient=d("01-08"),
    ),
    case(
        "continue: the deadline of a later request stands with the pauses of the rounds before it",
        dossier(
            legal_term=hours(8),  # 13:30-17:00 and 07:00-11:30 of the 6th ...
            received_at="01-05 12:00",
            events=events(
                "request 01-06 07:00",
                "supplement 01-06 09:00",  # ... and two hours: 15:30
                "request 01-06 14:00",  # in time only so
                "supplement 01-07 14:00",
            ),
            completed_at="01-07 15:00",
        ),
        world(supplement="continue"),
        deadline_at=t("01-06 15:30"),
        outcome="late",
        defence="rounds",
        deadline_lenient=d("01-07"),
    ),
    case(
        "continue: every round with both ends is a pause",
        dossier(
            events=events(
                "request 01-06 09:00",
                "supplement 01-07 09:00",  # 7: deadline 9
                "request 01-08 09:00",
                "supplement 01-10 09:00",  # 9, 10: deadline 12
            ),
            completed_at="01-12 10:00",
        ),
        world(supplement="continue"),
        deadline=d("01-09"),
        paused_days=1,
        outcome="late",
        defence="rounds",
        deadline_lenient=d("01-12"),
    ),
]


@pytest.mark.parametrize(GIVEN, READINGS)
def test_readings(given: Dossier, within: World, expected: Fields) -> None:
    assert told(given, within, expected) == expected
