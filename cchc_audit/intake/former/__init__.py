"""Communes merged or split on 1 July 2025: what a former name is today, where that is certain."""

from cchc_audit.intake.former.lookup import FormerCommunes, Kind, Resolution
from cchc_audit.intake.former.places import agree, place, split
from cchc_audit.intake.former.remarks import Remark, remarks
from cchc_audit.intake.former.table import Commune, Former

__all__ = [
    "Commune",
    "Former",
    "FormerCommunes",
    "Kind",
    "Remark",
    "Resolution",
    "agree",
    "place",
    "remarks",
    "split",
]
