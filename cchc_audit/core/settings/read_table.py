"""A parsed table of `cchc.toml` read into the values of its fields, by what their types say."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from cchc_audit.core.settings.setting_values import (
    UnfitError,
    read_boolean,
    read_choice,
    read_list,
    read_path,
    read_text,
    read_word,
)

T = TypeVar("T")

_BY_TYPE = {bool: read_boolean, str: read_text, Path: read_path}


class UnknownKeyError(Exception):
    """A key that its table does not have, from the outermost table on, and those it does have."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.place: tuple[str, ...] = (name,)
        self.known = known


def read_table(value: object, table: type[T]) -> T:
    """The table as its type has it, a NamedTuple; what is not given has its default.

    Raises `UnfitError` for the first field with a value it does not take, then `UnknownKeyError`.
    """
    if not isinstance(value, Mapping):
        raise UnfitError("table", value)
    kinds = get_type_hints(table, include_extras=True)
    fields = {name: kind for name, kind in kinds.items() if name in value}
    read = {name: _at(name, value[name], kind) for name, kind in fields.items()}
    for name in value:
        if name not in kinds:
            raise UnknownKeyError(name, tuple(kinds))
    return table(**read)


def _at(name: str, value: object, kind: Any) -> object:
    """The value under a key; a complaint of it learns the key."""
    try:
        return _value(value, kind)
    except (UnfitError, UnknownKeyError) as error:
        error.place = (name, *error.place)
        raise


def _value(value: object, kind: Any) -> object:
    origin, of = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return kind.__metadata__[0](value)
    if origin in (Union, UnionType):
        # What may be absent: TOML has no word for it.
        return _value(value, of[0])
    if origin is Literal:
        return read_word(value, of)
    if origin is tuple:
        return read_list(value, lambda one: _value(one, of[0]))
    if origin is Mapping:
        if not isinstance(value, Mapping):
            raise UnfitError("table", value)
        return {name: _at(name, one, of[1]) for name, one in value.items()}
    if kind in _BY_TYPE:
        return _BY_TYPE[kind](value)
    return read_choice(value, kind) if issubclass(kind, StrEnum) else read_table(value, kind)
