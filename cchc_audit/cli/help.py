"""Help pages in the reader's language: typer's, with our headings, sections and words.

Commands and options carry keys of the catalogue; they become words when a page is written, so that
one program speaks both languages. Plain text: a page drawn by rich takes four times as long.
"""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, ClassVar

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from cchc_audit.cli.language import texts
from cchc_audit.cli.typer_private import Command, Context, HelpFormatter, Parameter, as_typed
from cchc_audit.core.errors import ConfigError

SECTIONS = ("own", "usual", "less")
"""The parts of a help page that options stand in, in this order: those of the command, those that
people use, and all the rest.
"""

_LAST = ("lang", "quiet", "version", "help")
"""What every command has: behind all else."""

GROUPS = ("look", "explain", "export", "nightly", "tools")
"""The groups of commands on the first help page, in this order."""


class HelpInWords(TyperCommand):
    """A command whose help page is written in the language of the run."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """The parameters, `--help` among them, each taken as it was typed."""
        parameters = super().get_params(ctx)
        as_typed(parameters)
        return parameters

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The line that says how the command is written."""
        _write_usage(self, ctx, formatter)

    def format_help_text(self, _ctx: Context, formatter: HelpFormatter) -> None:
        """What the command does."""
        _write_text(f"cli.help.{self.name}", formatter)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The arguments and options, part by part."""
        _write_parameters(self.get_params(ctx), formatter)

    def format_epilog(self, _ctx: Context, formatter: HelpFormatter) -> None:
        """Lines to try, as they would be typed."""
        if texts().has(f"cli.examples.{self.name}"):
            _write_examples(texts()(f"cli.examples.{self.name}"), formatter)


class GroupInWords(TyperGroup):
    """The program: commands by group, each with a hidden alias in unaccented Vietnamese.

    A command is imported when it is asked for: the first page needs only names and texts.
    """

    table: ClassVar[Sequence[tuple[str, str, str]]] = ()
    """Name, alias and group of every command."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """The parameters, `--help` among them, each taken as it was typed."""
        parameters = super().get_params(ctx)
        as_typed(parameters)
        return parameters

    def list_commands(self, _ctx: Context) -> list[str]:
        """The names of the commands, in the order of the table."""
        return [name for name, _, _ in self.table]

    def get_command(self, _ctx: Context, cmd_name: str) -> Command | None:
        """The command of that name or alias."""
        found = (name for name, alias, _ in self.table if cmd_name in {name, alias})
        return next(map(_command, found), None)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """The command the line names; `ConfigError` with near matches where there is none."""
        from cchc_audit.cli.usage import near_matches

        command = self.get_command(ctx, args[0])
        if command is None:
            near = near_matches(args[0], [word for row in self.table for word in row[:2]])
            key = "cli.no_such_command_near" if near else "cli.no_such_command"
            raise ConfigError(
                key, name=args[0], near=near, known=", ".join(self.list_commands(ctx))
            )
        return command.name, command, args[1:]

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The line that says how the program is called."""
        _write_usage(self, ctx, formatter, more=texts()("cli.metavar.COMMAND"))

    def format_help_text(self, _ctx: Context, formatter: HelpFormatter) -> None:
        """What the program does."""
        _write_text("cli.help", formatter)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The commands by group, then the options that stand before a command."""
        widest = max(len(name) for name, _, _ in self.table)
        for group in GROUPS:
            rows = [
                (name.ljust(widest), texts()(f"cli.help.{name}").partition("\n")[0])
                for name, _, its_group in self.table
                if its_group == group
            ]
            if rows:
                with formatter.section(texts()(f"cli.group.{group}")):
                    formatter.write_dl(rows)
        _write_parameters(self.get_params(ctx), formatter)

    def format_epilog(self, _ctx: Context, formatter: HelpFormatter) -> None:
        """Where to begin: a line for each step of a first day."""
        _write_examples(texts()("cli.examples"), formatter)


def _command(name: str) -> Command:
    word = name.replace("-", "_")
    function = getattr(import_module(f"cchc_audit.cli.commands.{word}"), word)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(name, cls=HelpInWords)(function)
    return typer.main.get_command(alone)


def _write_usage(command: Command, ctx: Context, formatter: HelpFormatter, more: str = "") -> None:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    named = [f"[{_named(argument)}]" for argument in arguments]
    pieces = [texts()("cli.metavar.OPTIONS"), *named, more]
    formatter.write_usage(
        ctx.command_path,
        " ".join(piece for piece in pieces if piece),
        prefix=texts()("cli.heading.usage") + ": ",
    )


def _write_text(key: str, formatter: HelpFormatter) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(texts()(key).replace("\n", "\n\n"))


def _write_examples(lines: str, formatter: HelpFormatter) -> None:
    with formatter.section(texts()("cli.heading.examples")):
        for line in lines.split("\n"):
            formatter.write(f"  {line}\n")


def _write_parameters(parameters: Iterable[Parameter], formatter: HelpFormatter) -> None:
    parts = by_section(parameters)
    for section, lines in parts.items():
        # What stands alone is neither more nor less used than anything else.
        with formatter.section(texts()(f"cli.section.{'own' if len(parts) == 1 else section}")):
            formatter.write_dl(lines)


def by_section(parameters: Iterable[Parameter]) -> dict[str, list[tuple[str, str]]]:
    """The parts of a help page that hold something: how each parameter is typed, what it does."""
    rows: dict[str, list[tuple[str, str]]] = {section: [] for section in ("files", *SECTIONS)}
    for parameter in sorted(parameters, key=lambda one: one.name in _LAST):
        rows[_section(parameter)].append((_typed(parameter), told(parameter)))
    return {section: lines for section, lines in rows.items() if lines}


def _section(parameter: Parameter) -> str:
    # Typer adds --help itself, without a part of the page.
    other = "files" if parameter.param_type_name == "argument" else "less"
    return getattr(parameter, "rich_help_panel", None) or other


def told(parameter: Parameter) -> str:
    """What an argument or option is for."""
    words: Any = getattr(parameter, "help", "")
    # Typer adds --help itself, with words of its own.
    return texts()("cli.option.help" if parameter.name == "help" else str(words))


def _typed(parameter: Parameter) -> str:
    if parameter.param_type_name == "argument":
        return _named(parameter)
    spellings = ", ".join(sorted(parameter.opts, key=len))
    if getattr(parameter, "is_flag", False):
        return spellings
    return f"{spellings} {_metavar(parameter)}"


def _named(argument: Parameter) -> str:
    """The name of an argument; `…` where it takes several values."""
    return _metavar(argument) + ("" if argument.nargs == 1 else "…")


def _metavar(parameter: Parameter) -> str:
    name = parameter.metavar or ""
    key = f"cli.metavar.{name}"
    return texts()(key) if texts().has(key) else name
