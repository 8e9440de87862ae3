"""The lists of a pack as tables for people: which columns, in which words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from cchc_audit.core.columns import PERSONAL
from cchc_audit.core.vocabulary import Outcome
from cchc_audit.products.brief.pack import Gathered
from cchc_audit.render.people import People, Row
from cchc_audit.render.report import Report
from cchc_audit.render.report_kinds import BRIEF
from cchc_audit.texts import Texts

LATE = (
    *("dossier_id", "procedure_name", "received_at", "deadline", "promised_at", "finished_at"),
    *("days_late", "outcome", "certainty", "apology_at"),
)
LATE_UNPROVEN = (
    *("dossier_id", "procedure_name", "received_at", "deadline", "basis", "promised_at"),
    *("finished_at", "days_late", "outcome", "certainty", "doubt", "apology_at"),
)
"""The same where one is unproven: what it is held against, and what has to be settled."""
OPEN = (
    *("dossier_id", "procedure_name", "received_at", "deadline", "promised_at", "outcome"),
    *("days_late", "days_left"),
)
SAMPLE = (
    *("number", "dossier_id", "procedure_name", "received_at", "finished_at", "outcome", "draw"),
    *("codes", "paper", "remark"),
)
FULL_LATE = (
    *("dossier_id", "procedure_name", "agency", "officer", "received_at", "term", "deadline"),
    *("basis", "promised_at", "finished_at", "outcome", "certainty", "defence", "doubt"),
    *("days_late", "apology_at", "rescheduled_to", "source_file", "source_line"),
)
FULL_OPEN = (
    *("dossier_id", "procedure_name", "agency", "officer", "received_at", "term", "deadline"),
    *("promised_at", "outcome", "days_late", "days_left", "apology_at", "rescheduled_to"),
    *("source_file", "source_line"),
)
FULL_SAMPLE = (
    *("number", "dossier_id", "procedure_name", "received_at", "deadline", "finished_at"),
    *("outcome", "draw", "codes", "paper", "remark"),
)
_EMPTY = frozenset({"paper", "remark"})
_MARKED = frozenset({"outcome", "certainty"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text, with the class that colours it (a word of a closed set)."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a column; its cells stand right where they are numbers, and get room where
    they are `prose`.
    """

    text: str
    number: bool = False
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page. `named` is the place of the cell that names its row, `whole` whether
    that is a number not to be broken; `cut` says how much is not shown.
    """

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    named: int = 0
    whole: bool = False
    cut: str = ""


def people_of(gathered: Gathered, texts: Texts, *, total: int = 0) -> People:
    """How the values of a pack read, whatever list they stand in; `total` rows is its main one."""
    report = Report(BRIEF, pl.LazyFrame(), total, total, gathered.provenance)
    return People(report, texts, short=True, clock=False)


def with_personal(columns: Sequence[str], gathered: Gathered) -> tuple[str, ...]:
    """The columns, with those of the applicant behind the number where they were asked for."""
    if not gathered.request.show_personal:
        return tuple(columns)
    at = columns.index("dossier_id") + 1
    return (*columns[:at], *PERSONAL, *columns[at:])


def list_rows(
    rows: pl.DataFrame,
    columns: Sequence[str],
    people: People,
    *,
    caption: str,
    limit: int | None,
) -> Table:
    """The first `limit` rows of a list as a table of the page."""
    shown = rows if limit is None else rows.head(limit)
    numbers = {n for n in columns if n in rows.columns and rows.schema[n].is_numeric()}
    texts = people.texts
    cut = ""
    if len(shown) < len(rows):
        cut = texts("brief.list.cut", shown=len(shown), total=len(rows))
    return Table(
        caption=caption,
        heads=tuple(Head(people.label(n), n in numbers, n == "procedure_name") for n in columns),
        rows=tuple(
            tuple(_cell(name, row, people) for name in columns)
            for row in shown.iter_rows(named=True)
        ),
        named=list(columns).index("dossier_id"),
        whole=True,
        cut=cut,
    )


def _cell(name: str, row: Row, people: People) -> Cell:
    if name in _EMPTY:
        return Cell("")
    if name == "draw":
        return Cell(people.texts(f"brief.draw.{row[name]}"))
    mark = str(row[name]) if name in _MARKED and row[name] is not None else ""
    return Cell(people.cell(name, row), mark)


def in_time(rows: pl.DataFrame) -> pl.DataFrame:
    """The open dossiers that are not overdue: those stand in the late list."""
    return rows.filter(pl.col("outcome") != Outcome.OVERDUE.value)


def plain(texts: Iterable[str]) -> tuple[Cell, ...]:
    """Texts as cells without a colour."""
    return tuple(Cell(text) for text in texts)
