"""What a renderer is given: the rows, what they came from, the sentences that stand under them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cchc_audit.core.errors import CchcError
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Document, Reader
from cchc_audit.texts import Texts

if TYPE_CHECKING:
    import polars as pl

    from cchc_audit.intake.damage import Damage
    from cchc_audit.render.formal_paper import FormalPaper

SCHEMA = "cchc-audit/1"
"""The name of the output contract: within it keys are added, never renamed or dropped."""
_LONGEST = 60
"""How much of a status is quoted."""


def _nothing() -> Mapping[str, object]:
    return MappingProxyType({})


class Remark(NamedTuple):
    """Something to be said, as the key of its sentence and what stands in it."""

    key: str
    values: Mapping[str, object]

    def sentence(self, texts: Texts) -> str:
        """The remark in words."""
        return texts(self.key, **self.values)


class Complaint(NamedTuple):
    """What is wrong with one rejected row: its line, the column (None: the row as a whole), what
    stands there, and the fault.
    """

    line: int
    column: str | None
    value: str
    fault: str


class UnreadPart(NamedTuple):
    """A file of a folder, a member of an archive, a sheet or a table that is not read, and why.

    One that `holds_rows` is told with every answer, an empty one by `check` alone.
    """

    name: str
    why: CchcError
    holds_rows: bool

    def sentence(self, texts: Texts) -> str:
        """What is not read, and why."""
        # Most reasons name the part themselves, as they do where it is the only one.
        reason = texts(self.why.key, **self.why.values).removeprefix(f"{self.name}: ")
        return texts("audit.skipped", file=self.name, reason=reason)

    def document(self) -> dict[str, object]:
        """The part for machines."""
        reason = self.why.key.rpartition(".")[2]
        return {"file": self.name, "reason": reason, "holds_rows": self.holds_rows}


class UnknownStatuses(NamedTuple):
    """Statuses that say nothing known: how many dossiers have one, in how many `spellings`, and the
    `commonest` of these with their numbers, the most frequent first.
    """

    dossiers: int
    spellings: int
    commonest: tuple[tuple[str, int], ...]

    def sentence(self, texts: Texts) -> str:
        """How many dossiers, and what stands there."""
        listed = (f"“{text[:_LONGEST]}” ({texts.whole(n)})" for text, n in self.commonest)
        more = ", …" if self.spellings > len(self.commonest) else ""
        values = {"n": texts.whole(self.dossiers), "list": ", ".join(listed) + more}
        return texts("audit.unknown_statuses", **values)

    def advice(self, texts: Texts) -> str:
        """The same, with what whoever sits at the tool can do."""
        return f"{self.sentence(texts)} {texts('audit.unknown_statuses_way')}"

    def document(self) -> dict[str, object]:
        """The same for machines."""
        commonest = [{"status": text, "dossiers": n} for text, n in self.commonest]
        return {"dossiers": self.dossiers, "spellings": self.spellings, "commonest": commonest}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures come from: enough to judge again and get the same bytes.

    `rows_read` = `assessed` + `rows_rejected` + `duplicates`; `layout_rows` (titles, totals,
    signatures) stand outside that sum. `as_of` is the instant of judgement, naive Viet Nam time.
    `options` are what the user gave, as name and text. `official_through` is the last day for
    which the calendar is announced; `provisional` counts the dossiers whose verdict leans on a
    day that is only expected. `endless` are the files without a column for the finish, whose
    finished dossiers may look open. `unread` are parts that are not read (files of a folder,
    sheets, tables); `templates` sheets that are read, though named as examples.
    `damage` are the marks of accidents that the exports bear, `repeated` tells that many rows were
    collapsed that look like dossiers of their own, or that numbers may be one. `units` are remarks
    on the communes of the dossiers and of the units file, `side_files` on what the side files hold
    and nobody could use, `statuses` the statuses that say nothing known, None where they are not
    counted.
    `period` are the first and the last day asked for, None where that was left open.
    `stale` are the last day that an old export records and the working days since.
    `complaint` is what is wrong with most rows, where all were rejected. `targets` are the rates
    (fractions) that others are held against: one that misses them must not look as if it did not.
    """

    files: tuple[str, ...]
    rows_read: int
    rows_rejected: int
    duplicates: int
    assessed: int
    layout_rows: int
    as_of: datetime
    options: tuple[tuple[str, str], ...]
    version: str
    calendar_digest: str
    catalogue_digest: str
    official_through: date
    provisional: int
    endless: tuple[str, ...] = ()
    unread: tuple[UnreadPart, ...] = ()
    templates: tuple[str, ...] = ()
    damage: "tuple[Damage, ...]" = ()
    repeated: tuple[Remark, ...] = ()
    units: tuple[Remark, ...] = ()
    side_files: tuple[Remark, ...] = ()
    complaint: Complaint | None = None
    targets: tuple[float, ...] = ()
    statuses: UnknownStatuses | None = None
    period: "tuple[date | None, date | None]" = (None, None)
    stale: "tuple[date, int] | None" = None


