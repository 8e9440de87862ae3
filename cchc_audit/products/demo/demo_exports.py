"""What the software shows of the dossiers at some moment: the rows of an export, as text.

What lies at or after that moment is not known yet, and the status is what was known last. The
second export of a province is the same truth a day later, but for what somebody altered.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import polars as pl

from cchc_audit.core.columns import BY_NAME
from cchc_audit.products.demo.dossiers import A_DAY, NOT_ACCEPTED, REFUSED, WITHDRAWN
from cchc_audit.products.demo.province import CODE, officer_names, words
from cchc_audit.products.demo.receipts import EPOCH
from cchc_audit.products.demo.seeded_draws import MILLION, Draw, piece
from cchc_audit.products.demo.world import World

_COLUMNS = (
    "dossier_id",
    "procedure_code",
    "procedure_name",
    "field",
    "commune",
    "officer",
    "applicant",
    "phone",
    "channel",
    "submitted_at",
    "received_at",
    "promised_at",
    "completed_at",
    "returned_at",
    "supplement_requested_at",
    "supplemented_at",
    "apology_at",
    "rescheduled_to",
    "status",
)
HEADERS: Mapping[str, str] = {name: BY_NAME[name].headers[0] for name in _COLUMNS}
"""The columns of a province's export, canonical name → header, in this order."""

_SHOWN = {
    "filed": "submitted_at",
    "received": "received_at",
    "promised": "promised_at",
    "finished": "completed_at",
    "returned": "returned_at",
    "requested": "supplement_requested_at",
    "supplemented": "supplemented_at",
    "apology": "apology_at",
    "new_date": "rescheduled_to",
}
_CHANNELS = ("Trực tiếp", "Trực tuyến", "Bưu chính công ích")
_STATUSES = (
    "Đang xử lý",
    "Không được tiếp nhận",
    "Công dân yêu cầu rút hồ sơ",
    "Dừng xử lý",
    "Đã trả kết quả",
    "Đã xử lý xong",
    "Yêu cầu thực hiện nghĩa vụ tài chính",
    "Yêu cầu bổ sung",
    "Được tiếp nhận",
)
_OPEN, _NOT_TAKEN, _WITHDRAWN, _STOPPED, _RETURNED, _DONE, _PAUSED, _AWAITING, _NEW = range(9)
_FIRST_TEXT, _LAST_TEXT = date(2025, 6, 1), date(2027, 12, 31)
# Desks of merged communes went by their old name until then.
_RENAMED = date(2025, 10, 1)


