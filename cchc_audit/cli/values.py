"""What people type after an option, as values: choices, whole numbers, rates."""

from enum import StrEnum
from typing import TypeVar

from cchc_audit.core.errors import ConfigError

_Choice = TypeVar("_Choice", bound=StrEnum)


def choice(text: str, kind: type[_Choice], *, option: str) -> _Choice:
    """The member of `kind` that `text` names, in any case of letters. Raises `ConfigError`."""
    word = text.strip().lower()
    if word not in set(kind):
        raise ConfigError("cli.bad_choice", option=option, value=text, accepted=", ".join(kind))
    return kind(word)


def whole(text: str, *, option: str) -> int:
    """A whole number from 0 up. Raises `ConfigError`."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        raise ConfigError("cli.bad_whole", option=option, value=text)
    return int(digits)


def size(text: str, *, option: str) -> int:
    """Bytes from `40GB` or `500MB`. Raises `ConfigError`."""
    from cchc_audit.core.settings.setting_values import parse_size

    value = parse_size(text)
    if value is None:
        raise ConfigError("cli.bad_size", option=option, value=text)
    return value


def rate(text: str, *, option: str) -> float:
    """A fraction of 0 to 1 from `0.97` or `97%`. Raises `ConfigError`."""
    from cchc_audit.core.settings import parse_rate

    value = parse_rate(text)
    if value is None:
        raise ConfigError("cli.bad_rate", option=option, value=text)
    return value
