"""Nasty worlds and dossiers, crowded into a few weeks so that everything collides.

A world is drawn by hypothesis; its dossiers come from a drawn seed, since hundreds of them do not
fit into one example. About half of them are then bent towards their own deadline as the oracle sees
it: a finish, a request or a pause exactly there, a second beside it, or on its day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from .doubts import ENDS
from .model import MIDNIGHT, Days, Dossier, Entry, Event, Policy, Term, World
from .verdict import ACTS, oracle

SECOND = timedelta(seconds=1)


def as_many(batches: int, *, alike: bool = True) -> settings:
    """So many batches, the same ones in every run unless `alike` is off; none is made smaller,
    which takes longer than to look at what differs.
    """
    return settings(
        derandomize=alike,
        max_examples=batches,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )


Irregular = Mapping[date, tuple[str, str]]
"""Day to its kind (`off`, `makeup`) and status (`official`, `provisional`, `proposed` ...)."""

CLOSED, REMOTE, STATED, UNSTATED = "xã Ia Pa", "xã Chư Mố", "phường An Phú", "xã Đăk Pơ"
CAUSES = ("", "", "Chờ thuế", "Niêm yết", "Chờ ý kiến Sở")
COMMUNES = (CLOSED, REMOTE, STATED, UNSTATED, None)
WINDOWS = (
    (date(2025, 12, 22), date(2026, 1, 20)),  # Friday 2 January swapped for Saturday 10
    (date(2026, 2, 4), date(2026, 3, 4)),  # Tết
    (date(2024, 4, 15), date(2024, 5, 10)),  # 29 April swapped for Saturday 4 May
    (date(2026, 11, 16), date(2026, 12, 4)),  # a swap proposed, not decided
)
OFFICE_HOURS = (
    ((time(7, 0), time(11, 30)), (time(13, 30), time(17, 0))),
    ((time(7, 0), time(11, 0)), (time(13, 0), time(17, 0))),
    ((time(7, 30), time(16, 0)),),
    ((time(7, 0), time(9, 15)), (time(9, 45), time(11, 30)), (time(13, 0), time(18, 30))),
)
TIMES = (
    *(time(0, 0, 1), time(6, 30), time(7, 0), time(8, 0), time(9, 0), time(10, 15, 30)),
    *(time(11, 0), time(11, 30), time(11, 30, 1), time(12, 10), time(13, 30), time(14, 0)),
    *(time(14, 59, 59), time(15, 0), time(15, 0, 1), time(16, 0), time(16, 0, 1), time(16, 59, 59)),
    *(time(17, 0), time(17, 0, 1), time(18, 30), time(23, 59, 59)),
)
TERMS = (
    *(Term("same_day"), Term("working_days", 1), Term("working_days", 2), Term("working_days", 3)),
    *(Term("working_days", 5), Term("calendar_days", 1), Term("calendar_days", 3)),
    *(Term("calendar_days", 10), Term("months", 1), Term("working_hours", 3600)),
    *(Term("working_hours", 4 * 3600), Term("working_hours", 8 * 3600)),
    *(Term("working_hours", 12 * 3600), Term("working_hours", 5400)),
)
LONGER = (
    *(Term("working_hours", 20 * 3600), Term("working_days", 4), Term("calendar_days", 8)),
    *(Term("working_days", 7), Term("calendar_days", 21), Term("months", 2)),
)
STATUSES = (
    *("blank",) * 4,
    *("unknown",) * 2,
    *("in_progress",) * 6,
    *("awaiting_applicant",) * 3,
    *("finished", "finished", "refused", "withdrawn", "not_received"),
)


@dataclass(frozen=True, repr=False)
class Batch:
    """What one run of the program is given; `base` and `overlay` make up the calendar file."""

    world: World
    base: str
    overlay: Irregular
    catalogue_only: bool
    window: tuple[date, date]
    dossiers: tuple[Dossier, ...]

    def __repr__(self) -> str:
        """Stay short: the test prints the dossier that matters."""
        return f"Batch({self.window[0]} to {self.window[1]}, as of {self.world.as_of})"

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: object) -> None:
        printer.text(repr(self))  # hypothesis would spell every field out


def days_of(irregular: Irregular, closed: frozenset[date], like: Days) -> Days:
    """Turn irregular days into the sets the oracle counts with."""

    def having(kind: str, *statuses: str) -> frozenset[date]:
        return frozenset(d for d, (k, s) in irregular.items() if k == kind and s in statuses)

    settled = ("official", "statutory", "provisional")
    return replace(
        like,
        off=having("off", *settled),
        makeup=having("makeup", *settled),
        proposed_off=having("off", "proposed"),
        doubtful_makeup=having("makeup", "provisional", "proposed"),
        closures={CLOSED: closed},
    )


@st.composite
def policies(draw: st.DrawFn, against: str) -> Policy:
    return Policy(
        against=against,
        finish=draw(st.sampled_from(("completed", "returned"))),
        supplement=draw(st.sampled_from(("restart", "continue"))),
        unknown_time=draw(st.sampled_from(("benefit", "strict"))),
        cutoff=draw(st.sampled_from((time(15, 0), time(15, 0), time(14, 0)))),
        after_cutoff=draw(st.sampled_from(("none", "next_day", "clock"))),
        appointment_grain=draw(st.sampled_from(("day", "instant"))),
    )


@st.composite
def overlays(draw: st.DrawFn, window: tuple[date, date]) -> dict[date, tuple[str, str]]:
    """Draw a few days the user's calendar file changes."""
    length = (window[1] - window[0]).days
    days = draw(st.lists(st.integers(0, length), max_size=6, unique=True))
    statuses = st.sampled_from(("official", "provisional", "proposed", "proposed"))
    found = {}
    for day in (window[0] + timedelta(days=n) for n in days):
        kind = "makeup" if day.weekday() >= 5 else "off"
        found[day] = (kind, draw(statuses))
    return found


