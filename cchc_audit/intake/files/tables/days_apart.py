"""Days whose month and year stand in columns of their own, put together.

`Ngày tiếp nhận` beside `Tháng` and `Năm`, or over `Ngày` · `Tháng` · `Năm`: the day alone is none.
"""

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import MOMENTS
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.raw_rows import cell
from cchc_audit.intake.values.headers import Headers
from cchc_audit.intake.values.text import fold_search

_MONTH, _YEAR = "thang", "nam"
_DAY = r"^\s*(0?[1-9]|[12]\d|3[01])(?:\.0)?\s*$"
_IN_YEAR = r"^\s*(0?[1-9]|1[0-2])(?:\.0)?\s*$"
_OF_YEARS = r"^\s*(20\d\d)(?:\.0)?\s*$"


class Rest(NamedTuple):
    """Where the month and the year of a day stand."""

    month: int
    year: int


def find_days(headers: Headers, sample: pl.DataFrame) -> dict[str, Rest]:
    """Column of moments → where the rest of its days stands: in the two columns behind it, which
    are called so and which nothing is read from, in some row of the `sample`.
    """
    taken = set(headers.places.values())
    found = {}
    for name in MOMENTS:
        place = headers.places.get(name)
        if place is None or place + 2 >= len(headers.texts) or taken & {place + 1, place + 2}:
            continue
        month, year = (fold_search(headers.texts[place + step]).split() for step in (1, 2))
        rest = Rest(place + 1, place + 2)
        if _MONTH in month and _YEAR in year and sample.select(_all(place, rest).any()).item():
            found[name] = rest
    return found


def without_days(headers: Headers, days: Mapping[str, Rest]) -> tuple[str, ...]:
    """The headers that still name no column: those of the rest of days do."""
    read = [headers.texts[place] for rest in days.values() for place in rest]
    left = list(headers.ignored)
    for text in read:
        if text in left:
            left.remove(text)
    return tuple(left)


def with_days(body: Body, places: Mapping[str, int], days: Mapping[str, Rest]) -> Body:
    """A table in which those days are whole. A cell that is no day of a month stays as it is; a
    month of a year without its day is no blank, and stands in the cell as what nobody can read.
    """
    joined = [_joined(places[name], rest) for name, rest in days.items()]
    return body._replace(frame=body.frame.with_columns(joined)) if joined else body


def _joined(place: int, rest: Rest) -> pl.Expr:
    day = pl.col(cell(place))
    month = pl.col(cell(rest.month)).str.extract(_IN_YEAR)
    year = pl.col(cell(rest.year)).str.extract(_OF_YEARS)
    whole = pl.concat_str(day.str.extract(_DAY), month, year, separator="/")
    half = (day.fill_null("").str.strip_chars() == "") & month.is_not_null() & year.is_not_null()
    return (
        pl.when(_all(place, rest))
        .then(whole)
        .when(half)
        .then(pl.concat_str(pl.lit("?"), month, year, separator="/"))
        .otherwise(day)
        .alias(cell(place))
    )


def _all(place: int, rest: Rest) -> pl.Expr:
    """Whether a row has a day, a month and a year."""
    return (
        pl.col(cell(place)).str.contains(_DAY)
        & pl.col(cell(rest.month)).str.contains(_IN_YEAR)
        & pl.col(cell(rest.year)).str.contains(_OF_YEARS)
    )
