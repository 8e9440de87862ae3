"""The units file: spellings and former communes of today's communes, and which of them are remote.

CSV with the columns `name,also,code,district,remote`; `also` holds spellings and former names
separated by `|`, `remote` is `true` or `false`. `name` is needed, the others may be missing.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import near
from cchc_audit.intake.files.side import side_text
from cchc_audit.intake.values.communes import KINDS, commune_name, name_key
from cchc_audit.intake.values.former import FormerCommunes, agree, place, split
from cchc_audit.intake.values.text import canonical_name, clean

_COLUMNS = ("name", "also", "code", "district", "remote")
_REMOTE = {"true": True, "1": True, "false": False, "0": False, "": None}


class Unit(NamedTuple):
    """One commune of today; `remote` is None where the file does not say."""

    name: str
    also: tuple[str, ...]
    code: str
    district: str
    remote: bool | None
    line: int


@dataclass(frozen=True)
class Units:
    """The communes a units file speaks about; without a file, none. Of the others the shipped table
    of former communes knows some (`former`).
    """

    rows: tuple[Unit, ...] = ()
    _names: Mapping[str, str] = field(default_factory=dict)
    former: FormerCommunes = field(default_factory=FormerCommunes, repr=False, compare=False)

    @cached_property
    def province(self) -> str | None:
        """The province of today that codes or districts in the file place the communes in."""
        return self.former.stated_province((row.name, row.code, row.district) for row in self.rows)

    @property
    def remote(self) -> frozenset[str]:
        """Names of the communes marked remote (vùng sâu, vùng xa)."""
        return frozenset(unit.name for unit in self.rows if unit.remote)

    @property
    def stated(self) -> frozenset[str]:
        """Names of the communes of which the file says whether they are remote."""
        return frozenset(unit.name for unit in self.rows if unit.remote is not None)

    def canonical(self, text: str) -> str | None:
        """Today's name of the commune that `text` names, None for a blank text.

        The file decides, then the shipped table where the evidence is explicit (a district or a
        province behind the name, or a province the file states; see `FormerCommunes`). Where both
        are silent, the cleaned name.
        """
        name = commune_name(text)
        if name is None:
            return None
        decided = self._decided(name)
        if decided is not None:
            return decided
        today = self.former.today(name, province=self.province)
        return name if today is None else self._names.get(today.casefold(), today)

    def knows(self, name: str) -> bool:
        """Whether a name without a word for what it is may be a commune's, of the file or of the
        shipped table, former ones among them.
        """
        spellings = [f"{kind} {canonical_name(name)}".casefold() for kind in KINDS]
        return any(text in self._names or self.former.knows(text) for text in spellings)

    def _decided(self, name: str) -> str | None:
        """What the file says of a name, also of one with the district behind it that it has."""
        found = self._names.get(name.casefold())
        if found is not None:
            return found
        bare, places = split(name)
        found = self._names.get(bare.casefold())
        stated = [place(row.district) for row in self.rows if row.name == found and row.district]
        known = any(agree(place(text), district) for text in places for district in stated)
        return found if known else None


def load_units(path: Path | None) -> Units:
    """Read a units file (None: no file). Raises `InputError` naming file and line."""
    if path is None:
        return Units()
    rows: list[Unit] = []
    names: dict[str, str] = {}
    lines: dict[str, int] = {}
    codes: dict[str, str] = {}
    for unit in _read(path):
        if unit.code and codes.setdefault(unit.name, unit.code) != unit.code:
            # Two communes of one name (Hòa An, Hoà An), of two provinces: nothing would part them.
            key = name_key(unit.name)
            raise InputError(
                "intake.units_twice", file=path, line=unit.line, name=unit.name, other=lines[key]
            )
        for spelling in (unit.name, *unit.also):
            key = name_key(spelling)
            if names.get(key, unit.name) != unit.name:
                raise InputError(
                    "intake.units_twice", file=path, line=unit.line, name=spelling, other=lines[key]
                )
            names[key] = unit.name
            lines.setdefault(key, unit.line)
        rows.append(unit)
    return Units(tuple(rows), _codes(rows) | names)


def _codes(rows: Iterable[Unit]) -> dict[str, str]:
    """The names of units by their codes, as an export may have them in place of names; zeros in
    front, which spreadsheets drop, may be missing. A code of two units names neither.
    """
    found: dict[str, str] = {}
    shared: set[str] = set()
    for unit in rows:
        for code in {unit.code, unit.code.lstrip("0")} - {""}:
            if found.setdefault(name_key(code), unit.name) != unit.name:
                shared.add(name_key(code))
    return {code: name for code, name in found.items() if code not in shared}


def _read(path: Path) -> Iterator[Unit]:
    reader = csv.reader(io.StringIO(side_text(path)))
    header = [clean(cell) for cell in next(reader, [])]
    for cell in header:
        if cell not in _COLUMNS:
            guess = near(cell, list(_COLUMNS))
            key = "intake.units_column_near" if guess else "intake.units_column_unknown"
            raise InputError(key, file=path, column=cell, near=guess, known=", ".join(_COLUMNS))
    if "name" not in header:
        raise InputError("intake.units_name_missing", file=path)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _unit(dict(zip(header, cells, strict=False)), path, reader.line_num)


def _unit(row: Mapping[str, str], path: Path, line: int) -> Unit:
    name = commune_name(row.get("name", ""))
    if name is None:
        raise InputError("intake.units_name_blank", file=path, line=line)
    remote = clean(row.get("remote", "")).lower()
    if remote not in _REMOTE:
        raise InputError("intake.units_remote", file=path, line=line, value=remote)
    also = tuple(text for part in row.get("also", "").split("|") if (text := clean(part)))
    return Unit(
        name,
        also,
        clean(row.get("code", "")),
        clean(row.get("district", "")),
        _REMOTE[remote],
        line,
    )
