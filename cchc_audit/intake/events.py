"""The events table: what one row of an export cannot tell.

Columns, by the headers below: `dossier_id`, `event`, `at`, `until`, `by`, `note`. It is a side
table and is held whole.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import BY_NAME
from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import DateOrder, EventKind, Fault
from cchc_audit.intake.faults import decode
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.raw_rows import CODE, LINE, cell
from cchc_audit.intake.files.readers import read_sections
from cchc_audit.intake.values.column_evidence import Place, Table, moment_columns
from cchc_audit.intake.values.identity import clean_id, is_spoilt
from cchc_audit.intake.values.moment_columns import MOMENT, MomentColumn
from cchc_audit.intake.values.moments import Span
from cchc_audit.intake.values.text import bare_header, clean, fold_header, fold_search

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
_OF_PAUSES = (EventKind.PAUSE, EventKind.RESUME)
_OF_THE_CLOCK = (*_OF_PAUSES, EventKind.SUPPLEMENT_REQUEST, EventKind.SUPPLEMENT)
_PAUSE_KINDS = (
    "niêm yết",
    "chờ thuế",
    "nộp thuế",
    "nghĩa vụ tài chính",
    "chờ ý kiến",
    "lấy ý kiến",
    "xin ý kiến",
    "chờ phối hợp",
    "chờ xác minh",
    "chờ giám định",
    "chờ định giá",
    "bất khả kháng",
    "thiên tai",
)
_WORDINGS: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.PAUSE: ("pause", "tạm dừng", "dừng xử lý", "dừng tính thời hạn", *_PAUSE_KINDS),
    EventKind.RESUME: (
        "resume",
        "tiếp tục",
        "tiếp tục xử lý",
        "kết thúc tạm dừng",
        "hết tạm dừng",
        "kết thúc niêm yết",
        "hết niêm yết",
        "đã nộp thuế",
        "đã có ý kiến",
        "đã thực hiện nghĩa vụ tài chính",
        "hoàn thành nghĩa vụ tài chính",
    ),
    EventKind.SUPPLEMENT_REQUEST: (
        "supplement_request",
        "yêu cầu bổ sung",
        "đề nghị bổ sung",
        "chờ bổ sung",
        "thông báo bổ sung",
    ),
    EventKind.SUPPLEMENT: (
        "supplement",
        "bổ sung",
        "đã bổ sung",
        "nộp bổ sung",
        "tiếp nhận bổ sung",
    ),
    EventKind.APOLOGY: ("apology", "xin lỗi", "thư xin lỗi", "phiếu xin lỗi"),
    EventKind.RESCHEDULE: (
        "reschedule",
        "hẹn lại",
        "hẹn trả lại",
        "hẹn lại ngày trả",
        "đổi ngày hẹn",
        "gia hạn",
    ),
    EventKind.STEP: (
        "step",
        "bước",
        "xử lý",
        "tiếp nhận",
        "chuyển",
        "phân công",
        "thụ lý",
        "thẩm định",
        "trình ký",
        "phê duyệt",
        "ký",
        "trả kết quả",
    ),
}
# Words may stand between (yêu cầu công dân bổ sung); an answer names its request (theo yêu cầu).
_NOT_YET = r"(?:(?!\bbo sung\b).)*"
_NOT_GOT = (
    r"(?:(?!\b(?:(?:tiep )?nhan(?: lai| du)?(?: ho so| giay to)?|da) bo sung\b|\bbo sung\b).)*"
)
_TURNS: tuple[tuple[EventKind, re.Pattern[str]], ...] = (
    (
        EventKind.SUPPLEMENT_REQUEST,
        re.compile(
            rf"^{_NOT_YET}\b(?:(?<!theo )(?:yeu cau|de nghi|thong bao|phieu|huong dan)\b{_NOT_GOT}|"
            r"(?:chuyen|(?:tra|cho|can)(?: lai)?(?: ho so| cong dan| nguoi dan| nguoi nop)*) )"
            r"\bbo sung\b"
        ),
    ),
    (
        EventKind.SUPPLEMENT,
        re.compile(
            r"\b(?:nhan|nop)(?: lai| du)?(?: ho so| giay to| thanh phan)* bo sung\b|"
            r"\b(?:nhan|nop|bo sung)\b.* theo (?:yeu cau|de nghi|thong bao|phieu|huong dan) "
            r"bo sung\b"
        ),
    ),
    (
        EventKind.RESUME,
        re.compile(
            r"\b(?:huy|ket thuc|het|bo|go)(?: bo)?(?: viec)?"
            r"(?: thoi (?:gian|han))? tam dung\b"
        ),
    ),
)
"""What other words make of a wording: who asks for a supplement has not got it."""

_NO_CAUSE = (
    *("pause", "resume", "tạm", "dừng", "tính", "thời hạn", "xử lý", "giải quyết", "hồ sơ"),
    *("việc", "tiếp tục", "kết thúc", "hết", "hoàn thành", "thực hiện", "đã", "có", "nộp"),
    *("chờ", "lấy", "xin", "công khai"),
)
"""Words beside a cause that tell that something begins or ends, not what it is."""


@cache
def _by_length() -> tuple[tuple[str, EventKind], ...]:
    pairs = [(fold_search(words), kind) for kind, all_ in _WORDINGS.items() for words in all_]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def read_event(text: str) -> EventKind | None:
    """What kind of event `text` names, by the longest wording in it; None for no known one."""
    folded = fold_search(text)
    turned = next((kind for kind, words in _TURNS if words.search(folded)), None)
    if turned is not None:
        return turned
    padded = f" {folded} "
    return next((kind for words, kind in _by_length() if f" {words} " in padded), None)


@cache
def _words_beside() -> re.Pattern[str]:
    words = sorted((fold_search(word) for word in _NO_CAUSE), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(words)})\b|[^\w\s]")


@cache
def cause_of(text: str) -> str:
    """What a pause waits for, folded: `niem yet` of “Kết thúc niêm yết”; "" where nothing is said.

    What follows a semicolon is a remark.
    """
    return " ".join(_words_beside().sub(" ", fold_search(text.partition(";")[0])).split())


@cache
def _names_cause(text: str) -> bool:
    """Whether a text names a cause by itself, and is no mere remark."""
    causes = {cause_of(words) for words in _PAUSE_KINDS}
    return cause_of(text) in causes or fold_search(text).startswith("cho ")


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


class Events(NamedTuple):
    """The events that could be read, in the order of the file (`frame`: see `SCHEMA`).

    Rows that are equal in every cell are one event. A pause with an `until` stands as a pause and
    the resumption that ends it. `unknown` counts the texts in the column `event` that name no kind.
    """

    path: str
    frame: pl.DataFrame
    problems: tuple[EventProblem, ...]
    unknown: Mapping[str, int]

    @property
    def doubted(self) -> frozenset[str]:
        """The dossiers of which an event that may decide a verdict could not be read."""
        return frozenset(one.dossier for one in self.problems if one.dossier is not None)


def read_events(path: str | Path, *, settings: Settings, judged: date) -> Events:
    """Read an events table of any kind an export may have. Raises `InputError`."""
    span = Span.around(judged, timezone=settings.policy.timezone)
    problems: list[EventProblem] = []
    rows: list[tuple[object, ...]] = []
    sections = read_sections(
        str(path), lambda cells: len(_places(cells)), limit=settings.unpack_limit
    )
    for body in sections:
        _read_section(body, str(path), span, settings.dates.order, rows, problems)
    frame = _told_once(pl.DataFrame(rows, schema=SCHEMA, orient="row"))
    unknown = Counter(p.value for p in problems if p.column == "event" and p.fault is None)
    return Events(str(path), frame, tuple(problems), dict(unknown))


def _read_section(
    body: Body,
    path: str,
    span: Span,
    order: DateOrder,
    rows: list[tuple[object, ...]],
    problems: list[EventProblem],
) -> None:
    """Read the rows below one header into `rows` and `problems`."""
    places = _places(body.header)
    for name in _NEEDED:
        if name not in places:
            raise InputError("intake.events_column_missing", file=path, column=name)
    problems += [EventProblem(bad.line, "", bad.value, decode(bad.fault)[1]) for bad in body.lost]
    raw = _raw(body, places)
    moments = moment_columns(
        [Place(name, name, body.header[places[name]]) for name in _MOMENTS if name in places],
        Table(path, raw, None),
        span=span,
        order=order,
        ahead=body.serials,
    )
    for row in raw.iter_rows(named=True):
        _read_row(row, moments, rows, problems)


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Column of the events table → its place; of several headers the one listed first."""
    folded = [bare_header(text) for text in cells]
    found: dict[str, int] = {}
    for name, headers in _HEADERS.items():
        place = next((folded.index(h) for h in map(fold_header, headers) if h in folded), None)
        if place is not None:
            found[name] = place
    return found


