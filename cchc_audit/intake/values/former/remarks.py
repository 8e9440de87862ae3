"""What `check` says of the communes of an export that are former ones."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from cchc_audit.intake.values.former.resolve import MERGER, FormerCommunes, Kind, Resolution
from cchc_audit.texts import Texts

_SHOWN = 4


class Remark(NamedTuple):
    """One commune name of the export that is, or may be, a former commune."""

    name: str
    resolution: Resolution

    def sentence(self, texts: Texts) -> str:
        """The remark in words: merged into which, split among which, or several it could be."""
        found = self.resolution
        if found.kind is Kind.AMBIGUOUS:
            places = [
                f"{former.name}, {former.district}, {former.province}" for former in found.formers
            ]
            places += [f"{commune.name}, {commune.province}" for commune in found.communes]
        else:
            places = [f"{target.name}, {target.province}" for target in found.targets]
        listed = "; ".join(places[:_SHOWN]) + ("; …" if len(places) > _SHOWN else "")
        return texts(f"former.{found.kind}", name=self.name, places=listed, count=len(places))


def remarks(
    communes: Mapping[str, date | None], former: FormerCommunes, *, province: str | None = None
) -> tuple[Remark, ...]:
    """The names among `communes` (name in the rows → day of its first receipt, None: unknown) that
    need a word, in the order given.

    `province` is the one a units file states; without it, the one all names have in common. A name
    that a commune of today bears needs no word unless it has dossiers from before the merger: they
    may belong to a former commune of that name that went elsewhere.
    """
    province = province or former.province_of(communes)
    found = [
        (Remark(name, former.lookup(name, province=province)), first)
        for name, first in communes.items()
    ]
    return tuple(remark for remark, first in found if _needs_a_word(remark.resolution, first))


def _needs_a_word(found: Resolution, first: date | None) -> bool:
    if found.kind in (Kind.SAME, Kind.UNKNOWN):
        return False
    before = first is not None and first < MERGER
    return bool(found.formers) and (before or not found.communes)
