"""Raw text cells → typed rows, as one lazy frame in which every column is its own expression.

A query reads only the columns it needs: projection pushdown leaves the others in the file. `fault`
leans on the dossier number, the moments a verdict uses and the shape of the row.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache
from typing import Any

import polars as pl

from cchc_audit.core.columns import BY_NAME, COLUMNS, PERSONAL, VERDICT_MOMENTS, Column, Kind
from cchc_audit.core.progress import progress
from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import Channel, Fault, Status
from cchc_audit.engine.dictionary import Spellings
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.layout import ID_WORDS
from cchc_audit.intake.files.raw_rows import CODE, LINE, cell
from cchc_audit.intake.units import Units
from cchc_audit.intake.values.codes import channel, code_reader, count
from cchc_audit.intake.values.headers import Headers
from cchc_audit.intake.values.identity import ROUNDED, SPOILT, dossier_id, plain_id
from cchc_audit.intake.values.moment_columns import MOMENT, UNREADABLE, MomentColumn
from cchc_audit.intake.values.moments import Span, is_null
from cchc_audit.intake.values.statuses import says_declined, says_returned, status_reader
from cchc_audit.intake.values.terms import Term, parse_term
from cchc_audit.intake.values.text import clean, is_ditto

STATUS = pl.Enum([status.value for status in Status])
CHANNEL = pl.Enum([channel.value for channel in Channel])
PLAIN = frozenset((*PERSONAL, "rating"))
"""Columns carried as they are written: many spellings, and read only when asked for."""
_DTYPES: dict[Kind, pl.DataType] = {
    Kind.CODE: pl.Categorical(),
    Kind.TEXT: pl.Categorical(),
    Kind.COMMUNE: pl.Categorical(),
    Kind.MOMENT: MOMENT,
    Kind.STATUS: STATUS,
    Kind.CHANNEL: CHANNEL,
    Kind.TERM: pl.Int64(),
    Kind.COUNT: pl.Int32(),
}
_NATIVE = "n_{}"
_MOMENT = "m_{}"
_ID = "id"
_PLAIN_ID = "plain_id"
_WRAPPED = r'^="([^"]*)"$'
_PERSONS = ("officer", "reception_officer")
_INITIALS = re.compile(r"N\.?T\.?")
_WHOLE = ("procedure_code", "procedure_name", "status")


def make_vocabularies(
    status: Callable[[str], Status], code: Callable[[str], str | None], units: Units
) -> dict[str, Spellings[str] | Spellings[int]]:
    """The distinct spellings of every column that has few, empty as yet: one set for all files.

    `status` reads statuses, `code` codes of procedures and `units` communes, as the user's files
    say.
    """
    texts: dict[Kind, Callable[[str], str | None]] = {
        Kind.TEXT: _text,
        Kind.CODE: lambda raw: None if is_ditto(raw) else code(raw),
        Kind.COMMUNE: lambda raw: None if _is_blank(raw) else units.canonical(raw),
    }
    found: dict[str, Spellings[str] | Spellings[int]] = {
        column.name: Spellings(texts[column.kind], pl.Categorical())
        for column in COLUMNS
        if column.kind in texts and column.name not in PLAIN
    }
    found |= {name: Spellings(_person, pl.Categorical()) for name in _PERSONS}
    for column in COLUMNS:
        if column.kind is Kind.COUNT:
            found[column.name] = Spellings(count, pl.Int32())
    found["legal_term"] = Spellings(_term_code, pl.Int64())
    found["status"] = Spellings(
        lambda raw: status(raw).value if clean(raw) else None, STATUS, passed=progress().passed
    )
    found["channel"] = Spellings(_channel_name, CHANNEL)
    return found


def _text(raw: str) -> str | None:
    return None if _is_blank(raw) else clean(raw) or None


def _person(raw: str) -> str | None:
    """As `_text`, but that capitals may be somebody's: N.T is Nguyễn Thị as well as “như trên”."""
    return clean(raw) if _INITIALS.fullmatch(clean(raw)) else _text(raw)


def _is_blank(raw: str) -> bool:
    """Whether a text is none: a ditto mark names nobody, for rows may have been put in order."""
    return is_null(raw) or is_ditto(raw)


def _term_code(raw: str) -> int | None:
    term = parse_term(raw)
    return term.code if isinstance(term, Term) else None


