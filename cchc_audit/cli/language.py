"""The one language of a run, known before the first help line is written.

`--lang` anywhere on the line, else `CCHC_AUDIT_LANG`, else `lang` of `cchc.toml`, else Vietnamese.
"""

import os
from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path

from cchc_audit.core.errors import ConfigError
from cchc_audit.texts import LANGS, Lang, Texts

VARIABLE = "CCHC_AUDIT_LANG"

_TEXTS: ContextVar[Texts] = ContextVar("texts")
_VIETNAMESE = Texts("vi")


def texts() -> Texts:
    """The catalogue of sentences in the language of this run."""
    return _TEXTS.get(_VIETNAMESE)


def settle(arguments: Sequence[str]) -> list[str]:
    """Choose the language of the run; the arguments come back without `--lang`.

    The choice is made even when this raises: `ConfigError` for a language there is none of, or
    for `--lang` without one, is told in the language the environment asks for.
    """
    rest, asked = _taken(list(arguments), "--lang")
    variable = os.environ.get(VARIABLE, "")
    _TEXTS.set(Texts(_lang(asked) or _lang(variable) or _configured(arguments) or "vi"))
    for name, value in (("--lang", asked), (VARIABLE, variable or None)):
        if value is not None and _lang(value) is None:
            raise ConfigError("cli.bad_choice", option=name, value=value, accepted=", ".join(LANGS))
    return rest


def _taken(arguments: list[str], option: str) -> tuple[list[str], str | None]:
    """The arguments without `option` and its value, and the last value given (None: not given)."""
    rest: list[str] = []
    value = None
    while arguments:
        word = arguments.pop(0)
        if word == "--":
            return [*rest, word, *arguments], value
        if word == option:
            value = arguments.pop(0) if arguments else ""
        elif word.startswith(f"{option}="):
            value = word.removeprefix(f"{option}=")
        else:
            rest.append(word)
    return rest, value


def _lang(value: str | None) -> Lang | None:
    # A locale's name is what the variable is often set to: en_US.UTF-8.
    word = (value or "").strip().lower().replace("-", "_").partition("_")[0]
    return next((lang for lang in LANGS if lang == word), None)


def _configured(arguments: Sequence[str]) -> Lang | None:
    """The language `cchc.toml` asks for; what is wrong with the file is told when it is read."""
    path = Path(_taken(list(arguments), "--config")[1] or "cchc.toml")
    if not path.is_file():
        return None
    import tomllib

    try:
        value = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("lang")
    except (OSError, ValueError):
        return None
    return _lang(value) if isinstance(value, str) else None
