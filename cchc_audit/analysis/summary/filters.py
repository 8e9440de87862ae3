"""Narrowing to communes, procedures, fields, offices, officers or channels by what people type.

A text is held against the values the export really has, the strictest way of comparing first; the
first that finds anything decides. Letters keep their marks until nothing matches: Đak, Đăk and Đắk
are three names, but `dak ya` finds whichever there is.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import polars as pl

from cchc_audit.analysis.summary.keys import Key
from cchc_audit.analysis.summary.order import natural_key
from cchc_audit.analysis.summary.unknown_values import unknown_value
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.vocabulary import Channel
from cchc_audit.intake.values.communes import commune_name
from cchc_audit.intake.values.former import FormerCommunes
from cchc_audit.intake.values.text import canonical_code, canonical_name, fold_search
from cchc_audit.texts import LANGS, Texts

Match = Callable[[str, str], bool]

_KINDS = re.compile(r"(?:xã|phường|thị trấn|đặc khu) (?=\S)")
_KINDS_FOLDED = re.compile(r"(?:xa|phuong|thi tran|dac khu) (?=\S)")
_CODE = re.compile(r"\d+\.\d+")

_COLUMNS: dict[Key, tuple[str, ...]] = {
    Key.COMMUNE: ("commune",),
    Key.PROCEDURE: ("procedure_code", "procedure_name"),
    Key.FIELD: ("field",),
    Key.AGENCY: ("agency",),
    Key.OFFICER: ("officer",),
    Key.CHANNEL: ("channel",),
}


def filter_columns(filters: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The columns whose distinct values `where` needs for these filters."""
    return tuple(column for key, texts in filters.items() if texts for column in _COLUMNS[Key(key)])


def distinct_values(dossiers: pl.LazyFrame, columns: Sequence[str]) -> dict[str, list[str]]:
    """The distinct values of text columns, sorted, without null: one streaming pass for all."""
    # Grouping, not `unique`: the latter gathers the whole column before it looks.
    frames = pl.collect_all(
        [dossiers.group_by(column).agg() for column in columns], engine="streaming"
    )
    return {
        column: sorted(frame[column].drop_nulls().cast(pl.String), key=natural_key)
        for column, frame in zip(columns, frames, strict=True)
    }


def where(
    filters: Mapping[str, Sequence[str]],
    *,
    values: Mapping[str, Sequence[str]],
    canonical: Callable[[str], str | None] = commune_name,
    officer: str = Key.OFFICER,
    officer_shown: Callable[[str], str | None] = str,
) -> pl.Expr:
    """Whether a dossier passes all `filters` (Boolean, never null): any text of each key.

    `filters`: key (`commune`, `procedure`, `field`, `agency`, `officer`, `channel`) → texts;
    `values`: column → its distinct values (`distinct_values` of `filter_columns`); `canonical`:
    how intake names a commune, so that former names and `UBND xã …` find today's; `officer`: the
    column that holds the officers' names, where `officer` itself does not, and `officer_shown` how
    a complaint may write one of them (None: not at all). A commune is
    found by its name with or without the word before it, else by its former or its present name
    where the table of former communes is certain, a procedure by its code or by part of its
    name, the others by their name or by whole words of it, a channel by its word or number.

    Raises `ConfigError` for a text that matches nothing, with near matches: a slip of the keyboard
    must not read as a clean bill.
    """
    passes = pl.lit(True)
    for name, texts in filters.items():
        if not texts:
            continue
        key = Key(name)
        if key is Key.PROCEDURE:
            passes = passes & _procedures(texts, values)
            continue
        column = officer if key is Key.OFFICER else name
        choose = {Key.COMMUNE: _communes(canonical), Key.CHANNEL: _channels}.get(key, _names)
        chosen: set[str] = set()
        for text in texts:
            found = choose(text, values[column])
            if not found:
                shown = officer_shown if key is Key.OFFICER else str
                raise unknown_value(key, text, values[column], shown=shown)
            chosen.update(found)
        passes = passes & _among(column, chosen)
    return passes


