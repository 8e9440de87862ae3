"""The events table: what one row of an export cannot tell.

Columns, by the headers below: `dossier_id`, `event`, `at`, `until`, `by`, `note`. It is a side
table and is held whole.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import BY_NAME
from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import DateOrder, EventKind, Fault
from cchc_audit.intake.event_kinds import cause_of, names_cause, read_event
from cchc_audit.intake.faults import decode
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.raw_rows import CODE, LINE, cell
from cchc_audit.intake.files.readers import read_tables
from cchc_audit.intake.files.tables.side_by_side import find_ranges, take_part
from cchc_audit.intake.values.column_evidence import Place, Table, moment_columns
from cchc_audit.intake.values.header_names import columns_named
from cchc_audit.intake.values.identity import clean_id, is_spoilt
from cchc_audit.intake.values.moment_columns import MOMENT, MomentColumn
from cchc_audit.intake.values.moments import Span
from cchc_audit.intake.values.text import bare_header, clean, fold_header

EVENT = pl.Enum(EventKind)
SCHEMA: dict[str, pl.DataType] = {
    "dossier_id": pl.String(),
    "event": EVENT,
    "at": MOMENT,
    "until": MOMENT,
    "by": pl.String(),
    "note": pl.String(),
    "cause": pl.String(),
    "source_line": pl.UInt32(),
}
"""`cause` is what a pause waits for and what a resumption ends, as `cause_of` writes it; "" for a
plain pause, for a resumption that ends every pause, and for every other event.
"""
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "dossier_id": (*BY_NAME["dossier_id"].headers, "dossier_id"),
    "event": ("event", "Sự kiện", "Loại sự kiện", "Tên sự kiện", "LoaiSuKien", "Loại", "Hành động"),
    "at": (
        "at",
        "Thời điểm",
        "ThoiDiemXuLy",
        "Thời điểm xử lý",
        "Ngày sự kiện",
        "Từ ngày",
        "Ngày bắt đầu",
        "NgayTiepNhanBoSung",
        "NgayBoSung",
        "NgayYeuCauBoSung",
        "Thời gian",
        "Ngày",
    ),
    "until": ("until", "NgayHenTraMoi", "Đến ngày", "Ngày kết thúc", "Ngày hẹn lại", "Đến"),
    "by": (
        "by",
        "PhongBanXuLy",
        "Phòng ban xử lý",
        "NguoiXuLy",
        "Người xử lý",
        "Cán bộ xử lý",
        "Cán bộ",
        "Đơn vị",
        "Cơ quan",
        "Người thực hiện",
    ),
    "note": ("note", "Ghi chú", "Nội dung", "Lý do", "NoiDung", "LyDo", "Diễn giải"),
}
_NEEDED = ("dossier_id", "event", "at")
_MOMENTS = ("at", "until")
_COLUMN_KINDS = {
    "paused_at": EventKind.PAUSE,
    "resumed_at": EventKind.RESUME,
    "supplement_requested_at": EventKind.SUPPLEMENT_REQUEST,
    "supplemented_at": EventKind.SUPPLEMENT,
    "apology_at": EventKind.APOLOGY,
}
"""Columns of an export that may stand here too, each a moment of one kind of event."""
_OF_PAUSES = (EventKind.PAUSE, EventKind.RESUME)
_OF_THE_CLOCK = (*_OF_PAUSES, EventKind.SUPPLEMENT_REQUEST, EventKind.SUPPLEMENT)


class EventProblem(NamedTuple):
    """A row of the events table that says nothing: where, in which column, what, and why.

    `fault` is None for an unknown kind of event. `dossier` is whose verdict may lean on what could
    not be read, None where it cannot or where that is not known.
    """

    line: int
    column: str
    value: str
    fault: Fault | None
    dossier: str | None = None
    part: str = ""

    @property
    def place(self) -> str:
        """The line, with the sheet or the member of an archive where the file has several."""
        return f"{self.part}:{self.line}" if self.part else str(self.line)


class Events(NamedTuple):
    """The events that could be read, in the order of the file (`frame`: see `SCHEMA`).

    Rows that are equal in every cell are one event. A pause with an `until` stands as a pause and
    the resumption that ends it. `unknown` counts the texts in the column `event` that name no kind,
    `unread` names the tables with rows that are not read.
    """

    path: str
    frame: pl.DataFrame
    problems: tuple[EventProblem, ...]
    unknown: Mapping[str, int]
    unread: tuple[str, ...] = ()

    @property
    def doubted(self) -> frozenset[str]:
        """The dossiers of which an event that may decide a verdict could not be read."""
        return frozenset(one.dossier for one in self.problems if one.dossier is not None)


class _Row(NamedTuple):
    """A row of the table whose dossier is known: its texts by column, cleaned."""

    number: str
    line: int
    text: Mapping[str, str]


@dataclass
class _Found:
    """What has been read so far: rows as in `SCHEMA`, and what could not be read. `part` is what is
    being read of a file of several tables.
    """

    rows: list[tuple[object, ...]] = field(default_factory=list)
    problems: list[EventProblem] = field(default_factory=list)
    part: str = ""

    def add(self, kind: EventKind, row: _Row, at: datetime, until: datetime | None = None) -> None:
        """Take in an event; a pause that says its end is a pause and a resumption."""
        by, note = row.text["by"] or None, _note(kind, row.text["event"], row.text["note"])
        cause = cause_of(note) if note and kind in _OF_PAUSES else ""
        ends = kind is EventKind.PAUSE and until is not None
        end = None if kind is EventKind.PAUSE else until
        self.rows.append((row.number, kind.value, at, end, by, note, cause, row.line))
        if ends:
            resumed = EventKind.RESUME.value
            self.rows.append((row.number, resumed, until, None, by, note, cause, row.line))

    def add_fault(self, kind: EventKind, row: _Row, column: str, value: str, fault: Fault) -> None:
        """Take in a moment that could not be read: it weighs where the clock may need it."""
        weighs = row.number if kind in _OF_THE_CLOCK else None
        self.problems.append(EventProblem(row.line, column, value, fault, weighs, self.part))


def read_events(path: str | Path, *, settings: Settings, judged: date) -> Events:
    """Read an events table of any kind an export may have. Raises `InputError`."""
    span = Span.around(judged, timezone=settings.policy.timezone)
    tables = read_tables(str(path), Ask(_score, settings.unpack_limit))
    sections, others = _of_events([part for body in tables.bodies for part in _apart(body)])
    found = _Found()
    several = len({body.full_name for body in sections}) > 1
    for body in sections:
        found.part = _part(body.full_name, path) if several else ""
        _read_section(body, str(path), span, settings.dates.order, found)
    frame = _told_once(pl.DataFrame(found.rows, schema=SCHEMA, orient="row"))
    unknown = Counter(p.value for p in found.problems if p.column == "event" and p.fault is None)
    unread = [body.full_name for body in others if body.records]
    unread += [one.name for one in tables.unread if one.rows]
    parts = tuple(dict.fromkeys(_part(name, path) for name in unread))
    return Events(str(path), frame, tuple(found.problems), dict(unknown), parts)


def _score(cells: Sequence[str], _beyond: int = 0) -> int:
    """How many columns of events a row of cells would name as a header."""
    return len(_places(cells)) + len(_acts(cells))


def _apart(body: Body) -> list[Body]:
    """The tables that stand side by side in one."""
    parts = [take_part(body, places, first=False) for places in find_ranges(body.header)]
    return parts if parts and _holds_events(parts[0].header) else [body]


def _of_events(bodies: Sequence[Body]) -> tuple[list[Body], list[Body]]:
    """The tables of events, and the others: quarters or kinds of events may have a sheet each. One
    of dossiers is none beside them; where there is none the table that names most columns, and what
    stands below further headers of it.
    """
    told = [body for body in bodies if _holds_events(body.header)]
    if any(not _is_of_dossiers(body) for body in told):
        chosen = [_holds_events(body.header) and not _is_of_dossiers(body) for body in bodies]
    else:
        best = max(bodies, key=lambda body: _score(body.header))
        chosen = [body.full_name == best.full_name for body in bodies]
    sections = [body for body, is_one in zip(bodies, chosen, strict=True) if is_one]
    return sections, [body for body, is_one in zip(bodies, chosen, strict=True) if not is_one]


def _is_of_dossiers(body: Body) -> bool:
    return "received_at" in columns_named(body.header, {})


def _holds_events(header: Sequence[str]) -> bool:
    """Whether a header names what a table of events has to have."""
    places = _places(header)
    return places.keys() >= {*_NEEDED} or ("dossier_id" in places and bool(_acts(header)))


def _part(name: str, path: str | Path) -> str:
    """A table of a file without the name of the file: its sheet, its member of an archive."""
    return name.removeprefix(str(path)).lstrip("#/") or name


def _read_section(body: Body, path: str, span: Span, order: DateOrder, found: _Found) -> None:
    """Read the rows below one header into `found`."""
    places, acts = _places(body.header), _acts(body.header)
    if "event" in places and places.get("at") in acts.values() and len(acts) == 1:
        acts = {}
    elif acts and ("event" not in places or places.get("at") in acts.values()):
        places = {name: place for name, place in places.items() if name != "at"}
    for name in _NEEDED if not acts else _NEEDED[:1]:
        if name not in places:
            raise InputError("intake.events_column_missing", file=path, column=name)
    places |= acts
    found.problems += [
        EventProblem(bad.line, "", bad.value, decode(bad.fault)[1], part=found.part)
        for bad in body.lost
    ]
    raw = _raw(body, places)
    moments = moment_columns(
        [Place(n, n, body.header[places[n]]) for n in (*_MOMENTS, *acts) if n in places],
        Table(path, raw, None, lambda: raw),
        span=span,
        order=order,
        ahead=body.serials,
    )
    again = bare_header(body.header[places["dossier_id"]])
    for row in raw.iter_rows(named=True):
        if bare_header(str(row["dossier_id"])) != again:
            _read_row(row, moments, found)


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Column of the events table → its place; of several headers the one listed first."""
    folded = [bare_header(text) for text in cells]
    found: dict[str, int] = {}
    for name, headers in _HEADERS.items():
        place = next((folded.index(h) for h in map(fold_header, headers) if h in folded), None)
        if place is not None:
            found[name] = place
    return found


