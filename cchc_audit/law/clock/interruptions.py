"""What the events table says of pauses, supplements, letters: one row a dossier, ready to stand in
place of columns.

Events are a side table and are held whole. A kind of events (pauses with resumptions, requests
with supplements, ...) stands in place of that kind's columns of the export for the dossiers it
speaks of.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

import polars as pl

from cchc_audit.core.vocabulary import EventKind
from cchc_audit.law.clock.clock import OPEN
from cchc_audit.law.clock.instants import END_OF_DAY, column, split, store

_PAUSES = (EventKind.PAUSE.value, EventKind.RESUME.value)
_SUPPLEMENTS = (EventKind.SUPPLEMENT_REQUEST.value, EventKind.SUPPLEMENT.value)


class Interruptions(NamedTuple):
    """`frame`: one row a dossier with the columns of `clock` and `has_pauses`, `has_supplements`,
    `has_apology`, `has_reschedule` (Boolean: whether events of that kind stand in place of the
    export's columns), `last_event_at` (Datetime: the latest event of any kind), `has_unread`
    (Boolean: whether an event that could matter was not read). `pauses`, `lasting`, `rounds`: the
    most of each that one dossier has.
    """

    frame: pl.DataFrame
    pauses: int
    lasting: int
    rounds: int


def gather_interruptions(
    events: pl.DataFrame, as_of: datetime, *, unread: Collection[str] = ()
) -> Interruptions:
    """One row a dossier of typed events (`dossier_id`, `event`, `at`, `until`, `cause`), as of
    `as_of`; `unread` are the dossiers of which an event could not be read.

    What has not happened by then is taken away before events replace columns (law.md §6).
    """
    happened = events.filter(pl.col("at") < as_of).with_columns(store("at", split(pl.col("at"))))
    kinds = happened.group_by("dossier_id").agg(
        pl.col("event").is_in(_PAUSES).any().alias("has_pauses"),
        pl.col("event").is_in(_SUPPLEMENTS).any().alias("has_supplements"),
        (pl.col("event") == EventKind.APOLOGY.value).any().alias("has_apology"),
        (pl.col("event") == EventKind.RESCHEDULE.value).any().alias("has_reschedule"),
        pl.col("at").max().alias("last_event_at"),
    )
    steps = _steps(happened)
    alike = steps.select(((pl.col("paused") == 0) == (pl.col("lasts") == 0)).all()).item()
    paused, pauses = _spans(steps, "paused", "_pause")
    lasts, lasting = _spans(steps.clear() if alike else steps, "lasts", "_lasts")
    supplemented, rounds = _supplements(happened)
    frame = kinds
    for part in (paused, lasts, supplemented, _letters(happened)):
        frame = frame.join(part, on="dossier_id", how="left")
    return Interruptions(_with_unread(frame, unread), pauses, lasting, rounds)


def _with_unread(frame: pl.DataFrame, unread: Collection[str]) -> pl.DataFrame:
    """`frame` with the dossiers of which nothing but unread events is told."""
    ids = pl.DataFrame({"dossier_id": sorted(unread)}, schema={"dossier_id": pl.String})
    marked = frame.join(
        ids.with_columns(has_unread=pl.lit(value=True)),
        on="dossier_id",
        how="full",
        coalesce=True,
        maintain_order="left_right",
    )
    flags = pl.selectors.starts_with("has_")
    return marked.with_columns(flags.fill_null(value=False))


def _steps(events: pl.DataFrame) -> pl.DataFrame:
    """Every pause and resumption in order, with whether handling is paused after it: `paused` as
    the law has it, `lasts` under the reading `pauses`; `instant` in seconds.

    Ordered by day, within a day by time, a bare pause first and a bare resumption last, at one
    time a pause before a resumption (docs/law.md §4).
    """
    begins = pl.col("event") == EventKind.PAUSE.value
    bare_last = pl.when((pl.col("at_s") == 0) & ~begins).then(END_OF_DAY).otherwise(pl.col("at_s"))
    steps = (
        events.filter(pl.col("event").is_in(_PAUSES))
        .with_columns(bare_last.alias("order"), begins.alias("begins"))
        .sort("dossier_id", "at_d", "order", pl.col("begins").not_(), "cause")
    )
    told = zip(steps["dossier_id"], steps["begins"], steps["cause"], strict=True)
    return steps.select(
        "dossier_id",
        "begins",
        (pl.col("at_d").cast(pl.Int64) * END_OF_DAY + pl.col("at_s")).alias("instant"),
    ).with_columns(
        pl.DataFrame(
            list(_count_open(told)), schema={"paused": pl.Int32, "lasts": pl.Int32}, orient="row"
        )
    )


def _count_open(steps: Iterable[tuple[str, bool, str]]) -> Iterator[tuple[int, int]]:
    """How many pauses are open after each step (dossier, whether it begins one, cause): of the
    law, and under the reading `pauses` (docs/law.md §4, §9).

    By law a pause of a cause that is open opens nothing, and a resumption ends its cause, a plain
    one everything. Under the reading every pause waits for a resumption of its own: one of its
    cause, else any plain one, which ends the pause begun last.
    """
    dossier, law, lasting = None, set[str](), list[str]()
    for one, begins, cause in steps:
        if one != dossier:
            dossier, law, lasting = one, set(), []
        if begins:
            law.add(cause)
            lasting.append(cause)
        elif not cause:
            law.clear()
            del lasting[-1:]
        else:
            law.discard(cause)
            if cause in lasting:
                del lasting[len(lasting) - 1 - lasting[::-1].index(cause)]
        yield len(law), len(lasting)


def _spans(steps: pl.DataFrame, state: str, name: str) -> tuple[pl.DataFrame, int]:
    """The intervals in which `state` is not 0, as columns `<name><i>_b`, `<name><i>_e` (`OPEN`
    where it does not end); with them the most of one dossier.
    """
    turns = steps.with_columns(
        pl.col(state).shift(1, fill_value=0).over("dossier_id").alias("before")
    ).filter((pl.col("before") == 0) != (pl.col(state) == 0))
    spans = (
        turns.with_columns(
            pl.col("instant").shift(-1).over("dossier_id").fill_null(OPEN).alias("end")
        )
        .filter(pl.col("begins") & (pl.col("end") > pl.col("instant")))
        .with_columns(pl.int_range(pl.len()).over("dossier_id").alias("slot"))
    )
    return _wide(spans, {"instant": f"{name}{{}}_b", "end": f"{name}{{}}_e"})


def _supplements(events: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The first request and the first supplement not earlier than it; and every round, for the
    reading `rounds`.

    A round of that reading is a supplement with the first request since the supplement before it;
    each request after the last supplement is one of its own, which awaits its answer.
    """
    told = events.filter(pl.col("event").is_in(_SUPPLEMENTS)).sort("dossier_id", "at_d", "at_s")
    requests = told.filter(pl.col("event") == EventKind.SUPPLEMENT_REQUEST.value)
    first = requests.group_by("dossier_id", maintain_order=True).agg(
        pl.col("at_d").first().alias("_request_d"),
        pl.col("at_s").first().alias("_request_s"),
        pl.len().cast(pl.Int32).alias("request_count"),
    )
    answers = (
        told.filter(pl.col("event") == EventKind.SUPPLEMENT.value)
        .join(first, on="dossier_id", how="left", maintain_order="left")
        .filter(~column("_request").later_than(column("at")))
        .group_by("dossier_id", maintain_order=True)
        .agg(
            pl.col("at_d").first().alias("_supplement_d"),
            pl.col("at_s").first().alias("_supplement_s"),
        )
    )
    rounds, most = _every_round(told)
    everyone = told.select("dossier_id").unique()
    frame = everyone.join(first, on="dossier_id", how="left").join(
        answers, on="dossier_id", how="left"
    )
    return frame.join(rounds, on="dossier_id", how="left"), most


def _every_round(told: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Each supplement with its request, then each request without an answer, as `_round<j>_r_*`,
    `_round<j>_p_*`.
    """
    supplement = pl.col("event") == EventKind.SUPPLEMENT.value
    bare_last = pl.when((pl.col("at_s") == 0) & supplement).then(END_OF_DAY).otherwise("at_s")
    answered = supplement.cast(pl.Int32).cum_sum(reverse=True).over("dossier_id")
    ordered = told.with_columns(bare_last.alias("order")).sort(
        "dossier_id", "at_d", "order", supplement
    )
    numbered = ordered.with_columns(answered.alias("left")).with_columns(
        # A request after the last supplement counts on from it.
        pl.when(pl.col("left") == 0)
        .then(pl.int_range(pl.len()).over("dossier_id", "left").neg() - 1)
        .otherwise("left")
        .alias("round")
    )
    rounds = (
        numbered.group_by("dossier_id", "round", maintain_order=True)
        .agg(
            *(pl.col(f"at_{p}").filter(~supplement).first().alias(f"r_{p}") for p in "ds"),
            *(pl.col(f"at_{p}").filter(supplement).first().alias(f"p_{p}") for p in "ds"),
        )
        .with_columns(pl.int_range(pl.len()).over("dossier_id").alias("slot"))
    )
    names = {name: f"_round{{}}_{name}" for name in ("r_d", "r_s", "p_d", "p_s")}
    return _wide(rounds, names)


def _letters(events: pl.DataFrame) -> pl.DataFrame:
    """The first apology, the last new appointment and how many there were."""
    apology = pl.col("event") == EventKind.APOLOGY.value
    moved = pl.col("event") == EventKind.RESCHEDULE.value
    return (
        events.sort("dossier_id", "at")
        .group_by("dossier_id", maintain_order=True)
        .agg(
            pl.col("at").filter(apology).first().alias("event_apology_at"),
            pl.col("until").filter(moved).last().alias("event_rescheduled_to"),
            pl.col("at").filter(moved).len().cast(pl.Int32).alias("event_reschedule_count"),
        )
    )


def _wide(long: pl.DataFrame, names: dict[str, str]) -> tuple[pl.DataFrame, int]:
    """Slots 0, 1, 2 ... of each dossier as columns of their own; with them the most slots of one
    dossier.
    """
    most = int(long.select(pl.col("slot").max().fill_null(-1)).item()) + 1
    frame = long.group_by("dossier_id").agg(
        pl.col(name).filter(pl.col("slot") == k).first().alias(pattern.format(k))
        for k in range(most)
        for name, pattern in names.items()
    )
    return frame, most
