"""What happens to each dossier, from filing to the return of the result, as it was: the truth that
an export shows a part of.

Times of handling are counted in working seconds of the calendar (`DayTables.seconds_through` and
its inverse), so that nobody works at night and an honest finish lies before the deadline whatever
the unit of its term. Moments are Int64 seconds since 1970, Viet Nam time; null: never.
"""

from itertools import accumulate

import polars as pl

from cchc_audit.core.vocabulary import Unit
from cchc_audit.law.calendar.day_tables import DayTables
from cchc_audit.products.demo.province import OFFICERS_A_COMMUNE
from cchc_audit.products.demo.receipts import EPOCH, FIRST, LAST
from cchc_audit.products.demo.seeded_draws import MILLION, STEPS, Draw, piece
from cchc_audit.products.demo.world import UNITS, World, series

A_DAY = 86_400
_CUTOFF = 15 * 3600
# Receipts by half hour: seven to half past eleven, half past one to five.
_MORNING, _AFTERNOON = range(25_200, 41_400, 1800), range(48_600, 61_200, 1800)
_HALF_HOURS = (*_MORNING, *_AFTERNOON)
_BUSY = (9, 14, 15, 14, 12, 9, 7, 5, 2, 6, 10, 10, 8, 6, 4, 2)
_RECENT = 150
_BATCH_SECOND = 16 * 3600 + 40 * 60
DIRECT, ONLINE, POSTAL = 0, 1, 2
HANDLED, WITHDRAWN, REFUSED, NOT_ACCEPTED, ABANDONED = range(5)

MOMENTS = (
    "filed",
    "received",
    "requested",
    "supplemented",
    "paused",
    "resumed",
    "promised",
    "finished",
    "returned",
    "apology",
    "new_date",
)
_KEPT = (
    *("row", "day", "commune", "serial", "procedure", "officer", "channel", "fate", "late"),
    *MOMENTS,
    *("late_pause", "late_resume", "deadline", "term_days", "first_promised", "paused_promised"),
)


def dossiers(rows: pl.DataFrame, world: World) -> pl.LazyFrame:
    """Adds to the `rows` of `receipts` what happens to them.

    `procedure`, `officer` (indices), `channel`, `fate` (numbers as above), the `MOMENTS`, `late`
    (Boolean), `late_pause` and `late_resume` (a pause begun after the deadline), `deadline` (the
    instant of its end, working time), `term_days` (working days of the term). `first_promised`
    and `paused_promised` are the appointments before the supplement came and before the pause was
    over (null: there was none).
    """
    frame = rows.lazy().with_columns(world.chance.words())
    frame = _taken_in(frame, world)
    frame = _waits(frame, world)
    frame = _deadline(frame, world)
    frame = _handled(frame, world)
    frame = _cheated(frame, world)
    return _told(frame, world).select(*_KEPT, pl.col("^_word.*$"))


def _taken_in(frame: pl.LazyFrame, world: World) -> pl.LazyFrame:
    """Procedure, term, channel, receipt, and the clock it starts."""
    chance, tables = world.chance, world.tables
    length = len(world.procedures[0].by_day)
    since = pl.col("day") - (FIRST - EPOCH).days
    times = series(s for s, busy in zip(_HALF_HOURS, _BUSY, strict=True) for _ in range(busy))
    usual = pl.lit(times).gather(chance.below(Draw.HALF_HOUR, len(times)))
    usual = usual + chance.below(Draw.SECOND, 1800)
    online = pl.col("channel") == ONLINE
    after_hours = online & chance.happens(Draw.AFTER_HOURS, world.habits.after_hours)
    evening = 62_000 + chance.below(Draw.SECOND, 14_000)
    # A few people come by post; more and more file online as the year goes on.
    drawn, share = chance.below(Draw.CHANNEL, 1000), 480 + since // 2
    channel = pl.when(drawn < share).then(ONLINE).when(drawn > 985).then(POSTAL).otherwise(DIRECT)
    frame = frame.with_columns(
        pl.lit(world.slots)
        .gather(chance.below(Draw.PROCEDURE, len(world.slots)))
        .alias("procedure"),
        channel.cast(pl.Int64).alias("channel"),
    ).with_columns(
        (pl.col("procedure") * length + since).alias("_term"),
        pl.when(after_hours).then(evening).otherwise(usual).alias("_second"),
    )
    evening_came = pl.col("_second") > tables.hours.closing
    return frame.with_columns(
        *(pl.lit(table).gather(pl.col("_term")).alias(name) for name, table in world.terms.items()),
        (pl.col("day") * A_DAY + pl.col("_second")).alias("received"),
        pl.when(evening_came)
        .then(tables.after(pl.col("day")))
        .otherwise("day")
        .alias("_clock_day"),
        pl.when(evening_came)
        .then(tables.hours.opening)
        .otherwise("_second")
        .alias("_clock_second"),
    ).with_columns(
        tables.seconds_through(pl.col("_clock_day"), pl.col("_clock_second")).alias("_clock")
    )


