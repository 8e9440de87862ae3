"""The line a dossier walks, once, from the export to the answer: the file to read first.

    read → normalise → assess → (duplicates) → in scope → listed or summed → a Report

`opened` makes ready what a run needs, and `Docket.judged` is the line itself: a lazy plan. Each
command takes its answer from that plan. Nothing here prints, exits or reads the clock.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import polars as pl

from cchc_audit import __version__
from cchc_audit.assess import Case, defend
from cchc_audit.assess import assess as judge
from cchc_audit.columns import ASSESS_COLUMNS, PERSONAL
from cchc_audit.deadlines.catalogue import Catalogue, load_catalogue
from cchc_audit.deadlines.interruptions import interruptions
from cchc_audit.deadlines.lookup import TermTables, text_of
from cchc_audit.deadlines.moments import last_instant
from cchc_audit.errors import CalendarRangeError, InputError
from cchc_audit.intake import Intake, Units, load_units, open_exports, read_events
from cchc_audit.intake.beside import by_row
from cchc_audit.intake.duplicates import NO_DUPLICATES, Duplicates, collapse, hashes, repeated
from cchc_audit.report.model import Provenance, Report
from cchc_audit.settings import Settings
from cchc_audit.summary import (
    DEFAULT_TARGET,
    Key,
    closing,
    distinct_values,
    due_rows,
    filter_columns,
    histogram,
    in_period,
    is_due,
    is_late,
    late_rows,
    lateness,
    ranked,
    sort_rows,
    sorted_by,
    summarise,
    target_of,
    where,
)
from cchc_audit.texts import Texts
from cchc_audit.workdays import Calendar, extended, load_calendar
from cchc_audit.workdays.frames import DayTables

Query = Callable[[pl.LazyFrame], list[pl.LazyFrame]]


@dataclass(frozen=True, slots=True)
class Request:
    """What a command was asked for; `settings` already has the options laid over it.

    `as_of` is the instant of judgement (naive, in the policy's time zone). `first` and `last` are
    the days of the period, `filters` the texts by key (`commune`, `procedure`, ...). `limit` None
    shows all rows. `options` are what was given on the command line, for provenance.
    """

    files: tuple[str, ...]
    settings: Settings
    as_of: datetime
    as_of_given: bool
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
class Docket:
    """An export opened and ready to be judged: the plan, and what its figures rest on."""

    request: Request
    intake: Intake
    units: Units
    case: Case
    calendar: Calendar
    catalogue: Catalogue

    @property
    def judged(self) -> pl.LazyFrame:
        """Every row of the export with its verdict or its fault, lazy."""
        return judge(self.intake.rows, self.case)

    def answer(self, query: Query) -> "Answer":
        """Runs `query` over the dossiers that stand, in one pass with the count of everything else.

        A second pass is made only where several rows claim one dossier. Raises `InputError` under
        `strict` when a row was rejected.
        """
        # Shared by hand: polars 2.1 does not see that plans with look-ups are the same plan.
        judged = self.judged.cache()
        accepted = judged.filter(pl.col("fault").is_null())
        counts, found, *frames = pl.collect_all(
            [_counts(judged), hashes(accepted), *query(accepted)], engine="streaming"
        )
        collapsed = collapse(accepted, repeated(found))
        if collapsed is not NO_DUPLICATES:
            standing = collapsed.removed(accepted)
            frames = pl.collect_all(query(standing), engine="streaming")
        return Answer(self, frames, collapsed, *counts.row(0))


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run found: the frames of the query, and the sum that accounts for every row."""

    docket: Docket
    frames: Sequence[pl.DataFrame]
    collapsed: Duplicates
    rows_read: int
    rows_rejected: int
    provisional: int

    @property
    def standing(self) -> pl.LazyFrame:
        """The dossiers that stand, lazy."""
        accepted = self.docket.judged.filter(pl.col("fault").is_null())
        return self.collapsed.removed(accepted)

    @property
    def provenance(self) -> Provenance:
        """Where the figures come from."""
        docket, doubled = self.docket, len(self.collapsed.collapsed)
        rejected = self.rows_rejected + docket.intake.rejected_lines
        read = self.rows_read + docket.intake.rejected_lines
        return Provenance(
            files=tuple(file.path for file in docket.intake.files),
            rows_read=read,
            rows_rejected=rejected,
            duplicates=doubled,
            assessed=read - rejected - doubled,
            layout_rows=sum(len(file.layout_rows) for file in docket.intake.files),
            as_of=docket.request.as_of,
            options=docket.request.options,
            version=__version__,
            calendar_digest=docket.calendar.digest(),
            catalogue_digest=docket.catalogue.digest(),
            official_through=docket.calendar.official_through,
            provisional=self.provisional,
        )


def late(request: Request) -> Report:
    """The late list: finished late and open overdue; the firm ones first, the longest first."""
    return _listed("late", opened(request), is_late(), late_rows)


def due(request: Request, *, within: int) -> Report:
    """Open dossiers whose deadline falls within `within` working days, the soonest first."""
    return _listed(
        "due", opened(request), is_due(within), lambda rows: due_rows(rows, within=within)
    )


def assess(request: Request) -> Report:
    """Every dossier with its verdict, in the order of the files; lazy, however many they are."""
    docket = opened(request)
    scope = _scope(docket)

    def contestable(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
        inside = rows.filter(scope)
        doubtful = inside.filter(pl.col("certainty") == "contestable")
        return [_working(doubtful), inside.select(pl.len())]

    answer = docket.answer(contestable)
    doubtful, total = answer.frames[0], int(answer.frames[1].item())
    rows = answer.standing.filter(scope)
    if request.sort is not None:
        rows = sort_rows(rows.with_columns(_source_file(docket)), request.sort)
    rows = _defended(rows, defend(doubtful, docket.case))
    if request.limit is not None:
        rows = rows.head(request.limit)
    shown = total if request.limit is None else min(total, request.limit)
    return Report("assess", _presented(rows, docket), total, shown, _checked(answer))


def communes(request: Request) -> Report:
    """One row a commune and a total, ranked; below it, where the lateness comes from."""
    docket = opened(request)
    keys = (Key.COMMUNE,)
    scope, target = _scope(docket), _target(request)

    def counted(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
        inside = rows.filter(scope)
        return [histogram(inside, keys, first=request.first), lateness(inside)]

    answer = docket.answer(counted)
    whole = summarise(answer.frames[0], keys, target=target)
    words = closing(whole, answer.frames[1], target=target, texts=Texts(request.settings.lang))
    groups = ranked(whole.groups, keys)
    return _summed("communes", answer, groups, whole.total, keys=keys, words=(words,))


def summary(request: Request, *, by: tuple[str, ...]) -> Report:
    """The same figures by any keys, in the natural order of the keys."""
    docket = opened(request)
    keys = tuple(Key(name) for name in by)
    scope, target = _scope(docket), _target(request)
    answer = docket.answer(lambda rows: [histogram(rows.filter(scope), keys, first=request.first)])
    whole = summarise(answer.frames[0], keys, target=target)
    return _summed("summary", answer, whole.groups, whole.total, keys=keys, words=())


def opened(request: Request) -> Docket:
    """Opens exports and side files. Raises `CchcError` for what cannot be read or has no
    meaning.
    """
    settings, as_of = request.settings, request.as_of
    units = load_units(settings.units)
    calendar = _calendar(settings.calendar, as_of)
    catalogue = load_catalogue(settings.catalogue, only_user=settings.catalogue_only)
    intake = open_exports(request.files, settings=settings, units=units, judged=as_of.date())
    events = None
    if settings.events is not None:
        told = read_events(settings.events, settings=settings, judged=as_of.date())
        events = interruptions(told.frame, as_of)
    undecided = calendar.undecided()
    case = Case(
        as_of=as_of,
        policy=settings.policy,
        hours=calendar.hours,
        tables=DayTables.of(calendar),
        undecided=None if undecided == calendar else DayTables.of(undecided),
        terms=TermTables(catalogue, settings.policy),
        remote=units.remote,
        stated=units.stated,
        present=intake.present,
        events=events,
    )
    return Docket(request, intake, units, case, calendar, catalogue)


def _calendar(path: Path | None, as_of: datetime) -> Calendar:
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


def _counts(judged: pl.LazyFrame) -> pl.LazyFrame:
    faulty = pl.col("fault").is_not_null()
    return judged.select(
        pl.len().alias("rows_read"),
        faulty.sum().alias("rows_rejected"),
        (pl.col("provisional") & ~faulty).sum().alias("provisional"),
    )


def _scope(docket: Docket) -> pl.Expr:
    """Whether a dossier lies in the period and passes the filters."""
    request = docket.request
    filters = request.filters or {}
    columns = filter_columns(filters)
    accepted = docket.judged.filter(pl.col("fault").is_null())
    values = distinct_values(accepted, columns) if columns else {}
    return in_period(request.first, request.last, as_of=request.as_of) & where(
        filters, values=values, canonical=docket.units.canonical
    )


def _target(request: Request) -> Fraction:
    """The on-time rate that counts as kept, for what a group can still afford."""
    rate = request.settings.gates.on_time_rate_min
    return DEFAULT_TARGET if rate is None else target_of(rate)


def _checked(answer: Answer) -> Provenance:
    """The provenance, once the rejected rows are written and held against `strict`."""
    provenance, request = answer.provenance, answer.docket.request
    if request.rejects is not None:
        answer.docket.intake.write_rejects(request.rejects, answer.docket.judged)
    if request.strict and provenance.rows_rejected:
        raise InputError("pipeline.strict", rejected=provenance.rows_rejected)
    return provenance


def _listed(
    command: str,
    docket: Docket,
    chosen: pl.Expr,
    in_order: Callable[[pl.LazyFrame], pl.LazyFrame],
) -> Report:
    """A list of dossiers: chosen, in order, cut, each contestable one with its defence."""
    request, scope = docket.request, _scope(docket)

    def listed(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
        return [in_order(_working(rows.filter(scope & chosen)))]

    answer = docket.answer(listed)
    rows = answer.frames[0]
    total = len(rows)
    if request.sort is not None:
        named = rows.lazy().with_columns(_source_file(docket))
        rows = sort_rows(named, request.sort).collect()
    if request.limit is not None:
        rows = rows.head(request.limit)
    frame = defend(rows, docket.case).lazy()
    return Report(command, _presented(frame, docket), total, len(rows), _checked(answer))


def _summed(
    command: str,
    answer: Answer,
    groups: pl.DataFrame,
    total: pl.DataFrame,
    *,
    keys: tuple[Key, ...],
    words: tuple[str, ...],
) -> Report:
    """A summary: groups in order, cut, the total last."""
    request = answer.docket.request
    if request.sort is not None:
        groups = sorted_by(groups, keys, column=request.sort)
    shown = groups if request.limit is None else groups.head(request.limit)
    return Report(
        command,
        pl.concat([shown, total]).lazy(),
        len(groups),
        len(shown),
        _checked(answer),
        keys=tuple(key.value for key in keys),
        has_total=True,
        closing=words,
    )


def _working(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows without the columns of runs already made: what `defend` and the output still need."""
    return rows.select(pl.exclude(r"^_(law|office)_.*$"))


def _defended(rows: pl.LazyFrame, doubtful: pl.DataFrame) -> pl.LazyFrame:
    """Puts the defences found for the contestable rows beside all rows."""
    if doubtful.is_empty():
        return rows.with_columns(pl.lit(None, dtype=pl.String).alias("defence"))
    words = doubtful["defence"].unique().drop_nulls().sort()
    number = doubtful["defence"].cast(pl.Enum(words)).to_physical().cast(pl.UInt8)
    defence = pl.lit(words).gather(by_row(doubtful, number))
    return rows.with_columns(defence.alias("defence"))


def _source_file(docket: Docket) -> pl.Expr:
    paths = pl.Series([file.path for file in docket.intake.files], dtype=pl.String)
    return pl.lit(paths).gather(pl.col("source")).alias("source_file")


def _presented(rows: pl.LazyFrame, docket: Docket) -> pl.LazyFrame:
    """The columns of `assess` as they go out: plain text, days, moments, numbers."""
    personal = PERSONAL if docket.request.show_personal else ()
    rows = rows.with_columns(_source_file(docket), text_of(pl.col("term")).alias("term"))
    return rows.select(*ASSESS_COLUMNS, *personal).with_columns(
        pl.selectors.categorical().cast(pl.String), pl.selectors.enum().cast(pl.String)
    )
