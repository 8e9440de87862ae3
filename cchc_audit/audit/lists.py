"""Dossiers one by one: the late, the due, and all of them with their verdicts."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from cchc_audit.analysis.summary import due_rows, is_due, is_late, late_rows, sort_rows
from cchc_audit.audit.dataset import Dataset, answer_with, open_dataset
from cchc_audit.audit.passes import OutcomeQuery
from cchc_audit.audit.remarks.unread_statuses import count_unread, unknown_statuses
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import Attempt, run_queries
from cchc_audit.audit.scope import in_scope
from cchc_audit.audit.verdict_stream import VerdictStream
from cchc_audit.core.columns import ASSESS_COLUMNS, PERSONAL
from cchc_audit.core.vocabulary import BEHIND, Certainty, Doubt, Outcome
from cchc_audit.engine.answers import Sums
from cchc_audit.engine.batches import Listed
from cchc_audit.engine.in_pieces import take_in_order
from cchc_audit.engine.lookup import ROW, by_row
from cchc_audit.law.catalogue.term_tables import text_of
from cchc_audit.law.verdict import READ, Case, add_certainty, defend
from cchc_audit.render import report_kinds as kinds
from cchc_audit.render.report import Early, Report, ReportKind
from cchc_audit.texts import Texts

SECOND = ("certainty", "doubt", "deadline_lenient")
"""Columns of judged rows that the second run gives, and that `add_certainty` adds to others."""
_PLACE = "_place"


def list_late(request: Request) -> Report:
    """The late list: finished late and open overdue; the firm ones first, the longest first."""
    return answer_with(
        request, lambda dataset: _list(kinds.LATE, dataset, BEHIND, is_late(), late_rows)
    )


def list_due(request: Request, *, within: int) -> Report:
    """Open dossiers whose deadline falls within `within` working days, the soonest first."""
    return _list(
        kinds.DUE,
        open_dataset(request),
        (Outcome.PENDING.value,),
        is_due(within),
        lambda rows: due_rows(rows, within=within),
    )


def list_verdicts(request: Request) -> Report:
    """Every dossier with its verdict, in the order of the files; lazy, however many they are."""
    return _list_all(open_dataset(request))


def stream_verdicts(request: Request) -> Report | Early:
    """`list_verdicts` for who writes it into a file: its rows can be had before they are accounted
    for.

    A report where that has to come first: with an order of its own, cut, or too small to matter.
    """
    dataset = open_dataset(request)
    if request.sort is not None or request.limit is not None or dataset.engine != "streaming":
        return _list_all(dataset)
    columns = law_columns(request)
    return _stream(VerdictStream(Attempt(dataset), scope=in_scope(dataset), columns=columns))


def find_contestable(rows: pl.LazyFrame) -> Listed:
    """The contestable ones of `rows`, with all that `defend` reads."""
    doubtful = rows.filter(pl.col("certainty") == Certainty.CONTESTABLE.value)
    return Listed(doubtful.select(pl.selectors.by_name(*ROW, "certainty") | READ))


def list_columns(request: Request) -> list[str]:
    """The columns of judged rows that a list shows; the others would fill the memory."""
    personal = PERSONAL if request.show_personal else ()
    made_later = {"defence": None, "source_file": "source"}
    wanted = (made_later.get(name, name) for name in (*ASSESS_COLUMNS, *personal))
    return [name for name in wanted if name is not None]


def law_columns(request: Request) -> list[str]:
    """`list_columns` without those of the second run."""
    return [name for name in list_columns(request) if name not in SECOND]


def add_defences(rows: pl.LazyFrame, doubtful: pl.DataFrame) -> pl.LazyFrame:
    """Puts the defences found for the contestable rows beside all rows."""
    if doubtful.is_empty():
        return rows.with_columns(pl.lit(None, dtype=pl.String).alias("defence"))
    words = doubtful["defence"].unique().drop_nulls().sort()
    number = doubtful["defence"].cast(pl.Enum(words)).to_physical().cast(pl.UInt8)
    defence = pl.lit(words).gather(by_row(doubtful, number))
    return rows.with_columns(defence.alias("defence"))


def present(rows: pl.LazyFrame, dataset: Dataset) -> pl.LazyFrame:
    """The columns of `assess` as they go out: plain text, days, moments, numbers."""
    personal = PERSONAL if dataset.request.show_personal else ()
    rows = rows.with_columns(dataset.source_file, text_of(pl.col("term")).alias("term"))
    return rows.select(*ASSESS_COLUMNS, *personal).with_columns(
        pl.selectors.categorical().cast(pl.String), pl.selectors.enum().cast(pl.String)
    )


def _list(
    kind: ReportKind,
    dataset: Dataset,
    outcomes: tuple[str, ...],
    chosen: pl.Expr,
    in_order: Callable[[pl.LazyFrame], pl.LazyFrame],
) -> Report:
    """A list of dossiers: chosen, in order, cut, each contestable one with its defence."""
    request, scope = dataset.request, in_scope(dataset)
    listed_columns = law_columns(request)

    def choose(rows: pl.LazyFrame, case: Case) -> list[Listed]:
        # The second run is made of batches: what it reads is not held of all rows that are listed.
        def second(batch: pl.DataFrame) -> pl.DataFrame:
            return add_certainty(batch, case).select(*listed_columns, *SECOND, "defence")

        carried = pl.selectors.by_name(listed_columns) | READ
        return [Listed(rows.filter(scope & chosen).select(carried), first=second)]

    of_outcomes = OutcomeQuery(outcomes, choose, at_law=True)

    def count(rows: pl.LazyFrame) -> list[Sums]:
        return [count_unread(rows.filter(scope))] if kind is kinds.LATE else []

    result = run_queries(dataset, count, of_outcomes=of_outcomes)
    *unread, rows = result.frames
    numbered = rows.lazy().with_row_index(_PLACE)
    if request.sort is None:
        ordered = in_order(numbered)
    else:
        ordered = sort_rows(numbered.with_columns(dataset.source_file), request.sort)
    # Of all columns only those are put in order that the order rests on.
    places = ordered.select(_PLACE).collect().to_series()
    shown = places if request.limit is None else places.head(request.limit)
    listed = present(take_in_order(rows, shown), dataset)
    provenance, closing = result.conclude(), tuple[str, ...]()
    if unread:
        provenance = replace(provenance, statuses=unknown_statuses(unread[0]))
        closing = _settling(rows["doubt"], Texts(request.settings.lang))
    return Report(kind, listed, len(places), len(shown), provenance, closing=closing)


def _settling(doubts: pl.Series, texts: Texts) -> tuple[str, ...]:
    """What would settle the unproven ones, with their number: a sentence a doubt."""
    counts = doubts.drop_nulls().str.split(",").explode().value_counts()
    found = dict(counts.iter_rows())
    return tuple(
        texts(
            "report.unproven",
            doubt=texts.short(f"doubt.{doubt}"),
            n=texts.whole(found[doubt]),
            settle=texts(f"settle.{doubt}"),
        )
        for doubt in Doubt
        if doubt in found
    )


def _list_all(dataset: Dataset) -> Report:
    request, scope = dataset.request, in_scope(dataset)

    def count(rows: pl.LazyFrame) -> list[Sums]:
        return [Sums(rows.filter(scope).select(n=pl.len()), frozenset("n"))]

    def doubt(rows: pl.LazyFrame, _: Case) -> list[Listed]:
        return [find_contestable(rows.filter(scope))]

    result = run_queries(dataset, count, of_outcomes=OutcomeQuery(BEHIND, doubt))
    total, doubtful = int(result.frames[0].item()), result.frames[1]
    rows = result.standing.filter(scope)
    if request.sort is not None:
        rows = sort_rows(rows.with_columns(dataset.source_file), request.sort)
    rows = add_defences(rows, defend(doubtful, result.dataset.case))
    if request.limit is not None:
        rows = rows.head(request.limit)
    shown = total if request.limit is None else min(total, request.limit)
    return Report(kinds.ASSESS, present(rows, dataset), total, shown, result.conclude())


def _stream(stream: VerdictStream) -> Early:
    rows = present(stream.rows, stream.dataset)

    def settle(written: Callable[[], pl.LazyFrame] | None) -> Report | Early:
        following = stream.next_stream()
        if following is None:
            return _settled(stream, rows)
        if written is None or not following.amends:
            return _stream(following)
        amended = following.amend(written(), stream)
        return Early(amended, lambda _: _settled(following, amended))

    return Early(rows, settle)


def _settled(stream: VerdictStream, rows: pl.LazyFrame) -> Report:
    """The report of the rows that were handed on, and stand."""
    return Report(kinds.ASSESS, rows, stream.shown, stream.shown, stream.result.conclude())
