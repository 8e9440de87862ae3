"""Opening exports: files → headers → one lazy frame of rows."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from cchc_audit.core.columns import COLUMNS, MOMENTS
from cchc_audit.core.errors import InputError
from cchc_audit.core.progress import progress
from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import DateOrder, Fault
from cchc_audit.intake.damage import Damage, find_damage, refuse
from cchc_audit.intake.damage.cut_export import find_end
from cchc_audit.intake.damage.damage import DOUBTFUL
from cchc_audit.intake.damage.damage import Table as DamageTable
from cchc_audit.intake.damage.shifted_header import divide
from cchc_audit.intake.damage.shifted_header import tell as tell_shifted
from cchc_audit.intake.damage.spoilt_ids import rounds_numbers
from cchc_audit.intake.files.body import CODE, LINE, Body, SourceFile, Tables, Unread, cell
from cchc_audit.intake.files.containers import Ask
from cchc_audit.intake.files.failed_cells import with_failed_cells
from cchc_audit.intake.files.groups import without_group_rows
from cchc_audit.intake.files.guard import Trust
from cchc_audit.intake.files.readers import read_tables
from cchc_audit.intake.files.refusals import is_passed_over, refuse_misread
from cchc_audit.intake.files.rejects import Origin, Reject, cells_at, fetch, write
from cchc_audit.intake.files.sample import look_at
from cchc_audit.intake.files.side import beside_exports
from cchc_audit.intake.files.side_by_side import apart
from cchc_audit.intake.files.sources import Source, expand, is_own
from cchc_audit.intake.normalise import Normaliser
from cchc_audit.intake.plain_rows import read_rows
from cchc_audit.intake.units import Units
from cchc_audit.intake.values.column_evidence import Place, Table, moment_columns
from cchc_audit.intake.values.headers import (
    VERDICT_COLUMNS,
    Headers,
    assign,
    check_mapping,
    columns_named,
    count_recognised,
)
from cchc_audit.intake.values.moment_columns import MomentColumn
from cchc_audit.intake.values.moments import Span
from cchc_audit.texts import Lang, Texts

_SAMPLE = 10_000
_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Export:
    """One opened table: its data, what its headers are, how its moments are read, and whether the
    numbers of its dossiers lost their last digits.
    """

    body: Body
    headers: Headers
    moments: dict[str, MomentColumn]
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """The exports of a run.

    `rows` is lazy: see `normalise.Normaliser.rows`; files stand in the order of `files`, and
    `source` is an index into it. `present` are the canonical columns that some file has. `unread`
    are files, members of archives and sheets that are not read, each with the reason.
    """

    files: tuple[SourceFile, ...]
    rows: pl.LazyFrame
    present: frozenset[str]
    unread: tuple[Unread, ...]
    exports: tuple[Export, ...] = field(repr=False)
    normaliser: Normaliser = field(repr=False)
    lang: Lang = "vi"
    damage: tuple[Damage, ...] = ()

    @property
    def doubted(self) -> frozenset[tuple[int, str]]:
        """The columns, by source, of which a mark of damage says that they may not be true."""
        return frozenset(
            (one.source, one.column)
            for one in self.damage
            if one.mark in DOUBTFUL and one.column is not None
        )

    @property
    def rejected_lines(self) -> int:
        """How many records were lost before they could become rows (stray quotes)."""
        return sum(len(export.body.lost) for export in self.exports)

    @property
    def records(self) -> int:
        """How many records the files hold, lost ones included, layout rows found later too."""
        return sum(export.body.records for export in self.exports) + self.rejected_lines

    @property
    def communes(self) -> frozenset[str]:
        """The communes that rows read so far name; none before a run that asks for them."""
        met = self.normaliser.vocabularies["commune"].seen().values()
        return frozenset(name for name in met if isinstance(name, str))

    def late_layout(self) -> dict[int, tuple[int, ...]]:
        """Layout rows of the right width among the data, by source: one more pass over the files.

        They are not in `rows`, nor in `layout_rows` of their file.
        """
        found = {}
        for source, export in enumerate(self.exports):
            frame = self.normaliser.layout(export.body.frame, export.headers)
            found[source] = tuple(frame.collect(engine="streaming")["source_line"].sort())
        return found

    def raw_moments(self, source: int, name: str, *, standing: pl.Expr) -> pl.LazyFrame | None:
        """One column of moments of one file, faults included; None where it has none.

        `standing` tells the raw rows that are looked at.
        """
        export = self.exports[source]
        if name not in export.moments:
            return None
        raw = export.body.frame.filter(standing)
        return self.normaliser.moment(raw, export.headers, name, how=export.moments[name])

    def rejects(self, judged: pl.LazyFrame) -> Iterator[Reject]:
        """Every rejected row, in the order of files and lines.

        `judged` is `rows`, or a frame made of it whose `fault` says more.
        """
        wanted = ("source", "source_line", "fault")
        faulty = judged.filter(pl.col("fault").is_not_null()).select(wanted).collect()
        yield from fetch(faulty, self._origins)

    def write_rejects(self, path: Path, judged: pl.LazyFrame) -> int:
        """Write the rejected rows as they were, with file, line, column and reason.

        Returns how many. Raises `InputError` where `path` cannot be written.
        """
        texts = Texts(self.lang)
        reasons = {fault: texts(f"intake.fault.{fault}") for fault in Fault}
        return write(path, self.rejects(judged), self._origins, reasons=reasons)

    def written(self, source: int, line: int) -> dict[str, str]:
        """The cells of one row as its file has them, by canonical column."""
        return cells_at(self._origins[source], line)

    @property
    def _origins(self) -> list[Origin]:
        pairs = zip(self.files, self.exports, strict=True)
        return [Origin(file.path, e.body, e.headers, e.moments) for file, e in pairs]


def open_exports(
    paths: Sequence[str],
    *,
    settings: Settings,
    units: Units,
    judged: date,
    codes: Collection[str] = (),
    trust: Trust | None = None,
) -> Intake:
    """Open every export behind `paths` (files, folders, globs; without any, `settings.inputs`).

    `judged` is the day of judgement: moments more than ten years after it are faults. `codes` are
    those of the catalogue, by which codes that lost their zeros are made whole. With `trust` given,
    large files are looked at only while `rows` are read, and only where all are read: see
    `guard.chunks`. Raises
    `InputError` for what is missing, unreadable, empty or no export, `ConfigError` for headers
    that the user has to settle.
    """
    sources = expand(tuple(paths) or settings.inputs, leave_out=beside_exports(settings))
    if not sources:
        raise InputError("intake.no_inputs")
    normaliser = Normaliser(
        settings,
        units=units,
        span=Span.around(judged, timezone=settings.policy.timezone),
        codes=codes,
    )
    exports, unread = _open_all(sources, settings, normaliser, trust or Trust())
    check_mapping(settings.columns, files=[export.headers for export in exports])
    exports, damage = _look_for_damage(exports, normaliser, settings, judged)
    frames = [
        read_rows(
            export.body,
            export.headers,
            normaliser,
            source=n,
            moments=export.moments,
            rounded=export.rounded,
        )
        for n, export in enumerate(exports)
    ]
    files = tuple(map(_describe, exports))
    return Intake(
        files,
        pl.concat(frames) if len(frames) > 1 else frames[0],
        frozenset(name for file in files for name in file.columns),
        unread,
        exports,
        normaliser,
        settings.lang or "vi",
        damage,
    )


def _look_for_damage(
    exports: Sequence[Export], normaliser: Normaliser, settings: Settings, judged: date
) -> tuple[tuple[Export, ...], tuple[Damage, ...]]:
    """Every mark of damage, the exports with what follows from it. Raises `InputError` for one that
    ends the run and that the settings do not let pass.
    """
    month_first = settings.dates.order is DateOrder.MONTH_FIRST
    counted, before = progress(), progress().reached.rows
    tables = [
        _look_at(n, export, normaliser, judged=judged, month_first=month_first)
        for n, export in enumerate(exports)
    ]
    # These rows are read ahead of the run, which will count them.
    counted.passed(before - counted.reached.rows)
    accepted = settings.accept_damage
    found = find_damage(tables, accepted=accepted)
    refuse(found, accepted=accepted)
    exports = tuple(
        replace(export, rounded=rounds_numbers(table.rows["dossier_id"]))
        for export, table in zip(exports, tables, strict=True)
    )
    divided = (tell_shifted(one.body, n) for n, one in enumerate(exports) if one.body.below)
    return exports, (*divided, *found)


def _look_at(
    source: int, export: Export, normaliser: Normaliser, *, judged: date, month_first: bool
) -> DamageTable:
    """What is looked at for damage."""
    body, headers = export.body, export.headers
    text = look_at(body).lazy()
    last_line, broken = find_end(body)
    return DamageTable(
        file=body.full_name,
        source=source,
        raw=normaliser.records(text, headers).collect(),
        rows=normaliser.rows(text, headers, source=source, moments=export.moments).collect(),
        cells={name: cell(place) for name, place in headers.places.items()},
        headers=headers.columns(),
        records=body.records,
        last_line=last_line,
        judged=judged,
        span=normaliser.span,
        ignored={text: cell(place) for text, place in headers.ignored_places().items()},
        broken=broken,
        month_first=month_first,
    )


def _open_all(
    sources: Sequence[Source], settings: Settings, normaliser: Normaliser, trust: Trust
) -> tuple[tuple[Export, ...], tuple[Unread, ...]]:
    """The tables of all files. Raises the first reason for which a file is not read, where none is
    or where the user named it.
    """
    exports: list[Export] = []
    unread: list[Unread] = []
    for source in sources:
        try:
            found, left = _open_file(source, settings, normaliser, trust)
        except InputError as error:
            if error.key != "intake.no_records" and (source.named or not is_passed_over(error)):
                raise
            unread.append(Unread(source.given, error, 1))
        else:
            exports += found
            unread += left
    if not exports:
        raise unread[0].why
    return tuple(exports), tuple(unread)


def _open_file(
    source: Source, settings: Settings, normaliser: Normaliser, trust: Trust
) -> tuple[list[Export], list[Unread]]:
    """The tables of dossiers in one file, and its other parts."""
    if not source.named and is_own(Path(source.given)):
        raise InputError("intake.own_rejects", file=source.given)
    tables = read_tables(
        source.given,
        Ask(
            lambda cells: count_recognised(cells, settings.columns),
            settings.unpack_limit,
            settings.workbook.sheets,
            trust,
        ),
    )
    exports: list[Export] = []
    unread = list(tables.unread)
    for body in _divided(tables.bodies, settings):
        try:
            exports.append(_open(body, settings, normaliser))
        except InputError as error:
            if not is_passed_over(error):
                raise
            unread.append(Unread(body.part_name, error, body.records))
    if not exports:
        raise _reason(tables, unread)
    return _named(exports), unread


def _divided(bodies: Sequence[Body], settings: Settings) -> Iterator[Body]:
    """Every table, one that holds other headers among its rows section by section, and tables that
    stand side by side one by one.
    """
    for body in bodies:
        for part in divide(body, lambda cells: columns_named(cells, settings.columns)):
            yield from apart(part, settings.columns)


def _reason(tables: Tables, unread: Sequence[Unread]) -> InputError:
    """Why no table of a file is one of dossiers: what the table that resembles one most lacks."""
    widest = max(tables.bodies, key=lambda body: len(body.header))
    why = next(one.why for one in unread if one.name == widest.part_name)
    return InputError(why.key, **why.values | {"file": widest.name})


def _named(exports: Sequence[Export]) -> list[Export]:
    """The exports of a file: one that stands alone in its workbook goes by the workbook's name."""
    sheets = {(export.body.name, export.body.sheet) for export in exports}
    files = Counter(name for name, _ in sheets)
    return [
        export
        if files[export.body.name] > 1
        else replace(export, body=replace(export.body, sheet=""))
        for export in exports
    ]


