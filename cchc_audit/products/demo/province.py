"""The invented province: communes of very different sizes, their habits, its procedures.

Every name of a place is made of two words that no commune of Viet Nam bears together, before or
since 1 July 2025 (a test holds them against the shipped table); every name of a person is put
together by chance from common parts.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

from cchc_audit.core.vocabulary import Unit
from cchc_audit.law.catalogue.catalogue import Catalogue, Entry
from cchc_audit.products.demo.seeded_draws import Chance

CODE = "H99"
"""Code of the province, as it stands in dossier ids and behind procedure codes; no province has
it.
"""

MOST_COMMUNES = 300
_STREAM = 1000
_LONGEST_NAME = 120
OFFICERS_A_COMMUNE = 8


class Habit(StrEnum):
    """A bad habit of some communes, there to be found."""

    BATCHES = "batches"
    SUSPENDS = "suspends"
    ALTERS = "alters"
    GENEROUS = "generous"


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune.

    `weight` is its share of the dossiers, `risk` its lateness in percent of the
    usual, `apologises` how many of a hundred late dossiers get a letter. `written` is how the
    software names it, `name` how the units file does, `former` what its desk went on calling
    itself for months after the merger ("" for none).

    The bad habits: `batches` enters results on one afternoon a week, `suspends` pauses what is
    already late, `alters` changes dates afterwards, `generous` gives appointments beyond the term.
    """

    name: str
    written: str
    former: str
    code: str
    district: str
    remote: bool
    weight: int
    risk: int
    apologises: int
    batches: bool = False
    suspends: bool = False
    alters: bool = False
    generous: bool = False

    def has(self, habit: Habit) -> bool:
        """Whether it has that bad habit."""
        return bool(getattr(self, habit))


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure: its share of the dossiers, its lateness in percent of the usual, and the
    entry of the catalogue that rules it on each day of the period (index into `entries`).
    """

    code: str
    name: str
    field: str
    weight: int
    risk: int
    by_day: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """How often what happens, in a million dossiers (`late`: where nothing raises the risk)."""

    late: int = 48_000
    parked: int = 350_000
    abandoned: int = 18_000
    supplements: int = 60_000
    pauses: int = 60_000
    withdrawn: int = 6_000
    refused: int = 15_000
    not_accepted: int = 3_000
    after_hours: int = 8_000
    cheats: bool = True


# Share of the dossiers, lateness in percent of the usual. All other procedures have 2 and 100.
_POPULAR: Mapping[str, tuple[int, int]] = {
    "2.000815": (620, 20),
    "2.000884": (210, 20),
    "2.000635": (200, 30),
    "1.001193": (170, 40),
    "1.004873": (160, 70),
    "1.000656": (60, 40),
    "1.000894": (70, 40),
    "1.004222": (150, 90),
    "1.004194": (90, 80),
    "1.010041": (70, 60),
    "2.001159": (40, 30),
    "2.001035": (60, 60),
    "1.001612": (60, 120),
    "2.000720": (35, 120),
    "1.014028": (25, 150),
    "1.014027": (25, 150),
    "1.001699": (15, 220),
    "1.011607": (20, 120),
    "1.004859": (30, 110),
    "1.012753": (60, 380),
    "1.013949": (25, 420),
    "1.012817": (12, 380),
    "1.012812": (8, 450),
    "1.013979": (14, 350),
    "1.013225": (12, 260),
    "1.002693": (5, 160),
}
_REST = (2, 100)


def communes(count: int, chance: Chance) -> tuple[Commune, ...]:
    """The first `count` communes; the first twelfth of them are wards. At most `MOST_COMMUNES`."""
    return tuple(_commune(number, count, chance) for number in range(min(count, MOST_COMMUNES)))


def _commune(number: int, count: int, chance: Chance) -> Commune:
    kind = "phường" if number < count // 12 else "xã"
    place = _place(number)
    # From one to about forty times the smallest, the wards among the large ones.
    size = chance.number(number, _STREAM) % 1000
    weight = int(20 * 40 ** (size / 1000)) * (2 if kind == "phường" else 1)
    batches = number % 32 in (3, 11)
    risk = (30, 50, 70, 90, 110, 160, 420)[chance.number(number, _STREAM + 1) % 7]
    suspends, alters = number % 16 in (5, 11), number % 16 in (2, 7)
    if suspends or alters:  # both are done to what is late: there has to be some of it
        weight, risk = max(weight, 250), max(risk, 160)
    # The last names of the list are free for former communes as long as there are few of today's.
    merged = number % 9 == 4 and count * 2 <= MOST_COMMUNES
    return Commune(
        name=f"{kind.capitalize()} {place}",
        written=f"{_DESKS[number % len(_DESKS)]} {kind} {place}".strip(),
        former=f"Xã {_place(MOST_COMMUNES - 1 - number)}" if merged else "",
        code=f"{CODE}.{number + 1:03}",
        district=f"Khu vực {number % 7 + 1}",
        remote=kind == "xã" and number % 10 == 7,
        weight=max(weight, 900) if batches else weight,  # a heap needs something to heap up
        risk=risk,
        apologises=(0, 30, 70, 95)[chance.number(number, _STREAM + 2) % 4],
        batches=batches,
        suspends=suspends,
        alters=alters,
        generous=number % 16 == 9,
    )


_DESKS = (
    "Trung tâm Phục vụ hành chính công",
    "Trung tâm Phục vụ hành chính công",
    "UBND",
    "Bộ phận Một cửa",
    "",
)


def _place(number: int) -> str:
    lands, looks = words("land"), words("look")
    land = number % len(lands)
    return f"{lands[land]} {looks[(number // len(lands) + 3 * land) % len(looks)]}"


@cache
def words(kind: str) -> tuple[str, ...]:
    """The parts that names are made of: `land`, `look`, `families`, `middles`, `givens`."""
    lines = (
        resources.files("cchc_audit.products.demo")
        .joinpath("names.tsv")
        .read_text(encoding="utf-8")
    )
    known = dict(line.split("\t") for line in lines.splitlines())
    return tuple(known[kind].split())


def procedures(
    catalogue: Catalogue, days: Iterable[date], *, units: Container[Unit] = tuple(Unit)
) -> tuple[Procedure, ...]:
    """What the desks handle: the procedures of `catalogue` with a term on every one of `days`.

    With `units` only those whose term is always in one of these.
    """
    wanted = tuple(days)
    found = []
    for code in catalogue.codes():
        ruling = _ruling(catalogue, code, wanted)
        if ruling is None or not all(_counted_in(catalogue.entries[n], units) for n in ruling):
            continue
        entry = catalogue.entries[ruling[0]]
        weight, risk = _POPULAR.get(code, _REST)
        found.append(Procedure(code, _brief(entry.name), entry.field, weight, risk, ruling))
    return tuple(found)


def _counted_in(entry: Entry, units: Container[Unit]) -> bool:
    return entry.term is not None and entry.term.unit in units


def _brief(name: str) -> str:
    """A long name as the software of a desk has it: up to its first natural end."""
    ends = [at for end in ("; ", " (", " do ", " mà ") if (at := name.find(end, 40)) > 0]
    return name[: min(ends)] if ends and len(name) > 80 else name[:_LONGEST_NAME].rstrip(" ,")


def _ruling(catalogue: Catalogue, code: str, days: tuple[date, ...]) -> tuple[int, ...] | None:
    """The entry that rules a code on each of `days`; None where there is none on some day."""
    periods = catalogue.code_periods(code)
    ruling = []
    place = 0
    for day in days:
        while place < len(periods) and periods[place].last < day:
            place += 1
        if place == len(periods) or periods[place].first > day:
            return None
        ruling.append(periods[place].entry)
    return tuple(ruling)


def shorten_terms(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries for which the province has promised a shorter term, each with its lawful one.

    Every third one of the entries in force without end whose term is eight working days or more.
    """
    long = [
        entry
        for entry in entries
        if entry.term is not None
        and entry.term.unit is Unit.WORKING_DAYS
        and entry.term.amount >= 8
        and entry.valid_from is None
        and entry.valid_to is None
    ]
    return tuple(long[::3])


def officer_names(chance: Chance, count: int) -> tuple[str, ...]:
    """Names of the people behind the desks, `OFFICERS_A_COMMUNE` for each of `count` communes."""
    lists = [words(kind) for kind in ("families", "middles", "givens")]
    return tuple(
        " ".join(
            choice[chance.number(number, _STREAM + 10 + place) % len(choice)]
            for place, choice in enumerate(lists)
        )
        for number in range(count * OFFICERS_A_COMMUNE)
    )