def _waits(frame: pl.LazyFrame, world: World) -> pl.LazyFrame:
    """A supplement, which starts the clock anew, and a pause, which stops it.

    Both only where the term is long enough for them to come in time.
    """
    chance, habits, a_day = world.chance, world.habits, world.tables.hours.seconds_a_day
    working, calendar = _in(Unit.WORKING_DAYS), _in(Unit.CALENDAR_DAYS)
    long = (working & (pl.col("amount") >= 3)) | (calendar & (pl.col("amount") >= 15))
    longer = (working & (pl.col("amount") >= 5)) | (calendar & (pl.col("amount") >= 15))
    often = (habits.not_accepted, habits.withdrawn, habits.refused, habits.abandoned * 2)
    bounds = list(accumulate(often))
    drawn = chance.below(Draw.FATE, MILLION)
    fate = (
        pl.when(drawn < bounds[0])
        .then(NOT_ACCEPTED)
        .when(drawn < bounds[1])
        .then(WITHDRAWN)
        .when(drawn < bounds[2])
        .then(REFUSED)
        .when((drawn < bounds[3]) & long)
        .then(ABANDONED)
    )
    frame = frame.with_columns(
        fate.otherwise(HANDLED).cast(pl.Int64).alias("fate"),
        (long & chance.happens(Draw.SUPPLEMENT, habits.supplements)).alias("_supplemented"),
        (longer & chance.happens(Draw.PAUSE, habits.pauses)).alias("_paused"),
    ).with_columns(
        # The second day at the latest, so before any deadline.
        pl.when(pl.col("_supplemented") | (pl.col("fate") == ABANDONED))
        .then(pl.col("_clock") + 900 + chance.below(Draw.REQUEST, 2 * a_day - 900))
        .alias("_request")
    )
    answered = pl.col("_request") + 3600 + chance.below(Draw.WAIT, 8 * a_day)
    frame = frame.with_columns(
        pl.when(pl.col("_supplemented") & (pl.col("fate") != ABANDONED))
        .then(answered)
        .alias("_supplement")
    ).with_columns(
        *_at(world.tables, "_request", "requested"),
        *_at(world.tables, "_supplement", "supplemented"),
        pl.coalesce("_supplement", "_clock").alias("_start"),
    )
    pause = pl.col("_start") + 900 + chance.below(Draw.PAUSE_AT, 2 * a_day - 900)
    return (
        frame.with_columns(
            pl.coalesce(pl.col("supplemented") // A_DAY, "_clock_day").alias("_start_day"),
            pl.coalesce(pl.col("supplemented") % A_DAY, "_clock_second").alias("_start_second"),
            pl.when(pl.col("_paused") & (pl.col("fate") != ABANDONED)).then(pause).alias("_pause"),
        )
        .with_columns(
            (pl.col("_pause") + 7200 + chance.below(Draw.PAUSE_FOR, 15 * a_day)).alias("_resume")
        )
        .with_columns(
            *_at(world.tables, "_pause", "paused"), *_at(world.tables, "_resume", "resumed")
        )
    )


def _deadline(frame: pl.LazyFrame, world: World) -> pl.LazyFrame:
    """The legal deadline: `_last_day`, and `_last`, the working second at which it ends."""
    tables = world.tables
    begun, ended = pl.col("paused") // A_DAY, pl.col("resumed") // A_DAY
    frame = frame.with_columns(
        tables.count(begun, ended).fill_null(0).alias("_given"),
        (ended - begun).fill_null(0).alias("_given_days"),
    )
    frame = frame.with_columns(
        _last_day(tables, "_start", given="_given", given_days="_given_days").alias("_last_day"),
        pl.when(pl.col("_supplement").is_not_null())
        .then(_last_day(tables, "_clock"))
        .alias("_first_day"),
        pl.when(pl.col("_pause").is_not_null())
        .then(_last_day(tables, "_start"))
        .alias("_paused_day"),
    )
    hours = _in(Unit.WORKING_HOURS)
    ends = tables.seconds_through(pl.col("_last_day"), pl.lit(tables.hours.closing))
    return frame.with_columns(
        pl.when(hours).then(pl.col("_start") + pl.col("amount")).otherwise(ends).alias("_last"),
        tables.count(pl.col("_start_day"), pl.col("_last_day")).alias("term_days"),
    )


def _last_day(
    tables: DayTables, begin: str, *, given: str | None = None, given_days: str | None = None
) -> pl.Expr:
    """The day the term ends, counted from the working second `begin` and the moment beside it,
    extended by so many working days (`given`) or days (`given_days`).
    """
    day, second = pl.col(f"{begin}_day"), pl.col(f"{begin}_second")
    more = pl.lit(0) if given is None else pl.col(given)
    more_days = pl.lit(0) if given_days is None else pl.col(given_days)
    next_day = (pl.col("next_day") == 1) & (second > _CUTOFF)
    days = pl.when(_in(Unit.WORKING_DAYS)).then("amount").otherwise(next_day.cast(pl.Int64))
    by_hour, _ = tables.at_second(pl.col(begin) + pl.col("amount"))
    return (
        pl.when(_in(Unit.WORKING_HOURS))
        .then(by_hour)
        .when(_in(Unit.CALENDAR_DAYS))
        .then(tables.roll(day + pl.col("amount") + more_days))
        .otherwise(tables.add(day, days + more))
    )


def _handled(frame: pl.LazyFrame, world: World) -> pl.LazyFrame:
    """Whether it is late, and when the result is there."""
    chance, habits, a_day = world.chance, world.habits, world.tables.hours.seconds_a_day
    risk = pl.lit(series(p.risk for p in world.procedures)).gather(pl.col("procedure"))
    risk = (risk * world.of_commune("risk") * habits.late // 10_000).clip(0, 600_000)
    recent = pl.col("day") > (LAST - EPOCH).days - _RECENT
    frame = frame.with_columns(
        chance.happens(Draw.LATE, risk).alias("late"),
        pl.coalesce("_resume", "_start").alias("_free"),
    )
    # Most results come in the second half of the time there is; most delays are short.
    slow = STEPS - piece(Draw.SPEED) * piece(Draw.DELAY_TOO) // STEPS
    in_time = pl.col("_free") + (pl.col("_last") - pl.col("_free")).clip(0) * slow // STEPS
    delay = 60 + chance.below(Draw.DELAY, 30 * a_day) * piece(Draw.DELAY_TOO) // STEPS
    delay = pl.when(_in(Unit.WORKING_HOURS)).then(delay // 16 + 60).otherwise(delay)
    parked = pl.col("late") & recent & chance.happens(Draw.PARKED, habits.parked)
    frame = frame.with_columns(
        (parked | pl.col("fate").is_in([ABANDONED, NOT_ACCEPTED])).alias("_unfinished"),
        pl.when("late")
        .then(pl.col("_last") + delay)
        .otherwise(pl.max_horizontal(in_time, pl.col("_free") + 1))
        .alias("_finish"),
    )
    return frame.with_columns(
        *_at(world.tables, "_finish", "finished"),
        pl.col("_last_day").cast(pl.Int64),
        chance.below(Draw.OFFICER, OFFICERS_A_COMMUNE).alias("_officer"),
    )


def _cheated(frame: pl.LazyFrame, world: World) -> pl.LazyFrame:
    """Bad habits: results entered on one afternoon a week, time taken off after the deadline."""
    chance, tables = world.chance, world.tables
    # The last such afternoon in time, so that whatever can wait for one does.
    week = tables.through(pl.col("_last_day").cast(pl.Int32)) // 5 * 5
    drawn = chance.below(Draw.CHEAT, 100)
    batch = world.cheats("batches") & ~pl.col("late") & (pl.col("term_days") >= 2) & (drawn < 85)
    frame = frame.with_columns(pl.when(batch).then(tables.nth(week)).alias("_batch"))
    open_since = pl.max_horizontal("_start_day", (pl.col("resumed") // A_DAY))
    frame = frame.with_columns(
        pl.when(pl.col("_batch") > open_since).then("_batch").alias("_batch")
    )
    batch_at = pl.col("_batch").cast(pl.Int64) * A_DAY + _BATCH_SECOND
    # What is late gets a pause or a request of which nobody knew before the deadline.
    hidden = (
        world.cheats("suspends") & pl.col("late") & (pl.col("_finish") > pl.col("_last") + 9000)
    )
    pause = pl.when(hidden & (drawn < 45)).then(pl.col("_last") + 3600)
    request = pl.when(hidden & (drawn >= 45) & (drawn < 80) & pl.col("requested").is_null())
    frame = frame.with_columns(
        pl.coalesce(batch_at + chance.below(Draw.SECOND, 60), "finished").alias("finished"),
        pl.when(pl.col("_batch").is_not_null()).then(0).otherwise("_officer").alias("_officer"),
        pause.alias("_late_pause"),
        request.then(pl.col("_last") + 7200).alias("_late_request"),
        (pl.col("_finish") - 600).alias("_before_finish"),
    )
    frame = frame.with_columns(
        *_at(tables, "_late_pause", "late_pause"),
        *_at(tables, "_late_request", "_late_requested"),
        *_at(tables, "_before_finish", "_ready"),
    )
    known = pl.when(~pl.col("_unfinished"))
    return frame.with_columns(
        pl.coalesce("requested", "_late_requested").alias("requested"),
        known.then(pl.when(pl.col("_late_requested").is_not_null()).then("_ready")).alias(
            "_answer"
        ),
        known.then(pl.when(pl.col("late_pause").is_not_null()).then("_ready")).alias("late_resume"),
        known.then("finished").alias("finished"),
        (pl.col("commune") * OFFICERS_A_COMMUNE + pl.col("_officer")).alias("officer"),
    ).with_columns(pl.coalesce("supplemented", "_answer").alias("supplemented"))


def _told(frame: pl.LazyFrame, world: World) -> pl.LazyFrame:
    """What the citizen is told and given: filing, appointment, letters, the result."""
    chance, tables, a_day = world.chance, world.tables, world.tables.hours.seconds_a_day
    online = pl.col("channel") == ONLINE
    # Three in a hundred online dossiers wait for more than a working day to be taken in.
    drawn = chance.below(Draw.FILED, 100)
    waited = pl.when(drawn < 97).then(drawn * 240 + 120).otherwise((drawn - 96) * a_day + 5000)
    generous = world.cheats("generous") & (chance.below(Draw.APPOINTMENT, 100) < 30)
    careless = chance.below(Draw.APPOINTMENT, 100) >= 97
    more = pl.when(generous).then(3).when(careless).then(1).otherwise(0)
    sorry = pl.col("late") & (chance.below(Draw.APOLOGY, 100) < world.of_commune("apologises"))
    letter = pl.max_horizontal(
        pl.col("_last") - a_day - chance.below(Draw.NEW_DATE, a_day // 2) + 3600,
        pl.col("_free") + 60,
    )
    taken = pl.col("_finish") + 60 + chance.below(Draw.RETURN_AFTER, 3 * a_day)
    frame = frame.with_columns(
        pl.when(online).then(pl.col("_clock") - waited).alias("_filed"),
        *(
            tables.add(pl.col(f"_{name}_day"), more).cast(pl.Int64).alias(f"_{name}_promised")
            for name in ("last", "first", "paused")
        ),
        pl.when(sorry).then(letter).alias("_letter"),
        pl.when(chance.happens(Draw.RETURN, 900_000)).then(taken).alias("_returned"),
    ).with_columns(
        *_at(tables, "_filed", "_filed_online"),
        *_at(tables, "_letter", "apology"),
        *_at(tables, "_returned", "returned"),
    )
    at_closing = (pl.col("term_days") == 0) | (pl.col("_second") > tables.hours.closing)
    second = pl.when(at_closing).then(tables.hours.closing).otherwise("_second")
    second = (
        pl.when(_in(Unit.WORKING_HOURS))
        .then(tables.at_second(pl.col("_last"))[1])
        .otherwise(second)
    )
    soon = tables.add(pl.col("_last_day"), pl.lit(4))
    kept = chance.below(Draw.NEW_DATE, 100) < 75
    new_day = pl.when(kept & pl.col("finished").is_not_null()).then(pl.col("finished") // A_DAY)
    counter = pl.col("received") - 60 - chance.below(Draw.FILED, 900)
    done = pl.col("finished").is_not_null() & (pl.col("fate") == HANDLED)
    return frame.with_columns(
        pl.coalesce("_filed_online", counter).alias("filed"),
        *(
            (pl.col(f"_{when}_promised") * A_DAY + second).alias(name)
            for when, name in (
                ("last", "promised"),
                ("first", "first_promised"),
                ("paused", "paused_promised"),
            )
        ),
        pl.when(pl.col("apology").is_not_null())
        .then(pl.coalesce(new_day, soon).cast(pl.Int64) * A_DAY + tables.hours.closing)
        .alias("new_date"),
        pl.when(done).then("returned").alias("returned"),
        (pl.col("_last_day") * A_DAY + A_DAY).alias("deadline"),
        pl.when(pl.col("fate") != NOT_ACCEPTED).then("received").alias("received"),
    )


def _in(unit: Unit) -> pl.Expr:
    return pl.col("unit") == UNITS[unit]


def _at(tables: DayTables, total: str, name: str) -> list[pl.Expr]:
    """The moment `name` at which so many working seconds of the calendar have passed."""
    day, second = tables.at_second(pl.col(total))
    return [(day.cast(pl.Int64) * A_DAY + second).alias(name)]
