"""Family H: what an office must not change afterwards, read off the changes between two states.

H601 receipt moved · H602 appointment moved · H603 finish backdated · H604 vanished · H605 pause or
supplement backdated · H606 reopened. A finding is a thing to look at, not a verdict on anyone: a
correction can be right, and then has a reason that the office can tell.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl

from cchc_audit.analysis.snapshots.coarse import is_later, lies_before
from cchc_audit.core.vocabulary import Severity

if TYPE_CHECKING:
    from cchc_audit.analysis.snapshots.comparison import Changes
    from cchc_audit.analysis.snapshots.state import State

CODES = ("H601", "H602", "H603", "H604", "H605", "H606")
ALTERED_COLUMNS = (
    "code",
    "severity",
    "dossier_id",
    "commune",
    "procedure_code",
    "officer",
    "change",
    "field",
    "old",
    "new",
    "known",
    "dossiers",
    "share",
    "variant",
    "evidence",
)
WINDOW = 50
"""From so many finished dossiers on the first finish tells where an export's period begins."""

_ALWAYS = {
    "H601": Severity.ERROR,
    "H602": Severity.ERROR,
    "H603": Severity.ERROR,
    "H604": Severity.ERROR,
    "H605": Severity.ERROR,
    "H606": Severity.WARNING,
}
_LAGGING = ("H603", "H605")
"""Rules of which a finding is only a note where the system may have passed an entry on late."""
_PAUSES = ("paused_at", "supplement_requested_at", "supplemented_at")
_EXCUSES = (
    *_PAUSES,
    *("resumed_at", "supplement_count", "apology_at", "rescheduled_to", "reschedule_count"),
)


def is_excuse() -> pl.Expr:
    """Whether a changed field newly records what can move an appointment rightly: an apology, a
    re-appointment, a supplement, a pause or its end.
    """
    return pl.col("field").is_in(_EXCUSES) & pl.col("new").is_not_null()


def coded(rows: pl.DataFrame, *, as_of: datetime, lag_from: date) -> pl.DataFrame:
    """Adds `code`, `severity`, `note`, `known` to changed fields (columns of `facts.with_facts`).

    `as_of` is that of the older state; what is backdated no further than `lag_from` is a note:
    systems pass on a working day's entries overnight.
    """
    field, change = pl.col("field"), pl.col("change")
    before = lies_before(pl.col("new_at"), pl.lit(as_of)).fill_null(value=False)
    finish = pl.col("new_finished_at") == pl.col("new_at")
    first_end = pl.int_range(pl.len()).over("k", "change") == 0
    code = (
        pl.when((field == "received_at") & pl.col("old").is_not_null())
        .then(pl.lit("H601"))
        .when((field == "promised_at") & _moved_on() & ~pl.col("is_excused"))
        .then(pl.lit("H602"))
        .when((change == "finished") & finish & before & first_end)
        .then(pl.lit("H603"))
        .when(field.is_in(_PAUSES) & before)
        .then(pl.lit("H605"))
        .when((change == "reopened") & first_end)
        .then(pl.lit("H606"))
    )
    in_lag = pl.col("new_at").dt.date() >= pl.lit(lag_from)
    note = pl.col("code").is_in(_LAGGING) & in_lag
    return (
        rows.with_columns(_end_order().alias("_end"))
        .sort("k", "_end", maintain_order=True)
        .with_columns(code.alias("code"))
        .with_columns(note.fill_null(value=False).alias("note"))
        .with_columns(_severity(), _iso(pl.lit(as_of)).alias("known"))
    )


def _moved_on() -> pl.Expr:
    return is_later(pl.col("new_at"), pl.col("old_at")).fill_null(value=False)


def _end_order() -> pl.Expr:
    """Where a change of status or finish is told by several fields, the finish comes first."""
    names = ("completed_at", "returned_at", "status")
    ranks = {name: rank for rank, name in enumerate(names)}
    end = pl.col("new_finished_at").is_null() | (pl.col("new_finished_at") == pl.col("new_at"))
    rank = pl.col("field").replace_strict(ranks, default=len(names), return_dtype=pl.Int8)
    return pl.when(end.fill_null(value=False)).then(rank).otherwise(rank + len(names))


