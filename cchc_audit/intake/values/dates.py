"""How people and their software write a moment: the tables of spellings, and texts taken apart.

A new spelling is one line of `DAYS`, `TIMES` or `NOTHING` and one case in the tests. Lines are
patterns of folded text (small letters, no accents, single spaces) in which `<d>`, `<m>`, `<y>` …
stand for the parts. Day and month in numbers are told apart by whoever reads (`moments`).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

# As lax about spaces as polars is, so that a text means the same whichever of the two reads it.
_PARTS: Mapping[str, str] = {
    "d": r" ?(?P<d>\d{1,2})",
    "m": r" ?(?P<m>\d{1,2})",
    "y": r" ?\+?(?P<y>\d{4}|\d{2})",
    "yyyy": r"\+?(?P<y>\d{4})",
    "mm": r"(?P<m>\d\d)",
    "dd": r"(?P<d>\d\d)",
    "month": (
        r"(?P<word>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
        r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    ),
    "thang": (
        r"(?:thang|thg|th)\.? ?(?P<word>\d{1,2}|muoi mot|muoi hai|mot|gieng|hai|ba|tu|nam|sau|bay|"
        r"tam|chin|muoi)"
    ),
    "H": r" ?(?P<H>\d{1,2})",
    "M": r" ?(?P<M>\d{1,2})",
    "S": r" ?(?P<S>\d{1,2})",
    "MM": r"(?P<M>\d\d)",
    "SS": r"(?P<S>\d\d)",
}
_FIRST_MONTH = "gieng"
"""The first month as Windows has it; the other names are the same everywhere."""
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai"),
)

DAY_FIRST, YEAR_FIRST, COMPACT = "day_first", "year_first", "compact"
COLONS, DIGITS, DOTS = "colons", "digits", "dots"
DAYS: Mapping[str, str] = {
    DAY_FIRST: r"<d> ?(?P<sep>[/.-])<m> ?(?P=sep)<y>",  # 31/12/2025  31-12-2025  1.2.2025
    YEAR_FIRST: r"<yyyy>(?P<sep>[/.-])<m>(?P=sep)<d>",  # 2025-12-31  2025/12/31
    COMPACT: r"<yyyy><mm><dd>",  # 20251231
    "named": r"<d>(?:st|nd|rd|th)?[ .,/-]*<month>[ .,/-]*<y>",  # 05-Jan-2026  5 January 2026
    "named_first": r"<month>[ .-]*<d>(?:st|nd|rd|th)?[ ,.-]+<y>",  # Jan  5 2026  January 5, 2026
    "vietnamese": r"<d>[ -]*<thang>(?:,? nam|[,/-])?<y>",  # 06 tháng 3 năm 2026  6 thg 3, 2026
}
UNSPACED = r"^([0-9]{2})([0-9]{2})(20[0-9]{2})$"
"""A day first without anything between, 05012026: nothing with the year first, as no month is the
20th.
"""
SPACED = "${1}/${2}/${3}"
TIMES: Mapping[str, str] = {
    COLONS: r"<H>:<M>(?::<S>(?P<fraction>[.,]\d+|:\d{3})?)?",  # 15:08  15:08:09.123
    DIGITS: r"(?P<H>\d\d)<MM><SS>",  # 150809 behind 20251231
    "letters": r"<H> ?(?:h|g|gio) ?(?:<M> ?(?:'|p|ph|phut)?(?:<S> ?(?:''|s|giay)?)?)?",  # 15h08
    DOTS: r"<H>\.<MM>(?:\.<SS>(?:[.,]\d+)?)?",  # 03.08.00.000000
}
"""Behind each, or before one with colons, may stand the half of the day: SA, CH, AM, PM, sáng …"""
NULLS = frozenset(("null", "(null)", "<null>", "[null]", r"\n", "nan", "nat"))
"""What databases write for nothing in a column of any kind, folded."""
NOTHING = NULLS | frozenset(
    (
        *("n/a", "none", "nil", "undefined"),
        *("-", "--", "---", "–", "—", ".", "..", "...", "…", "_"),
        # Masks that nobody filled in.
        *("/", "//", "/ /", "/ / :", "/ / : :", "__/__/____"),
        *("__/__/____ __:__", "__/__/____ __:__:__"),
        *("chua co", "khong", "khong co", "(trong)", "(blank)", "trong", "blank", "empty"),
        *("chua cap nhat", "chua xac dinh", "chua ro", "khong co thong tin", "khong ro"),
        *('""', "[]", "{}"),
        # What people write where a day will stand: it has not come.
        *("chua", "chua tra", "chua tra kq", "chua tra ket qua", "chua co kq", "chua co ket qua"),
        *("chua xong", "chua xu ly", "chua xu ly xong", "chua giai quyet", "chua giai quyet xong"),
        *("chua ket thuc", "chua hoan thanh", "chua bo sung", "dang xu ly", "dang giai quyet"),
        # A serial of 0 under a format of hours.
        *("0:00", "00:00", "0:00:00", "00:00:00", "12:00 am", "12:00:00 am"),
    )
)
"""What is written for nothing in a column of moments, numbers or codes, folded."""
NO_DAYS = frozenset(
    (
        *((0, 0, 0), (1, 1, 1), (1899, 12, 30), (1899, 12, 31)),
        *((1900, 1, 0), (1900, 0, 1), (1900, 1, 1), (1970, 1, 1)),
    )
)
"""The zero days of databases, languages and spreadsheets (year, month, day): at midnight nothing,
like a serial of 0.
"""

_WEEKDAY = (
    r"(?:thu (?:hai|ba|tu|nam|sau|bay|\d(?!\d))|t\d(?!\d)|chu nhat|cn|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)[,.]? ?"
)
_HALF = r"(?: ?(?P<half>sa|ch|am|pm|a\.m|p\.m|sang|chieu)\b\.?)?"
_HALF_FIRST = r"(?:(?P<half90>sa|ch|am|pm)\b ?)?"
_NAMED_ZONE = r"(?:z|gmt|utc|ict)(?: ?[+-] ?\d{1,2}(?::?\d\d)?)?"
_OFFSET = r"[+-]\d{2}[ :]*(?:\d{2})?"
_REMARK = r"(?: ?\([^)]*\)| ?\[[^]]*\])?"
_ZONE = rf"(?: ?(?:\((?P<zone1>{_NAMED_ZONE})\)|(?P<zone2>{_NAMED_ZONE}|{_OFFSET}){_REMARK}))?"
_THEN_TIME = r"(?P<join> ?, ?(?:(?:vao )?luc ?)?| ?[-–] ?| ?t ?| (?:vao )?luc ?| ?)"
# A day never starts inside a number: 8h30 12/01/2026 is not 8h30'01" on the 2nd.
# Minutes behind a colon have two figures: a day may follow them at once (08:2505/01/2026).
_THEN_DAY = r"(?P<join>[ ,]*[-–]?[ ,]*)(?:(?<!\d)|(?!\d)|(?<=:\d\d))"
_AT = r"(?:(?:vao )?(?:luc|hoi) ?)?"
_Layout = tuple[str, str | None, bool, tuple[tuple[str, int, int], ...]]
_ANY_DIGIT = str.maketrans("012345678", "9" * 9)
_PART = re.compile(r"(?<!\?P)<([A-Za-z]+)>")
_GROUP = re.compile(r"\(\?P([<=])([A-Za-z]+)")

WRAPPERS = (
    r"\\?/date\((?P<inside>-?\d+)(?:[+-]\d{4})?\)\\?/",  # /Date(1767578400000+0700)/
    r"(?:new )?date\((?P<inside>.+)\)",
    r"isodate\((?P<inside>.+)\)",
    r"\{ ?[\"']?\$(?:date|numberlong)[\"']? ?: ?(?P<inside>.+?) ?\}",  # {"$date": "2026-01-05"}
    r"[\"'](?P<inside>.+)[\"']",
)
"""What programs wrap moments in; bare digits inside are milliseconds since 1970."""


class Written(NamedTuple):
    """A text taken apart: its lines of `DAYS` and `TIMES` (None: a bare date), what joins the two,
    whether the time stands first, and its parts: `y`, `m` (a number), `d`, `sep`, `H`, `M`, `S`,
    `fraction`, `half`, `zone`; `plain`: no words beside them.
    """

    day: str
    time: str | None
    join: str
    time_first: bool
    parts: Mapping[str, str]
    plain: bool


def take_apart(folded: str) -> Written | None:
    """How a folded text is written; None where no line of the tables fits."""
    layout = _layout(folded.translate(_ANY_DIGIT))
    if layout is None:
        return None
    day, clock, time_first, places = layout
    parts = {name: folded[start:end] for name, start, end in places}
    if day == COMPACT and clock is None and (unspaced := _unspaced(parts)):
        day, parts = DAY_FIRST, {**parts, **unspaced}
    if "word" in parts:
        parts["m"] = str(_month(parts["word"]))
    return Written(day, clock, parts.get("join", ""), time_first, parts, "lead" not in parts)


def unwrapped(folded: str) -> Iterator[str]:
    """What stands inside `/Date(…)/`, `ISODate("…")`, `{"$date": …}`, layer by layer."""
    while match := next(filter(None, (w.fullmatch(folded) for w in _wrappers())), None):
        folded = match["inside"].strip()
        yield folded


@lru_cache(maxsize=4096)
def _layout(shape: str) -> _Layout | None:
    """Where the parts stand in texts of one shape (all digits alike): few shapes fill a column."""
    for pattern, time_first in _patterns():
        match = re.fullmatch(pattern, shape)
        if match is not None:
            places = {
                name.rstrip("0123456789"): match.span(name)
                for name, text in match.groupdict().items()
                if text
            }
            day = next(name for name in DAYS if name in places)
            clock = next((name for name in TIMES if name in places), None)
            texts = {name: shape[slice(*places[name])] for name in ("join", "zone") & places.keys()}
            if _makes_sense(day, clock, texts, time_first=time_first):
                spans = tuple((name, *span) for name, span in places.items())
                return day, clock, time_first, spans
    return None


def _makes_sense(
    day: str, clock: str | None, texts: Mapping[str, str], *, time_first: bool
) -> bool:
    """What the patterns alone would read too much of: `1.023.04.2026`, `08:30-10:00` (a stretch of
    time, no offset), a time in bare digits anywhere but behind a compact day.
    """
    if texts.get("zone", "z")[0] == "-" and day in (DAY_FIRST, "vietnamese"):
        return False
    if clock == DOTS:
        return "join" in texts
    return clock != DIGITS or (day == COMPACT and not time_first)


def _unspaced(parts: Mapping[str, str]) -> Mapping[str, str]:
    """The parts of a compact day that is no year first."""
    match = re.match(UNSPACED, "".join(parts[name] for name in "ymd"))
    return dict(zip("dmy", match.groups(), strict=True)) if match else {}


def _month(word: str) -> int:
    if word.isdecimal():
        return int(word)
    if word == _FIRST_MONTH:
        return 1
    return _MONTHS.index(word if word in _MONTHS else word[:3]) % 12 + 1


@cache
def _patterns() -> tuple[tuple[str, bool], ...]:
    """The tables as patterns: day and maybe time; time and day; the order of Java's `Date`. Most
    columns need the first alone: the others are compiled where it does not fit.
    """
    day, clock = _any_of(DAYS), _HALF_FIRST + _any_of(TIMES) + _HALF
    lead = rf"(?P<lead>{_WEEKDAY}(?:ngay ?)?|ngay ?)?"
    java = _any_of({"named_first": r"<month> <d>"}, first=90)
    return (
        (f"{lead}{day}(?:{_THEN_TIME}{clock}{_ZONE})?", False),
        (f"(?P<lead1>{_AT}){clock}{_THEN_DAY}{lead}{day}{_ZONE}", True),
        (rf"{lead}{java}{_THEN_TIME}{clock}{_ZONE} (?P<y99>\d{{4}})", False),
    )


def _any_of(table: Mapping[str, str], *, first: int = 0) -> str:
    """The lines of a table as alternatives, each in a group of its name; the groups inside get the
    number of the line, as no name may stand twice.
    """
    found = []
    for number, (name, line) in enumerate(table.items(), start=first):
        parts = _PART.sub(lambda part: _PARTS[part[1]], line)
        numbered = _GROUP.sub(rf"(?P\g<1>\g<2>{number}", parts)
        found.append(f"(?P<{name}>{numbered})")
    return f"(?:{'|'.join(found)})"


@cache
def _wrappers() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, WRAPPERS))
