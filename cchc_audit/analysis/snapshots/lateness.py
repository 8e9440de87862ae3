"""Lateness that an edit took away: both states judged by one method, as of the newer one.

Only dossiers of which a field changed are judged. The older data are given what happened to the
dossier since (a finish, a supplement … dated after that state): what only time and work did is no
edit. What is still late then, and is not by the newer data, was made punctual by the rest.
"""

import polars as pl

from cchc_audit.analysis.snapshots.carried import seen_as_of
from cchc_audit.analysis.snapshots.comparison import LATENESS_COLUMNS
from cchc_audit.analysis.snapshots.state import State
from cchc_audit.core.columns import COLUMNS, FINISHES, PERSONAL
from cchc_audit.core.vocabulary import BEHIND, ENDED, Basis, Status, TermSource
from cchc_audit.engine.coarse_moments import lies_before
from cchc_audit.intake.normalise import dtype_of
from cchc_audit.intake.values.terms import Term, parse_term
from cchc_audit.law.catalogue.term_tables import TermTables
from cchc_audit.law.clock.interruptions import Interruptions, gather_interruptions
from cchc_audit.law.verdict import Case, decide, measure_at_law

PROGRESS = (
    *("completed_at", "returned_at", "competent_received_at"),
    *("supplement_requested_at", "supplemented_at", "paused_at", "resumed_at"),
)
"""Moments that are first recorded as the work goes on."""
JUDGED = (
    *("received_at", *PROGRESS, "status", "promised_at"),
    *("procedure_code", "procedure_name", "legal_term"),
)
"""Fields that a verdict rests on, in the order in which the one that decided is looked for."""
_SYNCHRONISED = frozenset({*FINISHES, "supplement_requested_at", "supplemented_at"})
_TELLING = [Status.WITHDRAWN.value, Status.NOT_RECEIVED.value]
"""Statuses that decide by themselves, whatever the dates say."""
_SIDES = ("then", "now")


def find_removed_lateness(
    old: State, new: State, pairs: pl.DataFrame, altered: pl.DataFrame, *, case: Case
) -> pl.DataFrame:
    """One row a dossier whose lateness an edit removed: `k`, `field` (the one to go by) and
    `LATENESS_COLUMNS`; `is_late_entry` where a finish or supplement that the system may have passed
    on late is all there is.

    `pairs`: `k`, `i`, `j`, `old_as_of`, `lag_from`; `altered`: the changed fields (`k`, `field`,
    `old`, `old_at`, `new`, `new_at`). `case` is that of the newer state; what only one state has is
    judged of neither.
    """
    seen = pairs.select("k", "old_as_of", "lag_from")
    told = altered.join(seen, on="k", maintain_order="left").with_columns(
        seen_as_of(pl.col("field"), old.lost).alias("old_as_of")
    )
    edits = told.filter(pl.col("field").is_in(JUDGED) & ~_is_progress())
    chosen = pairs.join(edits.select("k").unique(), on="k", how="semi", maintain_order="left")
    if chosen.is_empty():
        return _nothing()
    verdicts = _judge_both(old, new, chosen, case)
    behind = pl.col("outcome_then").is_in(BEHIND) & ~pl.col("outcome_now").is_in(BEHIND)
    found = verdicts.filter(behind)
    return _nothing() if found.is_empty() else _name_fields(edits, found)


def _nothing() -> pl.DataFrame:
    text = {name: pl.String() for name in ("field", *LATENESS_COLUMNS)}
    return pl.DataFrame(schema={"k": pl.UInt32(), **text, "is_late_entry": pl.Boolean()})


def _is_progress() -> pl.Expr:
    """Whether a change is the first record of what happened after the older state."""
    since = ~lies_before(pl.col("new_at"), pl.col("old_as_of"))
    first = pl.col("old_at").is_null() & pl.col("old").is_null()
    return (pl.col("field").is_in(PROGRESS) & first & since).fill_null(value=False)


def _judge_both(old: State, new: State, chosen: pl.DataFrame, case: Case) -> pl.DataFrame:
    """What the dossiers of `chosen` are by the older data and by the newer, one row each: `k`, and
    `outcome`, `deadline`, `basis`, `term_source` with `_then` and `_now`.
    """
    fields = old.fields & new.fields
    after = _typed(new.dossiers[chosen["j"]], fields)
    before = _with_progress(_typed(old.dossiers[chosen["i"]], fields), after, chosen, old)
    sides = dict(zip(_SIDES, (before, after), strict=True))
    number = pl.concat_str(pl.col("side"), pl.lit("\0"), pl.col("k").cast(pl.String))
    rows = pl.concat(
        [
            frame.with_columns(chosen["k"], pl.lit(side).alias("side"))
            for side, frame in sides.items()
        ]
    ).with_columns(number.alias("dossier_id"))
    judging = case._replace(
        # Categories may have been forgotten since the tables learnt them: look each up anew.
        terms=TermTables(case.terms.catalogue, case.policy),
        present=fields,
        events=_events(old, new, chosen, case),
        endless=frozenset(),
        damaged=frozenset(),
        conflicts=None,
    )
    judged = (
        measure_at_law(decide(rows.lazy(), judging), judging)
        .filter(pl.col("fault").is_null())
        .select(
            "k",
            "side",
            *(pl.col(n).cast(pl.String) for n in ("outcome", "deadline", "basis", "term_source")),
        )
        .collect()
    )
    then, now = (judged.filter(pl.col("side") == side).drop("side") for side in _SIDES)
    suffixed = now.rename({name: f"{name}_now" for name in now.columns if name != "k"})
    return then.rename({name: f"{name}_then" for name in then.columns if name != "k"}).join(
        suffixed, on="k", how="inner", maintain_order="left"
    )


