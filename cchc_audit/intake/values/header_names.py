"""Which columns a header names, by itself.

Spellings are those of `columns.py`, folded (case, accents, spaces, underscores, dots) and without
what forms hang on them (`text.bare_header`); the same in other words, of two languages, and behind
the name of the table it comes from.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from cchc_audit.core.columns import BY_NAME, COLUMNS, FINISHES, MOMENTS, Kind
from cchc_audit.intake.values.english_headers import english_column
from cchc_audit.intake.values.header_words import (
    ENDS,
    in_full,
    may_tell_of,
    on_day,
    without_actual,
    without_plan,
)
from cchc_audit.intake.values.text import bare_header, clean, fold_header

NEEDED = ("dossier_id", "received_at")
"""The columns without which a table is none of dossiers."""
_NEAR = 72
"""From this likeness (0-100) on a header is a near miss of a known one."""
_DUE = ("promised_at", "legal_term")
_LAST = 100
"""The rank of a spelling that is known in other words only."""
_NAMED = {"ten", "name", "label", "title", "tieude"}
_HAVE_NAMES = {"status", "commune", "receiving_unit", "field", "agency"}
"""Columns whose field may be a group of a number and a name (`trangThai.ten`)."""
_NTH = re.compile(r"^(?P<header>.+)#(?P<nth>[1-9]\d*)$", re.DOTALL)
_ANY_NAME = re.compile(r"^(?:ho (?:va )?)?ten ")
_OF_DOSSIERS = re.compile(r" (?:cua )?ho so\b| duoc\b| thu tuc hanh chinh$")
"""Words that add nothing to what all rows of a table are: dossiers of procedures."""
_TO_PEOPLE = re.compile(
    r" cho(?: (?:va|to chuc|ca nhan|cong dan|nguoi dan|dan|doanh nghiep|nguoi nop|chu ho so))+$"
)
_PLACES = re.compile(
    r"(?:(?:ten |ubnd |don vi )+(?:cap )?)?(?:xa|phuong)(?: (?:xa|phuong|thi tran|dac khu))*"
)
_HALVES = re.compile(r" ?[/|(\[)\]] ?| [-–] ")
_ENGLISH = re.compile(r"(?i)[a-z ]*[aeiou][a-z ]+")
_MOST_WORDS = 8
_TABLE = re.compile(r"^(?:[^\W\d]\w*\.)+(?=[^\W\d])")
"""The name of a table before that of its column: `t1.MaHoSo`, `dbo.HoSo.MaHoSo`."""
_SAFE = frozenset({Kind.CODE, Kind.TEXT, Kind.COMMUNE, Kind.TERM})
"""Columns that may stand in another table than the dossiers do: `tt.TenThuTuc`. A status or a day
there is that of a payment, or of a step.
"""


@cache
def aliases() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Folded spelling → the columns it may name, each with its rank among their spellings."""
    found: dict[str, list[tuple[str, int]]] = {}
    for column in COLUMNS:
        # The canonical name first: a file that holds it says so itself, snapshots among them.
        for rank, spelling in enumerate((column.name, *column.headers)):
            names = found.setdefault(fold_header(spelling), [])
            if column.name not in (name for name, _ in names):
                names.append((column.name, rank))
    return {folded: tuple(names) for folded, names in found.items()}


@cache
def _written_out() -> Mapping[str, str]:
    """Words of a spelling in full, folded → that spelling, folded."""
    spellings = [h for c in reversed(COLUMNS) for h in reversed((c.name, *c.headers))]
    return {fold_header(in_full(text)): fold_header(text) for text in spellings}


@cache
def _more_than_one() -> int:
    """How many columns a row may name beyond one for each of its cells."""
    return sum(len(names) - 1 for names in aliases().values())


@cache
def _named_by() -> Mapping[str, frozenset[str]]:
    return {key: frozenset(name for name, _ in names) for key, names in aliases().items()}


def _named(key: str) -> frozenset[str]:
    return _named_by().get(key, frozenset())


