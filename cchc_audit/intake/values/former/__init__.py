"""Communes merged or split on 1 July 2025: what a former name is today, where that is certain."""

from cchc_audit.intake.values.former.former_table import Commune, Former
from cchc_audit.intake.values.former.places import agree, place, split
from cchc_audit.intake.values.former.remarks import Remark, remarks
from cchc_audit.intake.values.former.resolve import FormerCommunes, Kind, Resolution

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
