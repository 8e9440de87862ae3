"""What became of a commune on 1 July 2025: one name, and whatever is known of where it lies."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from cchc_audit.intake.values.communes import name_key
from cchc_audit.intake.values.former.former_table import Commune, Former, Table, load
from cchc_audit.intake.values.former.places import Place, agree, place, split
from cchc_audit.intake.values.text import fold_header

MERGER = date(2025, 7, 1)
"""The first day of today's communes."""

_KIND_WORDS = ("xã ", "phường ", "thị trấn ", "đặc khu ")
_ENOUGH_NAMES = 5
_DIGITS = 5


class Kind(StrEnum):
    """What a name turns out to be."""

    SAME = "same"  # one commune of today bears it, and what bore it before went whole into that one
    MERGED = "merged"  # a former commune, whole in one of today's that has another name
    SPLIT = "split"  # a former commune whose land went to several: only its dossiers know where
    AMBIGUOUS = "ambiguous"  # several communes it could be, not all of them one today
    UNKNOWN = "unknown"  # the table knows no such name there


class Resolution(NamedTuple):
    """`targets`: today's communes it could be (SAME, MERGED: one; UNKNOWN: none).

    `formers` and `communes` are the former communes and those of today that bear the name.
    """

    kind: Kind
    targets: tuple[Commune, ...] = ()
    formers: tuple[Former, ...] = ()
    communes: tuple[Commune, ...] = ()


