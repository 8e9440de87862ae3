"""Findings put in order while they are but numbers, and told in words while they are written.

What lies in memory of a finding is its rule and the number of the row it is about; the sentence
and the evidence are made piece by piece for whoever asks for rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from cchc_audit.analysis.rules.messages import (
    TermWords,
    evidence_of,
    key_of,
    message_of,
    settling,
)
from cchc_audit.analysis.rules.rule import Rule
from cchc_audit.core.columns import FINDING_COLUMNS
from cchc_audit.core.vocabulary import Severity
from cchc_audit.engine.in_pieces import PIECE, in_pieces
from cchc_audit.texts import Texts

FOUND_COLUMNS = tuple("source" if name == "source_file" else name for name in FINDING_COLUMNS)
"""Those of a finding while the file it is in has only its number."""
DOSSIER = ("dossier_id", "commune", "procedure_code", "officer", "source", "source_line")
"""Columns that say what a finding is about."""
GRADE, VARIANT = "_grade_", "_variant_"
"""Before the code of a rule: its severity, and the wording of its sentence, row by row."""

_SEVERITY = pl.Enum(Severity)
_ORDER = ("severity", "code", "commune", "dossier_id", "source", "source_line")
_WHO = pl.Schema(dict.fromkeys(DOSSIER[:4], pl.String()) | dict.fromkeys(DOSSIER[4:], pl.UInt32()))
_SCHEMA = pl.Schema({name: _WHO.get(name, pl.String()) for name in FOUND_COLUMNS})
_SORTED, _PLACE, _PART = "_sorted", "_place", "_part"

_PACKED = pl.Categorical(pl.Categories("finding_words"))


@dataclass(frozen=True, slots=True)
class Part:
    """The findings of one rule: the rows of `frame` whose numbers are `places` (all without).

    `frame` has the columns that the rule shows, and those of `DOSSIER` that are known.
    """

    rule: Rule
    frame: pl.DataFrame
    places: pl.Series | None = None

    def __len__(self) -> int:
        return len(self.frame) if self.places is None else len(self.places)

    def numbers(self) -> pl.Series:
        """The numbers of the rows (UInt32)."""
        if self.places is not None:
            return self.places.cast(pl.UInt32)
        return pl.int_range(len(self.frame), dtype=pl.UInt32, eager=True)


def pack_words(rows: pl.LazyFrame) -> pl.LazyFrame:
    """`rows` whose texts are numbers while they wait: a text takes sixteen bytes at least, a rule
    has a handful of them, and all but the number of the dossier are few different ones.
    """
    return rows.with_columns(
        (pl.selectors.string() - pl.selectors.by_name(DOSSIER[0])).cast(_PACKED)
    )


def _unpack_words(rows: pl.DataFrame) -> pl.DataFrame:
    packed = [name for name, dtype in rows.schema.items() if dtype == _PACKED]
    return rows.with_columns(pl.col(packed).cast(pl.String))


def list_parts(parts: Sequence[Part], texts: Texts, term: TermWords) -> pl.LazyFrame:
    """The findings of all parts in order (see `sort_findings`), columns `FOUND_COLUMNS`."""
    found = [part for part in parts if len(part)]
    if not found:
        return pl.LazyFrame(schema=_SCHEMA)
    order = _in_order(found)

    def pieces() -> Iterator[pl.LazyFrame]:
        for start in range(0, len(order), PIECE):
            piece = order.slice(start, PIECE).with_row_index(_SORTED)
            told = []
            for number in piece[_PART].unique().sort():
                mine = piece.filter(pl.col(_PART) == number)
                rows = _unpack_words(found[number].frame[mine[_PLACE]])
                rows = rows.with_columns(mine[_SORTED])
                told.append(_tell(found[number].rule, rows, texts, term))
            yield pl.concat(told).sort(_SORTED).drop(_SORTED)

    if len(order) > PIECE:
        return in_pieces(pieces, _SCHEMA)
    return pl.concat(one.collect() for one in pieces()).lazy()


def sort_findings(rows: pl.DataFrame) -> pl.DataFrame:
    """Findings with the heaviest first, then by code, commune and dossier."""
    ranked = rows.with_columns(pl.col("severity").cast(_SEVERITY))
    return ranked.sort(_ORDER, nulls_last=True).with_columns(pl.col("severity").cast(pl.String))


def _in_order(parts: Sequence[Part]) -> pl.DataFrame:
    """Which part (`_part`) and which row of it (`_place`) each finding is, in the order of all."""
    frames = {id(part.frame): part.frame for part in parts}
    ranks = dict(zip(frames, _ranks(list(frames.values())), strict=True))
    codes = sorted({part.rule.code for part in parts})
    unsorted = [
        pl.DataFrame(
            {
                "severity": _severities(part),
                "code": pl.repeat(
                    codes.index(part.rule.code), len(part), dtype=pl.UInt8, eager=True
                ),
                "rank": ranks[id(part.frame)].gather(part.numbers()),
                _PART: pl.repeat(number, len(part), dtype=pl.UInt8, eager=True),
                _PLACE: part.numbers(),
            }
        )
        for number, part in enumerate(parts)
    ]
    by = ("severity", "code", "rank")
    return pl.concat(unsorted).sort(by, maintain_order=True).select(_PART, _PLACE)


def _ranks(frames: Sequence[pl.DataFrame]) -> Iterator[pl.Series]:
    """At which place each row of each frame stands among all of them, by what it is about."""
    names = _ORDER[2:]
    keys = pl.concat(
        [complete(frame).select(pl.col(n).cast(_WHO[n]) for n in names) for frame in frames]
    )
    order = keys.select(pl.arg_sort_by(names, nulls_last=True, maintain_order=True)).to_series()
    ranks = pl.repeat(0, len(keys), dtype=pl.UInt32, eager=True).scatter(
        order, pl.int_range(len(keys), dtype=pl.UInt32, eager=True)
    )
    start = 0
    for frame in frames:
        yield ranks.slice(start, len(frame))
        start += len(frame)


def _severities(part: Part) -> pl.Series:
    """How heavy each finding is, as the number of the severity (the heaviest is 0)."""
    grade = GRADE + part.rule.code
    if grade not in part.frame.columns:
        heaviest = list(Severity).index(part.rule.severity)
        return pl.repeat(heaviest, len(part), dtype=pl.UInt8, eager=True)
    graded = part.frame[grade].gather(part.numbers()).cast(pl.String).cast(_SEVERITY)
    return graded.to_physical().cast(pl.UInt8)


def complete(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of a finding that a group does not have, as nulls."""
    return frame.with_columns(
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in _WHO.items()
        if name not in frame.columns
    )


