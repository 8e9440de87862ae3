"""The program: its commands, their Vietnamese aliases, and the boundary around every run."""

import os
import sys
from collections.abc import Sequence
from contextvars import copy_context
from typing import Any

import typer

from cchc_audit.cli.boundary import guard
from cchc_audit.cli.everywhere import (
    InstallCompletion,
    LangOption,
    ManualFlag,
    ShowCompletion,
    VersionFlag,
)
from cchc_audit.cli.help import GroupInWords
from cchc_audit.cli.language import settle

_COMMANDS = (
    # A name (the function of that name in the module of that name, `_` for `-`), its alias, the
    # group of the help page it stands in. Only the command that is asked for is imported.
    ("late", "qua-han", "look"),
    ("communes", "theo-xa", "look"),
    ("summary", "tong-hop", "look"),
    ("due", "sap-den-han", "look"),
    ("assess", "doi-chieu", "look"),
    ("check", "kiem-tra-tep", "look"),
    ("findings", "ra-soat", "look"),
    ("rank", "xep-hang", "look"),
    ("simulate", "mo-phong", "look"),
    ("why", "vi-sao", "explain"),
    ("rules", "quy-tac", "explain"),
    ("deadline", "tinh-han", "explain"),
    ("calendar", "lich", "explain"),
    ("procedures", "thu-tuc", "explain"),
    ("report", "bao-cao-dem", "nightly"),
    ("snapshots", "chot-so-lieu", "nightly"),
    ("changes", "thay-doi", "nightly"),
    ("trend", "dien-bien", "nightly"),
    ("brief", "ho-so-kiem-tra", "export"),
    ("form", "bieu-mau", "export"),
    ("init", "khoi-tao", "tools"),
    ("demo", "du-lieu-mau", "tools"),
)


class Program(GroupInWords):
    """The group of all commands; the shell and tests run the very same boundary."""

    table = _COMMANDS

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> int:
        """Run one line; leaves with its exit code, or returns it without `standalone_mode`."""
        if os.environ.get("_CCHC_AUDIT_COMPLETE"):
            from cchc_audit.cli.completion import complete

            sys.exit(copy_context().run(complete, self))
        given = list(sys.argv[1:] if args is None else args)

        def run() -> object:
            line = settle(given)
            return super(Program, self).main(
                line,
                prog_name or "cchc-audit",
                complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            )

        # In a context of its own: the language and the counters of one run are not the next one's.
        code = copy_context().run(guard, run)
        if standalone_mode:
            sys.exit(code)
        return code


app = typer.Typer(
    name="cchc-audit",
    cls=Program,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def _before_commands(
    lang: LangOption = None,
    show_completion: ShowCompletion = None,
    install_completion: InstallCompletion = None,
    manual: ManualFlag = False,
    version: VersionFlag = False,
) -> None:
    """Options that may stand before the command; both are done with when they have been read."""