def _acts(cells: Sequence[str]) -> dict[str, int]:
    """Column of `_COLUMN_KINDS` → its place, the first of several."""
    found: dict[str, int] = {}
    for place, text in enumerate(cells):
        for name in columns_named([text], {}) & _COLUMN_KINDS.keys():
            found.setdefault(name, place)
    return found


def _raw(body: Body, places: Mapping[str, int]) -> pl.DataFrame:
    texts = {name: pl.col(cell(place)) for name, place in places.items()}
    frame = body.frame.select(
        pl.col(LINE, CODE), *(text.fill_null("").alias(name) for name, text in texts.items())
    ).collect()
    absent = [pl.lit("").alias(name) for name in _HEADERS if name not in places]
    return frame.with_columns(*absent)


def _read_row(
    row: Mapping[str, object], moments: Mapping[str, MomentColumn], found: _Found
) -> None:
    text = {n: clean(str(row[n])) for n in row if n not in (LINE, CODE, "dossier_id")}
    line = int(str(row[LINE]))
    number = clean_id(str(row["dossier_id"]))
    if number is None:
        if any(text.values()):
            missing = EventProblem(line, "dossier_id", "", Fault.ID_MISSING, part=found.part)
            found.problems.append(missing)
        return
    if is_spoilt(number):
        spoilt = EventProblem(line, "dossier_id", number, Fault.ID_SPOILT, part=found.part)
        found.problems.append(spoilt)
        return
    if row[CODE] is not None:
        fault = decode(int(str(row[CODE])))[1]
        found.problems.append(EventProblem(line, "", number, fault, number, found.part))
        return
    told = _Row(number, line, text)
    if "at" in moments:
        _read_event(told, moments, found)
    columns = [name for name in _COLUMN_KINDS if name in moments]
    alone = read_event(text["event"]) if len(columns) == 1 and "at" not in moments else None
    for name in columns:
        # The only column of days may hold those of all events: Ngày tạm dừng beside Tiếp tục.
        kind = alone if alone in _OF_THE_CLOCK else _COLUMN_KINDS[name]
        at = moments[name].value(text[name])
        if isinstance(at, Fault):
            found.add_fault(kind, told, "at", text[name], at)
        elif at is not None:
            found.add(kind, told, at)