def _raw(body: Body, places: Mapping[str, int]) -> pl.DataFrame:
    texts = {name: pl.col(cell(place)) for name, place in places.items()}
    frame = body.frame.select(
        pl.col(LINE, CODE), *(text.fill_null("").alias(name) for name, text in texts.items())
    ).collect()
    absent = [pl.lit("").alias(name) for name in _HEADERS if name not in places]
    return frame.with_columns(*absent)


def _read_row(
    row: Mapping[str, object],
    moments: Mapping[str, MomentColumn],
    rows: list[tuple[object, ...]],
    problems: list[EventProblem],
) -> None:
    text = {name: clean(str(row[name])) for name in ("event", "at", "until", "by", "note")}
    line = int(str(row[LINE]))
    number = clean_id(str(row["dossier_id"]))
    if number is None:
        if any(text.values()):
            problems.append(EventProblem(line, "dossier_id", "", Fault.ID_MISSING))
        return
    if is_spoilt(number):
        problems.append(EventProblem(line, "dossier_id", number, Fault.ID_SPOILT))
        return
    if row[CODE] is not None:
        fault = decode(int(str(row[CODE])))[1]
        problems.append(EventProblem(line, "", number, fault, number))
        return
    kind = read_event(text["event"])
    if kind is None:
        problems.append(EventProblem(line, "event", text["event"], None))
        return
    at = moments["at"].value(text["at"])
    until = moments["until"].value(text["until"]) if "until" in moments else None
    for column, moment in (("at", at or Fault.MOMENT_UNREADABLE), ("until", until)):
        if isinstance(moment, Fault):
            weighs = number if kind in _OF_THE_CLOCK else None
            problems.append(EventProblem(line, column, text[column], moment, weighs))
            return
    by, note = text["by"] or None, _note(kind, text["event"], text["note"])
    cause = cause_of(note) if note and kind in _OF_PAUSES else ""
    end = None if kind is EventKind.PAUSE else until
    rows.append((number, kind.value, at, end, by, note, cause, line))
    if kind is EventKind.PAUSE and until is not None:
        rows.append((number, EventKind.RESUME.value, until, None, by, note, cause, line))


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
    naming = [note for note in events["note"].unique().drop_nulls() if _names_cause(note)]
    told = pl.col("_known").is_not_null() | pl.col("note").is_in(naming)
    remark = (pl.col("event") == EventKind.RESUME.value) & ~told.fill_null(value=False)
    cause = pl.when(remark).then(pl.lit("")).otherwise("cause").alias("cause")
    return events.with_columns(cause).select(*SCHEMA)
