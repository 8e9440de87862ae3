"""Opening exports: files → headers → one lazy frame of rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from cchc_audit.core.columns import COLUMNS, MOMENTS
from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.files.body import Body, SourceFile, cell
from cchc_audit.intake.files.layout import NO_HEADER
from cchc_audit.intake.files.readers import read_body
from cchc_audit.intake.files.rejects import Origin, Reject, fetch, write
from cchc_audit.intake.files.sources import Source, expand
from cchc_audit.intake.normalise import Normaliser
from cchc_audit.intake.units import Units
from cchc_audit.intake.values.dates import Span
from cchc_audit.intake.values.headers import Headers, assign, check_mapping, recognised
from cchc_audit.intake.values.moment_columns import MomentColumn, spellings_of
from cchc_audit.texts import Lang, Texts

_SAMPLE = 10_000
_SPELLINGS = 2_000
_SKIPPED = (
    *NO_HEADER,
    "intake.id_column_missing",
    "intake.received_column_missing",
    "intake.needed_columns_missing",
)
"""A file in a folder that lacks these is some other table; named by the user it is an error."""


@dataclass(frozen=True, slots=True)
class Export:
    """One opened file: its data, what its headers are and how its moments are read."""

    body: Body
    headers: Headers
    moments: dict[str, MomentColumn]


@dataclass(frozen=True, slots=True)
class Intake:
    """The exports of a run.

    `rows` is lazy: see `normalise.Normaliser.rows`; files stand in the order of `files`, and
    `source` is an index into it. `present` are the canonical columns that some file has. `skipped`
    are files a folder or a glob led to that are no exports, each with the reason.
    """

    files: tuple[SourceFile, ...]
    rows: pl.LazyFrame
    present: frozenset[str]
    skipped: tuple[tuple[str, InputError], ...]
    exports: tuple[Export, ...] = field(repr=False)
    normaliser: Normaliser = field(repr=False)
    lang: Lang = "vi"

    @property
    def rejected_lines(self) -> int:
        """How many records were lost before they could become rows (stray quotes)."""
        return sum(len(export.body.lost) for export in self.exports)

    @property
    def records(self) -> int:
        """How many records the files hold, lost ones included, layout rows found later too."""
        return sum(export.body.records for export in self.exports) + self.rejected_lines

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
        yield from fetch(faulty, self._origins, span=self.normaliser.span)

    def write_rejects(self, path: Path, judged: pl.LazyFrame) -> int:
        """Write the rejected rows as they were, with file, line, column and reason.

        Returns how many. Raises `InputError` where `path` cannot be written.
        """
        texts = Texts(self.lang)
        reasons = {fault: texts(f"intake.fault.{fault}") for fault in Fault}
        return write(path, self.rejects(judged), self._origins, reasons=reasons)

    @property
    def _origins(self) -> list[Origin]:
        pairs = zip(self.files, self.exports, strict=True)
        return [Origin(file.path, export.body, export.headers) for file, export in pairs]


def open_exports(paths: Sequence[str], *, settings: Settings, units: Units, judged: date) -> Intake:
    """Open every export behind `paths` (files, folders, globs; without any, `settings.inputs`).

    `judged` is the day of judgement: moments more than ten years after it are faults. Raises
    `InputError` for what is missing, unreadable, empty or no export, `ConfigError` for headers
    that the user has to settle.
    """
    sources = expand(tuple(paths) or settings.inputs, leave_out=_side_files(settings))
    if not sources:
        raise InputError("intake.no_inputs")
    normaliser = Normaliser(
        settings, units=units, span=Span.around(judged, timezone=settings.policy.timezone)
    )
    opened, skipped = _open_all(sources, settings, normaliser)
    check_mapping(settings.columns, files=[export.headers for _, export in opened])
    frames = [
        normaliser.rows(export.body.frame, export.headers, source=n, moments=export.moments)
        for n, (_, export) in enumerate(opened)
    ]
    files = tuple(_describe(source, export) for source, export in opened)
    return Intake(
        files,
        pl.concat(frames) if len(frames) > 1 else frames[0],
        frozenset(name for file in files for name in file.columns),
        skipped,
        tuple(export for _, export in opened),
        normaliser,
        settings.lang or "vi",
    )


def _side_files(settings: Settings) -> list[Path]:
    named = (settings.events, settings.calendar, settings.catalogue, settings.units)
    return [path for path in named if path is not None]


def _open_all(
    sources: Sequence[Source], settings: Settings, normaliser: Normaliser
) -> tuple[list[tuple[Source, Export]], tuple[tuple[str, InputError], ...]]:
    opened: list[tuple[Source, Export]] = []
    skipped: list[tuple[str, InputError]] = []
    for source in sources:
        try:
            opened.append((source, _open(source, settings, normaliser)))
        except InputError as error:
            if error.key != "intake.no_records" and (source.named or error.key not in _SKIPPED):
                raise
            skipped.append((source.given, error))
    if not opened:
        raise skipped[0][1]
    return opened, tuple(skipped)


def _open(source: Source, settings: Settings, normaliser: Normaliser) -> Export:
    body = read_body(
        source.given,
        lambda cells: recognised(cells, settings.columns),
        limit=settings.unpack_limit,
    )
    sample = body.frame.head(_SAMPLE).collect(engine="streaming")

    def has_values(place: int) -> bool:
        name = cell(place)
        return _has_text(sample.lazy(), name) or _has_text(body.frame, name)

    def differ(one: int, other: int) -> bool:
        first, second = (pl.col(cell(place)).str.strip_chars() for place in (one, other))
        return bool(body.frame.select(first.ne_missing(second).any()).collect().item())

    headers = assign(
        body.header, settings.columns, file=source.given, has_values=has_values, differ=differ
    )
    if not body.records and not body.lost:
        raise InputError("intake.no_records", file=source.given)
    every = max(1, len(sample) // _SPELLINGS)
    moments = {
        name: normaliser.moment_column(
            spellings_of(sample[cell(headers.places[name])].gather_every(every)),
            serials=body.serials,
        )
        for name in MOMENTS
        if name in headers.places
    }
    return Export(body, headers, moments)


def _has_text(frame: pl.LazyFrame, name: str) -> bool:
    longest = frame.select(pl.col(name).str.strip_chars().str.len_bytes().max()).collect().item()
    return bool(longest)


def _describe(source: Source, export: Export) -> SourceFile:
    body, headers = export.body, export.headers
    return SourceFile(
        path=source.given,
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