def channel_of(text: str) -> str:
    """The channel a text names: `online`, `trực tuyến`, `2`. Raises `ConfigError` for none."""
    wanted = fold_search(text)
    for number, channel in enumerate(Channel, start=1):  # the national codes: 1, 2, 3
        words = [str(number), channel.value]
        for lang in LANGS:
            words += [Texts(lang)(f"channel.{channel}"), Texts(lang).short(f"channel.{channel}")]
        if wanted in {fold_search(word) for word in words}:
            return channel.value
    raise ConfigError("summary.channel_unknown", text=text, known=", ".join(Channel))


def _channels(text: str, values: Sequence[str]) -> list[str]:
    channel = channel_of(text)
    return [channel] if channel in values else []


def _among(column: str, chosen: Iterable[str]) -> pl.Expr:
    wanted = sorted(chosen)
    return pl.col(column).is_in(wanted).fill_null(False) if wanted else pl.lit(False)


def _first_level(text: str, values: Sequence[str], levels: Sequence[Match]) -> list[str]:
    """The values that match by the first level at which any does."""
    for level in levels:
        found = [value for value in values if level(text, value)]
        if found:
            return found
    return []


def _marked(text: str) -> str:
    return canonical_name(text).casefold()


def _same(text: str, value: str) -> bool:
    return _marked(text) == _marked(value)


def _same_folded(text: str, value: str) -> bool:
    return fold_search(text) == fold_search(value)


def _words_in(text: str, value: str) -> bool:
    return f" {_marked(text)} " in f" {_marked(value)} "


def _words_in_folded(text: str, value: str) -> bool:
    return f" {fold_search(text)} " in f" {fold_search(value)} "


def _names(text: str, values: Sequence[str]) -> list[str]:
    return _first_level(text, values, (_same, _same_folded, _words_in, _words_in_folded))


def _part_of(text: str, value: str) -> bool:
    return _marked(text) in _marked(value)


def _part_of_folded(text: str, value: str) -> bool:
    return fold_search(text) in fold_search(value)


def _procedures(texts: Sequence[str], values: Mapping[str, Sequence[str]]) -> pl.Expr:
    names = values["procedure_name"]
    chosen: dict[str, set[str]] = {"procedure_code": set(), "procedure_name": set()}
    for text in texts:
        code = canonical_code(text)
        column = "procedure_code" if _CODE.fullmatch(code) or not names else "procedure_name"
        if column == "procedure_code":
            found = [value for value in values[column] if value == code]
        else:
            found = _first_level(text, names, (_part_of, _part_of_folded))
        if not found:
            raise unknown_value(Key.PROCEDURE, text, values[column])
        chosen[column].update(found)
    return _among("procedure_code", chosen["procedure_code"]) | _among(
        "procedure_name", chosen["procedure_name"]
    )


def _parts(name: str, kinds: re.Pattern[str]) -> tuple[str, str]:
    """The word that says what kind of commune it is (maybe empty), and the name itself."""
    kind = kinds.match(name)
    return (kind[0].strip(), name[kind.end() :]) if kind else ("", name)


def _agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """The same name, and the same kind unless one of the two leaves it out."""
    return one[1] == other[1] and (one[0] == other[0] or not one[0] or not other[0])


def _same_but_kind(text: str, value: str) -> bool:
    return _agree(_parts(_marked(text), _KINDS), _parts(_marked(value), _KINDS))


def _same_but_kind_folded(text: str, value: str) -> bool:
    # The kind is read off the marked value: xã Xa Dung must not lose both its words.
    kind, name = _parts(_marked(value), _KINDS)
    return _agree(_parts(fold_search(text), _KINDS_FOLDED), (fold_search(kind), fold_search(name)))


_COMMUNE_LEVELS: tuple[Match, ...] = (
    _same,
    _same_but_kind,
    _same_folded,
    _same_but_kind_folded,
)


def _communes(canonical: Callable[[str], str | None]) -> Callable[[str, Sequence[str]], list[str]]:
    def choose(text: str, values: Sequence[str]) -> list[str]:
        for name in (text, canonical(text)):
            found = _first_level(name, values, _COMMUNE_LEVELS) if name else []
            if found:
                return found
        return FormerCommunes().among(text, values)

    return choose
