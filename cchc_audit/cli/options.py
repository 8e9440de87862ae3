"""The options every command that reads an export shares, each named once.

Every value is taken as text and judged by us (`cli.request`), so that each complaint is a sentence
in the reader's language.
"""

import dataclasses
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_type_hints

import typer
from typer.models import ArgumentInfo

from cchc_audit.cli.everywhere import LangOption, VersionFlag, option
from cchc_audit.errors import ConfigError

__all__ = [
    "FailUnder",
    "FailUnderEach",
    "Given",
    "LangOption",
    "Many",
    "VersionFlag",
    "given_options",
    "option",
    "reads_exports",
]

FailUnder = Annotated[
    str | None, option("fail_under", "--fail-under", metavar="RATE", section="own")
]
FailUnderEach = Annotated[
    str | None, option("fail_under_each", "--fail-under-each", metavar="RATE", section="own")
]

Many = list[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The shared options as they were typed; None or False where they were not given."""

    files: Annotated[Many, typer.Argument(metavar="FILES", help="cli.option.files")] = None
    as_of: Annotated[str | None, option("as_of", "--as-of", metavar="MOMENT", section="scope")] = (
        None
    )
    first: Annotated[str | None, option("from", "--from", metavar="DAY", section="scope")] = None
    last: Annotated[str | None, option("to", "--to", metavar="DAY", section="scope")] = None
    commune: Annotated[Many, option("commune", "--commune", metavar="TEXT", section="scope")] = None
    procedure: Annotated[
        Many, option("procedure", "--procedure", metavar="TEXT", section="scope")
    ] = None
    field: Annotated[Many, option("field", "--field", metavar="TEXT", section="scope")] = None
    agency: Annotated[Many, option("agency", "--agency", metavar="TEXT", section="scope")] = None
    officer: Annotated[Many, option("officer", "--officer", metavar="TEXT", section="scope")] = None
    channel: Annotated[
        Many, option("channel", "--channel", metavar="direct|online|postal", section="scope")
    ] = None
    against: Annotated[
        str | None,
        option(
            "against",
            "--against",
            metavar="legal|appointment|earliest|local",
            section="method",
        ),
    ] = None
    finish: Annotated[
        str | None, option("finish", "--finish", metavar="completed|returned", section="method")
    ] = None
    config: Annotated[
        str | None, option("config", "--config", metavar="FILE", section="method")
    ] = None
    events: Annotated[
        str | None, option("events", "--events", metavar="FILE", section="method")
    ] = None
    calendar: Annotated[
        str | None, option("calendar", "--calendar", metavar="FILE", section="method")
    ] = None
    catalogue: Annotated[
        str | None, option("catalogue", "--catalogue", metavar="FILE", section="method")
    ] = None
    units: Annotated[str | None, option("units", "--units", metavar="FILE", section="method")] = (
        None
    )
    rejects: Annotated[
        str | None, option("rejects", "--rejects", metavar="FILE", section="method")
    ] = None
    unpack_limit: Annotated[
        str | None, option("unpack_limit", "--unpack-limit", metavar="SIZE", section="method")
    ] = None
    strict: Annotated[bool, option("strict", "--strict", section="method")] = False
    format: Annotated[
        str | None,
        option(
            "format", "--format", metavar="table|json|csv|md|html|xlsx|parquet", section="output"
        ),
    ] = None
    output: Annotated[
        str | None, option("output", "-o", "--output", metavar="FILE", section="output")
    ] = None
    sort: Annotated[str | None, option("sort", "--sort", metavar="KEY", section="output")] = None
    limit: Annotated[str | None, option("limit", "--limit", metavar="N", section="output")] = None
    show_personal: Annotated[bool, option("show_personal", "--show-personal", section="output")] = (
        False
    )
    lang: LangOption = None
    quiet: Annotated[bool, option("quiet", "-q", "--quiet", section="general")] = False
    version: VersionFlag = False


def reads_exports(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the shared options.

    The command takes them as one `Given`, its first argument; typer sees each of them, and then
    what the command asks for itself.
    """
    hints = get_type_hints(Given, include_extras=True)
    shared = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=hints[field.name],
        )
        for field in dataclasses.fields(Given)
    ]
    own = list(inspect.signature(command).parameters.values())[1:]

    @functools.wraps(command)
    def run(**values: Any) -> int:
        given = Given(**{parameter.name: values.pop(parameter.name) for parameter in shared})
        _refuse_empty(given)
        return command(given, **values)

    # The signature is what typer reads: arguments of the command's own, files, its own options.
    own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    before = [p for p in own if _is_argument(p)]
    parameters = [*before, shared[0], *(p for p in own if p not in before), *shared[1:]]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del run.__wrapped__
    return run


def _is_argument(parameter: inspect.Parameter) -> bool:
    return any(isinstance(told, ArgumentInfo) for told in get_args(parameter.annotation)[1:])


def given_options(given: Given) -> tuple[tuple[str, str], ...]:
    """The options that shape the figures and were given, as name and text, for provenance."""
    silent = {"files", "format", "output", "rejects", "unpack_limit", "lang", "quiet", "version"}
    shown: list[tuple[str, str]] = []
    for field in dataclasses.fields(given):
        value = getattr(given, field.name)
        if field.name in silent or not value:
            continue
        words = value if isinstance(value, list) else ["" if value is True else str(value)]
        shown.extend((_spelling(field.name), word) for word in words)
    return tuple(shown)


def _refuse_empty(given: Given) -> None:
    """An empty value is a variable of a script that was never set, not a choice."""
    for field in dataclasses.fields(given):
        value = getattr(given, field.name)
        if field.name != "files" and (value == "" or (isinstance(value, list) and "" in value)):
            raise ConfigError("cli.option_needs_value", option=_spelling(field.name))


def _spelling(name: str) -> str:
    odd = {"first": "--from", "last": "--to", "output": "-o"}
    return odd.get(name, "--" + name.replace("_", "-"))