def _tell(rule: Rule, frame: pl.DataFrame, texts: Texts, term: TermWords) -> pl.LazyFrame:
    """The findings of one rule over the rows or groups that violate it."""
    frame = complete(frame)
    grade = GRADE + rule.code
    severity = pl.col(grade) if grade in frame.columns else pl.lit(rule.severity.value)
    return frame.lazy().select(
        pl.lit(rule.code).alias("code"),
        severity.cast(pl.String).alias("severity"),
        *(pl.col(name).cast(_WHO[name]) for name in DOSSIER[:4]),
        _message(rule, frame, texts, term).alias("message"),
        evidence_of(rule, frame).alias("evidence"),
        *(pl.col(name).cast(_WHO[name]) for name in DOSSIER[4:]),
        _SORTED,
    )


def _message(rule: Rule, frame: pl.DataFrame, texts: Texts, term: TermWords) -> pl.Expr:
    def sentence(variant: str | None) -> pl.Expr:
        return message_of(key_of(rule, variant), frame, texts=texts, term=term)

    variant = VARIANT + rule.code
    message = sentence(None) if variant not in frame.columns else pl.lit(None, dtype=pl.String)
    for wording in frame[variant].drop_nulls().unique().sort() if variant in frame.columns else ():
        message = pl.when(pl.col(variant) == wording).then(sentence(wording)).otherwise(message)
    return message if rule.doubts is None else message + settling(rule.doubts, frame, texts)