def spelling(text: str) -> tuple[str, int]:
    """The spelling that a header has as it stands, else without what is hung on it, else in other
    words (*Thời điểm kết thúc XL*); and what that adds to its rank. What says that it is no plan
    (*Ngày trả kết quả thực tế*) comes first.
    """
    words = in_full(text)
    bare = bare_header(text)
    for key in (fold_header(text), bare):
        if key in aliases():
            actual = _named(key) <= {*FINISHES} and without_actual(words) != words
            return key, -_LAST if actual else 0
    return (
        _in_other_words(words)
        or _written_together(bare)
        or _planned(words)
        or _group_named(text)
        or _in_english(text)
        or _in_two_languages(text)
        or (bare, 0)
    )


def _in_other_words(words: str) -> tuple[str, int] | None:
    """The spelling of the same words in another order, or without such as add nothing."""
    if _PLACES.fullmatch(words):
        return fold_header("commune"), _LAST
    rest = without_actual(words)
    whole = (rest, on_day(rest, of_any=rest != words), _TO_PEOPLE.sub("", rest))
    bare = _OF_DOSSIERS.sub("", rest)
    # Nearly every text that is asked is none, and says the same in every wording.
    wordings = (*whole, bare, _ANY_NAME.sub("", rest), _ANY_NAME.sub("", bare))
    for wording in dict.fromkeys(wordings):
        key = fold_header(wording)
        key = _written_out().get(key, key)
        if names := _named(key):
            if rest != words:
                return (key, -_LAST) if names <= {*FINISHES} else None
            if wording in whole or _may_leave_out(names):
                return key, _LAST
    return None


def _may_leave_out(names: frozenset[str]) -> bool:
    """Whether words are left out of the spellings of these columns: a number may be another one's,
    and dossiers are returned that are not finished.
    """
    kinds = {BY_NAME[name].kind for name in names}
    return kinds.isdisjoint({Kind.ID, Kind.CODE, Kind.COUNT}) and "returned_at" not in names


def _written_together(bare: str) -> tuple[str, int] | None:
    """The spelling of words without anything between them of which the last is cut: `NGAYTRAKQ`."""
    keys = (bare.removesuffix(short) + word for short, word in ENDS.items() if bare.endswith(short))
    return next(((key, _LAST) for key in keys if key in aliases()), None)


def _planned(words: str) -> tuple[str, int] | None:
    """The spelling of a deadline or an appointment under words that say no more than that it is
    one: *Hạn trả theo quy định*, *Ngày trả kết quả theo phiếu hẹn*, *Ngày phải hoàn thành*.
    """
    rest, plans = without_plan(words)
    key = fold_header(rest)
    if plans and not _named(key):
        key = fold_header(on_day(rest, of_any=True))
    names = _named(key)
    if rest == words or not names or not names <= ({*FINISHES, *_DUE} if plans else {*_DUE}):
        return None
    return (fold_header("promised_at") if names <= {*FINISHES} else key), _LAST


def _group_named(text: str) -> tuple[str, int] | None:
    """The spelling of a group of fields, for the one of them that names it."""
    group, _, inner = text.rpartition(".")
    if fold_header(inner) not in _NAMED:
        return None
    key = fold_header(group.rpartition(".")[2])
    names = _named(key)
    return (key, _LAST) if names and names <= _HAVE_NAMES else None


def _in_english(text: str) -> tuple[str, int] | None:
    column = english_column(text)
    return (fold_header(column), _LAST) if column else None


def _in_two_languages(text: str) -> tuple[str, int] | None:
    """The spelling of a header whose halves say the same (*Mã hồ sơ / Dossier ID*, *Số/Mã hồ sơ*),
    or of which the one in English names nothing; a moment may be a plan by that half.
    """
    told = clean(text)
    halves = [half for half in _HALVES.split(told) if half]
    if len(halves) == 1:
        halves = _foreign_end(told)
    if len(halves) != 2:
        return None
    first, second = halves
    before, behind = first.split(), second.split()
    whole = " ".join([*before, *behind[len(before) :]])  # "Số" of "Số/Mã hồ sơ" is "Số hồ sơ"
    for one, other in ((first, second), (second, first), (whole, second)):
        names, same = names_of(one), names_of(other) or names_of(f"{other} date")
        foreign = not one.isascii() and _ENGLISH.fullmatch(other) and not same
        if names and (names & same or (foreign and names.isdisjoint(MOMENTS))):
            return spelling(one)[0], _LAST
    return None


