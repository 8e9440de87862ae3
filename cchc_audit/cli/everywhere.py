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
        from cchc_audit import __version__
        from cchc_audit.cli.console import OUT

        OUT.put(f"cchc-audit {__version__}")
        raise typer.Exit


VersionFlag = Annotated[
    bool,
    typer.Option(
        "--version",
        help="cli.option.version",
        rich_help_panel="general",
        callback=_version,
        is_eager=True,
        show_default=False,
    ),
]
LangOption = Annotated[str | None, option("lang", "--lang", metavar="vi|en", section="general")]
"""Shown in every help page; the value itself was taken off the line before (`language.settle`)."""
