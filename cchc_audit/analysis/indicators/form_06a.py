"""Form II.06a of Circular 01/2020/TT-VPCP: how dossiers are counted into its cells.

By day against the appointment, as the software does that fills it in: waiting for a supplement is
in time, a withdrawn dossier is resolved on time, and where nothing says by when, it is on time.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import cast

import polars as pl

from cchc_audit.analysis.indicators import recorded
from cchc_audit.analysis.summary import Key, begins, is_carried_over, natural
from cchc_audit.analysis.summary.keys import as_text, group_value
from cchc_audit.core.vocabulary import Channel, Status
from cchc_audit.law.clock.instants import last_instant


class Came(StrEnum):
    """How a dossier came into the period: columns 4 to 6."""

    ONLINE = "received_online"
    DIRECT = "received_direct"
    CARRIED_OVER = "carried_over"


class State(StrEnum):
    """Where a dossier stands at the period's end: columns 8 to 10, 12 and 13."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"


CAME, STATE = pl.Enum(Came), pl.Enum(State)

CELLS: dict[str, tuple[str, ...]] = {
    "received": tuple(map(str, Came)),
    "received_online": (Came.ONLINE.value,),
    "received_direct": (Came.DIRECT.value,),
    "carried_over": (Came.CARRIED_OVER.value,),
    "resolved": (State.EARLY.value, State.ON_TIME.value, State.LATE.value),
    "early": (State.EARLY.value,),
    "on_time": (State.ON_TIME.value,),
    "late": (State.LATE.value,),
    "open": (State.OPEN_IN_TIME.value, State.OPEN_OVERDUE.value),
    "open_in_time": (State.OPEN_IN_TIME.value,),
    "open_overdue": (State.OPEN_OVERDUE.value,),
}
"""Columns 3 to 13 of the form, and the dossiers that each counts: the words of `came`, `state`."""

FORM_COLUMNS = tuple(CELLS)


@dataclass(frozen=True, slots=True)
class FormRows:
    """`groups`: the key (String) and `FORM_COLUMNS` (Int64), in the natural order of the key;
    `total`: one row of the same, its key null. `undated` counts the dossiers that neither an
    appointment nor a term judges, `unknown_channel` those taken for direct because nothing says how
    they came. `gap` is column 3 less columns 7 and 11, by key, where it is not
    0; None stands for the total.
    """

    groups: pl.DataFrame
    total: pl.DataFrame
    undated: int
    unknown_channel: int
    gap: dict[str | None, int]


def in_hand(first: date | None, last: date | None) -> pl.Expr:
    """Whether the form counts a dossier: received by `last`, and not ended before `first`.

    None leaves that side open. A dossier without a receipt stands under its submission, else its
    last recorded date; one without any date is in no period. A withdrawn dossier without an end
    date ended on the day it was received.
    """
    kept, begin = recorded.taken_in(), begins()
    if last is not None:
        kept = kept & (begin < last + timedelta(days=1)).fill_null(value=False)
    if first is not None:
        end = pl.when(_gone()).then(begin).otherwise(pl.col("finished_at"))
        kept = kept & (end >= first).fill_null(value=True)
    return kept


def came(first: date | None) -> pl.Expr:
    """How a dossier came into the period that begins on `first` (`CAME`); an unknown channel
    counts as direct.
    """
    online = (pl.col("channel") == Channel.ONLINE.value).fill_null(value=False)
    return (
        pl.when(is_carried_over(first))
        .then(pl.lit(Came.CARRIED_OVER.value, dtype=CAME))
        .when(online)
        .then(pl.lit(Came.ONLINE.value, dtype=CAME))
        .otherwise(pl.lit(Came.DIRECT.value, dtype=CAME))
    )