def _foreign_end(text: str) -> list[str]:
    """A header parted before English words that name what those before them do."""
    words = text.split()
    if len(words) > _MOST_WORDS or not words[-1].isascii() or text.isascii():
        return []
    for place in range(1, len(words)):
        first, second = " ".join(words[:place]), " ".join(words[place:])
        if english_column(second) is not None and not first.isascii():
            return [first, second]
    return []


@lru_cache(maxsize=4096)
def names_of(text: str) -> frozenset[str]:
    """The columns that a header names by its spelling."""
    return _named(spelling(text)[0])


def near_columns(header: str) -> tuple[str, ...]:
    """The columns a header that names none was probably meant to name, the likeliest spelling's,
    but for those of another act than its words tell of: *Ngày nhận KQ* is no receipt.
    """
    from rapidfuzz import fuzz, process

    words = in_full(header)
    found = process.extractOne(
        bare_header(words), list(aliases()), scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    names = (name for name, _ in aliases()[found[0]]) if found else ()
    return tuple(name for name in names if name not in MOMENTS or may_tell_of(name, header))


def count_recognised(cells: Sequence[str], mapping: Mapping[str, str], beyond: int = 0) -> int:
    """How many columns a row of cells would name if it were the header; any number up to `beyond`
    where it is not more than that: two hundred rows are asked, and each text takes its time.
    """
    texts = _may_name(cells)
    left = len(texts) + _more_than_one() + len(mapping)
    known: set[str] = set()
    for text in texts:
        if len(known) + left <= beyond:
            return 0
        known.update(names_of(text))
        left -= 1
    return len(known | _mapped(cells, mapping))


def columns_named(cells: Sequence[str], mapping: Mapping[str, str]) -> set[str]:
    """The columns that a row of cells would name if it were the header."""
    return {name for cell in _may_name(cells) for name in names_of(cell)} | _mapped(cells, mapping)


def _may_name(cells: Sequence[str]) -> list[str]:
    """The cells that may name a column: no spelling ends with a digit, and most cells do."""
    return without_tables([cell for cell in cells if cell and not cell[-1].isdigit()])


def without_tables(cells: Sequence[str]) -> list[str]:
    """Headers without the name of the table before them, where that of the dossiers' numbers has
    one: of its columns, and of such of another one's as no verdict goes by.
    """
    found = [_TABLE.match(cell) for cell in cells]
    if not any(found):
        return list(cells)
    bare = list(map(without_table, cells))
    own = next(
        (
            one[0]
            for text, one in zip(bare, found, strict=True)
            if one and "dossier_id" in names_of(text)
        ),
        None,
    )
    if own is None or any("dossier_id" in names_of(cell) for cell in cells):
        return list(cells)
    return [
        text if one and (one[0] == own or _is_safe(text)) else cell
        for cell, text, one in zip(cells, bare, found, strict=True)
    ]


def without_table(header: str) -> str:
    """A header without what may be the name of a table before it."""
    return _TABLE.sub("", header, count=1)


def _is_safe(text: str) -> bool:
    columns = [BY_NAME[name] for name in names_of(text)]
    return all(column.kind in _SAFE and not column.personal for column in columns)


def _mapped(cells: Sequence[str], mapping: Mapping[str, str]) -> set[str]:
    if not mapping:
        return set()
    folded = {fold_header(cell) for cell in cells}
    return {name for name, text in mapping.items() if fold_header(nth_of(text)[0]) in folded}


def names_nth(mapping: Mapping[str, str]) -> bool:
    """Whether the user chose among headers of one text, in some column."""
    return any(map(_NTH.match, mapping.values()))


def nth_of(text: str) -> tuple[str, int]:
    """The header that a setting names, and which of several of that text: `Ngày#2`; else 0."""
    match = _NTH.match(text)
    return (match["header"], int(match["nth"])) if match else (text, 0)
