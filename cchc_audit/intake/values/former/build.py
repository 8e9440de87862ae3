"""Builds `communes.tsv.gz` beside this file; for whoever keeps the table, never run by the program.

    pip download --no-deps vietnamadminunits==1.0.4
    python -m cchc_audit.intake.values.former.build vietnamadminunits-1.0.4-py3-none-any.whl

Only the wheel's data is read: its list of communes before 1 July 2025, its list of today's, and
which went into which. Same wheel, same bytes. The table, tab-separated, one row for each former
commune and each of today's communes that got land of it:

    old_code old_name old_district old_province code name province

Codes are those of the statistics office, five digits; they were used again with another meaning,
so a code says nothing without its era. An island district without communes stands as a commune of
its own name, without a code.
"""

import gzip
import json
import sqlite3
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cchc_audit.intake.values.communes import commune_name
from cchc_audit.intake.values.former.former_table import COLUMNS, FILE
from cchc_audit.intake.values.text import canonical_name

_DATABASE = "vietnamadminunits/data/dataset.db"
_CONVERSION = "vietnamadminunits/data/converter_2025.json"

# The package holds these two for undivided. A second list (vietnam-provinces 2026.9.0, compared
# code by code, not shipped) has a further target: the one that our list gives a neighbour which
# that list no longer has, so it was taken in before. What is doubtful may not be attributed: they
# count as split. The other 8 differences are communes that our list has as split anyway.
# Old code → further target.
_SPLIT_TOO = {"01615": "Xã Phục Hòa", "02485": "Xã Thái Bình"}

# Written in two ways in laws and exports; the package knows one. Old code → the other.
_ALSO = {"24031": "Xã Ia Ma Rơn"}


@dataclass(frozen=True, slots=True)
class _Old:
    code: str
    name: str
    district: str
    province: str


@dataclass(frozen=True, slots=True)
class _New:
    code: str
    name: str
    province: str


_Targets = dict[_Old, set[_New]]


def build(wheel: Path, target: Path) -> None:
    """Write the table from the data in `wheel` to `target`. Raises `ValueError` where a former
    commune leads nowhere or a commune of today comes from nowhere.
    """
    with zipfile.ZipFile(wheel) as archive:
        database, conversion = archive.read(_DATABASE), json.loads(archive.read(_CONVERSION))
    old, new = _units(database)
    targets: _Targets = {unit: set() for unit in old.values()}
    for old_key, new_key in _edges(conversion):
        targets[old[old_key]].add(new[new_key])
    _add_splits(targets, new.values())
    targets = _told_apart(targets)
    targets |= {
        replace(unit, name=_ALSO[unit.code]): found
        for unit, found in targets.items()
        if unit.code in _ALSO
    }
    if not all(targets.values()) or set.union(*targets.values()) != set(new.values()):
        raise ValueError("the two lists of communes and the conversion do not fit together")
    target.write_bytes(gzip.compress(_lines(targets).encode(), mtime=0))


def _units(database: bytes) -> tuple[dict[str, _Old], dict[tuple[str, str], _New]]:
    """Former communes by the key the conversion uses, today's by theirs with the province's."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(database)
    old = {
        f"{province_key}_{district_key}_{key or ''}": _Old(
            code or "", _name(name or district), canonical_name(district), canonical_name(province)
        )
        for province_key, district_key, key, code, name, district, province in connection.execute(
            "SELECT provinceKey, districtKey, wardKey, wardCode, ward, district, province"
            " FROM admin_units_legacy"
        )
    }
    new = {
        (province_key, key): _New(code, _name(name), canonical_name(province))
        for province_key, key, code, name, province in connection.execute(
            "SELECT provinceKey, wardKey, wardCode, ward, province FROM admin_units"
        )
    }
    connection.close()
    return old, new


def _name(text: str) -> str:
    return commune_name(text) or ""


def _edges(
    conversion: Mapping[str, Mapping[str, Mapping[str, list[str]]]],
) -> Iterator[tuple[str, tuple[str, str]]]:
    for province, communes in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for key, olds in communes.items():
            yield from ((old, (province, key)) for old in olds)
    divided: Mapping[str, Mapping[str, list[dict[str, str]]]]
    divided = conversion["DICT_PROVINCE_WARD_DIVIDED"]  # type: ignore[assignment]
    for province, split in divided.items():
        for old, news in split.items():
            yield from ((old, (province, new["newWardKey"])) for new in news)


def _add_splits(targets: _Targets, communes: Iterable[_New]) -> None:
    for unit, found in targets.items():
        if unit.code in _SPLIT_TOO:
            (province,) = {new.province for new in found}
            further = (_SPLIT_TOO[unit.code], province)
            found.update(new for new in communes if (new.name, new.province) == further)


def _told_apart(targets: _Targets) -> _Targets:
    """Without the targets a former commune has only because of a namesake.

    Where one province of today has two former communes of one name, the package gives each the
    targets of both: Phường 4 of Tân An, Long An, seems to lie in Tân Ninh too, where Phường 4 of
    Tây Ninh went. Such a target is left out when the other communes that went whole into it are of
    the namesake's district and none is of the commune's own.
    """
    sources: defaultdict[_New, set[_Old]] = defaultdict(set)
    for unit, found in targets.items():
        for new in found:
            sources[new].add(unit)

    def borrowed(unit: _Old, new: _New) -> bool:
        namesakes = {_district(o) for o in sources[new] if o.name == unit.name} - {_district(unit)}
        others = {
            _district(o) for o in sources[new] if o.name != unit.name and len(targets[o]) == 1
        }
        return bool(namesakes & others) and _district(unit) not in others

    return {
        unit: {new for new in found if not borrowed(unit, new)} or found
        for unit, found in targets.items()
    }


def _district(unit: _Old) -> tuple[str, str]:
    return unit.province, unit.district


def _lines(targets: _Targets) -> str:
    rows = sorted(
        (o.code, o.name, o.district, o.province, n.code, n.name, n.province)
        for o, found in targets.items()
        for n in found
    )
    return "".join("\t".join(row) + "\n" for row in (COLUMNS, *rows))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(__file__).with_name(FILE))
