"""An export and its side files, opened and ready to be judged.

`open_dataset` makes ready what a run needs; `Dataset.judged` is the line from row to verdict, a
lazy plan. `run_queries` (run.py) asks it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import polars as pl
from polars.exceptions import PolarsError

from cchc_audit.audit.mistyped_years import tell_mistyped_years
from cchc_audit.audit.officers import name_officers
from cchc_audit.audit.request import Request
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.errors import CalendarRangeError, CchcError
from cchc_audit.core.settings import Privacy, Settings
from cchc_audit.core.vocabulary import Fault
from cchc_audit.engine.answers import Engine
from cchc_audit.intake import Events, Intake, Units, faults, load_units, open_exports, read_events
from cchc_audit.intake.few_rows import fetch_rows
from cchc_audit.intake.files.ask import Trust
from cchc_audit.intake.files.lines.guard import UnsoundError
from cchc_audit.intake.files.sources import STDIN
from cchc_audit.law.calendar import Calendar, extended, load_calendar
from cchc_audit.law.calendar.day_tables import DayTables
from cchc_audit.law.catalogue.catalogue import Catalogue, load_catalogue
from cchc_audit.law.catalogue.term_tables import TermTables
from cchc_audit.law.clock.instants import last_instant
from cchc_audit.law.clock.interruptions import Interruptions, gather_interruptions
from cchc_audit.law.verdict import Case, decide, measure, measure_at_law

X = TypeVar("X")
_SMALL = 8 << 20
"""Bytes of exports up to which setting up a streaming plan costs more than it saves."""
_PLAIN = (".csv", ".tsv", ".txt")

RAW = ("officer", "submitted_at", "apology_at", *FINISHES)
"""Columns that judged rows hold a second time, as they were read."""


@dataclass(frozen=True)
class Dataset:
    """An export opened and ready to be judged: the plan, and what its figures rest on. Rows get the
    columns `beside` before they are judged.
    """

    request: Request
    intake: Intake
    units: Units
    case: Case
    calendar: Calendar
    catalogue: Catalogue
    events: Events | None
    beside: tuple[pl.Expr, ...] = ()

    @property
    def rows(self) -> pl.LazyFrame:
        """Every row of the export as it is judged, lazy."""
        return self.intake.rows.with_columns(self.beside)

    @cached_property
    def decided(self) -> pl.LazyFrame:
        """Every row as far as its outcome, lazy; `complete_verdicts` adds the rest."""
        return decide_outcomes(self.rows, self.case)

    @cached_property
    def judged(self) -> pl.LazyFrame:
        """Every row of the export with its verdict or its fault, lazy."""
        return complete_verdicts(self.decided, self.case, self.request.settings.privacy)

    @property
    def accepted(self) -> pl.LazyFrame:
        """The rows without a fault, several of one dossier still among them, lazy."""
        return self.judged.filter(pl.col("fault").is_null())

    @property
    def source_file(self) -> pl.Expr:
        """The file a row was read from, as `source_file` (String)."""
        paths = pl.Series([file.path for file in self.intake.files], dtype=pl.String)
        return pl.lit(paths).gather(pl.col("source")).alias("source_file")

    @property
    def engine(self) -> Engine:
        """Streaming; for exports that are small anyway the engine that is ready sooner."""
        sizes = (_size(Path(file.path)) for file in self.intake.files)
        return "in-memory" if sum(sizes) < _SMALL else "streaming"

    @property
    def can_reach_further(self) -> bool:
        """Whether provisional years can still be added to the calendar."""
        return self.calendar.last < _last_day_in_rows(self.request.as_of)

    def reach_further(self) -> "Dataset":
        """The same, judged by a calendar with provisional years as far as any row can need them."""
        calendar = extended(self.calendar, through=_last_day_in_rows(self.request.as_of))
        tables, undecided = _day_tables(calendar)
        case = self.case._replace(tables=tables, undecided=undecided)
        return replace(self, case=case, calendar=calendar)

    def doubting(self, conflicts: pl.DataFrame) -> "Dataset":
        """The same, judged in the knowledge of rows that contradict others of their dossier
        (`Duplicates.conflicts`).
        """
        known = self.intake.alike.conflicts
        return replace(self, case=self.case._replace(conflicts=pl.concat((known, conflicts))))

    def restricted(self, wanted: pl.DataFrame) -> "Dataset":
        """The same of no other rows than `wanted` (`source`, `source_line`; none has a fault),
        which lie in memory.
        """
        intake = self.intake
        rows = fetch_rows(intake.exports, intake.normaliser, wanted)
        return replace(self, intake=replace(intake, rows=rows.lazy()))


_kept: ContextVar[list[Dataset] | None] = ContextVar("kept", default=None)


@contextmanager
def opened_once() -> Iterator[None]:
    """Inside, the same files, settings and moment are opened once, whoever asks for them.

    Exports are looked at once, and of one that has to be copied to be read there is one copy.
    """
    before = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(before)


def open_dataset(request: Request, trust: Trust | None = None) -> Dataset:
    """Opens exports and side files; with `trust` given, as `answer_with` says. Raises `CchcError`
    for what cannot be read or has no meaning.
    """
    kept = _kept.get()
    if kept is None:
        return _open(request, trust or Trust())
    for dataset in kept:
        if _rests_on_the_same(dataset.request, request):
            return replace(dataset, request=request)
    kept.append(_open(request, Trust()))
    return kept[-1]


def answer_with(request: Request, answer: Callable[[Dataset], X]) -> X:
    """What `answer` makes of the opened export, of which it has to read every row.

    A large export is then looked at while its rows are read, not before. Where some turn out not to
    be plain, or anything is wrong, all is done once more in the ordinary way. Raises what
    `open_dataset` and `answer` do.
    """
    # Standard input cannot be read again.
    trust = Trust(given=STDIN not in (request.files or request.settings.inputs))
    try:
        return answer(open_dataset(request, trust))
    except (UnsoundError, PolarsError, CchcError):
        if not trust.used:
            raise
    return answer(open_dataset(request))


def _rests_on_the_same(one: Request, other: Request) -> bool:
    return (one.files, one.settings, one.as_of) == (other.files, other.settings, other.as_of)


def _open(request: Request, trust: Trust) -> Dataset:
    settings, as_of = request.settings, request.as_of
    units, calendar, catalogue = _open_side_files(settings, as_of)
    intake = open_exports(
        request.files,
        settings=settings,
        units=units,
        judged=as_of.date(),
        codes=frozenset(catalogue.codes()),
        today=None if request.present is None else request.present.date(),
        trust=trust,
    )
    events = None
    if settings.events is not None:
        events = read_events(settings.events, settings=settings, judged=as_of.date())
    case = build_case(
        settings,
        as_of,
        calendar=calendar,
        catalogue=catalogue,
        units=units,
        present=intake.present,
        events=None
        if events is None
        else gather_interruptions(events.frame, as_of, unread=events.doubted),
        endless=frozenset(
            source
            for source, file in enumerate(intake.files)
            if not set(FINISHES) & set(file.columns)
        ),
        damaged=intake.doubted,
    )
    case = case._replace(
        conflicts=intake.alike.conflicts, doubted_rows=intake.doubted_rows, today=intake.today
    )
    damage = (*intake.damage, *tell_mistyped_years(intake, case))
    intake = replace(intake, damage=damage)
    return Dataset(request, intake, units, case, calendar, catalogue, events)


def open_method(settings: Settings, as_of: datetime) -> tuple[Case, Calendar]:
    """What dossiers are judged by as of `as_of`, whatever export they stand in: no column is
    `present` yet. Raises `CchcError` for a side file that cannot be read.
    """
    units, calendar, catalogue = _open_side_files(settings, as_of)
    case = build_case(
        settings,
        as_of,
        calendar=calendar,
        catalogue=catalogue,
        units=units,
        present=frozenset(),
        events=None,
    )
    return case, calendar


def _open_side_files(settings: Settings, as_of: datetime) -> tuple[Units, Calendar, Catalogue]:
    """Units, calendar (its closures under the names of the units) and catalogue."""
    units = load_units(settings.units)
    calendar = calendar_through(settings.calendar, as_of).renamed(units.canonical)
    return units, calendar, load_catalogue(settings.catalogue, only_user=settings.catalogue_only)


def judge(rows: pl.LazyFrame, case: Case, privacy: Privacy) -> pl.LazyFrame:
    """Rows with their verdicts, officers named as the settings want.

    What the verdict cuts or the settings hide stays beside it as the export has it: `_raw_…`.
    """
    return complete_verdicts(decide_outcomes(rows, case), case, privacy)


def decide_outcomes(rows: pl.LazyFrame, case: Case) -> pl.LazyFrame:
    """The first half of `judge`: as far as telling dossiers apart by their outcome needs."""
    return decide(rows.with_columns(pl.col(name).alias(f"_raw_{name}") for name in RAW), case)


def complete_verdicts(
    rows: pl.LazyFrame, case: Case, privacy: Privacy, *, at_law: bool = False
) -> pl.LazyFrame:
    """The second half of `judge`, for all rows of `decide_outcomes` or for some of them.

    With `at_law` without `certainty` and `deadline_lenient`, which are for late dossiers alone:
    `law.verdict.add_certainty` makes them of what is found.
    """
    rest = measure_at_law if at_law else measure
    return rest(rows, case).with_columns(name_officers(privacy))


def build_case(
    settings: Settings,
    as_of: datetime,
    *,
    calendar: Calendar,
    catalogue: Catalogue,
    units: Units,
    present: frozenset[str],
    events: Interruptions | None,
    endless: frozenset[int] = frozenset(),
    damaged: frozenset[tuple[int, str]] = frozenset(),
) -> Case:
    """All that the verdicts of a run depend on; `present` are the columns that rows can have,
    `endless` the files without a column that tells of a finish, `damaged` the columns, by file,
    that may not be true.
    """
    tables, undecided = _day_tables(calendar)
    return Case(
        as_of=as_of,
        policy=settings.policy,
        hours=calendar.hours,
        tables=tables,
        undecided=undecided,
        terms=TermTables(catalogue, settings.policy),
        remote=units.remote,
        stated=units.stated,
        present=present,
        events=events,
        endless=endless,
        damaged=damaged,
    )


def calendar_through(path: Path | None, as_of: datetime) -> Calendar:
    """The calendar, known at least to the end of the year after the judgement.

    Raises `CalendarRangeError` where the last instant judged lies outside it.
    """
    calendar = load_calendar(path, as_of=as_of.date())
    if as_of.year + 1 > calendar.last.year:
        calendar = extended(calendar, through=date(as_of.year + 1, 12, 31))
    last_day = date.fromordinal(last_instant(as_of)[0] + date(1970, 1, 1).toordinal())
    if not calendar.first <= last_day <= calendar.last:
        raise CalendarRangeError(
            "audit.as_of_outside", day=last_day, first=calendar.first, last=calendar.last
        )
    return calendar


def needs_later_days(calendar: Calendar) -> pl.Expr:
    """Whether a judged row needs a day after the known range (one before it no calendar here
    knows).
    """
    outside = faults.code("received_at", Fault.OUTSIDE_CALENDAR)
    return (pl.col("fault") == outside) & (pl.col("received_at") >= calendar.first)


def _day_tables(calendar: Calendar) -> tuple[DayTables, DayTables | None]:
    """The tables of the calendar, and those of its reading for the office where that differs."""
    undecided = calendar.undecided()
    return DayTables.of(calendar), None if undecided == calendar else DayTables.of(undecided)


def _last_day_in_rows(as_of: datetime) -> date:
    """The last day a row can name: later moments are no moments (data: ten years on)."""
    return date(as_of.year + 11, 12, 31)


def _size(path: Path) -> int:
    """Bytes of a plain export; what is packed or has no size of its own counts as large."""
    return path.stat().st_size if path.suffix in _PLAIN and path.is_file() else _SMALL
