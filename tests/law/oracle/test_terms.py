"""Which term is taken, and how each kind of term is counted, worked by hand (`sentences`)."""

import pytest
from support.oracle.model import Dossier, World
from support.oracle.sentences import (
    ASKED,
    CODE,
    GIVEN,
    NEXT_DAY,
    SAME_DAY,
    STRICT,
    WORLD,
    Fields,
    case,
    cd,
    d,
    dossier,
    entry,
    hours,
    months,
    t,
    told,
    wd,
    world,
)

TERMS = [
    case("same day", dossier(legal_term=SAME_DAY), WORLD, deadline=d("01-05"), term="same_day"),
    case(
        "same day: exactly 15:00:00 is not later",
        dossier(legal_term=SAME_DAY, received_at="01-09 15:00:00"),
        NEXT_DAY,
        deadline=d("01-09"),
    ),
    case(
        "same day: later than the cut-off, and the next working day is a Saturday",
        dossier(legal_term=SAME_DAY, received_at="01-09 15:00:01"),
        NEXT_DAY,
        clock_start=d("01-09"),
        deadline=d("01-10"),
    ),
    case(
        "same day: no cut-off by default",
        dossier(legal_term=SAME_DAY, received_at="01-09 16:00"),
        WORLD,
        deadline=d("01-09"),
    ),
    case(
        "same day: unknown is later (benefit)",
        dossier(legal_term=SAME_DAY, received_at="01-05"),
        NEXT_DAY,
        deadline=d("01-06"),
    ),
    case(
        "same day: strict takes the benefit away",
        dossier(legal_term=SAME_DAY, received_at="01-05"),
        world(after_cutoff="next_day", unknown_time="strict"),
        deadline=d("01-05"),
    ),
    case(
        "same day: a clock that has been moved on stands at opening",
        dossier(legal_term=SAME_DAY, received_at="01-05 18:00"),
        NEXT_DAY,
        deadline=d("01-06"),
    ),
    case(
        "next_day is for same-day terms only",
        dossier(received_at="01-05 16:00"),
        NEXT_DAY,
        clock_start=d("01-05"),
        deadline=d("01-08"),
    ),
    case(
        "calendar days count every day",
        dossier(legal_term=cd(15)),
        WORLD,
        deadline=d("01-20"),
        term="15 calendar_days",
    ),
    case(
        "calendar days move to the next working day",
        dossier(received_at="12-26 10:00", legal_term=cd(7)),  # 2 January is off
        WORLD,
        deadline=d("01-05"),
    ),
    case(
        "months end on the same day, moved past Tết",
        dossier(received_at="01-16 10:00", legal_term=months(1)),
        WORLD,
        deadline=d("02-23"),
        term="1 months",
    ),
    case(
        "months end on the month's last day where there is no such day",
        dossier(received_at="12-31 10:00", legal_term=months(2)),  # 28 February, a Saturday
        WORLD,
        deadline=d("03-02"),
    ),
    case(
        "hours landing on a session's end are that end",
        dossier(received_at="01-05 08:00", legal_term=hours(3.5)),
        WORLD,
        deadline_at=t("01-05 11:30"),
        deadline=d("01-05"),
        term="3.5 working_hours",
    ),
    case(
        "hours count to the second over noon and night",
        dossier(received_at="01-09 16:59:59", legal_term=hours(8)),  # one second, then Saturday
        WORLD,
        deadline_at=t("01-10 16:59:59"),
    ),
    case(
        "hours before opening count from opening",
        dossier(received_at="01-05 06:00", legal_term=hours(1)),
        WORLD,
        deadline_at=t("01-05 08:00"),
    ),
    case(
        "hours at noon count from the afternoon",
        dossier(received_at="01-05 12:00", legal_term=hours(1)),
        WORLD,
        deadline_at=t("01-05 14:30"),
    ),
    case(
        "hours from a day off count from opening of the next working day",
        dossier(received_at="01-03 10:00", legal_term=hours(4)),
        WORLD,
        deadline_at=t("01-05 11:00"),
    ),
    case(
        "hours: an unknown instant counts from closing",
        dossier(received_at="01-05", legal_term=hours(4)),
        WORLD,
        deadline_at=t("01-06 11:00"),
        clock_start=d("01-05"),
    ),
    case(
        "hours: strict counts from opening",
        dossier(received_at="01-05", legal_term=hours(4)),
        STRICT,
        deadline_at=t("01-05 11:00"),
    ),
    case(
        "the catalogue comes before the export",
        dossier(code=CODE),
        world(entries=entry(term=wd(1))),
        term="1 working_days",
        term_source="user",
        deadline=d("01-06"),
    ),
    case(
        "an entry not in force on the day of receipt is passed over",
        dossier(code=CODE),
        world(entries=entry(term=wd(1), valid_from=d("01-06"))),
        term_source="export",
        deadline=d("01-08"),
    ),
    case(
        "the law of the day of receipt; valid_to is inclusive",
        dossier(code=CODE, competent_received_at="01-07 10:00"),
        world(
            entries=entry(term=wd(1), valid_to=d("01-05"))
            + entry(term=wd(2), valid_from=d("01-06"))
        ),
        deadline=d("01-08"),
    ),
    case(
        "an entry without a readable term is passed over",
        dossier(code=CODE),
        world(entries=entry(term=None)),
        term_source="export",
    ),
    case(
        "by name, where all of that name agree",
        dossier(name="Chứng thực"),
        world(
            entries=entry(name="Chứng thực", term=wd(2))
            + entry(code="9.900002", name="Chứng thực", term=wd(2))
        ),
        term_source="user",
        deadline=d("01-07"),
    ),
    case(
        "not by name, where they differ",
        dossier(name="Chứng thực"),
        world(
            entries=entry(name="Chứng thực", term=wd(2))
            + entry(code="9.900002", name="Chứng thực", term=wd(4))
        ),
        term_source="export",
    ),
    case(
        "the entry's own cut-off comes before the policy's",
        dossier(code=CODE, received_at="01-05 16:00"),
        world(entries=entry(after_cutoff="none"), after_cutoff="clock"),
        clock_start=d("01-05"),
    ),
    case(
        "the cut-off is that of the entry that gave the term",
        dossier(code=CODE, received_at="01-05 16:00"),
        world(entries=entry(term=None, after_cutoff="clock")),
        clock_start=d("01-05"),
    ),
    case(
        "the entry's own supplement policy comes before the policy's",
        dossier(code=CODE, **ASKED, supplemented_at="01-08 09:00"),
        world(entries=entry(supplement="continue")),
        clock_start=d("01-05"),
        paused_days=1,
    ),
    case(
        "the remote term stands in for the term where the commune is remote",
        dossier(code=CODE, commune="xã Ia Pa"),
        world(
            entries=entry(remote_term=wd(10)),
            remote=frozenset({"xã Ia Pa"}),
            stated=frozenset({"xã Ia Pa"}),
        ),
        term="10 working_days",
    ),
]


@pytest.mark.parametrize(GIVEN, TERMS)
def test_terms(given: Dossier, within: World, expected: Fields) -> None:
    assert told(given, within, expected) == expected