class Wording:
    """How a province's dossiers are written: texts by index, made once.

    `serials` is the highest serial number of a commune and day.
    """

    def __init__(self, world: World, *, serials: int) -> None:
        days = [_FIRST_TEXT + timedelta(n) for n in range((_LAST_TEXT - _FIRST_TEXT).days + 1)]
        clock = [divmod(second, 3600) for second in range(A_DAY)]
        self._days = _texts(f"{day:%d/%m/%Y} " for day in days)
        self._times = _texts(f"{hour:02}:{rest // 60:02}:{rest % 60:02}" for hour, rest in clock)
        self._dates = _texts(f"-{day:%y%m%d}-" for day in days)
        self._serials = _texts(f"{number:04}" for number in range(serials + 1))
        self._offices = _texts(f"{commune.code}" for commune in world.communes)
        communes = [commune.written for commune in world.communes]
        formers = [commune.former or commune.written for commune in world.communes]
        self._communes = _texts([*communes, *formers])
        self._count = len(communes)
        self._codes = _texts(f"{procedure.code}.000.00.00.{CODE}" for procedure in world.procedures)
        self._names = _texts(quote(procedure.name) for procedure in world.procedures)
        self._fields = _texts(quote(procedure.field) for procedure in world.procedures)
        self._officers = _texts(officer_names(world.chance, len(world.communes)))

    def moment(self, name: str) -> pl.Expr:
        """`dd/mm/yyyy HH:MM:SS` of the moment in column `name`."""
        day, second = pl.col(name) // A_DAY, pl.col(name) % A_DAY
        first = (_FIRST_TEXT - EPOCH).days
        return pl.concat_str(_at(self._days, day - first), _at(self._times, second))

    def dossier_id(self) -> pl.Expr:
        """The number of a dossier: office, day it was taken in, serial number of that day."""
        day = pl.col("day") - (_FIRST_TEXT - EPOCH).days
        return pl.concat_str(
            _at(self._offices, pl.col("commune")),
            _at(self._dates, day),
            _at(self._serials, pl.col("serial")),
        )

    def officer(self) -> pl.Expr:
        """The name of who handles the dossier."""
        return _at(self._officers, pl.col("officer"))

    def facts(self) -> dict[str, pl.Expr]:
        """All columns but the moments and the status, by canonical name."""
        renamed = (_RENAMED - EPOCH).days
        commune = pl.col("commune") + (pl.col("day") < renamed).cast(pl.Int32) * self._count
        family, middle, given = (_texts(words(k)) for k in ("families", "middles", "givens"))
        applicant = (
            _at(family, piece(Draw.FAMILY) % len(family)),
            _at(middle, piece(Draw.MIDDLE) % len(middle)),
            _at(given, piece(Draw.GIVEN) % len(given)),
        )
        phone = (900_000_000 + piece(Draw.PHONE) % MILLION).cast(pl.String)
        return {
            "dossier_id": self.dossier_id(),
            "procedure_code": _at(self._codes, pl.col("procedure")),
            "procedure_name": _at(self._names, pl.col("procedure")),
            "field": _at(self._fields, pl.col("procedure")),
            "commune": _at(self._communes, commune),
            "officer": self.officer(),
            "applicant": pl.concat_str(applicant, separator=" "),
            "phone": pl.concat_str(pl.lit("0"), phone),
            "channel": _at(_texts(_CHANNELS), pl.col("channel")),
        }


def draw_export(
    truth: pl.LazyFrame, wording: Wording, *, until: date, headers: Mapping[str, str]
) -> pl.LazyFrame:
    """The export drawn at the end of the day `until`: dossiers known by then, texts under the
    canonical names of `headers`, in its order. Cells that need it are quoted already.

    `truth` is what `dossiers` gives.
    """
    end = ((until - EPOCH).days + 1) * A_DAY
    known = [
        pl.when(pl.col(name) < end).then(name).alias(name)
        for name in (*_SHOWN, "paused", "resumed", "late_pause", "late_resume")
        if name not in ("promised", "new_date")
    ]
    # Of what lies ahead only appointments are known; a new one, once its letter is written.
    known.append(pl.when(pl.col("apology") < end).then("new_date").alias("new_date"))
    known.append(_appointment(end).alias("promised"))
    begun = pl.col("day") * pl.lit(A_DAY, dtype=pl.Int64) < end
    state = truth.filter(begun).with_columns(known)
    texts = wording.facts() | {name: wording.moment(m) for m, name in _SHOWN.items()}
    texts["status"] = _at(_texts(_STATUSES), _status(end))
    return state.select(texts[name].alias(name) for name in headers)


def _appointment(end: int) -> pl.Expr:
    """The appointment as it stood at `end`: what moves it later was not known yet."""
    awaited = pl.col("first_promised").is_not_null() & (pl.col("supplemented") >= end)
    still_paused = pl.col("paused_promised").is_not_null() & (pl.col("resumed") >= end)
    return (
        pl.when(awaited)
        .then("first_promised")
        .when(still_paused)
        .then("paused_promised")
        .otherwise("promised")
    )


