"""An export opened and ready to be judged, and one run over it.

`open_dataset` makes ready what a run needs, `Dataset.judged` is the line from row to verdict as a
lazy plan, and `Dataset.answer` runs queries over the dossiers that stand, in one pass with the sum
that accounts for every row.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import polars as pl

from cchc_audit import __version__
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.errors import CalendarRangeError
from cchc_audit.core.settings import Privacy, Settings, Showing
from cchc_audit.core.vocabulary import Fault
from cchc_audit.engine.batches import Batches
from cchc_audit.engine.dictionary import Spellings
from cchc_audit.engine.repeated import Hashes
from cchc_audit.intake import Events, Intake, Units, faults, load_units, open_exports, read_events
from cchc_audit.intake.duplicates import NO_DUPLICATES, Duplicates, Engine, collapse, hashes
from cchc_audit.law.calendar import Calendar, extended, load_calendar
from cchc_audit.law.calendar.day_tables import DayTables
from cchc_audit.law.catalogue.catalogue import Catalogue, load_catalogue
from cchc_audit.law.catalogue.term_tables import TermTables
from cchc_audit.law.clock.instants import last_instant
from cchc_audit.law.clock.interruptions import Interruptions, interruptions
from cchc_audit.law.verdict import Case, counted, decided, measured
from cchc_audit.render.report import Provenance

_SMALL = 8 << 20
"""Bytes of exports up to which setting up a streaming plan costs more than it saves."""
_PLAIN = (".csv", ".tsv", ".txt")
_CODE = re.compile(r"CB-[0-9a-f]{8}")

RAW = ("officer", "submitted_at", "apology_at")
"""Columns that judged rows hold a second time, as they were read."""

Query = Callable[[pl.LazyFrame], Sequence[pl.LazyFrame | Batches]]
"""What is asked of the dossiers: plans that give a frame each, or batches of rows (see there why
all but one plan that groups or sorts should be those), which give a frame a step.
"""


@dataclass(frozen=True, slots=True)
class OutcomeQuery:
    """A query over the dossiers of some outcomes only, which are a small part of all: the others
    are left out before the rest of the verdict is worked out.

    With `at_law` the second run is left out too: `assess.doubted` makes it of what is found.
    """

    outcomes: tuple[str, ...]
    query: Query
    at_law: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What a command was asked for; `settings` already has the options laid over it.

    `as_of` is the instant of judgement, `present` the minute in which the question is asked (None:
    the same; both naive, in the policy's time zone). `first` and `last` are
    the days of the period, `filters` the texts by key (`commune`, `procedure`, ...). `limit` None
    shows all rows. `options` are what was given on the command line, for provenance.
    """

    files: tuple[str, ...]
    settings: Settings
    as_of: datetime
    as_of_given: bool
    present: datetime | None = None
    first: date | None = None
    last: date | None = None
    filters: Mapping[str, tuple[str, ...]] | None = None
    strict: bool = False
    rejects: Path | None = None
    show_personal: bool = False
    options: tuple[tuple[str, str], ...] = ()
    sort: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """An export opened and ready to be judged: the plan, and what its figures rest on.

    `judged` is every row of the export with its verdict or its fault, lazy.
    """

    request: Request
    intake: Intake
    units: Units
    case: Case
    calendar: Calendar
    catalogue: Catalogue
    events: Events | None
    judged: pl.LazyFrame

    @property
    def engine(self) -> Engine:
        """Streaming; for exports that are small anyway the engine that is ready sooner."""
        sizes = (_size(Path(file.path)) for file in self.intake.files)
        return "in-memory" if sum(sizes) < _SMALL else "streaming"

    @property
    def accepted(self) -> pl.LazyFrame:
        """The rows without a fault, several of one dossier still among them, lazy."""
        return self.judged.filter(pl.col("fault").is_null())

    @property
    def can_reach_further(self) -> bool:
        """Whether provisional years can still be added to the calendar."""
        return self.calendar.last < _far(self.request.as_of)

    def reaching_further(self) -> "Dataset":
        """The same, judged by a calendar with provisional years as far as any row can need them."""
        calendar = extended(self.calendar, through=_far(self.request.as_of))
        undecided = calendar.undecided()
        case = replace(
            self.case,
            tables=DayTables.of(calendar),
            undecided=None if undecided == calendar else DayTables.of(undecided),
        )
        judged = judge(self.intake.rows, case, self.request.settings.privacy)
        return replace(self, case=case, calendar=calendar, judged=judged)

    def answer(self, query: Query, *, of_outcomes: OutcomeQuery | None = None) -> "RunResult":
        """Runs `query` over the dossiers that stand, in one pass with the count of everything else;
        the frames of `of_outcomes` follow those of `query`.

        A second pass is made only where several rows claim one dossier, or where a row needs a day
        in years that are only expected: those are added to the calendar when needed, not before.
        """
        taken = Hashes()
        judged, picked = self._shared(of_outcomes)
        accepted = judged.filter(pl.col("fault").is_null())

        def asked(standing: Duplicates) -> list[pl.LazyFrame | Batches]:
            queries = list(query(standing.removed(accepted)))
            return (
                queries
                if of_outcomes is None
                else [*queries, *of_outcomes.query(standing.removed(picked))]
            )

        counts, _, *frames = self._run(
            [_counts(judged, self.calendar), taken.plan(hashes(accepted)), *asked(NO_DUPLICATES)]
        )
        rows_read, rows_rejected, provisional, beyond = counts.row(0)
        if beyond and self.can_reach_further:
            return self.reaching_further().answer(query, of_outcomes=of_outcomes)
        collapsed = collapse(accepted, taken.repeated(), engine=self.engine)
        if collapsed is not NO_DUPLICATES:
            frames = self._run(asked(collapsed))
        return RunResult(self, frames, collapsed, rows_read, rows_rejected, provisional)

    def _shared(self, of_outcomes: OutcomeQuery | None) -> tuple[pl.LazyFrame, pl.LazyFrame]:
        """All rows judged, and those accepted of the outcomes asked for: plans that share what both
        need.
        """
        # Shared by hand: polars 2.1 does not see that plans with look-ups are the same plan.
        if of_outcomes is None:
            judged = self.judged.cache()
            return judged, judged
        privacy = self.request.settings.privacy
        both = decided(_with_raw(self.intake.rows), self.case).cache()
        rest = counted if of_outcomes.at_law else measured
        picked = both.filter(pl.col("outcome").is_in(of_outcomes.outcomes))
        picked = _named(rest(picked, self.case), privacy).filter(pl.col("fault").is_null())
        return _named(measured(both, self.case), privacy).cache(), picked.cache()

    def _run(self, asked: Sequence[pl.LazyFrame | Batches]) -> list[pl.DataFrame]:
        """The frames of all that is asked, in one pass."""
        plans = [one.plan if isinstance(one, Batches) else one for one in asked]
        frames = pl.collect_all(plans, engine=self.engine)
        answers = [
            one.frames() if isinstance(one, Batches) else [frame]
            for one, frame in zip(asked, frames, strict=True)
        ]
        return [frame for answer in answers for frame in answer]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one run found: the frames of the query, and the sum that accounts for every row."""

    dataset: Dataset
    frames: Sequence[pl.DataFrame]
    collapsed: Duplicates
    rows_read: int
    rows_rejected: int
    provisional: int

    @property
    def standing(self) -> pl.LazyFrame:
        """The dossiers that stand, lazy."""
        return self.collapsed.removed(self.dataset.accepted)

    @property
    def provenance(self) -> Provenance:
        """Where the figures come from."""
        dataset, doubled = self.dataset, len(self.collapsed.collapsed)
        rejected = self.rows_rejected + dataset.intake.rejected_lines
        read = self.rows_read + dataset.intake.rejected_lines
        return Provenance(
            files=tuple(file.path for file in dataset.intake.files),
            rows_read=read,
            rows_rejected=rejected,
            duplicates=doubled,
            assessed=read - rejected - doubled,
            layout_rows=sum(len(file.layout_rows) for file in dataset.intake.files),
            as_of=dataset.request.as_of,
            options=dataset.request.options,
            version=__version__,
            calendar_digest=dataset.calendar.digest(),
            catalogue_digest=dataset.catalogue.digest(),
            official_through=dataset.calendar.official_through,
            provisional=self.provisional,
            endless=tuple(
                file.path for file in dataset.intake.files if not set(FINISHES) & set(file.columns)
            ),
        )


def open_dataset(request: Request) -> Dataset:
    """Opens exports and side files. Raises `CchcError` for what cannot be read or has no
    meaning.
    """
    settings, as_of = request.settings, request.as_of
    units = load_units(settings.units)
    calendar = calendar_of(settings.calendar, as_of)
    catalogue = load_catalogue(settings.catalogue, only_user=settings.catalogue_only)
    intake = open_exports(request.files, settings=settings, units=units, judged=as_of.date())
    events = None
    if settings.events is not None:
        events = read_events(settings.events, settings=settings, judged=as_of.date())
    case = case_of(
        settings,
        as_of,
        calendar=calendar,
        catalogue=catalogue,
        units=units,
        present=intake.present,
        events=None if events is None else interruptions(events.frame, as_of),
    )
    judged = judge(intake.rows, case, settings.privacy)
    return Dataset(request, intake, units, case, calendar, catalogue, events, judged)


def judge(rows: pl.LazyFrame, case: Case, privacy: Privacy) -> pl.LazyFrame:
    """Rows with their verdicts, officers named as the settings want.

    What the verdict cuts or the settings hide stays beside it as the export has it: `_raw_…`.
    """
    return _named(measured(decided(_with_raw(rows), case), case), privacy)


def judge_at_law(rows: pl.LazyFrame, case: Case, privacy: Privacy) -> pl.LazyFrame:
    """`judge` without `certainty` and `deadline_lenient`, which are for late dossiers alone."""
    return _named(counted(decided(_with_raw(rows), case), case), privacy)


def _with_raw(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(pl.col(name).alias(f"_raw_{name}") for name in RAW)


def _named(rows: pl.LazyFrame, privacy: Privacy) -> pl.LazyFrame:
    return rows.with_columns(_officer(privacy))


def case_of(
    settings: Settings,
    as_of: datetime,
    *,
    calendar: Calendar,
    catalogue: Catalogue,
    units: Units,
    present: frozenset[str],
    events: Interruptions | None,
) -> Case:
    """All that the verdicts of a run depend on; `present` are the columns that rows can have."""
    undecided = calendar.undecided()
    return Case(
        as_of=as_of,
        policy=settings.policy,
        hours=calendar.hours,
        tables=DayTables.of(calendar),
        undecided=None if undecided == calendar else DayTables.of(undecided),
        terms=TermTables(catalogue, settings.policy),
        remote=units.remote,
        stated=units.stated,
        present=present,
        events=events,
    )


def _far(as_of: datetime) -> date:
    """The last day a row can name: later moments are no moments (data: ten years on)."""
    return date(as_of.year + 11, 12, 31)


def calendar_of(path: Path | None, as_of: datetime) -> Calendar:
    """The calendar, known at least to the end of the year after the judgement."""
    calendar = load_calendar(path, as_of=as_of.date())
    if as_of.year + 1 > calendar.last.year:
        calendar = extended(calendar, through=date(as_of.year + 1, 12, 31))
    last_day = date.fromordinal(last_instant(as_of)[0] + date(1970, 1, 1).toordinal())
    if not calendar.first <= last_day <= calendar.last:
        raise CalendarRangeError(
            "pipeline.as_of_outside", day=last_day, first=calendar.first, last=calendar.last
        )
    return calendar


def _officer(privacy: Privacy) -> pl.Expr:
    """Officers as the settings want them named: as they are, by a lasting code, or not at all."""
    officer = pl.col("officer")
    match privacy.officers(published=False):
        case Showing.SHOW:
            return officer
        case Showing.HIDE:
            return pl.lit(None, dtype=pl.Categorical).alias("officer")
        case Showing.CODE:
            return Spellings(officer_code, pl.Categorical()).keyed_by(officer).alias("officer")


def officer_code(name: str) -> str:
    """A code for an officer that stays the same from night to night and tells no name.

    A code, read again from a snapshot, is its own.
    """
    if _CODE.fullmatch(name):
        return name
    return f"CB-{sha256(name.encode()).hexdigest()[:8]}"


def _size(path: Path) -> int:
    """Bytes of a plain export; what is packed or has no size of its own counts as large."""
    return path.stat().st_size if path.suffix in _PLAIN and path.is_file() else _SMALL


def beyond(calendar: Calendar) -> pl.Expr:
    """Whether a row needs a day after the known range (one before it no calendar here knows)."""
    outside = faults.code("received_at", Fault.OUTSIDE_CALENDAR)
    return (pl.col("fault") == outside) & (pl.col("received_at") >= calendar.first)


def _counts(judged: pl.LazyFrame, calendar: Calendar) -> pl.LazyFrame:
    faulty = pl.col("fault").is_not_null()
    return judged.select(
        pl.len().alias("rows_read"),
        faulty.sum().alias("rows_rejected"),
        (pl.col("provisional") & ~faulty).sum().alias("provisional"),
        beyond(calendar).sum().alias("beyond"),
    )