def _channel_name(raw: str) -> str | None:
    found = channel(raw)
    return found.value if found else None


def dtype_of(column: Column) -> pl.DataType:
    """The dtype of a canonical column in `rows`."""
    return _DTYPES.get(column.kind, pl.String()) if column.name not in PLAIN else pl.String()


class Normaliser:
    """Turns the raw frame of one file into rows; shared by all files of a run."""

    def __init__(
        self, settings: Settings, *, units: Units, span: Span, codes: Collection[str]
    ) -> None:
        self.units = units
        self.status = status_reader(settings.status)
        self.code = code_reader(codes)
        self.vocabularies = make_vocabularies(self.status, self.code, units)
        self._returned = Spellings(says_returned, pl.Boolean())
        self._declined = Spellings(says_declined, pl.Boolean())
        self._unread = Spellings(self._unread_status, pl.Categorical())
        self.span = span

    def rows(
        self,
        raw: pl.LazyFrame,
        headers: Headers,
        *,
        source: int,
        moments: Mapping[str, MomentColumn],
        rounded: bool = False,
    ) -> pl.LazyFrame:
        """The rows of one file (`raw` as in `model.Body.frame`), layout rows left out.

        Columns: `source` UInt32, `source_line` UInt32, `fault` UInt16 (null: nothing wrong), then
        every canonical column in the dtype of `dtype_of`; those the file lacks are null, and a
        `status` that is null was left blank, one that is unknown says nothing known. Last
        `says_returned`, `says_declined` (Boolean, null without a status): whether the status says
        that the result was handed over, which is one of the finished ones; that the dossier was
        turned down at the desk, which is one of those not received. `unread_status` (Categorical)
        is the text of a status that is unknown, null for any other.
        """
        cells = _cells(headers)
        frame = self._read(raw, cells, moments).filter(~_is_layout(cells, headers))
        if rounded:
            lost = pl.col(_ID).str.contains(ROUNDED)
            frame = frame.with_columns(pl.when(lost).then(pl.lit(SPOILT)).otherwise(_ID).alias(_ID))
        return frame.select(
            pl.lit(source, dtype=pl.UInt32).alias("source"),
            pl.col(LINE).alias("source_line"),
            _fault(moments).alias("fault"),
            *(self._column(column, cells.get(column.name)) for column in COLUMNS),
            _said(self._returned, cells.get("status")).alias("says_returned"),
            _said(self._declined, cells.get("status")).alias("says_declined"),
            self._unread_text(cells.get("status")).alias("unread_status"),
        )

    def dictionaries(self) -> dict[str, tuple[str, Spellings[Any]]]:
        """Every column of `rows` that rests on spellings of a raw one: the raw one, and them."""
        return {
            **{name: (name, spellings) for name, spellings in self.vocabularies.items()},
            "says_returned": ("status", self._returned),
            "says_declined": ("status", self._declined),
            "unread_status": ("status", self._unread),
        }

    def _unread_status(self, raw: str) -> str | None:
        text = clean(raw)
        return text if text and self.status(raw) is Status.UNKNOWN else None

    def _unread_text(self, cell: pl.Expr | None) -> pl.Expr:
        return pl.lit(None, dtype=pl.Categorical()) if cell is None else self._unread.expr(cell)

    def records(self, raw: pl.LazyFrame, headers: Headers) -> pl.LazyFrame:
        """The raw frame without its layout rows."""
        cells = _cells(headers)
        return self._read(raw, cells, {}).filter(~_is_layout(cells, headers))

    def layout(self, raw: pl.LazyFrame, headers: Headers) -> pl.LazyFrame:
        """The layout rows that `rows` leaves out: `source_line` UInt32."""
        cells = _cells(headers)
        frame = self._read(raw, cells, {}).filter(_is_layout(cells, headers))
        return frame.select(pl.col(LINE).alias("source_line"))

    def moment(
        self, raw: pl.LazyFrame, headers: Headers, name: str, *, how: MomentColumn
    ) -> pl.LazyFrame:
        """One column of moments (`name`), `UNREADABLE` where a cell holds something else; without
        the layout rows.
        """
        cells = _cells(headers)
        kept = self._read(raw, cells, {name: how}).filter(~_is_layout(cells, headers))
        return kept.select(pl.col(_MOMENT.format(name)).alias(name))

    def _read(
        self,
        raw: pl.LazyFrame,
        cells: Mapping[str, pl.Expr],
        moments: Mapping[str, MomentColumn],
    ) -> pl.LazyFrame:
        """`raw` with the dossier number and the moments read, in two steps that share nothing
        polars would work out twice.
        """
        return raw.with_columns(
            plain_id(cells["dossier_id"]).alias(_PLAIN_ID),
            *(how.native(cells[name]).alias(_NATIVE.format(name)) for name, how in moments.items()),
        ).with_columns(
            dossier_id(cells["dossier_id"], pl.col(_PLAIN_ID)).alias(_ID),
            *(
                how.read(cells[name], pl.col(_NATIVE.format(name))).alias(_MOMENT.format(name))
                for name, how in moments.items()
            ),
        )

    def _column(self, column: Column, raw: pl.Expr | None) -> pl.Expr:
        name = column.name
        if raw is None:
            return _lacking(column)
        if name == "dossier_id":
            return pl.col(_ID).alias(name)
        if column.kind is Kind.MOMENT:
            moment = pl.col(_MOMENT.format(name))
            return pl.when(moment > _unreadable()).then(moment).alias(name)
        if name in PLAIN:
            inside = raw.str.strip_chars().str.replace(_WRAPPED, "$1")
            return _filled(inside).str.normalize("NFC").alias(name)
        return self.vocabularies[name].expr(raw).alias(name)


