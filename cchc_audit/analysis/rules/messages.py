"""The sentence of a finding, with the values that decided, and the same values as evidence."""

import re
from collections.abc import Callable
from string import Formatter
from typing import Any

import polars as pl

from cchc_audit.analysis.rules.rule import Rule
from cchc_audit.texts import Texts

_EMPTY = "–"

TermWords = Callable[[str], str]
"""How a canonical term (`3 working_days`) reads to people."""


def evidence_of(rule: Rule, frame: pl.DataFrame) -> pl.Expr:
    """The columns that decided, as one JSON object a row (String): ISO dates, unknown as null."""
    if not rule.shows:
        return pl.lit("{}")
    return pl.struct(
        _iso(name, frame.schema[name]).alias(evidence_key(name)) for name in rule.shows
    ).struct.json_encode()


def evidence_key(name: str) -> str:
    """What a column that decided is called in the evidence."""
    return name.removeprefix("x_")


def key_of(rule: Rule, variant: str | None) -> str:
    """The key of the sentence of a rule, or of the variant of it that fits."""
    return f"rules.{rule.code}.message" + (f".{variant}" if variant else "")


def message_of(key: str, frame: pl.DataFrame, *, texts: Texts, term: TermWords) -> pl.Expr:
    """The sentence of `key` for each row (String).

    Its places name columns of `frame`; days are written `31/12/2025`, small whole numbers
    in Vietnamese with two digits, as letters of offices do. A place like `{times:time|times}` takes
    its number from the column.
    """
    pieces: list[pl.Expr] = []
    for part, name, form, _ in Formatter().parse(texts(key)):
        pieces.append(pl.lit(part))
        if name is None:
            continue
        column = name if name in frame.columns else f"x_{name}"
        said = _worded(column, frame, texts=texts, term=term).fill_null(_EMPTY)
        if form:
            one, _, more = form.partition("|")
            said = pl.when(said == "1").then(pl.lit(one)).otherwise(pl.lit(more))
        pieces.append(said)
    return pl.concat_str(pieces)


def settling(doubts: str, frame: pl.DataFrame, texts: Texts) -> pl.Expr:
    """What would settle the doubts that the column `doubts` names, behind a sentence (String, empty
    where there are none).
    """
    known = frame[doubts].drop_nulls().unique()
    said = [
        texts(
            "rules.unproven",
            settle=" ".join(texts.short(f"settle.{doubt}") for doubt in names.split(",")),
        ).removesuffix(".")
        for names in known
    ]
    words = pl.Series(said, dtype=pl.String)
    return pl.col(doubts).replace_strict(known, words, default="", return_dtype=pl.String)


def _iso(name: str, dtype: pl.DataType) -> pl.Expr:
    value = pl.col(name)
    if dtype == pl.Date:
        return value.dt.strftime("%Y-%m-%d")
    if isinstance(dtype, pl.Datetime):
        bare = value.dt.time() == pl.time(0)
        return (
            pl.when(bare)
            .then(value.dt.strftime("%Y-%m-%d"))
            .otherwise(value.dt.strftime("%Y-%m-%dT%H:%M:%S"))
        )
    if isinstance(dtype, pl.Categorical | pl.Enum):
        return value.cast(pl.String)
    return value


def _worded(name: str, frame: pl.DataFrame, *, texts: Texts, term: TermWords) -> pl.Expr:
    value, dtype = pl.col(name), frame.schema[name]
    if name in ("term", "x_own_term"):
        return _each(frame[name], lambda text: _inside(term(text), texts))
    if dtype == pl.Date:
        return value.dt.strftime("%d/%m/%Y")
    if isinstance(dtype, pl.Datetime):
        bare = value.dt.time() == pl.time(0)
        return (
            pl.when(bare)
            .then(value.dt.strftime("%d/%m/%Y"))
            .otherwise(value.dt.strftime("%d/%m/%Y %H:%M"))
        )
    if dtype.is_numeric():
        return _each(frame[name], lambda number: _number(number, texts))
    text = value.cast(pl.String)
    if isinstance(dtype, pl.Enum):
        known_words = {
            item: texts.short(f"{name}.{item}")
            for item in dtype.categories
            if texts.has(f"{name}.{item}")
        }
        return text.replace(known_words)
    if isinstance(dtype, pl.List):
        return value.list.join(", ")
    return text


def _each(values: pl.Series, said: Callable[[Any], str]) -> pl.Expr:
    """The few different values of a column in words."""
    known = values.drop_nulls().unique()
    words = pl.Series([said(value) for value in known], dtype=pl.String)
    return pl.col(values.name).replace_strict(known, words, default=None, return_dtype=pl.String)


def _inside(term: str, texts: Texts) -> str:
    """A term inside a sentence: `03 ngày làm việc`, `trong ngày làm việc`."""
    term = term[:1].lower() + term[1:]
    return re.sub(r"^(\d)(?!\d)", r"0\1", term) if texts.lang == "vi" else term


def _number(value: float, texts: Texts) -> str:
    """`03`, `1.234` and `9,4` in Vietnamese, `3`, `1,234` and `9.4` in English."""
    text = f"{round(value, 1):,}".removesuffix(".0")
    if texts.lang == "en":
        return text
    text = text.translate(str.maketrans(",.", ".,"))
    return text.zfill(2) if isinstance(value, int) and value else text
