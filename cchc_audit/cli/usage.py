"""What typer says of a line it cannot read, in our words and the reader's language.

A test reads every sentence.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from typer.core import TyperGroup

from cchc_audit.cli.typer_private import (
    BadOptionUsage,
    Context,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from cchc_audit.texts import Texts

_CUTOFF = 0.6
"""How much alike two words must be for the one to be offered in place of the other."""

_MEANT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "--as-of": ("ngay", "ngay-chot", "chot", "thoi-diem", "den-nay"),
        "--from": ("tu", "tu-ngay", "period", "ky", "ky-bao-cao", "thang", "quy"),
        "--to": ("den", "den-ngay", "period", "ky", "ky-bao-cao", "thang", "quy"),
        "--commune": ("xa", "phuong", "ten-xa", "don-vi"),
        "--procedure": ("thu-tuc", "tthc"),
        "--field": ("linh-vuc",),
        "--agency": ("phong", "phong-ban", "bo-phan"),
        "--officer": ("can-bo", "nguoi-xu-ly", "cong-chuc"),
        "--channel": ("hinh-thuc", "hinh-thuc-nop"),
        "--by": ("theo",),
        "--id": ("ma", "ma-ho-so", "ho-so", "dossier"),
        "--period": ("ky", "ky-bao-cao", "quy"),
        "--output": ("ghi", "ghi-ra", "ra-tep", "xuat", "tep", "excel", "xlsx", "csv", "out"),
        "--format": ("dinh-dang", "kieu"),
        "--sort": ("sap-xep", "xep", "xep-theo"),
        "--limit": ("so-dong", "gioi-han", "top"),
        "--within": ("trong", "so-ngay", "days"),
        "--config": ("cau-hinh",),
        "--calendar": ("lich",),
        "--catalogue": ("danh-muc", "catalog"),
        "--events": ("dien-bien",),
        "--units": ("danh-sach-don-vi",),
        "--show-personal": ("ca-nhan", "hien-ca-nhan", "personal"),
        "--lang": ("ngon-ngu", "tieng-anh", "english"),
        "--help": ("tro-giup", "huong-dan"),
    }
)
"""What people type who guess at the name of an option, without accents, by what it is called."""


def sentence_of(error: UsageError, texts: Texts) -> str:
    """The complaint about a line, with a near match where there is one, and where help is."""
    said = _complaint(error, texts)
    if error.ctx is None:
        return said
    return f"{said}\n{texts('cli.see_help', command=error.ctx.command_path)}"


def near_matches(word: str, known: Sequence[str]) -> str:
    """Up to three of `known` that `word` may have been meant to be, or nothing."""
    return ", ".join(difflib.get_close_matches(word, known, n=3, cutoff=_CUTOFF))


def _complaint(error: UsageError, texts: Texts) -> str:
    if isinstance(error, NoSuchOption):
        return _no_such_option(error.option_name, error.ctx, texts)
    if isinstance(error, BadOptionUsage):
        takes_none = "not take a value" in error.message
        key = "cli.option_takes_no_value" if takes_none else "cli.option_needs_value"
        return texts(key, option=error.option_name)
    if isinstance(error, MissingParameter) and error.param is not None:
        is_option = error.param.param_type_name == "option"
        key = "cli.option_missing" if is_option else "cli.argument_missing"
        name = error.param.opts[-1] if is_option else _metavar(error.param.metavar or "", texts)
        return texts(key, name=name)
    if surplus := re.search(r"extra argument\(s\) \((.*)\)$", error.message):
        return texts("cli.surplus", words=surplus[1])
    return texts("cli.command_missing")


def _no_such_option(option: str, ctx: Context | None, texts: Texts) -> str:
    """The option meant, by what it is called in Vietnamese or by its letters; else the commands
    that have one of that name.
    """
    from cchc_audit.intake.values.text import fold_search

    known = [spelling for spelling in _spellings(ctx) if spelling.startswith("--")]
    word = fold_search(option).strip(" -").replace(" ", "-").replace("_", "-")
    near = ", ".join(name for name in known if word in _MEANT.get(name, ()))
    if not near and len(word) > 1:
        # Without the dashes: they are alike in all options.
        names = difflib.get_close_matches(word, [name[2:] for name in known], n=3, cutoff=_CUTOFF)
        near = ", ".join(f"--{name}" for name in names)
    if near:
        return texts("cli.no_such_option_near", option=option, near=near)
    if others := _commands_with(option, ctx):
        return texts("cli.option_of_others", option=option, commands=", ".join(others))
    return texts("cli.no_such_option", option=option)


def _commands_with(option: str, ctx: Context | None) -> list[str]:
    """The commands of the program that take `option`."""
    if ctx is None or ctx.parent is None or not isinstance(ctx.parent.command, TyperGroup):
        return []
    group = ctx.parent.command
    found = []
    for name in group.list_commands(ctx.parent):
        command = group.get_command(ctx.parent, name)
        if command is not None and any(option in p.opts for p in command.get_params(ctx)):
            found.append(name)
    return found


def _spellings(ctx: Context | None) -> list[str]:
    params = ctx.command.get_params(ctx) if ctx else []
    return [spelling for param in params for spelling in param.opts if spelling.startswith("-")]


def _metavar(name: str, texts: Texts) -> str:
    key = f"cli.metavar.{name}"
    return texts(key) if texts.has(key) else name
