"""The complaint about a filter that matches nothing: what it may have been meant to be."""

import re
from collections.abc import Callable, Sequence

from cchc_audit.analysis.summary.keys import Key
from cchc_audit.core.errors import ConfigError
from cchc_audit.intake.values.text import fold_search

_KIND = re.compile(r"(?:xa|phuong|thi tran|dac khu) (?=\S)")
_ALIKE = 65
_SHOWN = 3


def unknown_value(
    key: Key,
    text: str,
    values: Sequence[str],
    *,
    shown: Callable[[str], str | None] = str,
) -> ConfigError:
    """The complaint that no dossier has `text` for `key`, with the `values` most like it.

    `shown` says how a value may be written to the reader (None: not at all). Likeness is judged
    without accents and capitals and, of communes, behind the word for their kind: whoever asks for
    *Xã Bến Cọ* is offered *Phường Bến Cọ*.
    """
    if not values:
        return ConfigError("summary.value_nowhere", by=key.value, text=text)
    names = (shown(value) for value in near_values(text, values, communes=key is Key.COMMUNE))
    near = "; ".join(dict.fromkeys(name for name in names if name is not None))
    if near:
        return ConfigError("summary.value_near", by=key.value, text=text, near=near)
    return ConfigError("summary.value_unknown", by=key.value, text=text, count=len(values))


def near_values(text: str, values: Sequence[str], *, communes: bool = False) -> list[str]:
    """The `values` most like `text`, the likest first, three at most."""
    # Imported late: only a complaint needs it, and every start of the program would pay for it.
    from rapidfuzz import fuzz, process

    found = process.extract(
        text,
        values,
        scorer=fuzz.WRatio,
        processor=_behind_kind if communes else fold_search,
        limit=_SHOWN,
        score_cutoff=_ALIKE,
    )
    return [value for value, _, _ in found]


def _behind_kind(name: str) -> str:
    return _KIND.sub("", fold_search(name), count=1)