def state(as_of: datetime) -> pl.Expr:
    """Where a dossier stands at the end of the period (`STATE`); null for one not taken in."""
    finish, due = recorded.finish(), _due_day()
    last_day, _ = last_instant(as_of)
    on_time = (recorded.withdrawn() & (finish.known | _gone())) | due.is_null()
    in_time = waits() | due.is_null() | (due >= last_day)
    resolved = (
        pl.when(on_time | (finish.day == due))
        .then(pl.lit(State.ON_TIME.value, dtype=STATE))
        .when(finish.day < due)
        .then(pl.lit(State.EARLY.value, dtype=STATE))
        .otherwise(pl.lit(State.LATE.value, dtype=STATE))
    )
    still_open = (
        pl.when(in_time)
        .then(pl.lit(State.OPEN_IN_TIME.value, dtype=STATE))
        .otherwise(pl.lit(State.OPEN_OVERDUE.value, dtype=STATE))
    )
    return pl.when(recorded.taken_in()).then(
        pl.when(finish.known | _gone()).then(resolved).otherwise(still_open)
    )


def undated() -> pl.Expr:
    """Whether a dossier counts as on time only because nothing says by when (Boolean)."""
    judged = pl.when(recorded.finish().known).then(~recorded.withdrawn()).otherwise(~waits())
    return _due_day().is_null() & judged & ~_gone()


def unknown_channel(first: date | None) -> pl.Expr:
    """Whether a dossier of the period counts as direct for want of a channel (Boolean)."""
    direct = came(first) == Came.DIRECT.value
    return direct & pl.col("channel").is_null() & recorded.taken_in()


def waits() -> pl.Expr:
    """Whether an open dossier waits for the applicant: by its status, or by a request that has not
    been answered.
    """
    return (pl.col("status") == Status.AWAITING_APPLICANT.value) | recorded.awaits()


def form_counts(
    dossiers: pl.LazyFrame, key: Key, *, first: date | None, as_of: datetime
) -> pl.LazyFrame:
    """Dossiers by `key`, `came` and `state`, as `n`, `undated` and `unknown_channel` (Int64); lazy
    and small.

    `dossiers`: assessed rows, duplicates removed, already cut to `in_hand` and filters. The order
    of rows is not fixed.
    """
    return (
        dossiers.select(
            group_value(key),
            came(first).alias("came"),
            state(as_of).alias("state"),
            undated().alias("undated"),
            unknown_channel(first).alias("unknown_channel"),
        )
        .group_by(key, "came", "state")
        .agg(
            pl.len().cast(pl.Int64).alias("n"),
            pl.col("undated", "unknown_channel").sum().cast(pl.Int64),
        )
        .select(as_text(key), "came", "state", "n", "undated", "unknown_channel")
    )


def in_cells(
    dossiers: pl.LazyFrame, key: Key, *, first: date | None, as_of: datetime
) -> pl.LazyFrame:
    """The dossiers of `form_counts` one by one: `key` (String), `came`, `state`, `dossier_id`."""
    return dossiers.select(
        group_value(key).cast(pl.String).alias("key"),
        came(first).alias("came"),
        state(as_of).alias("state"),
        "dossier_id",
    )


def form_rows(counts: pl.DataFrame, key: Key) -> FormRows:
    """The rows of the form from `form_counts`."""
    sums = [_cell(name).alias(name) for name in FORM_COLUMNS]
    groups = natural(counts.group_by(key).agg(*sums), (key,))
    total = counts.select(pl.lit(None, dtype=pl.String).alias(key), *sums)
    gap = pl.col("received") - pl.col("resolved") - pl.col("open")
    off = pl.concat([groups, total]).select(key, gap.alias("gap")).filter(pl.col("gap") != 0)
    return FormRows(
        groups=groups,
        total=total,
        undated=int(counts["undated"].sum()),
        unknown_channel=int(counts["unknown_channel"].sum()),
        gap=dict(cast("list[tuple[str | None, int]]", off.rows())),
    )


def cell_holds(name: str) -> pl.Expr:
    """Whether the column `name` of the form counts a row with `came` and `state` (Boolean)."""
    words = list(CELLS[name])
    return pl.col("came" if words[0] in set(Came) else "state").is_in(words)


def _cell(name: str) -> pl.Expr:
    return pl.col("n").filter(cell_holds(name)).sum()


def _gone() -> pl.Expr:
    """Withdrawn, and no end date in the export at all: resolved on the day of receipt."""
    return recorded.withdrawn() & recorded.without_end()


def _due_day() -> pl.Expr:
    return pl.coalesce(recorded.promised().day, recorded.legal().day)