@st.composite
def batches(draw: st.DrawFn, *, against: str, shipped: Callable[[], Irregular], size: int) -> Batch:
    """Draw a world and fill it with dossiers."""
    window = draw(st.sampled_from(WINDOWS))
    random = Random(draw(st.integers(0, 2**32)))
    base = draw(st.sampled_from(("VN", "VN", "none")))
    overlay = draw(overlays(window))
    below = shipped() if base == "VN" else {}
    overlay = {day: told for day, told in overlay.items() if day not in below}
    irregular = {**below, **overlay}
    closed = frozenset(window[0] + timedelta(days=n) for n in draw(st.sets(st.integers(0, 25))))
    # Another country, or none, is known for as long as dates of an export may be.
    known = Days() if base == "VN" else Days(first=date(2000, 1, 1), last=date(2034, 12, 31))
    days = days_of(irregular, closed, known)
    days = replace(days, sessions=draw(st.sampled_from(OFFICE_HOURS)))
    as_of = moment_in(random, window[0] + timedelta(days=8), 20)
    world = World(
        as_of=as_of + draw(st.sampled_from((timedelta(0), timedelta(days=7), timedelta(days=40)))),
        days=days,
        entries=catalogue(random, window),
        policy=draw(policies(against)),
        remote=frozenset({REMOTE}),
        stated=frozenset({REMOTE, STATED}),
    )
    dossiers = tuple(bent(random, dossier(random, world, window), world) for _ in range(size))
    if draw(st.integers(0, 9)) == 0:  # a file that tells of no finish
        world = replace(world, columns=frozenset(ACTS) - set(ENDS) | {"promised_at"})
        dossiers = tuple(replace(one, completed_at=None, returned_at=None) for one in dossiers)
    return Batch(world, base, overlay, draw(st.booleans()), window, dossiers)


# --- the catalogue --------------------------------------------------------------------------


def catalogue(random: Random, window: tuple[date, date]) -> tuple[Entry, ...]:
    """Make entries by code, by name and by both; some in force for a part of the window only."""
    found = []
    middle = window[0] + (window[1] - window[0]) / 2
    for n in range(8):
        one = entry(random, f"9.90000{n}", f"Thủ tục số {n}")
        if n % 3 == 0:
            found.append(replace(one, valid_to=middle))
            later = entry(random, one.code, one.name)
            found.append(replace(later, valid_from=middle + timedelta(days=random.randrange(1, 4))))
        else:
            found.append(one)
    for n in range(3):
        one = entry(random, None, f"Tên chung {n}")
        other = replace(one, code=f"9.90010{n}")
        found += [one, other if n else replace(other, term=random.choice(TERMS))]
    return tuple(found)


def entry(random: Random, code: str | None, name: str | None) -> Entry:
    term = random.choice(TERMS) if random.random() < 0.9 else None
    longer = [t for t in LONGER if term is None or t.nominal_hours > term.nominal_hours]
    extended, remote = random.sample(longer, 2) if len(longer) > 1 else (None, None)
    return Entry(
        code,
        name,
        term,
        after_cutoff=random.choice((None, None, "none", "next_day", "clock")),
        supplement=random.choice((None, None, "restart", "continue")),
        extended_term=extended if random.random() < 0.4 else None,
        remote_term=remote if random.random() < 0.4 else None,
        local_term=random.choice(TERMS) if random.random() < 0.4 else None,
        checked=random.random() < 0.8,
    )