class FormerCommunes:
    """The shipped table, asked by name; read at the first question that needs it.

    **What counts as evidence.** Most names were borne by several communes, and the same code means
    other communes before and after, so a dossier is counted under today's name (`today`) only
    where somebody has *written* where the commune lies: a district or a province behind the unit's
    name, or a units file that places the office in a province by the code or the district of a
    commune it names. A bare `Xã Chư Mố` keeps its name, however rare the name is: without a units
    file the cleaned name is the commune, and the table only reports (`remarks`) and helps
    `--commune` (`among`). The suffix of procedure and dossier codes (H21) is no evidence: it comes
    along when catalogues are copied. The province all communes of an export have in common
    (`province_of`) is used for reports and filters, never to attribute.

    Names are compared as `communes.name_key` has them; Đak, Đăk and Đắk are three names. Only where
    a district or a code says which commune it is, and no name fits letter by letter, accents and
    spaces are let go: lists disagree on them (Đak Yă, Đăk Yă).
    """

    def __init__(self, table: Callable[[], Table] = load) -> None:
        self._table = table
        self._forms: dict[Callable[[str], str], Mapping[str, tuple[str, ...]]] = {}

    def lookup(
        self,
        name: str,
        *,
        district: str | None = None,
        province: str | None = None,
        code: str | None = None,
    ) -> Resolution:
        """What `name` is, within the district (of before the merger), the province (of before or of
        today) and with the code (of its own era) where they are given. Places written behind the
        name count as given: `xã Ia Ma Rơn, huyện Ia Pa`.
        """
        bare, written = split(name)
        places = [place(text) for text in (*written, district, province) if text]
        found = self._resolved(self._keys(bare), places, code)
        if found.kind is Kind.UNKNOWN and (written or district or code):
            found = self._resolved(self._alike(bare), places, code)
        return found

    def coded(self, code: str) -> str:
        """The commune of today that a code means in either era, "" for none: a hint, no evidence,
        for the digits may be those of another list.
        """
        found = self._table().coded(code.zfill(_DIGITS))
        return "" if found is None else found.name

    def knows(self, name: str) -> bool:
        """Whether a commune of either era bears the name, with the word before it."""
        table, key = self._table(), name.casefold()
        return bool(table.formers(key) or table.communes(key))

    def today(self, name: str, *, province: str | None = None) -> str | None:
        """Today's name of the commune `name`, or None where the evidence is not explicit or not
        sufficient: then the name stays.

        `province` is the one a units file states. Where communes of several provinces bear today's
        name and no units file states this one, the name keeps its province (`Xã Tân Lập, tỉnh Thái
        Nguyên`), so that two communes never become one.
        """
        _, written = split(name)
        if not written and province is None:
            return None
        found = self.lookup(name, province=province)
        if found.kind not in (Kind.SAME, Kind.MERGED):
            return None
        (commune,) = found.targets
        if province is None and len(self._table().communes(commune.name.casefold())) > 1:
            return f"{commune.name}, {commune.province[:1].lower()}{commune.province[1:]}"
        return commune.name

    def stated_province(self, units: Iterable[tuple[str, str, str]]) -> str | None:
        """The one province of today that a units file places its communes in; None where it does
        not say, or says several.

        `units`: name, code, district (empty: not stated). A unit says it when code and district, as
        far as given, fit the name in the table; one that fits nothing says nothing.
        """
        stated = {
            target.province
            for name, code, district in units
            if code or district
            for target in self._placed(name, code=code or None, district=district or None)
        }
        return stated.pop() if len(stated) == 1 else None

    def province_of(self, names: Collection[str]) -> str | None:
        """The only province of today that has or had communes of all these names; None where there
        are several, or fewer than five names. For reports and filters, not for attributing.
        """
        if len(set(names)) < _ENOUGH_NAMES:
            return None
        found: set[str] | None = None
        for name in names:
            provinces = {target.province for target in self.lookup(name).targets}
            found = provinces if found is None else found & provinces
            if not found:
                return None
        return found.pop() if found and len(found) == 1 else None

    def among(self, text: str, names: Collection[str]) -> list[str]:
        """Which of `names` are the commune that somebody who types `text` means by its former or by
        its present name. Only what is certain; a split commune is never taken for its targets.
        """
        province = self.province_of(names)
        meant = self._one_commune(self._spelled(text), province)
        return [name for name in names if meant and self._one_commune(name, province) == meant]

    def _placed(self, name: str, *, code: str | None, district: str | None) -> Iterator[Commune]:
        """Today's communes of a unit, where all it could be lies in one province."""
        targets = self.lookup(name, code=code, district=district).targets
        if len({target.province for target in targets}) == 1:
            yield targets[0]

    def _one_commune(self, name: str, province: str | None) -> Commune | None:
        found = self.lookup(name, province=province)
        return found.targets[0] if found.kind in (Kind.SAME, Kind.MERGED) else None

    def _resolved(
        self, keys: Iterable[str], places: Sequence[Place], code: str | None
    ) -> Resolution:
        table = self._table()
        formers = tuple(
            former
            for key in keys
            for former in table.formers(key)
            if code in (None, former.code) and all(_lay_in(former, p) for p in places)
        )
        communes = tuple(
            commune
            for key in keys
            for commune in table.communes(key)
            if code in (None, commune.code) and all(self._lies_in(commune, p) for p in places)
        )
        targets = _distinct([*communes, *(t for former in formers for t in former.targets)])
        return Resolution(_kind(formers, communes, targets), targets, formers, communes)

    def _lies_in(self, commune: Commune, written: Place) -> bool:
        """Whether a commune of today lies in the province, or has land of the district."""
        land = {text for pair in self._table().districts(commune) for text in pair}
        return any(agree(place(text), written) for text in {commune.province, *land})

    def _keys(self, name: str) -> tuple[str, ...]:
        """The keys of the table a name stands for: without the word before it, every kind."""
        key = name_key(name)
        return (key,) if key.startswith(_KIND_WORDS) else self._similar(_bare).get(key, ())

    def _alike(self, name: str) -> tuple[str, ...]:
        """The keys that are the name but for accents and spaces."""
        key = name_key(name)
        form = fold_header if key.startswith(_KIND_WORDS) else _bare_folded
        return self._similar(form).get(fold_header(key), ())

    def _similar(self, form: Callable[[str], str]) -> Mapping[str, tuple[str, ...]]:
        """The keys of the table by one of their forms; made when first needed."""
        if form not in self._forms:
            found: defaultdict[str, list[str]] = defaultdict(list)
            for known in sorted(self._table().keys()):
                found[form(known)].append(known)
            self._forms[form] = {text: tuple(keys) for text, keys in found.items()}
        return self._forms[form]

    def _spelled(self, text: str) -> str:
        """`text`, with the accents of the one name it can be where it was typed without them."""
        bare, written = split(text)
        alike = () if self._keys(bare) else self._alike(bare)
        return ", ".join((alike[0], *written)) if len(alike) == 1 else text


def _bare(key: str) -> str:
    kind = next((word for word in _KIND_WORDS if key.startswith(word)), "")
    return key[len(kind) :]


def _bare_folded(key: str) -> str:
    return fold_header(_bare(key))


def _lay_in(former: Former, written: Place) -> bool:
    places = {former.district, former.province, *(target.province for target in former.targets)}
    return any(agree(place(text), written) for text in places)


def _distinct(communes: Iterable[Commune]) -> tuple[Commune, ...]:
    return tuple(dict.fromkeys(communes))


def _kind(
    formers: tuple[Former, ...], communes: tuple[Commune, ...], targets: tuple[Commune, ...]
) -> Kind:
    if not targets:
        return Kind.UNKNOWN
    if len(targets) == 1:
        return Kind.SAME if communes else Kind.MERGED
    # One former commune, and if today's still bears the name it is one of its heirs.
    if len(formers) == 1 and set(targets) == set(formers[0].targets):
        return Kind.SPLIT
    return Kind.AMBIGUOUS
