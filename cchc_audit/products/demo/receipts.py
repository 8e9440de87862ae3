"""When and where dossiers come in: the days of a year, busier and quieter, commune by commune.

The year is cut into cells, one for each working day and commune, with a weight each; dossier k of
n falls where a draw within the k-th n-th of all weight falls. So every cell gets nearly its share,
small totals are spread as evenly as large ones, and any stretch of rows can be made by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from cchc_audit.law.calendar import Calendar
from cchc_audit.products.demo.province import Commune
from cchc_audit.products.demo.seeded_draws import Chance

FIRST = date(2025, 7, 1)
"""The first day of the period: today's communes have stood since then."""
LAST = date(2026, 6, 30)
"""The day the first export was drawn, at its end."""
NEXT = date(2026, 7, 1)
"""The day the second one was drawn, at its end."""

EPOCH = date(1970, 1, 1)
_PLACE = 90_000
# January to December: slack before Tết, school papers from June to August, the end of the year.
_MONTHS = (95, 85, 110, 105, 100, 112, 108, 118, 104, 100, 98, 106)
# Monday to Saturday (a make-up day is quiet).
_WEEKDAYS = (122, 106, 100, 98, 90, 60)
_QUIET_BEFORE, _BUSY_AFTER = 60, 135


@dataclass(frozen=True, slots=True)
class Receipts:
    """Which rows come in when and where.

    `cells` has one row a day and commune that get dossiers, in order: `day` (Int32 since 1970),
    `commune` (Int32, index), `first` (Int64, number of the first row) and `rows` (Int64).
    """

    cells: pl.DataFrame
    total: int

    @property
    def most_a_day(self) -> int:
        """The most dossiers of one commune on one day."""
        return int(self.cells["rows"].max() or 0)  # type: ignore[arg-type]

    def chunks(self, size: int) -> Iterator[pl.DataFrame]:
        """The rows in order, about `size` at a time: `row` (UInt64), `day`, `commune`, `serial`.

        `serial` (Int64) counts the dossiers of a commune on one day from 1.
        """
        chunk = self.cells["first"] // size
        for part in self.cells.with_columns(chunk.alias("chunk")).partition_by(
            "chunk", maintain_order=True, include_key=False
        ):
            serials = pl.int_ranges(1, pl.col("rows") + 1).alias("serial")
            yield (
                part.with_columns(serials)
                .explode("serial")
                .select(
                    (pl.col("first") + pl.col("serial") - 1).cast(pl.UInt64).alias("row"),
                    "day",
                    "commune",
                    "serial",
                )
            )


def receipts(
    rows: int, *, communes: Sequence[Commune], calendar: Calendar, chance: Chance
) -> Receipts:
    """`rows` dossiers from `FIRST` to `LAST`, and behind them those of `NEXT`."""
    weights = {day: _weight(day, calendar) for day in period() if calendar.is_working(day)}
    year = [day for day in weights if day <= LAST]
    cells = _shared_out(rows, year, weights, communes, chance=chance, before=0)
    more = rows * weights[NEXT] // sum(weights[day] for day in year)
    added = _shared_out(more, [NEXT], weights, communes, chance=chance, before=rows)
    return Receipts(pl.concat([cells, added]), rows + more)


def period() -> tuple[date, ...]:
    """The days from `FIRST` to `NEXT`."""
    return tuple(FIRST + timedelta(n) for n in range((NEXT - FIRST).days + 1))


def _weight(day: date, calendar: Calendar) -> int:
    weight = _MONTHS[day.month - 1] * _WEEKDAYS[min(day.weekday(), 5)]
    if _long_break_within(day, calendar, step=1):
        return weight * _QUIET_BEFORE
    if _long_break_within(day, calendar, step=-1):
        return weight * _BUSY_AFTER
    return weight * 100


def _long_break_within(day: date, calendar: Calendar, *, step: int) -> bool:
    """Whether Tết (a break of seven days or more) begins or ended within eight days of `day`."""
    idle = 0
    for n in range(1, 16):
        idle = 0 if calendar.is_working(day + timedelta(n * step)) else idle + 1
        if idle == 7:
            return True
    return False


def _shared_out(
    rows: int,
    days: Sequence[date],
    weights: dict[date, int],
    communes: Sequence[Commune],
    *,
    chance: Chance,
    before: int,
) -> pl.DataFrame:
    """The cells of `days` that get some of `rows` dossiers, numbered from `before` on."""
    of_communes = pl.DataFrame(
        {"commune": range(len(communes)), "share": [commune.weight for commune in communes]},
        schema={"commune": pl.Int32, "share": pl.Int64},
    )
    of_days = pl.DataFrame(
        {"day": [(day - EPOCH).days for day in days], "weight": [weights[day] for day in days]},
        schema={"day": pl.Int32, "weight": pl.Int64},
    )
    cells = of_days.join(of_communes, how="cross", maintain_order="left_right")
    # Divided so that the product with the number of rows stays far below 64 bits.
    until = (cells["weight"] * cells["share"] // 100_000 + 1).cum_sum()
    whole = int(until[-1])
    # Row k lies at k * whole + a draw below whole; the cell ends at until * rows.
    border = pl.col("until") * rows
    row = border // whole
    drawn = (chance.word((row + before).cast(pl.UInt64), _PLACE) % whole).cast(pl.Int64)
    ends = pl.DataFrame({"until": until}).select(row + (drawn < border % whole))["until"]
    starts = pl.concat([pl.Series("until", [0], dtype=ends.dtype), ends[:-1]])
    return cells.select(
        "day",
        "commune",
        (starts + before).alias("first"),
        (ends - starts).alias("rows"),
    ).filter(pl.col("rows") > 0)
