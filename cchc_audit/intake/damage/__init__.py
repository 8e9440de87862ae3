"""Marks of the accidents that happen to an export on its way, and what each one does.

A hurt file that looks sound accuses people. Each mark is one module, listed in `marks`; a sound
export carries none of them.
"""

from cchc_audit.intake.damage.damage import Damage, Evidence, Table
from cchc_audit.intake.damage.marks import find_damage, refuse

__all__ = ["Damage", "Evidence", "Table", "find_damage", "refuse"]