def _severity() -> pl.Expr:
    usual = pl.col("code").replace_strict(_ALWAYS, return_dtype=pl.String)
    return pl.when("note").then(pl.lit(Severity.NOTE.value)).otherwise(usual).alias("severity")


def vanished(rows: pl.DataFrame, new: "State") -> pl.DataFrame:
    """Adds `code`, `severity`, `note`, `known` to dossiers that are gone: H604 inside the period.

    The period of the newer state is the one asked for (`first`, `last`: dossiers in hand at any
    time in it); where none was, it begins with the first receipt in it, and ends with its as-of.
    Of a finished dossier that is gone the finish, too, must lie in the period, which a large export
    tells by its own first finish: one that lists what was in hand since then leaves out the rest.
    """
    received, finished = pl.col("old_received_at"), pl.col("old_finished_at")
    start, first_finish = new.first, None
    inside = received < pl.lit(new.as_of)
    if new.last is not None:
        inside = inside & (received.dt.date() <= pl.lit(new.last))
    if start is not None:
        first_finish = start
    else:
        first = _least(new.dossiers, "received_at")
        inside = inside & (received.dt.date() >= pl.lit(first, dtype=pl.Date))
        if new.dossiers["finished_at"].count() >= WINDOW:
            first_finish = _least(new.dossiers, "finished_at")
    if first_finish is not None:
        inside = inside & (finished.dt.date() >= pl.lit(first_finish)).fill_null(value=True)
    code = pl.when(inside.fill_null(value=False)).then(pl.lit("H604"))
    return rows.with_columns(code.alias("code"), pl.lit(value=False).alias("note")).with_columns(
        _severity(), _iso(received).alias("known")
    )


def _least(frame: pl.DataFrame, name: str) -> date | None:
    least = frame[name].min() if name in frame.columns else None
    return least.date() if isinstance(least, datetime) else None


def _iso(moment: pl.Expr) -> pl.Expr:
    return moment.dt.to_string("%Y-%m-%dT%H:%M:%S").str.strip_suffix("T00:00:00")


def findings(changes: "Changes") -> pl.DataFrame:
    """One row a finding, `ALTERED_COLUMNS`; one about the export where too many were hit at once.

    `known`: of H604 the receipt, else the older state's as-of. `variant`: which wording fits:
    `note`, `finding`, `mass`, or null where a rule has but one. `dossiers` and `share` count what a
    finding about the export stands for. `evidence` is a JSON object.
    """
    single = changes.rows.filter(pl.col("code").is_not_null()).with_columns(
        pl.lit(None, dtype=pl.Int64).alias("dossiers"),
        pl.lit(None, dtype=pl.Float64).alias("share"),
        pl.when("note")
        .then(pl.lit("note"))
        .when(pl.col("code").is_in(_LAGGING))
        .then(pl.lit("finding"))
        .alias("variant"),
    )
    known = _text(changes.old.as_of)
    gathered = [
        {
            "code": mass.code,
            "severity": _ALWAYS[mass.code].value,
            "change": mass.change.value,
            "field": mass.field,
            "known": known,
            "dossiers": mass.dossiers,
            "share": mass.share,
            "variant": "mass",
        }
        for mass in changes.mass
        if mass.code is not None
    ]
    shown = [name for name in ALTERED_COLUMNS if name != "evidence"]
    schema = single.select(shown).schema
    about_export = pl.DataFrame(gathered, schema=schema, orient="row")
    every = pl.concat([about_export, single.select(shown)])
    evidence = pl.struct(
        "field", "old", "new",
        pl.lit(known).alias("old_as_of"),
        pl.lit(_text(changes.new.as_of)).alias("new_as_of"),
        pl.when(pl.col("code") == "H604").then("known").alias("received_at"),
        "dossiers", "share",
    ).struct.json_encode()  # fmt: skip
    return every.with_columns(evidence.alias("evidence"))


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")
