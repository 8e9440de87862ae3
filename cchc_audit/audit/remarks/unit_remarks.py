"""What is to be said of the communes of a run: names that may be one, communes without dossiers,
names in side files that nobody knows.
"""

from collections.abc import Collection, Iterator

from cchc_audit.audit.dataset import Dataset
from cchc_audit.intake.values.communes import is_unit_code, name_key
from cchc_audit.intake.values.former import FormerCommunes, Kind
from cchc_audit.intake.values.likely_units import HEADER, likely_units, units_lines
from cchc_audit.intake.values.text import fold_search
from cchc_audit.render.report import Remark

_SHOWN = 5
_ALIKE = 80
"""From this likeness (0-100) on one name may be a slip for another."""


def remark_units(dataset: Dataset, names: Collection[str]) -> tuple[Remark, ...]:
    """Remarks on the communes `names` of the dossiers, and on the units file; none without names:
    then nobody has looked.
    """
    if not names:
        return ()
    return (*_codes(dataset, names), *_likely(dataset, names), *_without_dossiers(dataset, names))


def remark_closures(dataset: Dataset, names: Collection[str]) -> tuple[Remark, ...]:
    """Communes of local closures that no dossier, no units file and no table knows: their days off
    reach nobody.
    """
    closed = dict.fromkeys(c for day in dataset.calendar.closures for c in day.communes)
    spelt = {name for unit in dataset.units.rows for name in (unit.name, *unit.also)}
    strange = _strange(closed, {*names, *spelt}) if names else []
    return tuple(
        Remark("audit.closure_unknown", {"name": name, "near": _near(name, names) or "–"})
        for name in strange
    )


def _codes(dataset: Dataset, names: Collection[str]) -> Iterator[Remark]:
    """Units that are codes, with the lines of the units file that name them, as far as a code means
    one commune of today.
    """
    codes = sorted(filter(is_unit_code, names))
    if codes:
        former = dataset.units.former
        lines = [f"{former.coded(code) or '…'},{code}" for code in codes[:_SHOWN]]
        rest = ["…"] if len(codes) > _SHOWN else []
        values = {"n": len(codes), "names": ", ".join(codes[:_SHOWN] + rest)}
        yield Remark(
            "audit.unit_codes", values | {"lines": "\n".join(("name,code", *lines, *rest))}
        )


def _likely(dataset: Dataset, names: Collection[str]) -> Iterator[Remark]:
    settled = {unit.name for unit in dataset.units.rows}
    groups = likely_units(names, settled=settled)
    if groups:
        # The table of communes takes a while to load: only where it is needed.
        former = dataset.units.former
        province = dataset.units.province or former.province_of(names)

        def real(name: str) -> bool:
            return province is not None and bool(former.lookup(name, province=province).communes)

        groups = likely_units(names, settled=settled, real=real)
    if groups:
        listed = "; ".join(" = ".join(group) for group in groups)
        lines = "\n".join((HEADER, *units_lines(groups)))
        yield Remark("audit.likely_units", {"names": listed, "lines": lines})


def _without_dossiers(dataset: Dataset, names: Collection[str]) -> Iterator[Remark]:
    """Units of the units file that no dossier names; misspelt ones with what may be meant."""
    missing = [unit.name for unit in dataset.units.rows if unit.name not in names]
    near = {name: found for name in _strange(missing, names) if (found := _near(name, names))}
    for name, found in near.items():
        yield Remark("audit.unit_unknown", {"name": name, "near": found})
    rest = [name for name in missing if name not in near]
    if rest:
        listed = ", ".join(rest[:_SHOWN]) + (", …" if len(rest) > _SHOWN else "")
        yield Remark("audit.units_without_dossiers", {"n": len(rest), "names": listed})


def _strange(given: Collection[str], names: Collection[str]) -> list[str]:
    """The given names that are none of `names`, and none of the table of communes."""
    if not given:
        return []
    known = {name_key(name) for name in names}
    strange = [name for name in given if name_key(name) not in known]
    former = FormerCommunes()
    return [name for name in strange if former.lookup(name).kind is Kind.UNKNOWN]


def _near(name: str, names: Collection[str]) -> str:
    """The names that differ from it by a slip, the likest first."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        name, list(names), scorer=fuzz.ratio, processor=fold_search, limit=3, score_cutoff=_ALIKE
    )
    return ", ".join(other for other, _, _ in found)
