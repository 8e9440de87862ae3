"""The tab key: what the shell offers for the word that is being typed.

The shell runs the program with `_CCHC_AUDIT_COMPLETE` set and reads the offers, one a line. Nothing
here may fail aloud: a word that cannot be completed has no offers. Typer finds out which word it
is; the offers and how they are written are ours, in the language of the run.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from cchc_audit.cli.console import OUT
from cchc_audit.cli.help import GroupInWords
from cchc_audit.cli.language import settle, texts
from cchc_audit.cli.typer_private import (
    BashComplete,
    CompletionItem,
    Context,
    FishComplete,
    Parameter,
    PowerShellComplete,
    ShellComplete,
    ZshComplete,
    being_typed,
    context_of,
    get_completion_script,
    install_bash,
    install_fish,
    install_zsh,
)
from cchc_audit.core.errors import ConfigError

PROGRAM = "cchc-audit"
VARIABLE = "_CCHC_AUDIT_COMPLETE"
_PLAIN = re.compile(r"([^\w@%+,./:=-])")


def complete(program: GroupInWords) -> int:
    """Answer the shell; 0, or 1 where Fish is to complete the names of files itself."""
    with suppress(ConfigError):
        # The language of the environment: the line that is being typed may be cut anywhere.
        settle([])
    instruction, _, shell = os.environ[VARIABLE].partition("_")
    kind = SHELLS.get(shell)
    if kind is None or instruction != "complete":
        return 0
    # Whatever it is: a traceback between two keys helps nobody.
    with suppress(Exception):
        OUT.put(kind(program, {}, PROGRAM, VARIABLE).complete())
    return 0


class _InWords(ShellComplete):
    """Offers of this program instead of typer's, which are English and import every command."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """What `incomplete`, behind the whole words `args`, may become."""
        # What would be answered at once, and the sign that Bash takes for a word, are no words.
        words = [word for word in args if word not in {"=", "--version", "--help", "-h"}]
        context = context_of(self, words)
        asked, begun = being_typed(context, words, incomplete)
        if isinstance(asked, Parameter):
            from cchc_audit.cli.offers import values

            if words and words[-1] in asked.opts:
                # An option without its value keeps typer from reading the rest of the line.
                context = context_of(self, words[:-1])
            found: Iterable[tuple[str, str]] = values(asked, context, begun)
        else:
            found = _names(context, begun)
        return [CompletionItem(value, help=help_text) for value, help_text in found]


class _Bash(_InWords, BashComplete):
    def format_completion(self, item: CompletionItem) -> str:
        """One offer; within quotes as it is, else so that Bash takes it for one word."""
        typed = os.environ["COMP_WORDS"].split("\n")
        number = int(os.environ["COMP_CWORD"])
        quoted = number < len(typed) and typed[number].startswith(("'", '"'))
        return item.value if quoted else _PLAIN.sub(r"\\\1", item.value)


class _Zsh(_InWords, ZshComplete):
    def format_completion(self, item: CompletionItem) -> str:
        """One offer with what it means."""
        value = _for_zsh(item.value)
        return f'"{value}":"{_for_zsh(item.help)}"' if item.help else f'"{value}"'


class _Fish(_InWords, FishComplete):
    def format_completion(self, item: CompletionItem) -> str:
        """One offer with what it means."""
        return f"{item.value}\t{_one_line(item.help)}" if item.help else item.value


class _PowerShell(_InWords, PowerShellComplete):
    def format_completion(self, item: CompletionItem) -> str:
        """One offer with what it means, in quotes where it has spaces."""
        value = f"'{item.value}'" if " " in item.value else item.value
        return f"{value}:::{_one_line(item.help) if item.help else ' '}"


SHELLS: dict[str, type[_InWords]] = {
    "bash": _Bash,
    "zsh": _Zsh,
    "fish": _Fish,
    "powershell": _PowerShell,
    "pwsh": _PowerShell,
}


def script(shell: str) -> str:
    """The lines that make `shell` ask the program. Raises `ConfigError` for a shell unknown."""
    known = _known(shell, "--show-completion")
    lines = get_completion_script(prog_name=PROGRAM, complete_var=VARIABLE, shell=known)
    if known in {"powershell", "pwsh"}:
        # Names of communes come as UTF-8; PowerShell reads the code page of old otherwise.
        lines = f"[Console]::OutputEncoding = [System.Text.Encoding]::UTF8\n{lines}"
    return lines


def install(shell: str) -> str:
    """Put those lines where `shell` reads them when it starts; the file. Raises `ConfigError`."""
    known = _known(shell, "--install-completion")
    if known in {"powershell", "pwsh"}:
        # Typer would lift the ban on scripts for the user: not ours to decide.
        raise ConfigError("cli.completion.by_hand", shell=known)
    put = {"bash": install_bash, "zsh": install_zsh, "fish": install_fish}[known]
    return str(put(prog_name=PROGRAM, complete_var=VARIABLE, shell=known))


def _known(shell: str, option: str) -> str:
    name = shell.strip().lower()
    if name not in SHELLS:
        accepted = ", ".join(SHELLS)
        raise ConfigError("cli.bad_choice", option=option, value=shell, accepted=accepted)
    return name


def _names(context: Context, begun: str) -> Iterator[tuple[str, str]]:
    """Options where a hyphen was typed, else commands: by name, by alias where one was begun."""
    from cchc_audit.cli.help import told

    command = context.command
    if begun.startswith("-"):
        for parameter in command.get_params(context):
            for spelling in parameter.opts:
                if spelling.startswith(begun):
                    yield spelling, told(parameter)
    elif isinstance(command, GroupInWords):
        for name, alias, _ in command.table:
            means = texts()(f"cli.help.{name}").partition("\n")[0]
            if name.startswith(begun):
                yield name, means
            elif begun and alias.startswith(begun):
                yield alias, means


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _for_zsh(text: str | None) -> str:
    """Text within double quotes that stand within an `eval`."""
    one = _one_line(text).replace('"', '""').replace("'", "''")
    return re.sub(r"([$`])", r"\\\1", one).replace(":", r"\\:")
