"""Pauses, worked by hand (`sentences`)."""

from datetime import timedelta

import pytest
from support.oracle.model import Dossier, World
from support.oracle.sentences import (
    GIVEN,
    SAME_DAY,
    WORLD,
    Fields,
    case,
    cd,
    d,
    dossier,
    events,
    hours,
    months,
    t,
    told,
    world,
)

PAUSES = [
    case(
        "working days in (begin day, end day]",
        dossier(paused_at="01-06 09:00", resumed_at="01-12 09:00"),  # 7, 8, 9, 10, 12
        WORLD,
        deadline=d("01-14"),  # 8, and 9, 10, 12, 13, 14
        paused_days=5,
    ),
    case(
        "a resumption earlier than its pause: the pause is ignored",
        dossier(paused_at="01-07 09:00", resumed_at="01-07 08:00"),
        WORLD,
        outcome="overdue",
        deadline=d("01-08"),
        paused_days=0,
    ),
    case(
        "a bare resumption on the day of its pause is not earlier, and gives nothing",
        dossier(paused_at="01-07 09:00", resumed_at="01-07"),
        WORLD,
        outcome="overdue",
        paused_days=0,
    ),
    case(
        "a resumption alone is nothing",
        dossier(resumed_at="01-07 09:00"),
        WORLD,
        deadline=d("01-08"),
    ),
    case(
        "a pause begun again opens nothing: one resumption ends it",
        dossier(
            events=events("pause 01-06 09:00", "pause 01-07 09:00", "resume 01-08", "resume 01-12")
        ),
        WORLD,
        paused_days=2,  # 7, 8
    ),
    case(
        "a plain resumption ends every open pause, of whatever cause",
        dossier(
            events=events(
                "pause 01-06 09:00; chờ thuế", "pause 01-07 09:00; niêm yết", "resume 01-08 09:00"
            )
        ),
        WORLD,
        outcome="overdue",
        paused_days=2,
    ),
    case(
        "paused while a pause of any cause is open",
        dossier(
            events=events(
                "pause 01-06 09:00; chờ thuế",
                "pause 01-07 09:00; niêm yết",
                "resume 01-08 09:00; chờ thuế",
                "resume 01-12 09:00; niêm yết",
            )
        ),
        WORLD,
        paused_days=5,  # 7, 8, 9, 10, 12
    ),
    case(
        "a resumption of another cause ends nothing",
        dossier(events=events("pause 01-06 09:00; chờ thuế", "resume 01-08 09:00; niêm yết")),
        WORLD,
        outcome="suspended",
    ),
    case(
        "equal rows are one event",
        dossier(
            events=events(*["pause 01-06 09:00"] * 2, *["resume 01-08 09:00"] * 2),
        ),
        WORLD,
        outcome="overdue",
        paused_days=2,
        certainty="firm",
    ),
    case(
        "a resume with none open is ignored",
        dossier(events=events("resume 01-06", "pause 01-07 09:00", "resume 01-08 09:00")),
        WORLD,
        paused_days=1,
    ),
    case(
        "a bare pause comes first in its day: the timed resume ends it",
        dossier(events=events("resume 01-07 06:00", "pause 01-07")),
        WORLD,
        outcome="overdue",
        paused_days=0,
    ),
    case(
        "a bare resume comes last in its day: it ends the later timed pause",
        dossier(events=events("resume 01-07", "pause 01-07 16:00")),
        WORLD,
        outcome="overdue",
        paused_days=0,
    ),
    case(
        "at the same time of day a pause comes before a resume",
        dossier(events=events("resume 01-07 09:00", "pause 01-07 09:00")),
        WORLD,
        outcome="overdue",
        paused_days=0,
    ),
    case(
        "in pauses a bare finish stands for 00:00",
        dossier(
            received_at="01-05 07:00",
            legal_term=hours(8),
            paused_at="01-05 09:00",  # 2:30 and 3:30 to midnight
            completed_at="01-06",
        ),
        WORLD,
        deadline_at=t("01-06 15:00"),
        outcome="on_time",
        paused_days=1,
    ),
    case(
        "a pause that begins at the deadline's instant gives nothing",
        dossier(paused_at="01-09", resumed_at="01-13"),
        WORLD,
        deadline=d("01-08"),
        paused_days=0,
    ),
    case(
        "a pause that begins just before counts to its end",
        dossier(paused_at="01-08 23:59:59", resumed_at="01-13"),  # 9, 10, 12, 13
        WORLD,
        deadline=d("01-13"),
        paused_days=4,
    ),
    case(
        "each is held against the deadline extended by those before it",
        dossier(
            events=events(
                "pause 01-07 09:00",  # 8, 9: deadline 10
                "resume 01-09 09:00",
                "pause 01-10 09:00",  # 12, 13: deadline 13
                "resume 01-13 09:00",
                "pause 01-14 00:00",  # at the instant: nothing
                "resume 01-16 09:00",
            )
        ),
        WORLD,
        deadline=d("01-13"),
        paused_days=4,
    ),
    case(
        "overlapping pauses are merged",
        dossier(
            events=events("request 01-07 09:00", "supplement 01-09 09:00"),
            paused_at="01-06 09:00",
            resumed_at="01-08 09:00",
        ),
        world(supplement="continue"),
        paused_days=3,  # 7, 8, 9
        deadline=d("01-12"),
    ),
    case(
        "pauses that touch are one: the second is not held against the deadline",
        dossier(
            received_at="01-13 10:00",  # 14, 15, Friday 16: its instant is the second's begin
            supplement_requested_at="01-16 10:00",
            supplemented_at="01-17",
            paused_at="01-17",
            resumed_at="01-20 10:00",  # 19, 20
        ),
        world(supplement="continue"),
        deadline=d("01-20"),
        paused_days=2,
    ),
    case(
        "calendar days: end day less begin day",
        dossier(legal_term=cd(10), paused_at="01-08 10:00", resumed_at="01-12 09:00"),
        WORLD,
        deadline=d("01-19"),
        paused_days=3,  # 9, 10, 12
    ),
    case(
        "calendar days: added before the move to a working day",
        dossier(
            received_at="12-26 10:00",
            legal_term=cd(7),
            paused_at="12-29",
            resumed_at="12-30",  # 3 January, a Saturday
        ),
        WORLD,
        deadline=d("01-05"),
    ),
    case(
        "months: likewise",
        dossier(legal_term=months(1), paused_at="01-08", resumed_at="01-10"),  # 5 and 2 days
        WORLD,
        deadline=d("02-09"),  # Saturday 7 moved
    ),
    case(
        "same day: by working days",
        dossier(legal_term=SAME_DAY, paused_at="01-05 11:00", resumed_at="01-07 11:00"),
        WORLD,
        deadline=d("01-07"),
    ),
    case(
        "hours: by the working time, to the second",
        dossier(
            received_at="01-05 08:00",
            legal_term=hours(4),  # 14:00
            paused_at="01-05 09:00:00",
            resumed_at="01-05 10:00:30",
        ),
        WORLD,
        deadline_at=t("01-05 15:00:30"),
        paused_days=0,
    ),
    case(
        "hours with an unknown clock: from the instant they are counted from",
        dossier(
            received_at="01-05",
            legal_term=hours(4),  # from closing: 6 at 11:00
            paused_at="01-05 09:00",
            resumed_at="01-06 08:00",  # one hour of the 6th
        ),
        WORLD,
        deadline_at=t("01-06 13:30") + timedelta(minutes=30),
        paused_days=1,
    ),
    case(
        "what lies before the clock does not count",
        dossier(paused_at="12-30 09:00", resumed_at="01-06 09:00"),
        WORLD,
        deadline=d("01-09"),
        paused_days=1,
    ),
    case(
        "an open pause adds nothing and suspends",
        dossier(paused_at="01-07 09:00"),
        WORLD,
        outcome="suspended",
        deadline=d("01-08"),
        paused_days=0,
        processing_days=2,
    ),
    case(
        "an open pause that does not count does not suspend",
        dossier(paused_at="01-09 09:00"),
        WORLD,
        outcome="overdue",
    ),
    case(
        "the finish ends an open pause",
        dossier(paused_at="01-07 09:00", completed_at="01-09 09:00"),
        WORLD,
        outcome="early",
        deadline=d("01-10"),
        paused_days=2,
        processing_days=2,  # 6, 7
    ),
    case(
        "without a term all pauses count and move nothing",
        dossier(
            legal_term=None,
            promised_at="01-08",
            paused_at="01-20 09:00",
            resumed_at="01-22 09:00",
            completed_at="01-22 10:00",
        ),
        WORLD,
        deadline=d("01-08"),
        paused_days=2,
        outcome="late",
    ),
    case(
        "without a term an open pause suspends",
        dossier(legal_term=None, promised_at="01-08", paused_at="01-20 09:00"),
        WORLD,
        outcome="suspended",
    ),
]


@pytest.mark.parametrize(GIVEN, PAUSES)
def test_pauses(given: Dossier, within: World, expected: Fields) -> None:
    assert told(given, within, expected) == expected