def _typed(frame: pl.DataFrame, fields: frozenset[str]) -> pl.DataFrame:
    """Rows of a state as intake would have read them, of the columns both states have."""
    terms = frame["legal_term"].drop_nulls().unique() if "legal_term" in fields else ()
    codes = {text: _term_code(text) for text in terms}
    columns = []
    for column in COLUMNS:
        name, dtype = column.name, dtype_of(column)
        if name in PERSONAL:
            continue
        value = pl.col(name) if name in fields else pl.lit(None)
        if name == "legal_term" and codes:
            value = value.replace_strict(codes, default=None, return_dtype=pl.Int64)
        columns.append(value.cast(dtype).alias(name))
    place = pl.int_range(pl.len(), dtype=pl.UInt32)
    return frame.select(
        pl.lit(0, dtype=pl.UInt32).alias("source"),
        place.alias("source_line"),
        pl.lit(None, dtype=pl.UInt16).alias("fault"),
        *columns,
    )


def _term_code(text: str) -> int | None:
    term = parse_term(text)
    return term.code if isinstance(term, Term) else None


def _with_progress(
    before: pl.DataFrame, after: pl.DataFrame, chosen: pl.DataFrame, old: State
) -> pl.DataFrame:
    """The older rows with what was first recorded, and happened, after they were read."""
    both = before.with_columns(
        chosen["old_as_of"], *(after[name].alias(f"_{name}") for name in (*PROGRESS, "status"))
    )
    since = {
        name: pl.col(name).is_null() & ~_lies_before(name, old).fill_null(value=True)
        for name in PROGRESS
    }
    finished = pl.any_horizontal(since[name] for name in FINISHES)
    ended = pl.col("_status").is_in(ENDED).fill_null(value=False)
    return both.with_columns(
        *(pl.when(holds).then(f"_{name}").otherwise(name).alias(name)
          for name, holds in since.items()),
        pl.when(finished & ended).then("_status").otherwise("status").alias("status"),
    ).select(before.columns)  # fmt: skip


def _lies_before(name: str, old: State) -> pl.Expr:
    """Whether the newer cell of a column is dated before the state that the older one is from."""
    return lies_before(pl.col(f"_{name}"), seen_as_of(pl.lit(name), old.lost))


def _events(old: State, new: State, chosen: pl.DataFrame, case: Case) -> Interruptions | None:
    """What the events tell of the dossiers of `chosen`, each side under its own number; the older
    ones with what happened since. None where one of the states was read without events.
    """
    if old.events is None or new.events is None:
        return None
    numbers = chosen.select(
        "k", "old_as_of", new.dossiers["dossier_id"].gather(chosen["j"]).alias("dossier_id")
    )
    before, after = (
        state.events.join(numbers, on="dossier_id", how="inner")
        for state in (old, new)
        if state.events is not None
    )
    since = after.filter(~lies_before(pl.col("at"), pl.col("old_as_of")))
    told = [
        frame.with_columns(
            pl.concat_str(pl.lit(f"{side}\0"), pl.col("k").cast(pl.String)).alias("dossier_id"),
            pl.col("note").fill_null("").alias("cause"),
        )
        for side, frame in zip(_SIDES, (pl.concat([before, since]).unique(), after), strict=True)
    ]
    return gather_interruptions(pl.concat(told), case.as_of)


def _name_fields(edits: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The dossiers of `found` with the fields that were edited, those that decided."""
    by = {name: [f"{name}_then", f"{name}_now"] for name in ("basis", "term_source")}
    promised = pl.any_horizontal(pl.col(by["basis"]).eq_missing(Basis.APPOINTMENT.value))
    own = pl.any_horizontal(
        pl.col(name).eq_missing(TermSource.EXPORT.value) | pl.col(name).is_null()
        for name in by["term_source"]
    )
    field = pl.col("field")
    ranked = (
        edits.join(found, on="k", how="inner", maintain_order="left")
        .with_columns(
            field.replace_strict(
                {name: rank for rank, name in enumerate(JUDGED)}, return_dtype=pl.Int8
            ).alias("_rank"),
            _lags().alias("_lags"),
            pl.when(field == "promised_at").then(promised)
            .when(field == "legal_term").then(own)
            .when(field == "status").then(
                pl.col("new").is_in(_TELLING)
                | ~field.is_in(PROGRESS).any().over("k")
            )
            .otherwise(pl.lit(value=True)).alias("_decides"),
        )
        .with_columns(pl.col("_decides") | ~pl.col("_decides").any().over("k"))
        .filter("_decides")
        .sort("k", "_rank")
    )  # fmt: skip
    return ranked.group_by("k", maintain_order=True).agg(
        field.first(),
        field.str.join(",").alias("fields"),
        pl.col("outcome_then", "outcome_now", "deadline_then", "deadline_now").first(),
        pl.col("_lags").all().alias("is_late_entry"),
    )


def _lags() -> pl.Expr:
    """Whether a change is a finish or supplement that the system may have passed on late."""
    first = pl.col("old").is_null() & (pl.col("new_at").dt.date() >= pl.col("lag_from"))
    return (pl.col("field").is_in(sorted(_SYNCHRONISED)) & first).fill_null(value=False)
