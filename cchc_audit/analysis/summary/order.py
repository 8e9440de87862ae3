"""In which order groups stand: by name as people expect it, by rank, or by a column."""

import re
from collections.abc import Sequence
from functools import lru_cache

import polars as pl

from cchc_audit.analysis.summary.keys import Key
from cchc_audit.core.alphabet import alphabetical
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings import near
from cchc_audit.core.vocabulary import Channel, Outcome
from cchc_audit.intake.values.text import clean

_DIGITS = re.compile(r"(\d+)")
# Closed sets stand in the order of the field, not of the alphabet.
_POSITIONS: dict[Key, dict[str, int]] = {
    Key.OUTCOME: {name: position for position, name in enumerate(Outcome)},
    Key.CHANNEL: {name: position for position, name in enumerate(Channel)},
}

NaturalKey = tuple[bool, int, tuple[tuple[bool, int, str], ...], str, str]


@lru_cache(maxsize=4096)
def natural_key(text: str | None, *, key: Key | None = None) -> NaturalKey:
    """What to sort by: the Vietnamese alphabet, but Phường 2 before Phường 10; null last."""
    if text is None:
        return (True, 0, (), "", "")
    if key in _POSITIONS:
        return (False, _POSITIONS[key][text], (), "", text)
    cleaned = clean(text)
    chunks = tuple(
        (False, int(part), "") if part.isdecimal() else (True, 0, alphabetical(part)[0])
        for part in _DIGITS.split(cleaned)
        if part
    )
    return (False, 0, chunks, alphabetical(cleaned)[1], text)


def natural(groups: pl.DataFrame, keys: Sequence[Key]) -> pl.DataFrame:
    """`groups` in the natural order of `keys`, the first key first, unknown (null) last."""
    places = [_places(groups[key].to_list(), key) for key in keys]
    rows = list(zip(*places, strict=True))
    return groups[sorted(range(len(rows)), key=rows.__getitem__)] if rows else groups


def rank_groups(groups: pl.DataFrame, keys: Sequence[Key]) -> pl.DataFrame:
    """`groups` by `true_rate`, the best first and those without a rate last, then by size, name."""
    return natural(groups, keys).sort(
        "true_rate", "total", descending=True, nulls_last=True, maintain_order=True
    )


def sorted_by(groups: pl.DataFrame, keys: Sequence[Key], *, column: str) -> pl.DataFrame:
    """`groups` by one of their columns: numbers from the highest, names in natural order.

    Unknown values come last; equal ones keep the order they have. Raises `ConfigError` for a column
    that is none, with a near match.
    """
    if column not in groups.columns:
        raise unknown_column(column, groups.columns)
    if column in keys:
        places = _places(groups[column].to_list(), Key(column))
        return groups[sorted(range(len(places)), key=places.__getitem__)]
    return groups.sort(column, descending=True, nulls_last=True, maintain_order=True)


def _places(names: list[str | None], key: Key) -> list[int]:
    """The place of each name in natural order; names are folded once, however often they stand."""
    order = sorted(set(names), key=lambda name: natural_key(name, key=key))
    place = {name: number for number, name in enumerate(order)}
    return [place[name] for name in names]


def in_natural_order(column: pl.Expr) -> pl.Expr:
    """The place of each name of a column of texts in natural order (UInt32, null for null)."""

    def places(names: pl.Series) -> pl.Series:
        distinct = names.unique().drop_nulls().cast(pl.String)
        order = sorted(distinct.to_list(), key=natural_key)
        numbers = pl.int_range(len(order), dtype=pl.UInt32, eager=True)
        texts = pl.Series(order, dtype=pl.String)
        return names.cast(pl.String).replace_strict(
            texts, numbers, default=None, return_dtype=pl.UInt32
        )

    return column.map_batches(places, return_dtype=pl.UInt32)


def unknown_column(column: str, known: Sequence[str]) -> ConfigError:
    """The complaint about a `--sort` that names no column of the output."""
    meant = near(column, list(known))
    if meant is None:
        return ConfigError("summary.sort_unknown", text=column, known=", ".join(known))
    return ConfigError("summary.sort_near", text=column, near=meant)
