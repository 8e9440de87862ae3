"""What typer says of a line it cannot read, in our words and the reader's language.

Typer keeps its parser and the exceptions of it to itself; `pyproject.toml` holds it to one minor
version, and a test reads every sentence.
"""

import difflib
import re
from collections.abc import Sequence

from typer._click.core import Context
from typer._click.exceptions import BadOptionUsage, MissingParameter, NoSuchOption, UsageError

from cchc_audit.texts import Texts


def sentence_of(error: UsageError, texts: Texts) -> str:
    """The complaint about a line, with a near match where there is one, and where help is."""
    said = _complaint(error, texts)
    if error.ctx is None:
        return said
    return f"{said}\n{texts('cli.see_help', command=error.ctx.command_path)}"


def near_matches(word: str, known: Sequence[str]) -> str:
    """Up to three of `known` that `word` may have been meant to be, or nothing."""
    return ", ".join(difflib.get_close_matches(word, known, n=3, cutoff=0.6))


def _complaint(error: UsageError, texts: Texts) -> str:
    if isinstance(error, NoSuchOption):
        near = near_matches(error.option_name, _spellings(error.ctx))
        key = "cli.no_such_option_near" if near else "cli.no_such_option"
        return texts(key, option=error.option_name, near=near)
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


def _spellings(ctx: Context | None) -> list[str]:
    params = ctx.command.get_params(ctx) if ctx else []
    return [spelling for param in params for spelling in param.opts if spelling.startswith("-")]


def _metavar(name: str, texts: Texts) -> str:
    key = f"cli.metavar.{name}"
    return texts(key) if texts.has(key) else name
