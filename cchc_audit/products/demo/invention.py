"""A whole province put together from a seed: its world, its wording, the dossiers to come."""

from dataclasses import dataclass

from cchc_audit.core.vocabulary import Unit
from cchc_audit.law.calendar import load_calendar
from cchc_audit.law.calendar.day_tables import DayTables
from cchc_audit.law.catalogue.catalogue import load_catalogue
from cchc_audit.products.demo.demo_exports import Wording
from cchc_audit.products.demo.province import Habit, Habits, communes, procedures
from cchc_audit.products.demo.receipts import NEXT, Receipts, period, receipts
from cchc_audit.products.demo.seeded_draws import Chance
from cchc_audit.products.demo.world import World

_FEWEST_COMMUNES, _USUAL_COMMUNES, _ROWS_A_COMMUNE = 12, 96, 250


@dataclass(frozen=True, slots=True)
class Province:
    """A world, and the dossiers that come in there."""

    world: World
    wording: Wording
    receipts: Receipts


def invent_province(
    rows: int,
    *,
    seed: int,
    count: int | None = None,
    habits: Habits | None = None,
    units: tuple[Unit, ...] = tuple(Unit),
) -> Province:
    """A province with `rows` dossiers in its first export.

    It has `count` communes (None: as many as fit the rows), the bad and good `habits` (None: the
    usual ones), and procedures whose terms are in `units`.
    """
    chance, calendar = Chance(seed), load_calendar(None, as_of=NEXT)
    places, catalogue = communes(count or _usual(rows), chance), load_catalogue(None)
    world = World(
        communes=places,
        procedures=procedures(catalogue, period(), units=units),
        entries=catalogue.entries,
        tables=DayTables.of(calendar),
        chance=chance,
        habits=habits or Habits(),
    )
    coming = receipts(rows, communes=places, calendar=calendar, chance=chance)
    return Province(world, Wording(world, serials=coming.most_a_day), coming)


def cheaters(rows: int, *, seed: int) -> dict[Habit, tuple[str, ...]]:
    """The names of the communes with each bad habit, in the province of so many rows."""
    places = communes(_usual(rows), Chance(seed))
    return {habit: tuple(p.name for p in places if p.has(habit)) for habit in Habit}


def _usual(rows: int) -> int:
    return min(_USUAL_COMMUNES, max(_FEWEST_COMMUNES, rows // _ROWS_A_COMMUNE))
