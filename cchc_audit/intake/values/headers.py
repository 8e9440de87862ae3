"""Which header of an export is which column.

Spellings are those of `columns.py`, folded (case, accents, spaces, underscores, dots) and without
what forms hang on them (`text.bare_header`); the user's `[columns]` comes first. Several headers
for one column are normal: the first spelling that has values is read, the others are listed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from cchc_audit.core.columns import COLUMNS, FINISHES, MOMENTS, VERDICT_MOMENTS
from cchc_audit.core.errors import ConfigError, InputError
from cchc_audit.core.settings import near
from cchc_audit.intake.values.header_words import in_full, may_tell_of, without_plan
from cchc_audit.intake.values.text import bare_header, clean, fold_header

VERDICT_COLUMNS: frozenset[str] = frozenset(
    (
        *VERDICT_MOMENTS,
        "dossier_id",
        "procedure_code",
        "procedure_name",
        "commune",
        "status",
        "legal_term",
    )
)
_NEVER_A_GROUP = VERDICT_COLUMNS - {"commune"}
"""Columns without which a verdict could be another; without a commune it only has no place."""
_NEAR = 72
"""From this likeness (0-100) on a header is a near miss of a known one."""
_ACTUAL = " thuc te"
_DUE = ("promised_at", "legal_term")
_LAST = 100
"""The rank of a spelling that is known in other words only."""
_DEADLINE = re.compile("hạn|han(?![a-z])", re.IGNORECASE)
_NUMBER = re.compile(r"\.(_?id|ma|code)$", re.IGNORECASE)
_NAMED = {"ten", "name", "label", "title", "tieude"}
_HAVE_NAMES = {"status", "commune", "receiving_unit", "field", "agency"}
"""Columns whose field may be a group of a number and a name (`trangThai.ten`)."""
_NTH = re.compile(r"^(?P<header>.+)#(?P<nth>[1-9]\d*)$", re.DOTALL)


class Headers(NamedTuple):
    """What the headers of one file are.

    `places` maps a canonical column to its place (from 0) in the row; `others` to the headers that
    name it too and are not read. `ignored` are headers that name no column, `mapped` the columns
    the user's settings decided.
    """

    texts: tuple[str, ...]
    places: Mapping[str, int]
    others: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    ignored: tuple[str, ...] = ()
    mapped: frozenset[str] = frozenset()

    def columns(self) -> dict[str, str]:
        """Canonical column → the header as the file writes it."""
        return {name: self.texts[place] for name, place in self.places.items()}

    def without(self, name: str) -> "Headers":
        """The same with a column that is not read, unless the user named it."""
        if name in self.mapped or name not in self.places:
            return self
        places = {column: place for column, place in self.places.items() if column != name}
        ignored = (*self.ignored, self.texts[self.places[name]])
        return self._replace(places=places, ignored=ignored)

    def ignored_places(self) -> dict[str, int]:
        """Header that names no column → its place."""
        ignored = set(self.ignored)
        return {text: place for place, text in enumerate(self.texts) if text in ignored}


@cache
def _aliases() -> Mapping[str, tuple[tuple[str, int], ...]]:
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
def _more_than_one() -> int:
    """How many columns a row may name beyond one for each of its cells."""
    return sum(len(names) - 1 for names in _aliases().values())


def _spelling(text: str) -> tuple[str, int]:
    """The spelling that a header has as it stands, else without what is hung on it, else in other
    words (*Thời điểm kết thúc XL*); and what that adds to its rank. What says that it is no plan
    (*Ngày trả kết quả thực tế*) comes first.
    """
    for key in (fold_header(text), bare_header(text)):
        if key in _aliases():
            return key, 0
    words = in_full(text)
    actual = words.endswith(_ACTUAL)
    key = fold_header(words.removesuffix(_ACTUAL))
    names = {name for name, _ in _aliases().get(key, ())}
    if not names or (actual and not names <= set(FINISHES)):
        return _planned(words) or _group_named(text) or (bare_header(text), 0)
    return key, -_LAST if actual else _LAST


def _planned(words: str) -> tuple[str, int] | None:
    """The spelling of a deadline or an appointment under words that say no more than that it is
    one: *Hạn trả theo quy định*, *Ngày trả kết quả theo phiếu hẹn*, *Ngày phải hoàn thành*.
    """
    rest, plans = without_plan(words)
    key = fold_header(rest)
    names = {name for name, _ in _aliases().get(key, ())}
    if rest == words or not names or not names <= ({*FINISHES, *_DUE} if plans else {*_DUE}):
        return None
    return (fold_header("promised_at") if names <= set(FINISHES) else key), _LAST


def _group_named(text: str) -> tuple[str, int] | None:
    """The spelling of a group of fields, for the one of them that names it."""
    group, _, inner = text.rpartition(".")
    if fold_header(inner) not in _NAMED:
        return None
    key = fold_header(group.rpartition(".")[2])
    names = {name for name, _ in _aliases().get(key, ())}
    return (key, _LAST) if names and names <= _HAVE_NAMES else None


@lru_cache(maxsize=4096)
def _names(text: str) -> tuple[str, ...]:
    """The columns that a header names by its spelling."""
    return tuple(name for name, _ in _aliases().get(_spelling(text)[0], ()))


def near_columns(header: str) -> tuple[str, ...]:
    """The columns a header that names none was probably meant to name, the likeliest spelling's,
    but for those of another act than its words tell of: *Ngày nhận KQ* is no receipt.
    """
    from rapidfuzz import fuzz, process

    aliases = _aliases()
    words = in_full(header)
    found = process.extractOne(
        bare_header(words), list(aliases), scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    names = (name for name, _ in aliases[found[0]]) if found else ()
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
        known.update(_names(text))
        left -= 1
    return len(known | _mapped(cells, mapping))


def columns_named(cells: Sequence[str], mapping: Mapping[str, str]) -> set[str]:
    """The columns that a row of cells would name if it were the header."""
    return {name for cell in _may_name(cells) for name in _names(cell)} | _mapped(cells, mapping)


def _may_name(cells: Sequence[str]) -> list[str]:
    """The cells that may name a column: no spelling ends with a digit, and most cells do."""
    return [cell for cell in cells if cell and not cell[-1].isdigit()]


def _mapped(cells: Sequence[str], mapping: Mapping[str, str]) -> set[str]:
    if not mapping:
        return set()
    folded = {fold_header(cell) for cell in cells}
    return {name for name, text in mapping.items() if fold_header(_base(text)) in folded}


def names_nth(mapping: Mapping[str, str]) -> bool:
    """Whether the user chose among headers of one text, in some column."""
    return any(map(_NTH.match, mapping.values()))


def _base(text: str) -> str:
    match = _NTH.match(text)
    return match["header"] if match else text


def assign(
    cells: Sequence[str],
    mapping: Mapping[str, str],
    *,
    file: str,
    has_values: Callable[[int], bool],
    differ: Callable[[int, int], bool],
    suits: Callable[[str, int], bool],
    path: str = "",
) -> Headers:
    """Give each column its header.

    `path` is what commands take, where `file` names a sheet as well.
    `has_values(place)` says whether a column of the file holds anything, `differ(a, b)` whether
    two columns of it differ, `suits(name, place)` whether one holds what it is to be read for.
    Raises `ConfigError` where one spelling stands twice over different values in a column the
    verdict uses, and `InputError` without a dossier number or a receipt, or where a column that
    decides the verdict is a group of fields.
    """
    headers = named(cells, mapping, file=file, has_values=has_values, differ=differ, suits=suits)
    _refuse_groups(headers, file=file)
    _require(headers, file=file, path=path or file)
    return headers


def named(
    cells: Sequence[str],
    mapping: Mapping[str, str],
    *,
    file: str,
    has_values: Callable[[int], bool],
    differ: Callable[[int, int], bool],
    suits: Callable[[str, int], bool] = lambda _name, _place: True,
) -> Headers:
    """The same of a file that may lack the columns an export needs."""
    texts = tuple(clean(cell) for cell in cells)
    own = {name: place for name, text in mapping.items() if (place := _find(text, texts)) >= 0}
    places: dict[str, int] = dict(own)
    others: dict[str, tuple[str, ...]] = {}
    candidates = _candidates(texts, taken=set(own.values()))
    for column in COLUMNS:
        if column.name in own or column.name not in candidates:
            continue
        ranked = sorted(candidates[column.name])
        chosen = _choose(column.name, [place for _, place in ranked], has_values, suits)
        _check_twins(column.name, ranked, chosen, file=file, texts=texts, differ=differ)
        places[column.name] = chosen
        rest = tuple(texts[place] for _, place in ranked if place != chosen)
        if rest:
            others[column.name] = rest
    _choose_by_values(places, texts, own, suits)
    known = {place for ranked in candidates.values() for _, place in ranked} | set(places.values())
    ignored = tuple(text for place, text in enumerate(texts) if place not in known and text)
    return Headers(texts, places, others, ignored, frozenset(own))


def _candidates(texts: Sequence[str], *, taken: set[int]) -> dict[str, list[tuple[int, int]]]:
    """Column → (rank of the spelling, place) of each header that may be it."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, text in enumerate(texts):
        if place not in taken:
            key, behind = _spelling(text)
            for name, rank in _aliases().get(key, ()):
                found.setdefault(name, []).append((rank + behind, place))
    return found


