"""All of Typer that Typer keeps to itself and we use: in this module and in no other.

Typer says nothing of how a line is parsed, what may be wrong with one, how a help page is laid out
and what a shell asks for; `pyproject.toml` holds it to one minor version for that. When a test of
`tests/cli/test_typer_private.py` fails behind a new one: look up in Typer's `core.py` and
`_completion_classes.py` what the name became, change this module, and leave the others alone.
"""

from collections.abc import Iterable
from typing import Any

from typer._click.core import Command, Context, Parameter
from typer._click.exceptions import (
    BadOptionUsage,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer._click.formatting import HelpFormatter
from typer._click.shell_completion import (
    CompletionItem,
    ShellComplete,
    _resolve_context,
    _resolve_incomplete,
)
from typer._completion_classes import BashComplete, FishComplete, PowerShellComplete, ZshComplete
from typer._completion_shared import (
    get_completion_script,
    install_bash,
    install_fish,
    install_zsh,
)
from typer.core import TyperArgument, TyperOption

__all__ = [
    "BadOptionUsage",
    "BashComplete",
    "Command",
    "CompletionItem",
    "Context",
    "FishComplete",
    "HelpFormatter",
    "MissingParameter",
    "NoArgsIsHelpError",
    "NoSuchOption",
    "Parameter",
    "PowerShellComplete",
    "ShellComplete",
    "UsageError",
    "ZshComplete",
    "as_typed",
    "being_typed",
    "context_of",
    "get_completion_script",
    "install_bash",
    "install_fish",
    "install_zsh",
]


class _AsTyped:
    """What was typed, as it was typed: our commands take text and judge it themselves."""

    def coerce(self, value: Any, param: Parameter, ctx: Context) -> Any:
        """The value of an option, a list where it may be repeated."""
        del ctx
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        return list(value) if isinstance(value, tuple) else value


_AS_TYPED: Any = _AsTyped()


def as_typed(parameters: Iterable[Parameter]) -> None:
    """Have each of `parameters` taken as it was typed.

    Typer would build a pydantic validator for every one, which takes a sixth of a second.
    """
    for parameter in parameters:
        if isinstance(parameter, TyperArgument | TyperOption):
            parameter._runtime_param = _AS_TYPED


def context_of(shell: ShellComplete, words: list[str]) -> Context:
    """What is known once the whole `words` of a line were read."""
    return _resolve_context(shell.cli, shell.ctx_args, shell.prog_name, words)


def being_typed(context: Context, words: list[str], begun: str) -> tuple[Command | Parameter, str]:
    """What the word that `begun` begins belongs to, and as much of its value as is there."""
    return _resolve_incomplete(context, words, begun)