def _read_event(row: _Row, moments: Mapping[str, MomentColumn], found: _Found) -> None:
    """Read the event that a row tells of in words."""
    text = row.text
    kind = read_event(text["event"])
    if kind is None:
        found.problems.append(EventProblem(row.line, "event", text["event"], None, part=found.part))
        return
    at = moments["at"].value(text["at"]) or Fault.MOMENT_UNREADABLE
    until = moments["until"].value(text["until"]) if "until" in moments else None
    if isinstance(at, Fault):
        found.add_fault(kind, row, "at", text["at"], at)
    elif isinstance(until, Fault):
        found.add_fault(kind, row, "until", text["until"], until)
    else:
        found.add(kind, row, at, until)


def _note(kind: EventKind, event: str, note: str) -> str | None:
    """The note, with what a pause or a resumption says of its cause (niêm yết …) before it."""
    parts = (event if kind in _OF_PAUSES and cause_of(event) else "", note)
    return "; ".join(part for part in parts if part) or None


def _told_once(events: pl.DataFrame) -> pl.DataFrame:
    """Each event once, and a resumption's cause only where it names one.

    The note of a resumption is a remark (“đủ hồ sơ”), and ends every pause, unless it names a cause
    by itself or says what a pause of the dossier says.
    """
    events = events.unique(pl.selectors.exclude("source_line"), keep="first", maintain_order=True)
    pauses = events.filter(pl.col("event") == EventKind.PAUSE.value)
    paused = pauses.select("dossier_id", "cause").unique().with_columns(pl.lit(1).alias("_known"))
    events = events.join(paused, on=("dossier_id", "cause"), how="left", maintain_order="left")
    naming = [note for note in events["note"].unique().drop_nulls() if names_cause(note)]
    told = pl.col("_known").is_not_null() | pl.col("note").is_in(naming)
    remark = (pl.col("event") == EventKind.RESUME.value) & ~told.fill_null(value=False)
    cause = pl.when(remark).then(pl.lit("")).otherwise("cause").alias("cause")
    return events.with_columns(cause).select(*SCHEMA)
