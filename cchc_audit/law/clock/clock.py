"""The clock of every dossier: where it starts, what moves it, what stops it, and the deadline
(law.md §2-§4).

`run_clock` takes a frame with the moments already cut at the as-of and adds the columns of one run
under a prefix; the second run of §9 is the same function with other readings. All of it is
expressions, staged by `with_columns`.

In: moments (columns `<name>_d`, `<name>_s`, see `moments`) `_received`, `_competent`, `_finish`,
`_request`, `_supplement`, and `_round<j>_r`/`_round<j>_p` where several rounds are recorded;
pauses as instants in seconds (Int64) `_pause<i>_b`, `_pause<i>_e` (`OPEN` while open), merged and
in order, and as `_lasts<i>_b`, `_lasts<i>_e` those of the reading `pauses` where events tell
them; `_unit`, `_amount` of the term, `_cut` (cut-off by number), `_continue` (supplement policy).

Out, under the prefix: `clock` (moment; its second is null when unknown), `deadline` (moment),
`awaited` (day of a request in time that still awaits its supplement), `open` (day an open pause
that counts began), `given_w`, `given_c`, `given_s` (what pauses added, in working days, calendar
days, working seconds), `idle` (working days paused within the span that processing days are
counted over). What each step did stays beside that, for `explain`: `clock_received`,
`clock_competent`, `clock_round<j>` (the clock after that step), `moved_competent`,
`moved_round<j>` (whether that moment took the clock over), `in_time<j>` and `before_deadline`
(a request, and the deadline it was held against), and of the i-th pause, merged, `pause<i>_b`,
`_e`, `_limit`, `_start` to `_stop` (the part that counts) and `_w`, `_c`, `_s` (what it gave).
"""

from typing import NamedTuple

import polars as pl

from cchc_audit.core.vocabulary import Reading
from cchc_audit.law.clock.instants import END_OF_DAY, Moment, choose, column, store
from cchc_audit.law.clock.reckoning import NOTHING, Extension, Reckoning, Term

OPEN = 1 << 60
"""The end of a pause that has not ended."""


class Pause(NamedTuple):
    """Names of the two instant columns (Int64 seconds) of one pause; the first is null where there
    is none.
    """

    begin: str
    end: str


class TermColumns(NamedTuple):
    """Names of the columns of the term a run is held to."""

    unit: str
    amount: str


def run_clock(
    frame: pl.LazyFrame, reckoning: Reckoning, *, term: TermColumns, prefix: str
) -> pl.LazyFrame:
    """Adds the columns of one run of the clock (see the module) to `frame`; out-of-range days
    stand as null.
    """
    frame = _start(frame, reckoning, prefix=prefix)
    pauses = _recorded(reckoning)
    for number, (request, supplement) in enumerate(_rounds(reckoning)):
        wait = Pause(f"{prefix}wait{number}_b", f"{prefix}wait{number}_e")
        frame = _supplement(
            frame,
            reckoning,
            request=column(request),
            supplement=column(supplement),
            pauses=pauses,
            term=term,
            wait=wait,
            number=number,
            prefix=prefix,
        )
        frame, pauses = _insert(frame, pauses, wait=wait, prefix=f"{prefix}merged{number}_")
    frame = _pauses(frame, reckoning, pauses=pauses, term=term, prefix=prefix)
    return _deadline(frame, reckoning, term, prefix=prefix)


def given(prefix: str) -> Extension:
    """What the pauses of a run added."""
    return Extension(
        pl.col(f"{prefix}given_w"), pl.col(f"{prefix}given_c"), pl.col(f"{prefix}given_s")
    )


def instant(moment: Moment) -> pl.Expr:
    """A moment as Int64 seconds since 1970-01-01, a bare date at its 00:00."""
    return moment.day.cast(pl.Int64) * END_OF_DAY + moment.sec


