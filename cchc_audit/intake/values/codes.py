"""Small cells with few spellings: procedure codes, channels, counts."""

import re
from collections.abc import Callable, Collection

from cchc_audit.core.vocabulary import Channel
from cchc_audit.intake.values.moments import is_nothing
from cchc_audit.intake.values.text import canonical_code, clean, fold_search

_SHORT_CODE = re.compile(r"(\d)[.,](\d{1,5})")
_COUNT = re.compile(r"^'?(\d{1,6})(?:[.,]0+)?$")

_CHANNELS: tuple[tuple[str, Channel], ...] = (
    ("buu chinh", Channel.POSTAL),
    ("buu dien", Channel.POSTAL),
    ("bcci", Channel.POSTAL),
    ("postal", Channel.POSTAL),
    ("truc tuyen", Channel.ONLINE),
    ("dich vu cong", Channel.ONLINE),
    ("qua mang", Channel.ONLINE),
    ("online", Channel.ONLINE),
    ("truc tiep", Channel.DIRECT),
    ("mot cua", Channel.DIRECT),
    ("direct", Channel.DIRECT),
)
_CHANNEL_CODES = {"1": Channel.DIRECT, "2": Channel.ONLINE, "3": Channel.POSTAL}


def procedure_code(text: str) -> str | None:
    """`1.001193.000.00.00.H21` → `1.001193`; any other text is kept, cleaned; None for a cell that
    is blank or holds what is written for nothing.
    """
    return None if is_nothing(text) else canonical_code(text) or None


def code_reader(known: Collection[str]) -> Callable[[str], str | None]:
    """A reader of procedure codes that gives back the zeros a code lost as a number of a
    spreadsheet: `1.00501` is 1.005010 where that is one of the `known` codes.
    """

    def read(text: str) -> str | None:
        code = procedure_code(text)
        short = _SHORT_CODE.fullmatch(code or "")
        whole = f"{short[1]}.{short[2]:0<6}" if short else None
        return whole if whole in known else code

    return read


def channel(text: str) -> Channel | None:
    """The channel of `text` (1, 2, 3 or words), None where it names none."""
    folded = fold_search(text).removesuffix(".0")
    if folded.lstrip("0") in _CHANNEL_CODES:
        return _CHANNEL_CODES[folded.lstrip("0")]
    return next((value for words, value in _CHANNELS if words in folded), None)


def count(text: str) -> int | None:
    """A count (`2`, `02`, Excel's `2.0`), None where the cell holds none."""
    match = _COUNT.match(clean(text))
    return int(match[1]) if match else None
