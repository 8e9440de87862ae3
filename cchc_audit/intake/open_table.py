"""One raw table opened: its headers recognised, and how its moments are written."""

from collections.abc import Mapping
from functools import partial

import polars as pl

from cchc_audit.core.columns import COLUMNS, MOMENTS
from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.intake.exports import Export
from cchc_audit.intake.files.body import Body, SourceFile
from cchc_audit.intake.files.header_search import COLUMNS_OF_HEADER
from cchc_audit.intake.files.layout import has_moment
from cchc_audit.intake.files.raw_rows import CODE, LINE, cell
from cchc_audit.intake.files.refusals import refuse_misread
from cchc_audit.intake.files.sample import look_at, read_first
from cchc_audit.intake.files.tables.common_facts import with_common_facts
from cchc_audit.intake.files.tables.days_apart import Rest, find_days, with_days, without_days
from cchc_audit.intake.files.tables.groups import without_group_rows
from cchc_audit.intake.files.tables.times_apart import (
    find_joined,
    find_times,
    with_times,
    without_times,
)
from cchc_audit.intake.files.workbooks.failed_cells import with_failed_cells
from cchc_audit.intake.normalise import Normaliser
from cchc_audit.intake.values.column_evidence import Place, Table, moment_columns
from cchc_audit.intake.values.column_values import count_texts, holds
from cchc_audit.intake.values.headers import VERDICT_COLUMNS, Headers, assign

_SAMPLE = 10_000
_LOOKED_AT = 100
_TELLING = ("dossier_id", *MOMENTS, "procedure_code", "procedure_name", "status")
"""What at least one row of a table of dossiers holds something of."""


def open_table(body: Body, settings: Settings, normaliser: Normaliser) -> Export:
    """A raw table as one of dossiers. Raises `InputError` for one that is none, is empty or cannot
    be read, `ConfigError` for headers that the user has to settle.
    """
    file = body.full_name
    sample = read_first(body, _SAMPLE)

    rows = sample.head(_LOOKED_AT).select(pl.exclude(LINE, CODE))
    refuse_misread(" ".join(text for row in rows.iter_rows() for text in row if text), body.name)

    headers = _recognise(body, sample, settings, normaliser)
    body = body._replace(header=headers.texts)
    body, places = without_group_rows(
        body, headers.places, sample, is_commune=normaliser.units.knows
    )
    body, places = with_common_facts(
        body, places, sample, own=headers.places, is_commune=normaliser.units.knows
    )
    headers = headers._replace(texts=body.header, places=places)
    days = find_days(headers, sample)
    body = with_days(body, places, days)
    headers = headers._replace(ignored=without_days(headers, days))
    times = find_times(headers)
    if days:
        sample = body.frame.head(_SAMPLE).collect()
    body = with_times(body, places, times)
    joined = find_joined(sample, places, times)
    headers = headers._replace(ignored=without_times(headers, joined))
    if not body.records and not body.lost:
        raise InputError("intake.no_records", file=file)
    if len(sample) < _SAMPLE:
        _refuse_blank(sample, headers, file=file)
    body = with_failed_cells(body, {n: places[n] for n in places if n in VERDICT_COLUMNS})
    if body.serials is not None or times:
        sample = body.frame.head(_SAMPLE).collect()
    columns = headers.columns()
    moments = moment_columns(
        [Place(n, cell(headers.places[n]), columns[n]) for n in MOMENTS if n in columns],
        Table(
            file,
            sample,
            body.frame if len(sample) == _SAMPLE else None,
            partial(look_at, body),
        ),
        span=normaliser.span,
        order=settings.dates.order,
        ahead=body.serials,
    )
    return Export(body, headers, moments, _headers_apart(headers, days, joined))


def _recognise(
    body: Body, sample: pl.DataFrame, settings: Settings, normaliser: Normaliser
) -> Headers:
    """Which column each header of a table names; where several name one, its rows decide."""

    def has_values(place: int) -> bool:
        name = cell(place)
        return _has_text(sample.lazy(), name) or _has_text(body.frame, name)

    def differ(one: int, other: int) -> bool:
        if not has_values(other):
            return False
        first, second = (pl.col(cell(place)).str.strip_chars() for place in (one, other))
        return bool(body.frame.select(first.ne_missing(second).any()).collect().item())

    def suits(name: str, place: int) -> bool:
        return holds(name, count_texts(sample, cell(place)), statuses=normaliser.status)

    return assign(
        body.header,
        settings.columns,
        file=body.full_name,
        path=body.name,
        has_values=has_values,
        differ=differ,
        suits=suits,
    )


def _headers_apart(
    headers: Headers, days: Mapping[str, Rest], times: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """Column of moments → the headers of the months and years, and of the times, joined to it."""
    apart = {
        name: (*days.get(name, ()), *([times[name]] if name in times else []))
        for name in (*days, *times)
    }
    return {name: tuple(headers.texts[place] for place in apart[name]) for name in apart}


def _refuse_blank(rows: pl.DataFrame, headers: Headers, *, file: str) -> None:
    """Raise `InputError` for a table of which nothing that makes a dossier holds anything, while
    other columns hold what looks like dossiers: its rows would all be taken for blank ones.
    """
    telling = [cell(headers.places[name]) for name in _TELLING if name in headers.places]
    # What the rows of groups say stands in columns of its own, behind those that were read.
    if any(name not in rows.columns or _has_text(rows.lazy(), name) for name in telling):
        return
    for row in rows.select(pl.exclude(LINE, CODE)).iter_rows():
        filled = [place for place, text in enumerate(row) if text and text.strip()]
        # No signature: that is one day at most, in a cell of words.
        if len(filled) >= COLUMNS_OF_HEADER and any(has_moment(row[place]) for place in filled):
            others = ", ".join(headers.texts[place] or f"({place + 1})" for place in filled)
            raise InputError("intake.columns_blank", file=file, found=others)


def _has_text(frame: pl.LazyFrame, name: str) -> bool:
    longest = frame.select(pl.col(name).str.strip_chars().str.len_bytes().max()).collect().item()
    return bool(longest)


def _formats(export: Export, name: str) -> tuple[str, ...]:
    """How a column of moments is written, with the headers of what of it stands apart."""
    labels = tuple(export.moments[name].labels)
    return (*labels, *(f"+ “{header}”" for header in export.joined.get(name, ())))


def describe(export: Export) -> SourceFile:
    """What was found of a table, for people."""
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
        formats={name: _formats(export, name) for name in export.moments},
        width=len(body.header),
    )
