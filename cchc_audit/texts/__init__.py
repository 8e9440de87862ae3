r"""Every sentence a person reads, in Vietnamese and in English, from one catalogue.

The catalogue is the `.tsv` files beside this module: `key`, `vi`, `en`, one row a text; `\n`
stands for a line break and `{name}` for a value. Keys begin with the room that says them:
`outcome.late`, `column.dossier_id`, `intake.file_missing`. A key with `.short` behind it is the
same text for a narrow column.
"""

from functools import cache
from importlib import resources
from typing import Literal

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = ("vi", "en")


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """All texts: key → (Vietnamese, English). Raises `ValueError` where a key stands twice or a
    row lacks a language.
    """
    texts: dict[str, tuple[str, str]] = {}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".tsv"):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line or line.startswith("#") or number == 1:
                continue
            key, vi, en = (part.replace("\\n", "\n") for part in line.split("\t"))
            if key in texts or not vi or not en:
                raise ValueError(f"{file.name}:{number}: {key}")
            texts[key] = (vi, en)
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
        text = catalogue()[key][self._column]
        return text.format(**values) if values else text

    def short(self, key: str) -> str:
        """The short form of a label where the catalogue has one, else the label itself."""
        return self(f"{key}.short" if f"{key}.short" in catalogue() else key)

    def has(self, key: str) -> bool:
        """Whether the catalogue knows `key`."""
        return key in catalogue()
