"""What one row of an export cannot tell: pauses, several at a time, and the steps of handling."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from cchc_audit.products.demo.demo_exports import Wording
from cchc_audit.products.demo.dossiers import A_DAY
from cchc_audit.products.demo.receipts import EPOCH
from cchc_audit.products.demo.seeded_draws import Draw, piece
from cchc_audit.products.demo.world import World

HEADERS = ("Mã hồ sơ", "Sự kiện", "Thời điểm", "Đến ngày", "Người thực hiện", "Nội dung")
"""The columns of the events table."""

_KINDS = ("Tạm dừng", "Tiếp tục", "Bước xử lý")
_PAUSE, _RESUME, _STEP = range(3)
_NOTES = (
    "Chờ thực hiện nghĩa vụ tài chính",
    "Niêm yết công khai",
    "Lấy ý kiến cơ quan phối hợp",
    "Xác minh hồ sơ",
    "Thẩm định hồ sơ",
    "Trình ký kết quả",
)
_CAUSES, _HIDDEN, _CHECKED, _SIGNED = 3, 3, 4, 5


def events(truth: pl.LazyFrame, world: World, wording: Wording, *, until: date) -> pl.LazyFrame:
    """The events of the dossiers up to the end of the day `until`, texts under `HEADERS`.

    In the order of the dossiers, those of one in the order of time. The second of two pauses of
    one dossier lies within the first, as where two bodies are asked at once.
    """
    end = ((until - EPOCH).days + 1) * A_DAY
    cause = piece(Draw.PAUSE_FOR) % _CAUSES
    twice = pl.col("paused").is_not_null() & (piece(Draw.PAUSE_AT) % 5 == 0)
    within = pl.when(twice).then((pl.col("paused") + pl.col("resumed")) // 2)
    stepped = (pl.col("term_days") >= 8) & (piece(Draw.STEP) % 5 == 0)
    step_until = world.tables.add(pl.col("day"), pl.lit(3)).cast(pl.Int64) * A_DAY
    # On the day of the result, in the morning where it is not the first.
    morning = pl.col("finished") // A_DAY * A_DAY + world.tables.hours.opening + 1800
    signed = pl.when(morning > pl.col("received")).then(morning).otherwise("finished")
    signed = pl.min_horizontal(signed, "finished")
    frame = truth.with_columns(
        within.alias("_within"),
        pl.when(twice).then("resumed").alias("_within_ends"),
        pl.when(stepped).then("received").alias("_checked"),
        pl.when(stepped).then(signed).alias("_signed"),
        (step_until + world.tables.hours.closing).alias("_step_until"),
        cause.alias("_cause"),
        ((cause + 1) % _CAUSES).alias("_other_cause"),
        wording.dossier_id().alias("_id"),
        wording.officer().alias("_by"),
    )
    parts = [
        _part(frame, "paused", kind=_PAUSE, note=pl.col("_cause")),
        _part(frame, "_within", kind=_PAUSE, note=pl.col("_other_cause")),
        _part(frame, "_within_ends", kind=_RESUME, note=pl.col("_other_cause")),
        _part(frame, "resumed", kind=_RESUME, note=pl.col("_cause")),
        _part(frame, "late_pause", kind=_PAUSE, note=pl.lit(_HIDDEN)),
        _part(frame, "late_resume", kind=_RESUME, note=pl.lit(_HIDDEN)),
        _part(frame, "_checked", kind=_STEP, note=pl.lit(_CHECKED), until=pl.col("_step_until")),
        _part(frame, "_signed", kind=_STEP, note=pl.lit(_SIGNED)),
    ]
    told = pl.concat(parts).filter(pl.col("at") < end).sort("row", "at", maintain_order=True)
    by = pl.when(pl.col("kind") == _STEP).then("_by").otherwise(pl.lit(""))
    return told.select(
        pl.col("_id").alias(HEADERS[0]),
        _text(_KINDS, pl.col("kind")).alias(HEADERS[1]),
        wording.moment("at").alias(HEADERS[2]),
        wording.moment("until").alias(HEADERS[3]),
        by.alias(HEADERS[4]),
        _text(_NOTES, pl.col("note")).alias(HEADERS[5]),
    )


def _part(
    frame: pl.LazyFrame, moment: str, *, kind: int, note: pl.Expr, until: pl.Expr | None = None
) -> pl.LazyFrame:
    nothing = pl.lit(None, dtype=pl.Int64)
    return frame.filter(pl.col(moment).is_not_null()).select(
        "row",
        "_id",
        "_by",
        pl.lit(kind, dtype=pl.Int64).alias("kind"),
        pl.col(moment).alias("at"),
        (nothing if until is None else until).alias("until"),
        note.cast(pl.Int64).alias("note"),
    )


def _text(choices: Sequence[str], index: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(list(choices), dtype=pl.String)).gather(index)