class PrintedSheet(Protocol):
    """A sheet to print and hand on, written row by row in the order of the report."""

    def add(self, row: dict[str, object]) -> None:
        """One row."""

    def end(self) -> None:
        """What stands below the rows."""


class ReportKind(NamedTuple):
    """What there is to know of a kind of report beside its rows.

    `name` tells the kinds apart, `command` is what the user typed. `title` and `sheet` are the keys
    of the texts that stand above the table and on the tab of a workbook, `nothing` and `cut` those
    of the sentences for no rows and for some of the rows. `layout` are the columns people see, all
    there are where it is empty; `labels` the families of texts that name columns before the common
    ones do.

    `page` draws the answer up for people: mostly as a table. `printed` makes the sheet to hand on
    that comes first in a workbook, `paper` the same as a paper to print (None: the document is
    printed), `behind` a sheet that comes behind the rows. The rows of `of_rejects` are rows that
    could not be read; the columns of `by_code` are rules, and count what these found. With
    `interval` the rate has its interval drawn beside it; a `wide` table has many columns of
    figures, a `charted` one its charts above it on a page; a `live` one can be sorted and
    filtered there. On a screen too narrow for one of the
    columns `missed` that is said.
    """

    name: str
    command: str
    title: str
    sheet: str
    page: "Callable[[Report, Texts, Reader], Document]"
    layout: tuple[Shown, ...] = ()
    labels: tuple[str, ...] = ()
    nothing: str = "report.nothing"
    cut: str = "report.cut"
    printed: "Callable[..., PrintedSheet] | None" = None
    paper: "Callable[[Report, Texts], FormalPaper] | None" = None
    behind: "Callable[..., None] | None" = None
    of_rejects: bool = False
    by_code: bool = False
    interval: bool = False
    wide: bool = False
    charted: bool = False
    live: bool = False
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One answer of one command, ready to be shown in any format.

    `rows` holds canonical column names and only String, Date, Datetime, integer, Float and Boolean
    columns (a term as its text); it is already filtered, sorted and cut. `total_rows` counts the
    rows before the cut, `shown` after it. With `keys` the rows are groups, and with `has_total`
    the last one is the total, its keys null. `closing` are finished sentences for under a table,
    `hidden` columns that formats for people leave out, and `extra` further top-level keys of the
    JSON document (plain JSON values). `documents` names columns that hold JSON text: objects in
    the JSON document, text everywhere else.
    """

    kind: ReportKind
    rows: "pl.LazyFrame"
    total_rows: int
    shown: int
    provenance: Provenance
    keys: tuple[str, ...] = ()
    has_total: bool = False
    closing: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=_nothing)


class Early(NamedTuple):
    """Rows that can be written before it is known whether they stand.

    `settled` is asked once they were written: it gives the report they belong to, or other rows to
    write in their place, which it may make of those written (None: they cannot be read again). It
    raises `CchcError` as whoever makes the report does.
    """

    rows: "pl.LazyFrame"
    settled: "Callable[[Callable[[], pl.LazyFrame] | None], Report | Early]"
