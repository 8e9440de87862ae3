"""Why a row is rejected, as one number a row.

A fault is a column (or none: the row as a whole) and a `Fault`. Inside frames it is a UInt16;
null means that nothing is wrong with the row.
"""

from cchc_audit.core.columns import COLUMNS
from cchc_audit.core.vocabulary import Fault

_FAULTS = tuple(Fault)
_BY_FAULT = {fault: number for number, fault in enumerate(_FAULTS)}
_NAMES = (None, *(column.name for column in COLUMNS))
_BY_NAME = {name: number for number, name in enumerate(_NAMES)}
_STEP = 32


def code(column: str | None, fault: Fault) -> int:
    """The number of a fault in a canonical column, or in the row as a whole (None)."""
    return _BY_NAME[column] * _STEP + _BY_FAULT[fault]


def decode(number: int) -> tuple[str | None, Fault]:
    """The column (None: the row as a whole) and the fault that `number` stands for."""
    return _NAMES[number // _STEP], _FAULTS[number % _STEP]