def _cells(headers: Headers) -> dict[str, pl.Expr]:
    return {name: pl.col(cell(place)) for name, place in headers.places.items()}


def _said(words: Spellings[bool], status: pl.Expr | None) -> pl.Expr:
    return pl.lit(None, dtype=pl.Boolean) if status is None else words.expr(status)


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_bytes() > 0).then(text)


def _fault(moments: Mapping[str, MomentColumn]) -> pl.Expr:
    """The first thing wrong: the row's shape, then the columns in their order."""
    number = pl.col(_ID)
    missing = (
        pl.when(number.is_null())
        .then(_code("dossier_id", Fault.ID_MISSING))
        .when(number == SPOILT)
        .then(_code("dossier_id", Fault.ID_SPOILT))
    )
    unreadable = [
        pl.when(pl.col(_MOMENT.format(name)) == _unreadable()).then(
            _code(name, Fault.MOMENT_UNREADABLE)
        )
        for name in VERDICT_MOMENTS
        if name in moments
    ]
    return pl.coalesce(pl.col(CODE), missing, *unreadable)


# The plan of every file has these, and polars takes its time to make a literal.
@cache
def _unreadable() -> pl.Expr:
    return pl.lit(UNREADABLE)


@cache
def _lacking(column: Column) -> pl.Expr:
    return pl.lit(None).cast(dtype_of(column)).alias(column.name)


@cache
def _code(column: str, fault: Fault) -> pl.Expr:
    return pl.lit(code(column, fault), dtype=pl.UInt16)


def _is_layout(cells: Mapping[str, pl.Expr], headers: Headers) -> pl.Expr:
    """Whether a row of the right width is layout, by the columns that are read anyway.

    Blank: no number, no moment, no procedure, no status. Totals and signatures: a word of theirs
    in place of the number, and no moment. The header once more: its own text as the number.
    """
    number = pl.col(_ID)
    moments = [name for name in VERDICT_MOMENTS if name in headers.places]
    # Blank cells in quotes are no nulls.
    timeless = pl.all_horizontal(cells[name].str.len_bytes().fill_null(0) == 0 for name in moments)
    others = [name for name in _WHOLE if name in cells] or [
        name for name in cells if name != "dossier_id" and BY_NAME[name].kind is not Kind.MOMENT
    ]
    blank = pl.all_horizontal(
        pl.lit(value=True), *(_blank(cell(headers.places[name])) for name in others)
    )
    words = pl.when(timeless).then(number).str.contains(ID_WORDS).fill_null(value=False)
    header = clean(headers.texts[headers.places["dossier_id"]])
    again = (number == header).fill_null(value=False)
    return (number.is_null() & timeless & blank) | words | again


@lru_cache(maxsize=1 << 10)
def _blank(name: str) -> pl.Expr:
    candidate = pl.when(pl.col(_ID).is_null()).then(name)
    return candidate.str.strip_chars().str.len_bytes().fill_null(0) == 0
