r"""Every sentence a person reads, in Vietnamese and in English, from one catalogue.

The catalogue is the `.tsv` files beside this module: `key`, `vi`, `en`, one row a text; `\n`
stands for a line break and `{name}` for a value. What is said of a rule stands on its own page
(`rule_pages`) and is found here as `rules.<CODE>.…`. What follows a count takes its number from it:
`{rows} {rows:row is|rows are} read` says "1 row is read" and "2 rows are read"; the form before the
bar is for a value that is written `1`, the other for all else.

Keys begin with the room that says them: `outcome.late`, `column.dossier_id`, `intake.file_missing`.
A key with `.short` behind it is the same text for a narrow column.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = ("vi", "en")


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """All texts: key → (Vietnamese, English). Raises `ValueError` where a key stands twice or a
    row lacks a language.
    """
    from cchc_audit.texts.rule_pages import rule_codes, rule_texts

    texts: dict[str, tuple[str, str]] = {}
    for line in _lines():
        key, *said = (_broken(part) for part in line.split("\t"))
        if key in texts or len(said) != len(LANGS) or not all(said):
            raise ValueError(line)
        texts[key] = (said[0], said[1])
    for code in rule_codes():
        texts |= rule_texts(code)
    return texts


class Texts:
    """The catalogue in one language: `Texts("vi")("outcome.late")`, with values by name for the
    placeholders.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._column = LANGS.index(lang)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key` with `values` filled in. Raises `KeyError` for a key or a value that
        is missing.
        """
        text = _said(key)[self._column]
        if "|" in text:
            values = {name: _Count(value) for name, value in values.items()}
        return text.format(**values) if values else text

    def short(self, key: str) -> str:
        """The short form of a label where the catalogue has one, else the label itself."""
        return self(f"{key}.short" if self.has(f"{key}.short") else key)

    def whole(self, value: int) -> str:
        """A number as people of the language group it: `1.234.567` or `1,234,567`."""
        text = f"{value:,}"
        return text.replace(",", ".") if self.lang == "vi" else text

    def has(self, key: str) -> bool:
        """Whether the catalogue knows `key`."""
        return key in _rows() or key in _of_rule(key)


class _Count:
    """A value that chooses between two forms, `row|rows`; any other format is its own business."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, spec: str) -> str:
        one, bar, more = spec.partition("|")
        if not bar:
            return format(self._value, spec)
        return one if str(self._value) == "1" else more


@cache
def _rows() -> dict[str, str]:
    """Key → the rest of its row. A run says a few of a thousand texts: only those are taken apart;
    `catalogue` takes apart and checks all of them.
    """
    return {key: rest for key, _, rest in (line.partition("\t") for line in _lines())}


def _said(key: str) -> tuple[str, ...]:
    """The text of `key` in each language. Raises `KeyError` where there is none."""
    row = _rows().get(key)
    return _of_rule(key)[key] if row is None else tuple(_broken(part) for part in row.split("\t"))


def _of_rule(key: str) -> Mapping[str, tuple[str, str]]:
    """The texts of the rule that `key` names (`rules.A204.title`); none where it names none.

    Most runs say nothing of a rule: what reads its page is loaded by those that do.
    """
    room, _, rest = key.partition(".")
    code, _, asked = rest.partition(".")
    if room != "rules" or not asked or not code.isupper():
        return {}
    from cchc_audit.texts.rule_pages import rule_texts

    return rule_texts(code)


def _lines() -> list[str]:
    """The rows of all files, without headings, comments and empty lines."""
    files = sorted(Path(__file__).parent.glob("*.tsv"))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").split("\n")[1:])
    return [line for line in lines if line and not line.startswith("#")]


def _broken(text: str) -> str:
    return text.replace("\\n", "\n")