def _choose(
    name: str,
    places: Sequence[int],
    has_values: Callable[[int], bool],
    suits: Callable[[str, int], bool],
) -> int:
    """The first that has values, and such as the column holds where any of them has those."""
    if len(places) == 1:
        return places[0]
    filled = [place for place in places if has_values(place)] or places[:1]
    return next((place for place in filled if suits(name, place)), filled[0])


def _choose_by_values(
    places: dict[str, int],
    texts: Sequence[str],
    own: Mapping[str, int],
    suits: Callable[[str, int], bool],
) -> None:
    """A deadline (*Hạn giải quyết*) is a day or a term: what its values are decides, where there is
    no column of the other kind.
    """
    for name, other in (("promised_at", "legal_term"), ("legal_term", "promised_at")):
        place = places.get(name)
        if place is None or name in own or other in places or not _DEADLINE.search(texts[place]):
            continue
        if not suits(name, place) and suits(other, place):
            places[other] = places.pop(name)


def _check_twins(
    name: str,
    ranked: Sequence[tuple[int, int]],
    chosen: int,
    *,
    file: str,
    texts: Sequence[str],
    differ: Callable[[int, int], bool],
) -> None:
    if name not in VERDICT_COLUMNS:
        return
    rank = next(rank for rank, place in ranked if place == chosen)
    for other_rank, other in ranked:
        if other_rank == rank and other != chosen and differ(chosen, other):
            raise ConfigError(
                "intake.header_twice",
                file=file,
                first=texts[chosen],
                first_place=chosen + 1,
                second=texts[other],
                second_place=other + 1,
                line=f'{name} = "{_unique(chosen, texts)}"',
                other_line=f'{name} = "{_unique(other, texts)}"',
            )


