"""Which header of an export is which column.

The user's `[columns]` comes first, then what headers name by themselves (`header_names`). Several
headers for one column are normal: the first spelling that has values is read, the others are
listed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from cchc_audit.core.columns import COLUMNS, VERDICT_MOMENTS
from cchc_audit.core.errors import ConfigError, InputError
from cchc_audit.core.settings import near
from cchc_audit.intake.values.header_names import (
    aliases,
    names_of,
    nth_of,
    spelling,
    without_table,
    without_tables,
)
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
_DEADLINE = re.compile("hạn|han(?![a-z])", re.IGNORECASE)
_ANY_DEADLINE = frozenset({"han", "thoihan"})
_NUMBER = re.compile(r"\.(_?id|ma|code)$", re.IGNORECASE)


class Headers(NamedTuple):
    """What the headers of one file are.

    `texts` stand without the name of the table before them (`t1.MaHoSo`). `places` maps a canonical
    column to its place (from 0) in the row; `others` to the headers that name it too and are not
    read. `ignored` are headers that name no column, `mapped` the columns the user's settings
    decided.
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
    texts = tuple(without_tables([clean(cell) for cell in cells]))
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
    known = {place for ranked in candidates.values() for _, place in ranked}
    known -= _without_values(places, texts, own, suits)
    known |= set(places.values())
    ignored = tuple(text for place, text in enumerate(texts) if place not in known and text)
    return Headers(texts, places, others, ignored, frozenset(own))


def _candidates(texts: Sequence[str], *, taken: set[int]) -> dict[str, list[tuple[int, int]]]:
    """Column → (rank of the spelling, place) of each header that may be it."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, text in enumerate(texts):
        if place not in taken:
            key, behind = spelling(text)
            for name, rank in aliases().get(key, ()):
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


def _without_values(
    places: dict[str, int],
    texts: Sequence[str],
    own: Mapping[str, int],
    suits: Callable[[str, int], bool],
) -> set[int]:
    """The places that are given up again: of a header that may be any deadline's (*Hạn*), where its
    values are neither days nor terms (*Trong hạn*).
    """
    given_up = {
        name: place
        for name, place in places.items()
        if name not in own and bare_header(texts[place]) in _ANY_DEADLINE and not suits(name, place)
    }
    for name in given_up:
        del places[name]
    return set(given_up.values())


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
    bare = without_table(wanted)
    if bare != wanted:
        return _find(bare, texts)
    header, nth = nth_of(wanted)
    same = [place for place, other in enumerate(texts) if other == header]
    return same[nth - 1] if 0 < nth <= len(same) else -1


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
            for name in names_of(part):
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