def at(seconds: pl.Expr) -> Moment:
    """The moment of an instant in seconds."""
    return Moment(
        (seconds // END_OF_DAY).cast(pl.Int32, strict=False), (seconds % END_OF_DAY).cast(pl.Int32)
    )


def _recorded(reckoning: Reckoning) -> list[Pause]:
    """The recorded pauses: as they ended, or as long as each may have lasted under that reading."""
    features = reckoning.features
    if Reading.PAUSES in reckoning.readings and features.lasting:
        return [Pause(f"_lasts{i}_b", f"_lasts{i}_e") for i in range(features.lasting)]
    return [Pause(f"_pause{i}_b", f"_pause{i}_e") for i in range(features.pauses)]


def _rounds(reckoning: Reckoning) -> list[tuple[str, str]]:
    """The supplement rounds that may move the clock: the first, or every one under that reading."""
    if reckoning.features.rounds == 0:
        return []
    if Reading.ROUNDS in reckoning.readings and reckoning.features.rounds > 1:
        return [(f"_round{j}_r", f"_round{j}_p") for j in range(reckoning.features.rounds)]
    return [("_request", "_supplement")]


def _start(frame: pl.LazyFrame, reckoning: Reckoning, *, prefix: str) -> pl.LazyFrame:
    """Sets the clock of the receipt, and of the competent receipt where that is later."""
    received, clock = column("_received"), f"{prefix}clock"
    frame = reckoning.start(frame, clock, moment=received, cutoff=pl.col("_cut"))
    frame = frame.with_columns(
        *store(f"{prefix}from", received),
        pl.lit(None, dtype=pl.Int32).alias(f"{prefix}awaited"),
    )
    frame = frame.with_columns(store(f"{prefix}clock_received", column(clock)))
    if not reckoning.features.competent:
        return frame
    competent = column("_competent")
    moves = (
        competent.known & ~received.later_than(competent) & ~competent.later_than(column("_finish"))
    )
    return _move(frame, reckoning, moves=moves, moment=competent, name="competent", prefix=prefix)


def _move(
    frame: pl.LazyFrame,
    reckoning: Reckoning,
    *,
    moves: pl.Expr,
    moment: Moment,
    name: str,
    prefix: str,
) -> pl.LazyFrame:
    """Sets the clock to that of `moment` where it `moves`, never before the one it replaces.

    Keeps what was done under `name`.
    """
    frame = reckoning.start(frame, f"{prefix}new", moment=moment, cutoff=pl.col("_cut"))
    old, new = column(f"{prefix}clock"), column(f"{prefix}new")
    later = reckoning.origin(new).instant_after(reckoning.origin(old), or_at=True)
    return frame.with_columns(
        *store(f"{prefix}clock", choose(moves & later, new, old)),
        *store(f"{prefix}from", choose(moves, moment, column(f"{prefix}from"))),
        moves.alias(f"{prefix}moved_{name}"),
    ).with_columns(store(f"{prefix}clock_{name}", column(f"{prefix}clock")))


def _supplement(
    frame: pl.LazyFrame,
    reckoning: Reckoning,
    *,
    request: Moment,
    supplement: Moment,
    pauses: list[Pause],
    term: TermColumns,
    wait: Pause,
    number: int,
    prefix: str,
) -> pl.LazyFrame:
    """One supplement round: moves the clock (restart), or leaves a wait as a pause (continue, or
    never answered).
    """
    finish, clock = column("_finish"), f"{prefix}clock"
    before = f"{prefix}before_"
    frame = frame.with_columns(
        *store(f"{before}clock", column(clock)),
        pl.lit(None, dtype=pl.Int32).alias(f"{before}awaited"),
    )
    frame = _pauses(
        frame, reckoning, pauses=pauses, term=term, prefix=before, cut=request if pauses else None
    )
    frame = _deadline(frame, reckoning, term, prefix=before)
    limit = column(f"{before}deadline")
    in_time = ~request.later_than(finish) & (
        ~request.instant_after(limit, or_at=True).fill_null(value=False)
    )
    frame = frame.with_columns(in_time.alias(f"{prefix}in_time{number}"))
    in_time = pl.col(f"{prefix}in_time{number}")
    answered = supplement.known & ~supplement.later_than(finish) & ~request.later_than(supplement)
    restarts = (
        answered & in_time & ~pl.col("_continue") & ~column(f"{prefix}from").later_than(supplement)
    )
    # The finish ends the wait of the first request alone; a later one waits while nothing is done.
    first = column("_request")
    is_first = (request.day == first.day) & (request.sec == first.sec)
    waits = request.known & in_time & (answered | is_first | ~finish.known)
    ends = (
        pl.when(answered & pl.col("_continue"))
        .then(instant(supplement))
        .when(~answered)
        .then(instant(finish))
    )
    frame = frame.with_columns(
        pl.when(waits & ends.is_not_null()).then(instant(request)).alias(wait.begin),
        pl.when(waits).then(ends).alias(wait.end),
        pl.when(waits & ~answered & ~finish.known)
        .then(request.day)
        .otherwise(pl.col(f"{prefix}awaited"))
        .alias(f"{prefix}awaited"),
    )
    return _move(
        frame, reckoning, moves=restarts, moment=supplement, name=f"round{number}", prefix=prefix
    )


def _insert(
    frame: pl.LazyFrame, pauses: list[Pause], *, wait: Pause, prefix: str
) -> tuple[pl.LazyFrame, list[Pause]]:
    """Merges one more interval into pauses that are in order and apart; overlapping or touching
    ones become one.
    """
    if not pauses:
        return frame, [wait]
    begin, end = pl.col(wait.begin), pl.col(wait.end)
    touched = [
        ((pl.col(p.begin) <= end) & (pl.col(p.end) >= begin)).fill_null(value=False) for p in pauses
    ]
    earlier = pl.sum_horizontal(
        (pl.col(p.end) < begin).fill_null(value=False).cast(pl.Int32) for p in pauses
    )
    count = pl.sum_horizontal(t.cast(pl.Int32) for t in touched)
    frame = frame.with_columns(
        earlier.alias(f"{prefix}earlier"),
        count.alias(f"{prefix}count"),
        pl.min_horizontal(
            begin, *(pl.when(t).then(p.begin) for t, p in zip(touched, pauses, strict=True))
        ).alias(f"{prefix}b"),
        pl.max_horizontal(
            end, *(pl.when(t).then(p.end) for t, p in zip(touched, pauses, strict=True))
        ).alias(f"{prefix}e"),
    )
    merged = [Pause(f"{prefix}{k}_b", f"{prefix}{k}_e") for k in range(len(pauses) + 1)]
    new = Pause(f"{prefix}b", f"{prefix}e")
    frame = frame.with_columns(
        _slot(pauses, k, side=side, new=new[side], begin=begin, prefix=prefix).alias(name)
        for k, pair in enumerate(merged)
        for side, name in enumerate(pair)
    )
    return frame, merged


def _slot(
    pauses: list[Pause], k: int, *, side: int, new: str, begin: pl.Expr, prefix: str
) -> pl.Expr:
    """The k-th pause after an insertion: an earlier one, the merged one, or a later one moved
    along.
    """
    earlier, source = pl.col(f"{prefix}earlier"), k - 1 + pl.col(f"{prefix}count")
    old = pl.col(pauses[k][side]) if k < len(pauses) else pl.lit(None, dtype=pl.Int64)
    later = pl.lit(None, dtype=pl.Int64)
    for j in range(max(k - 1, 0), len(pauses)):
        later = pl.when(source == j).then(pl.col(pauses[j][side])).otherwise(later)
    return (
        pl.when(begin.is_null() | (earlier > k))
        .then(old)
        .when(earlier == k)
        .then(pl.col(new))
        .otherwise(later)
    )


def _deadline(
    frame: pl.LazyFrame, reckoning: Reckoning, term: TermColumns, *, prefix: str
) -> pl.LazyFrame:
    """Adds `<prefix>deadline`, from the clock and what pauses have given so far."""
    return reckoning.deadline(
        frame,
        f"{prefix}deadline",
        clock=column(f"{prefix}clock"),
        term=Term(pl.col(term.unit), pl.col(term.amount), pl.col("_cut")),
        given=given(prefix),
    )


def _pauses(
    frame: pl.LazyFrame,
    reckoning: Reckoning,
    *,
    pauses: list[Pause],
    term: TermColumns,
    prefix: str,
    cut: Moment | None = None,
) -> pl.LazyFrame:
    """Holds the pauses, in time order, against the deadline as extended so far, and adds what each
    gives.

    With `cut` only what began before that moment counts, and only up to it (§2: the deadline at a
    request).
    """
    zero = pl.lit(0, dtype=pl.Int32)
    frame = frame.with_columns(
        NOTHING.working_days.alias(f"{prefix}given_w"),
        NOTHING.calendar_days.alias(f"{prefix}given_c"),
        NOTHING.seconds.alias(f"{prefix}given_s"),
        zero.alias(f"{prefix}idle"),
        pl.lit(None, dtype=pl.Int32).alias(f"{prefix}open"),
    )
    for number, pause in enumerate(pauses):
        kept = f"{prefix}pause{number}_"
        frame = _pause(frame, reckoning, pause=pause, term=term, prefix=prefix, kept=kept, cut=cut)
    return frame


def _pause(
    frame: pl.LazyFrame,
    reckoning: Reckoning,
    *,
    pause: Pause,
    term: TermColumns,
    prefix: str,
    kept: str,
    cut: Moment | None,
) -> pl.LazyFrame:
    """What one pause gives: the part from the clock to the finish, in each unit.

    Under `kept` stay the pause itself, the deadline it was held against, and the part that counts.
    """
    begin, end = pl.col(pause.begin), pl.col(pause.end)
    frame = _deadline(frame, reckoning, term, prefix=prefix)
    limit = instant(column(f"{prefix}deadline"))
    counts = begin.is_not_null() & ~(begin >= limit).fill_null(value=False)
    if cut is None:
        stop = pl.min_horizontal(end, instant(column("_finish")))
    else:
        counts = counts & (begin < instant(cut)).fill_null(value=False)
        stop = pl.min_horizontal(end, instant(cut))
    is_open = counts & (end == OPEN) & ~column("_finish").known
    stop = pl.when(counts & (stop < OPEN)).then(stop)
    clock = column(f"{prefix}clock")
    start = pl.max_horizontal(begin, clock.day.cast(pl.Int64) * END_OF_DAY + clock.sec.fill_null(0))
    frame = frame.with_columns(
        begin.alias(f"{kept}b"),
        end.alias(f"{kept}e"),
        limit.alias(f"{kept}limit"),
        pl.when(start < stop).then(start).alias(f"{kept}start"),
        pl.when(start < stop).then(stop).alias(f"{kept}stop"),
        pl.when(is_open)
        .then(at(begin).day)
        .otherwise(pl.col(f"{prefix}open"))
        .alias(f"{prefix}open"),
    )
    first, last = at(pl.col(f"{kept}start")), at(pl.col(f"{kept}stop"))
    tables, which = reckoning.tables, reckoning.which
    days = tables.count(first.day, last.day, which).fill_null(0)
    idle_end = pl.min_horizontal(last.day, pl.col(f"{prefix}awaited"))
    idle = (
        pl.when(first.day.is_not_null()).then(tables.count(first.day, idle_end, which)).fill_null(0)
    )
    held = at(pl.max_horizontal(pl.col(f"{kept}start"), instant(reckoning.origin(clock))))
    seconds = tables.seconds_through(last.day, last.sec, which) - tables.seconds_through(
        held.day, held.sec, which
    )
    frame = frame.with_columns(
        days.alias(f"{kept}w"),
        (last.day - first.day).fill_null(0).alias(f"{kept}c"),
        seconds.clip(0).fill_null(0).alias(f"{kept}s"),
    )
    return frame.with_columns(
        pl.col(f"{prefix}given_w") + pl.col(f"{kept}w"),
        pl.col(f"{prefix}given_c") + pl.col(f"{kept}c"),
        pl.col(f"{prefix}given_s") + pl.col(f"{kept}s"),
        pl.col(f"{prefix}idle") + idle,
    )
