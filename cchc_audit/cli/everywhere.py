"""The options of every command, and how an option is declared.

Help texts are keys of the catalogue (`cli.option.<name>`); the last word of a declaration is the
part of the help page it stands in.
"""

from typing import Annotated, Any

import typer


def option(name: str, *spellings: str, metavar: str | None = None, section: str) -> Any:
    """An option with the help text `cli.option.<name>`, in the part `section` of the help page."""
    return typer.Option(
        *spellings,
        metavar=metavar,
        help=f"cli.option.{name}",
        rich_help_panel=section,
        show_default=False,
    )


def _version(asked: bool) -> None:
    if asked:
        from cchc_audit.cli.console import OUT
        from cchc_audit.cli.language import texts
        from cchc_audit.cli.version import about

        OUT.put(about(texts()))
        raise typer.Exit


def _show_completion(shell: str | None) -> None:
    if shell is not None:
        from cchc_audit.cli.completion import script
        from cchc_audit.cli.console import OUT

        OUT.put(script(shell))
        raise typer.Exit


def _install_completion(shell: str | None) -> None:
    if shell is not None:
        from cchc_audit.cli.completion import install
        from cchc_audit.cli.console import TALK
        from cchc_audit.cli.language import texts

        TALK.say(texts()("cli.completion.installed", file=install(shell)))
        raise typer.Exit


VersionFlag = Annotated[
    bool,
    typer.Option(
        "--version",
        help="cli.option.version",
        rich_help_panel="less",
        callback=_version,
        is_eager=True,
        show_default=False,
    ),
]
LangOption = Annotated[str | None, option("lang", "--lang", metavar="vi|en", section="less")]
"""Shown in every help page; the value itself was taken off the line before (`language.settle`)."""


def _of_shell(name: str, spelling: str, callback: Any) -> Any:
    return typer.Option(
        spelling,
        metavar="bash|zsh|fish|powershell",
        help=f"cli.option.{name}",
        rich_help_panel="less",
        callback=callback,
        is_eager=True,
        show_default=False,
    )


ShowCompletion = Annotated[
    str | None, _of_shell("show_completion", "--show-completion", _show_completion)
]
InstallCompletion = Annotated[
    str | None, _of_shell("install_completion", "--install-completion", _install_completion)
]