def _open(body: Body, settings: Settings, normaliser: Normaliser) -> Export:
    file = body.full_name
    sample = body.frame.head(_SAMPLE).collect(engine="streaming")

    rows = sample.head(_LOOKED_AT).select(pl.exclude(LINE, CODE))
    refuse_misread(" ".join(text for row in rows.iter_rows() for text in row if text), body.name)

    def has_values(place: int) -> bool:
        name = cell(place)
        return _has_text(sample.lazy(), name) or _has_text(body.frame, name)

    def differ(one: int, other: int) -> bool:
        first, second = (pl.col(cell(place)).str.strip_chars() for place in (one, other))
        return bool(body.frame.select(first.ne_missing(second).any()).collect().item())

    told = {"file": file, "path": body.name}
    headers = assign(body.header, settings.columns, has_values=has_values, differ=differ, **told)
    body, places = without_group_rows(body, headers.places, sample)
    headers = replace(headers, texts=body.header, places=places)
    if not body.records and not body.lost:
        raise InputError("intake.no_records", file=file)
    body = with_failed_cells(body, {n: places[n] for n in places if n in VERDICT_COLUMNS})
    if body.serials is not None:
        sample = body.frame.head(_SAMPLE).collect()
    columns = headers.columns()
    moments = moment_columns(
        [Place(n, cell(headers.places[n]), columns[n]) for n in MOMENTS if n in columns],
        Table(file, sample, body.frame if len(sample) == _SAMPLE else None),
        span=normaliser.span,
        order=settings.dates.order,
        ahead=body.serials,
    )
    return Export(body, headers, moments)


def _has_text(frame: pl.LazyFrame, name: str) -> bool:
    longest = frame.select(pl.col(name).str.strip_chars().str.len_bytes().max()).collect().item()
    return bool(longest)


def _describe(export: Export) -> SourceFile:
    body, headers = export.body, export.headers
    return SourceFile(
        path=body.full_name,
        kind=body.kind,
        encoding=body.encoding,
        delimiter=body.delimiter,
        header_line=body.header_line,
        layout_rows=body.layout,
        columns=headers.columns(),
        others=dict(headers.others),
        ignored=headers.ignored,
        missing=tuple(c.name for c in COLUMNS if c.name not in headers.places),
        mapped=headers.mapped,
        formats={name: how.labels for name, how in export.moments.items()},
        width=len(body.header),
    )
