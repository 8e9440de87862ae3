"""The options that commands share, each named once, and how a command takes them.

Every value is taken as text and judged by us (`cli.request`), so that each complaint is a sentence
in the reader's language.
"""

import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from cchc_audit.cli.everywhere import LangOption, VersionFlag, option
from cchc_audit.core.errors import ConfigError

__all__ = [
    "AsOf",
    "CalendarFile",
    "CatalogueFile",
    "Communes",
    "Config",
    "FailUnder",
    "FailUnderEach",
    "Files",
    "General",
    "Given",
    "Many",
    "Output",
    "SnapshotsFolder",
    "UnpackLimit",
    "given_options",
    "option",
    "reads_exports",
    "shares",
]

Many = list[str] | None

Files = Annotated[Many, typer.Argument(metavar="FILES", help="cli.option.files")]
FailUnder = Annotated[
    str | None, option("fail_under", "--fail-under", metavar="RATE", section="own")
]
FailUnderEach = Annotated[
    str | None, option("fail_under_each", "--fail-under-each", metavar="RATE", section="less")
]
AsOf = Annotated[str | None, option("as_of", "--as-of", metavar="MOMENT", section="usual")]
Communes = Annotated[Many, option("commune", "--commune", metavar="TEXT", section="usual")]
Config = Annotated[str | None, option("config", "--config", metavar="FILE", section="usual")]
CalendarFile = Annotated[
    str | None, option("calendar", "--calendar", metavar="FILE", section="less")
]
CatalogueFile = Annotated[
    str | None, option("catalogue", "--catalogue", metavar="FILE", section="less")
]
UnpackLimit = Annotated[
    str | None, option("unpack_limit", "--unpack-limit", metavar="SIZE", section="less")
]
SnapshotsFolder = Annotated[
    str | None, option("snapshots_folder", "--folder", metavar="FOLDER", section="less")
]
Output = Annotated[str | None, option("output", "-o", "--output", metavar="FILE", section="usual")]


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """The options of every command as they were typed; None or False where they were not given.

    The language and the version are told from the line before a command runs.
    """

    lang: LangOption = None
    quiet: Annotated[bool, option("quiet", "-q", "--quiet", section="less")] = False
    version: VersionFlag = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(General):
    """The options of every command that reads exports."""

    files: Files = None
    as_of: AsOf = None
    first: Annotated[str | None, option("from", "--from", metavar="DAY", section="usual")] = None
    last: Annotated[str | None, option("to", "--to", metavar="DAY", section="usual")] = None
    commune: Communes = None
    procedure: Annotated[
        Many, option("procedure", "--procedure", metavar="TEXT", section="less")
    ] = None
    field: Annotated[Many, option("field", "--field", metavar="TEXT", section="less")] = None
    agency: Annotated[Many, option("agency", "--agency", metavar="TEXT", section="less")] = None
    officer: Annotated[Many, option("officer", "--officer", metavar="TEXT", section="less")] = None
    channel: Annotated[
        Many, option("channel", "--channel", metavar="direct|online|postal", section="less")
    ] = None
    against: Annotated[
        str | None,
        option(
            "against",
            "--against",
            metavar="legal|appointment|earliest|local",
            section="less",
        ),
    ] = None
    finish: Annotated[
        str | None, option("finish", "--finish", metavar="completed|returned", section="less")
    ] = None
    config: Config = None
    events: Annotated[str | None, option("events", "--events", metavar="FILE", section="less")] = (
        None
    )
    calendar: CalendarFile = None
    catalogue: CatalogueFile = None
    units: Annotated[str | None, option("units", "--units", metavar="FILE", section="less")] = None
    rejects: Annotated[
        str | None, option("rejects", "--rejects", metavar="FILE", section="less")
    ] = None
    accept_damage: Annotated[
        Many, option("accept_damage", "--accept-damage", metavar="MARK", section="less")
    ] = None
    unpack_limit: UnpackLimit = None
    strict: Annotated[bool, option("strict", "--strict", section="less")] = False
    format: Annotated[
        str | None,
        option(
            "format",
            "--format",
            metavar="table|json|csv|md|html|xlsx|parquet|pdf",
            section="usual",
        ),
    ] = None
    output: Output = None
    sort: Annotated[str | None, option("sort", "--sort", metavar="KEY", section="less")] = None
    limit: Annotated[str | None, option("limit", "--limit", metavar="N", section="usual")] = None
    show_personal: Annotated[bool, option("show_personal", "--show-personal", section="less")] = (
        False
    )


Command = Callable[..., int]


def shares(kind: type[General]) -> Callable[[Command], Command]:
    """Give a command the options of `kind`.

    The command takes them as one value of that kind, its first argument; typer sees each of them,
    and what the command asks for itself.
    """
    hints = get_type_hints(kind, include_extras=True)
    shared = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=hints[field.name],
        )
        for field in dataclasses.fields(kind)
    ]

    def given_to(command: Command) -> Command:
        signature = inspect.signature(command)
        own = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for parameter in list(signature.parameters.values())[1:]
        ]
        # What typer reads: arguments of the command's own, files, shared options, its own.
        arguments = [p for p in (*own, *shared) if _told(p, ArgumentInfo)]
        parameters = [*arguments, *(p for p in (*shared, *own) if p not in arguments)]

        @functools.wraps(command)
        def run(**values: Any) -> int:
            _refuse_empty(parameters, values)
            given = kind(**{parameter.name: values.pop(parameter.name) for parameter in shared})
            return command(given, **values)

        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        del run.__wrapped__
        return run

    return given_to


reads_exports = shares(Given)


def given_options(given: Given) -> tuple[tuple[str, str], ...]:
    """The options that shape the figures and were given, as name and text, for provenance."""
    silent = {"files", "format", "output", "rejects", "unpack_limit", "lang", "quiet", "version"}
    shown: list[tuple[str, str]] = []
    for name, annotation in get_type_hints(Given, include_extras=True).items():
        value = getattr(given, name)
        if name in silent or not value:
            continue
        words = value if isinstance(value, list) else ["" if value is True else str(value)]
        shown.extend((_spelling(annotation), word) for word in words)
    return tuple(shown)


def _refuse_empty(parameters: Iterable[inspect.Parameter], values: Mapping[str, object]) -> None:
    """An empty value is a variable of a script that was never set, not a choice."""
    for parameter in parameters:
        value = values[parameter.name]
        empty = value == "" or (isinstance(value, list) and "" in value)
        if empty and _told(parameter, OptionInfo):
            raise ConfigError("cli.option_needs_value", option=_spelling(parameter.annotation))


def _told(parameter: inspect.Parameter, kind: type) -> bool:
    return any(isinstance(told, kind) for told in get_args(parameter.annotation)[1:])


def _spelling(annotation: Any) -> str:
    """The first way to write an option; typer keeps it where a default might have stood."""
    return str(next(told.default for told in get_args(annotation) if isinstance(told, OptionInfo)))