def alter_truth(truth: pl.LazyFrame, world: World, *, since: date) -> pl.LazyFrame:
    """The truth as some communes would have it: what was overdue at the end of the day `since`.

    An appointment moved, a finish entered for a day long past, a receipt moved, a dossier gone
    (Boolean column `gone`); and a few finished ones opened again.
    """
    end = ((since - EPOCH).days + 1) * A_DAY
    drawn = world.chance.below(Draw.ALTERED, 100)
    still = pl.col("finished").is_null() | (pl.col("finished") >= end)
    overdue = pl.col("late") & (pl.col("received") < end) & still & (pl.col("deadline") <= end)
    closed = ~still & (pl.col("finished") >= end - 7 * A_DAY)
    back = pl.max_horizontal(pl.col("received") + 600, pl.col("deadline") - A_DAY + 58_800)
    soon = world.tables.add(pl.lit((since - EPOCH).days, dtype=pl.Int32), pl.lit(4))
    moved = soon.cast(pl.Int64) * A_DAY + world.tables.hours.closing
    later = world.tables.after(pl.col("day")).cast(pl.Int64) * A_DAY + pl.col("received") % A_DAY
    bad = world.cheats("alters")
    frame = truth.with_columns(
        pl.when(bad & overdue)
        .then(drawn)
        .when(bad & closed)
        .then(drawn + 200)
        .otherwise(999)
        .alias("_kind")
    )
    kind = pl.col("_kind")
    reopened = kind.is_between(200, 203)
    return frame.with_columns(
        pl.when(kind < 25).then(moved).otherwise("promised").alias("promised"),
        pl.when(kind.is_between(25, 44))
        .then(back)
        .when(~reopened)
        .then("finished")
        .alias("finished"),
        pl.when(~reopened).then("returned").alias("returned"),
        pl.when(kind.is_between(45, 54) & (later < end))
        .then(later)
        .otherwise("received")
        .alias("received"),
        kind.is_between(55, 69).alias("gone"),
    )


def may_differ(world: World, *, since: date, until: date) -> pl.Expr:
    """Boolean: whether exports drawn at the ends of `since` and `until` may tell a dossier apart.

    No others do: nothing happens to them in between, and nobody alters them.
    """
    # The day itself counts, too: what came in then is new on that evening, and only then.
    begins, ends = (since - EPOCH).days * A_DAY, ((until - EPOCH).days + 1) * A_DAY
    happening = (*_SHOWN, "paused", "resumed", "late_pause", "late_resume")
    happens = [pl.col(name).is_between(begins, ends) for name in happening]
    return pl.any_horizontal(*happens, world.cheats("alters")).fill_null(value=False)


def quote(text: str) -> str:
    """A cell of a CSV file."""
    if any(mark in text for mark in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _status(end: int) -> pl.Expr:
    """The status by number, from what is known at `end`."""
    done, fate = pl.col("finished").is_not_null(), pl.col("fate")
    paused = pl.col("paused").is_not_null() & pl.col("resumed").is_null()
    hidden = pl.col("late_pause").is_not_null() & pl.col("late_resume").is_null()
    awaits = pl.col("requested").is_not_null() & pl.col("supplemented").is_null()
    return (
        pl.when(fate == NOT_ACCEPTED)
        .then(_NOT_TAKEN)
        .when(done & (fate == WITHDRAWN))
        .then(_WITHDRAWN)
        .when(done & (fate == REFUSED))
        .then(_STOPPED)
        .when(pl.col("returned").is_not_null())
        .then(_RETURNED)
        .when(done)
        .then(_DONE)
        .when(paused | hidden)
        .then(_PAUSED)
        .when(awaits)
        .then(_AWAITING)
        .when(pl.col("received") > end - A_DAY)
        .then(_NEW)
        .otherwise(_OPEN)
    )


def _at(table: pl.Series, index: pl.Expr) -> pl.Expr:
    return pl.lit(table).gather(index)


def _texts(values: Iterable[str]) -> pl.Series:
    return pl.Series(list(values), dtype=pl.String)
