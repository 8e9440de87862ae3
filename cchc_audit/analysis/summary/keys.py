"""What dossiers can be grouped by, and how each key is read off a dossier."""

from enum import StrEnum
from typing import assert_never

import polars as pl

from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings import near


class Key(StrEnum):
    """A grouping key; its value is the name of its column in outputs."""

    COMMUNE = "commune"
    PROCEDURE = "procedure"
    FIELD = "field"
    AGENCY = "agency"
    OFFICER = "officer"
    CHANNEL = "channel"
    MONTH = "month"
    OUTCOME = "outcome"


def keys_of(text: str) -> tuple[Key, ...]:
    """The keys of `--by`, in the order given: `procedure,month`.

    Raises `ConfigError` for a word that is no key (with a near match), a repeated key and an empty
    list.
    """
    words = [word.strip().casefold() for word in text.split(",") if word.strip()]
    if not words:
        raise ConfigError("summary.key_missing", known=", ".join(Key))
    for word in words:
        if word not in set(Key):
            meant = near(word, list(Key))
            if meant is None:
                raise ConfigError("summary.key_unknown", text=word, known=", ".join(Key))
            raise ConfigError("summary.key_near", text=word, near=meant, known=", ".join(Key))
        if words.count(word) > 1:
            raise ConfigError("summary.key_twice", text=word)
    return tuple(Key(word) for word in words)


def group_value(key: Key) -> pl.Expr:
    """The value to group by, named after the key: cheap to hash, not yet text (see `as_text`)."""
    match key:
        case Key.PROCEDURE:
            # Exports without codes, and rows without one, still name what was asked for.
            value = pl.coalesce("procedure_code", "procedure_name")
        case Key.MONTH:
            value = pl.col("received_at").dt.year() * 100 + pl.col("received_at").dt.month()
        case Key.COMMUNE | Key.FIELD | Key.AGENCY | Key.OFFICER | Key.CHANNEL | Key.OUTCOME:
            value = pl.col(key)
        case _:
            assert_never(key)
    return value.alias(key)


def as_text(key: Key) -> pl.Expr:
    """The grouped value as it stands in outputs (String); the month of receipt as `2026-03`."""
    if key is not Key.MONTH:
        return pl.col(key).cast(pl.String)
    month = (pl.col(key) % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str((pl.col(key) // 100).cast(pl.String), month, separator="-").alias(key)