def _unique(place: int, texts: Sequence[str]) -> str:
    """The header as `[columns]` names it: with `#2` where it is the second one of that text."""
    nth = texts[: place + 1].count(texts[place])
    escaped = texts[place].replace("\\", "\\\\").replace('"', '\\"')
    return f"{escaped}#{nth}" if texts.count(texts[place]) > 1 else escaped


def _find(text: str, texts: Sequence[str]) -> int:
    """The place of the header the user names (exactly, else folded; `#2` = the second); else -1."""
    wanted = clean(text)
    if wanted in texts:
        return texts.index(wanted)
    folded = [fold_header(other) for other in texts]
    if fold_header(wanted) in folded:
        return folded.index(fold_header(wanted))
    match = _NTH.match(wanted)
    if match:
        same = [place for place, other in enumerate(texts) if other == match["header"]]
        if len(same) >= int(match["nth"]):
            return same[int(match["nth"]) - 1]
    return -1


def _refuse_groups(headers: Headers, *, file: str) -> None:
    """Raise `InputError` where a field is a group (`status.id`, `status.name`) and its name a
    column that decides the verdict and nothing else in the file is: which field is meant is not
    guessed.
    """
    for text in headers.ignored:
        group, dot, inner = text.rpartition(".")
        if not dot or not inner or inner[0].isspace():
            continue
        for part in group.split("."):
            for name in _names(part):
                if name in _NEVER_A_GROUP and name not in headers.places:
                    fields = [one for one in headers.ignored if one.startswith(f"{group}.")]
                    raise InputError(
                        "intake.group_of_fields",
                        file=file,
                        header=group,
                        column=name,
                        found=", ".join(f"“{one}”" for one in fields)[:300],
                        example=next((one for one in fields if not _NUMBER.search(one)), text),
                    )


def _require(headers: Headers, *, file: str, path: str) -> None:
    """Raise `InputError` for all at once that an export needs and the file has not."""
    found = ", ".join(text for text in headers.texts if text)[:300]
    has_id, has_receipt = ("dossier_id" in headers.places, "received_at" in headers.places)
    submitted = headers.places.get("submitted_at")
    if has_id and has_receipt:
        return
    if has_id and submitted is not None:
        header = headers.texts[submitted]
        raise InputError("intake.only_submitted", file=file, path=path, header=header)
    if has_id:
        raise InputError("intake.received_column_missing", file=file, path=path, found=found)
    if has_receipt:
        raise InputError("intake.id_column_missing", file=file, path=path, found=found)
    raise InputError("intake.needed_columns_missing", file=file, path=path, found=found)


def check_mapping(mapping: Mapping[str, str], *, files: Sequence[Headers]) -> None:
    """Refuse a `[columns]` that names a header no file has."""
    for name, text in mapping.items():
        # What this program wrote itself (a snapshot) has the canonical names, whatever is mapped.
        if any(name in headers.mapped or name in headers.texts for headers in files):
            continue
        texts = sorted({header for headers in files for header in headers.texts if header})
        guess = near(text, texts)
        key = "intake.mapped_header_near" if guess else "intake.mapped_header_missing"
        raise ConfigError(key, column=name, header=text, near=guess)
