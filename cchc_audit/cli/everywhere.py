"""The options of every command, how an option is declared, and what `--version` says.

Help texts are keys of the catalogue (`cli.option.<name>`); the last word of a declaration is the
part of the help page it stands in.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from cchc_audit.texts import Texts

_DAYS = ("law/calendar", "days.csv")
_PROCEDURES = ("law/catalogue", "procedures.csv")


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

        OUT.put(about(texts()))
        raise typer.Exit


def _manual(context: typer.Context, asked: bool) -> None:
    if asked:
        from cchc_audit.cli.manual import write_manual

        write_manual(context.command)
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
ManualFlag = Annotated[
    bool,
    typer.Option(
        "--manual",
        help="cli.option.manual",
        rich_help_panel="less",
        callback=_manual,
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


def about(texts: "Texts") -> str:
    """The version, the range of the calendar and the state of the catalogue, a line each.

    The calendar is official through the year before the first day that is only expected, as in
    `law.calendar.calendar_sources`.
    """
    from cchc_audit import __version__
    from cchc_audit.core.vocabulary import DayStatus

    days = [(date.fromisoformat(row["date"]), row["status"]) for row in _rows(*_DAYS)]
    expected = [day.year for day, status in days if status == DayStatus.PROVISIONAL]
    last = max(days)[0].year
    procedures = list(_rows(*_PROCEDURES))
    since = max(row["valid_from"] for row in procedures)
    calendar = texts(
        "cli.version.calendar",
        first=min(days)[0].year,
        last=last,
        official=_shown(date(min(expected, default=last + 1) - 1, 12, 31)),
    )
    catalogue = texts(
        "cli.version.catalogue",
        n=len({row["code"] for row in procedures} - {""}),
        day=_shown(date.fromisoformat(since)),
    )
    return f"cchc-audit {__version__}\n{calendar}\n{catalogue}"


def _rows(room: str, file: str) -> Iterator[dict[str, str]]:
    import csv
    from importlib import resources

    # From the root of the package: the room itself would be imported otherwise.
    text = (resources.files("cchc_audit") / room / file).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"
