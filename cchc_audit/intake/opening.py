"""Opening exports: files → tables → one lazy frame of rows."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.intake.damage.shifted_header import divide
from cchc_audit.intake.exports import Export, Intake
from cchc_audit.intake.files.ask import Ask, Trust
from cchc_audit.intake.files.body import Body, Tables, Unread
from cchc_audit.intake.files.readers import read_tables
from cchc_audit.intake.files.refusals import is_passed_over
from cchc_audit.intake.files.side import beside_exports
from cchc_audit.intake.files.sources import Source, expand, is_own
from cchc_audit.intake.files.tables.side_by_side import apart
from cchc_audit.intake.files.tables.titles_between import hand_down
from cchc_audit.intake.look_for_damage import look_for_damage
from cchc_audit.intake.normalise import Normaliser
from cchc_audit.intake.open_table import describe, open_table
from cchc_audit.intake.plain_rows import read_rows
from cchc_audit.intake.units import Units
from cchc_audit.intake.values.header_names import columns_named, count_recognised
from cchc_audit.intake.values.headers import check_mapping
from cchc_audit.intake.values.moments import Span


def open_exports(
    paths: Sequence[str],
    *,
    settings: Settings,
    units: Units,
    judged: date,
    codes: Collection[str] = (),
    today: date | None = None,
    trust: Trust | None = None,
) -> Intake:
    """Open every export behind `paths` (files, folders, globs; without any, `settings.inputs`).

    `judged` is the day of judgement: moments more than ten years after it are faults. `codes` are
    those of the catalogue, by which codes that lost their zeros are made whole, `today` the day
    on which they are read: no end can lie behind it. With `trust` given,
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
    looked_at = look_for_damage(exports, normaliser, settings, judged, today or date.max)
    exports = looked_at.exports
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
    files = tuple(map(describe, exports))
    return Intake(
        files,
        pl.concat(frames) if len(frames) > 1 else frames[0],
        frozenset(name for file in files for name in file.columns),
        unread,
        exports,
        normaliser,
        settings.lang or "vi",
        looked_at.damage,
        looked_at.alike,
        looked_at.suspects,
        today,
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
            lambda cells, beyond=0: count_recognised(cells, settings.columns, beyond),
            settings.unpack_limit,
            settings.workbook.sheets,
            trust,
        ),
    )
    exports: list[Export] = []
    unread = list(tables.unread)
    for body in _divided(tables.bodies, settings):
        try:
            exports.append(open_table(body, settings, normaliser))
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
    parts: list[Body] = []
    for body in bodies:
        for part in divide(body, lambda cells: columns_named(cells, settings.columns)):
            if part.below and parts:
                parts[-1], part = hand_down(parts[-1], part)
            parts.append(part)
    for part in parts:
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
        else export._replace(body=export.body._replace(sheet=""))
        for export in exports
    ]
