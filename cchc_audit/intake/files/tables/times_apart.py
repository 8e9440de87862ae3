"""Times of day in a column of their own, put behind the days they belong to.

`Giờ tiếp nhận` beside `Ngày tiếp nhận`: without it every receipt would be a bare date.
"""

from collections.abc import Mapping

import polars as pl

from cchc_audit.core.columns import MOMENTS
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.raw_rows import cell
from cchc_audit.intake.values.header_names import columns_named
from cchc_audit.intake.values.headers import Headers
from cchc_audit.intake.values.text import bare_header, clean, fold_search

_HOUR = "gio"
_DAY = r"^\s*(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})(?:[ T]00:00(?::00)?)?\s*$"
_EPOCH = r"(?:(?:1899-12-3[01]|1900-01-0[01]|1904-01-01)[ T])?"
"""The day that readers of workbooks put before a cell that holds a time alone."""
_TIME = (
    rf"(?i)^\s*{_EPOCH}((?:[01]?\d|2[0-3])(?:[:h][0-5]\d(?::[0-5]\d)?(?: ?(?:SA|CH|AM|PM))?|"
    r" ?(?:h|giờ)(?: ?[0-5]\d(?: ?phút)?)?)|24:00(?::00)?)(?:\.0+)?\s*$"
)


def find_times(headers: Headers) -> dict[str, int]:
    """Column of moments → the place of the one column that nothing else is read from and that is
    called like it, with the word for hour in place of the word for day.

    Where several headers name the column, and another one is read, the time is not that of its day.
    """
    found: dict[str, list[int]] = {}
    for header, place in headers.ignored_places().items():
        text = clean(header)
        if fold_search(text).startswith(_HOUR):
            day = f"Ngày{text[len(_HOUR) :]}"
            for name in columns_named([day], {}):
                if name in MOMENTS and name in headers.places and _is_its_day(headers, name, day):
                    found.setdefault(name, []).append(place)
    return {name: places[0] for name, places in found.items() if len(places) == 1}


def _is_its_day(headers: Headers, name: str, day: str) -> bool:
    settled = name in headers.mapped or name in headers.others
    return not settled or bare_header(headers.texts[headers.places[name]]) == bare_header(day)


def find_joined(
    sample: pl.DataFrame, places: Mapping[str, int], times: Mapping[str, int]
) -> dict[str, int]:
    """The `times` that stand beside a bare date in some row of the `sample`: only of these people
    are told that they are read.
    """
    return {
        name: time
        for name, time in times.items()
        if sample.select(_both(cell(places[name]), cell(time)).any()).item()
    }


def without_times(headers: Headers, times: Mapping[str, int]) -> tuple[str, ...]:
    """The headers that still name no column."""
    read = {headers.texts[place] for place in times.values()}
    return tuple(text for text in headers.ignored if text not in read)


def with_times(body: Body, places: Mapping[str, int], times: Mapping[str, int]) -> Body:
    """A table in which every bare date has the time of day that stands in the row for it.

    `places` and `times` lead from columns to where their days and their times stand. A cell that
    has a time already, or a time that is none, changes nothing.
    """
    joined = [_joined(cell(places[name]), cell(time)) for name, time in times.items()]
    return body._replace(frame=body.frame.with_columns(joined)) if joined else body


def _joined(day: str, time: str) -> pl.Expr:
    bare, of_day = pl.col(day).str.extract(_DAY), pl.col(time).str.extract(_TIME)
    moment = pl.concat_str(bare, pl.lit(" "), of_day)
    return pl.when(_both(day, time)).then(moment).otherwise(pl.col(day)).alias(day)


def _both(day: str, time: str) -> pl.Expr:
    """Whether a row has a bare date and a time for it."""
    return pl.col(day).str.contains(_DAY) & pl.col(time).str.contains(_TIME)
