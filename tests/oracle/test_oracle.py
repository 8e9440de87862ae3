"""The oracle against answers worked by hand, one sentence of the contract a case.

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
    """`pause 01-05 10:00` and the like; `request` for `supplement_request`."""
    pairs = [text.split(" ", 1) for text in told]
    return tuple(Event("supplement_request" if k == "request" else k, t(at)) for k, at in pairs)


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


CODE = "9.900001"
STRICT = world(unknown_time="strict")
CLOCK = world(after_cutoff="clock")
NEXT_DAY = world(after_cutoff="next_day")

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

ASKED = {"supplement_requested_at": "01-07 10:00"}
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
        days_left=0,
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
        "paused while more have begun than ended",
        dossier(
            events=events("pause 01-06 09:00", "pause 01-07 09:00", "resume 01-08", "resume 01-12")
        ),
        WORLD,
        paused_days=5,  # 7, 8, 9, 10, 12
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

APPOINTMENT = world(against="appointment")
APPOINTMENTS = [
    case(
        "the legal deadline is compared by default",
        dossier(promised_at="01-07", completed_at="01-08 10:00"),
        WORLD,
        basis="legal",
        outcome="on_time",
    ),
    case(
        "the appointment where no term is known",
        dossier(legal_term=None, promised_at="01-07", completed_at="01-08 10:00"),
        WORLD,
        basis="appointment",
        outcome="late",
        term=None,
        term_source=None,
        deadline_at=t("01-08"),
    ),
    case(
        "an appointment is not moved by days off",
        dossier(promised_at="01-11", completed_at="01-12 10:00"),  # a Sunday
        APPOINTMENT,
        deadline=d("01-11"),
        outcome="late",
        days_late=1,
    ),
    case(
        "nor by pauses and supplements",
        dossier(**ASKED, supplemented_at="01-08", promised_at="01-08", completed_at="01-09"),
        APPOINTMENT,
        deadline=d("01-08"),
        clock_start=d("01-08"),
        outcome="late",
    ),
    case(
        "the legal deadline where there is no appointment",
        dossier(),
        APPOINTMENT,
        basis="legal",
    ),
    case(
        "it is compared by day",
        dossier(promised_at="01-08 10:00", completed_at="01-08 10:00:01"),
        APPOINTMENT,
        outcome="on_time",
        deadline_at=t("01-09"),
    ),
    case(
        "grain instant respects its time of day",
        dossier(promised_at="01-08 10:00", completed_at="01-08 10:00:01"),
        world(against="appointment", appointment_grain="instant"),
        outcome="late",
        deadline_at=t("01-08 10:00"),
        days_late=1,
    ),
    case(
        "grain instant, but the finish has no time",
        dossier(promised_at="01-08 10:00", completed_at="01-08"),
        world(against="appointment", appointment_grain="instant"),
        outcome="on_time",
    ),
    case(
        "earliest: whichever ends first",
        dossier(promised_at="01-07", completed_at="01-08 10:00"),
        world(against="earliest"),
        basis="appointment",
        outcome="late",
    ),
    case(
        "earliest: on a tie legal",
        dossier(promised_at="01-08 09:00"),
        world(against="earliest"),
        basis="legal",
    ),
    case(
        "an appointment after as_of stays",
        dossier(promised_at="01-20"),
        world(against="appointment", as_of="01-07"),
        deadline=d("01-20"),
        days_left=11,  # 7-10, 12-16, 19, 20
    ),
    case(
        "local: the province's own term",
        dossier(code=CODE, completed_at="01-08 10:00"),
        world(against="local", entries=entry(local_term=wd(2))),
        basis="local",
        deadline=d("01-07"),
        outcome="late",
    ),
    case(
        "local falls back to legal",
        dossier(code=CODE),
        world(against="local", entries=entry()),
        basis="legal",
    ),
]

OUTCOMES = [
    case(
        "completed before returned",
        dossier(completed_at="01-08 10:00", returned_at="01-20 10:00"),
        WORLD,
        finished_at=t("01-08 10:00"),
        outcome="on_time",
    ),
    case(
        "returned where there is no completed; a bare date stays bare",
        dossier(returned_at="01-20"),
        WORLD,
        finished_at=t("01-20"),
        outcome="late",
    ),
    case(
        "finish returned turns the order round",
        dossier(completed_at="01-08 10:00", returned_at="01-20 10:00"),
        world(finish="returned"),
        finished_at=t("01-20 10:00"),
    ),
    case(
        "what lies at as_of has not happened, before it replaces another",
        dossier(completed_at="01-07 10:00", returned_at="01-06 10:00"),
        world(as_of="01-07 10:00"),
        finished_at=t("01-06 10:00"),
        outcome="early",
    ),
    case(
        "a bare date has happened when its 00:00 lies before as_of",
        dossier(completed_at="01-07"),
        world(as_of="01-07 00:00:01"),
        outcome="early",
    ),
    case("not received", dossier(status="not_received"), WORLD, outcome="not_received"),
    case(
        "submitted, not received, no finish, unknown status",
        dossier(received_at=None, submitted_at="01-05"),
        WORLD,
        outcome="not_received",
        clock_start=None,
        deadline=None,
        basis=None,
        processing_days=None,
        days_left=None,
        paused_days=0,
    ),
    case(
        "submitted, not received, in progress",
        dossier(received_at=None, submitted_at="01-05", status="in_progress"),
        WORLD,
        outcome="unassessable",
        reason="receipt_missing",
        clock_start=None,
    ),
    case(
        "received at as_of",
        dossier(),
        world(as_of="01-05 10:00"),
        outcome="not_yet_received",
        clock_start=None,
    ),
    case("withdrawn", dossier(status="withdrawn"), WORLD, outcome="withdrawn"),
    case(
        "finish before receipt",
        dossier(completed_at="01-05 09:00"),
        WORLD,
        reason="finish_before_receipt",
        finished_at=t("01-05 09:00"),
    ),
    case(
        "a bare finish on the day of receipt is not before it",
        dossier(completed_at="01-05"),
        WORLD,
        outcome="early",
        reason=None,
    ),
    case(
        "finish missing",
        dossier(status="finished"),
        WORLD,
        outcome="unassessable",
        reason="finish_missing",
        deadline=None,
    ),
    case(
        "a refusal counts as finished",
        dossier(status="refused"),
        WORLD,
        reason="finish_missing",
    ),
    case(
        "a finish still to come is filled in",
        dossier(status="finished", completed_at="01-20"),
        world(as_of="01-07"),
        outcome="pending",
        finished_at=None,
    ),
    case(
        "a refusal must come in time",
        dossier(status="refused", completed_at="01-09"),
        WORLD,
        outcome="late",
    ),
    case(
        "term unknown and a request awaited: not suspended, so counted to the last day",
        dossier(
            legal_term=None,
            supplement_requested_at="01-06 10:00",
            paused_at="01-08 10:00",
            resumed_at="01-09 10:00",
        ),
        world(as_of="01-13"),
        reason="term_unknown",
        paused_days=1,
        processing_days=5,  # 6, 7, 8, 9, 10, 12 less 9
    ),
    case(
        "term unknown: what can be known stays",
        dossier(legal_term=None, completed_at="01-08"),
        WORLD,
        outcome="unassessable",
        reason="term_unknown",
        clock_start=d("01-05"),
        processing_days=3,
        deadline=None,
        basis=None,
    ),
    case(
        "hours: late by instant",
        dossier(legal_term=hours(2), completed_at="01-05 14:00:01"),
        WORLD,
        outcome="late",
        days_late=1,
    ),
    case(
        "hours: at the instant is on time",
        dossier(legal_term=hours(2), completed_at="01-05 14:00"),
        WORLD,
        outcome="on_time",
    ),
    case(
        "hours: a bare finish by day",
        dossier(legal_term=hours(2), completed_at="01-05"),
        WORLD,
        outcome="on_time",
    ),
    case(
        "the status waits and nothing is recorded",
        dossier(status="awaiting_applicant"),
        WORLD,
        outcome="suspended",
    ),
    case(
        "the status waits, but a request is recorded: its dates decide",
        dossier(status="awaiting_applicant", supplement_requested_at="01-09"),
        WORLD,
        outcome="overdue",
    ),
    case(
        "the status waits, but an open pause is recorded: its date decides",
        dossier(status="awaiting_applicant", paused_at="01-09 09:00"),
        WORLD,
        outcome="overdue",
    ),
    case(
        "the status waits, and a closed pause does not matter",
        dossier(status="awaiting_applicant", paused_at="01-06", resumed_at="01-07"),
        WORLD,
        outcome="suspended",
    ),
    case(
        "not overdue at the deadline's instant",
        dossier(),
        world(as_of="01-09"),
        outcome="pending",
        days_left=0,
        processing_days=3,
    ),
    case(
        "overdue after it",
        dossier(),
        world(as_of="01-09 00:00:01"),
        outcome="overdue",
        days_late=1,
        days_left=0,
        processing_days=4,
    ),
    case(
        "the last day of 00:00 is the day before",
        dossier(),
        world(as_of="01-07"),
        days_left=2,
        processing_days=1,
    ),
    case(
        "the last day of a time is its day",
        dossier(),
        world(as_of="01-07 14:00"),
        days_left=1,
        processing_days=2,
    ),
    case(
        "hours overdue within the day: at least one day late",
        dossier(legal_term=hours(2)),
        world(as_of="01-05 14:00:01"),
        outcome="overdue",
        days_late=1,
    ),
    case(
        "days late, at least 1, over a weekend",
        dossier(legal_term=None, promised_at="01-17", completed_at="01-18"),
        WORLD,
        days_late=1,
    ),
]

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


@pytest.mark.parametrize(
    ("given", "within", "expected"),
    CALENDAR + CLOCKS + SUPPLEMENTS + TERMS + PAUSES + APPOINTMENTS + OUTCOMES + READINGS,
)
def test_a_sentence_of_the_contract(given: Dossier, within: World, expected: Fields) -> None:
    found = oracle(given, within)
    assert {key: found.get(key) for key in expected} == expected