# --- dossiers -------------------------------------------------------------------------------


def moment_in(random: Random, first: date, days: int) -> datetime:
    """Make a moment: a third of them bare, most others at a boundary."""
    day = first + timedelta(days=random.randrange(days))
    chance = random.random()
    if chance < 0.33:
        return datetime.combine(day, MIDNIGHT)
    if chance < 0.9:
        return datetime.combine(day, random.choice(TIMES))
    return datetime.combine(day, MIDNIGHT) + timedelta(seconds=random.randrange(86400))


def maybe(
    random: Random, chance: float, near: datetime, before: int, after: int
) -> datetime | None:
    """Make a moment up to so many days before and after another, or none."""
    if random.random() >= chance:
        return None
    return moment_in(random, near.date() - timedelta(days=before), before + after + 1)


def dossier(random: Random, world: World, window: tuple[date, date]) -> Dossier:
    """Make a dossier whose moments lie close to one another."""
    received = moment_in(random, window[0], (window[1] - window[0]).days + 1)
    requested = maybe(random, 0.35, received, 2, 5)
    paused = maybe(random, 0.3, received, 2, 6)
    known = [e for e in world.entries if random.random() < 0.5]
    chosen = random.choice(known) if known and random.random() < 0.6 else None
    return Dossier(
        code=chosen.code if chosen is not None and random.random() < 0.7 else None,
        name=chosen.name if chosen is not None else None,
        commune=random.choice(COMMUNES),
        status=random.choice(STATUSES),
        legal_term=random.choice(TERMS) if random.random() < 0.8 else None,
        submitted_at=maybe(random, 0.3, received, 3, 1),
        received_at=received if random.random() < 0.97 else None,
        competent_received_at=maybe(random, 0.15, received, 1, 3),
        promised_at=maybe(random, 0.5, received, 0, 10),
        completed_at=maybe(random, 0.45, received, 0, 12),
        returned_at=maybe(random, 0.3, received, 0, 14),
        supplement_requested_at=requested,
        supplemented_at=maybe(random, 0.7 if requested else 0.1, requested or received, 1, 4),
        paused_at=paused,
        resumed_at=maybe(random, 0.7 if paused else 0.05, paused or received, 1, 6),
        events=events(random, received) if random.random() < 0.3 else (),
    )


def events(random: Random, received: datetime) -> tuple[Event, ...]:
    """Make the events of one dossier: rounds in good order, or anything at any time."""
    if random.random() < 0.4:
        return rounds(random, received)
    kinds = random.choice(
        (
            ("pause", "resume"),
            ("supplement_request", "supplement"),
            ("pause", "resume", "supplement_request", "supplement"),
        )
    )
    moments = [moment_in(random, received.date(), 9) for _ in range(random.randrange(1, 5))]
    return tuple(
        event(random, random.choice(kinds), random.choice(moments))
        for _ in range(random.randrange(1, 8))
    )


def event(random: Random, kind: str, at: datetime) -> Event:
    """Make an event; a pause or a resumption of some cause, or of none."""
    return Event(kind, at, random.choice(CAUSES) if kind in ("pause", "resume") else "")


def rounds(random: Random, received: datetime) -> tuple[Event, ...]:
    """Make two or three rounds of one kind, each some days after the one before, out of order."""
    pair = random.choice((("pause", "resume"), ("supplement_request", "supplement")))
    found = []
    day = received.date()
    for n in range(random.randrange(2, 7)):
        at = moment_in(random, day, 3)
        found.append(event(random, pair[n % 2], at))
        day = at.date()
    found += random.sample(found, random.choice((0, 0, 0, 1)))  # told twice
    random.shuffle(found)
    return tuple(found)


def bent(random: Random, given: Dossier, world: World) -> Dossier:
    """Put one moment of the dossier at its deadline, or a second beside it."""
    if random.random() < 0.5:
        return given
    name = random.choice(
        ("completed_at", "completed_at", "returned_at", "supplement_requested_at", "paused_at")
    )
    nothing: dict[str, Any] = dict.fromkeys(("completed_at", "returned_at", name))
    open_still = replace(given, **nothing)
    found = oracle(replace(open_still, status="in_progress"), world).get("deadline_at")
    if not isinstance(found, datetime):
        return given
    near = found + random.choice((-SECOND, timedelta(0), timedelta(0), SECOND, timedelta(hours=9)))
    if random.random() < 0.2:
        near = datetime.combine(near.date(), MIDNIGHT)
    bend: dict[str, Any] = {name: near}
    if name not in ("completed_at", "returned_at"):
        bend["events"] = ()  # they would stand in its place
    return replace(given, **bend)
