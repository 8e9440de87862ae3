"""The page for `man`, from the texts of the help pages: `cchc-audit --manual`.

`CCHC_AUDIT_LANG` or `--lang` chooses its language, as everywhere. Written in the macros of man(7),
as UTF-8.
"""

from collections.abc import Iterable, Iterator

from cchc_audit import __version__
from cchc_audit.cli.console import OUT
from cchc_audit.cli.help import GROUPS, GroupInWords, by_section
from cchc_audit.cli.language import texts
from cchc_audit.cli.typer_private import Command, Context
from cchc_audit.core.errors import ExitCode
from cchc_audit.texts import Texts

PROGRAM = "cchc-audit"
_SHARED_AS_IN = "late"
"""A command without options of its own: all it has are those that commands share."""
_VARIABLES = ("CCHC_AUDIT_LANG", "NO_COLOR", "COLUMNS")

Row = tuple[str, str]


def page(program: GroupInWords, texts: Texts) -> str:
    """The manual of all commands and options in the language of `texts`, ending in a newline."""
    return "\n".join(_lines(program, texts)) + "\n"


def _lines(program: GroupInWords, texts: Texts) -> Iterator[str]:
    context = Context(program, info_name=PROGRAM, **program.context_settings)
    yield "'\\\" -*- coding: UTF-8 -*-"
    yield f'.TH CCHC\\-AUDIT 1 "" "{PROGRAM} {__version__}" "{_plain(texts("cli.man.title"))}"'
    # Words of Vietnamese are short: none is parted at the end of a line, no gaps fill it.
    yield ".nh"
    yield ".ad l"
    summary, _, more = texts("cli.help").partition("\n")
    yield from _section(texts("cli.man.name"))
    yield f"{PROGRAM} \\- {_plain(summary)}"
    yield from _section(texts("cli.man.synopsis"))
    yield f".B {PROGRAM}"
    yield _plain(f"{texts('cli.metavar.COMMAND')} {texts('cli.metavar.OPTIONS')}")
    yield from _section(texts("cli.man.description"))
    yield from _paragraphs(more)
    yield from _rows(
        row for rows in by_section(program.get_params(context)).values() for row in rows
    )
    yield from _shared(program, context, texts)
    yield from _commands(program, context, texts)
    yield from _section(texts("cli.man.exit_status"))
    yield from _rows(
        (str(int(code)), texts(f"cli.man.exit.{code.name.lower()}")) for code in ExitCode
    )
    yield from _section(texts("cli.man.environment"))
    yield from _rows((name, texts(f"cli.man.variable.{name}")) for name in _VARIABLES)
    yield from _section(texts("cli.man.files"))
    yield from _rows([("cchc.toml", texts("cli.man.file"))])


def _shared(program: GroupInWords, context: Context, texts: Texts) -> Iterator[str]:
    """The options of every command that reads exports, once."""
    yield from _section(texts("cli.man.shared"))
    for section, rows in _described(program, _SHARED_AS_IN, context).items():
        yield f'.SS "{_plain(texts(f"cli.section.{section}"))}"'
        yield from _rows(rows)


def _commands(program: GroupInWords, context: Context, texts: Texts) -> Iterator[str]:
    told = {row for rows in _described(program, _SHARED_AS_IN, context).values() for row in rows}
    for group in GROUPS:
        yield from _section(texts(f"cli.group.{group}"))
        for name, alias, its_group in program.table:
            if its_group != group:
                continue
            yield f'.SS "{PROGRAM} {_hyphened(name)} ({_hyphened(alias)})"'
            yield from _paragraphs(texts(f"cli.help.{name}"))
            own = _described(program, name, context).values()
            yield from _rows(row for rows in own for row in rows if row not in told)
            yield ".PP"
            yield f".I {_plain(texts('cli.heading.examples'))}"
            yield ".nf"
            yield from (_escaped(line) for line in texts(f"cli.examples.{name}").split("\n"))
            yield ".fi"


def _described(program: GroupInWords, name: str, context: Context) -> dict[str, list[Row]]:
    command = program.get_command(context, name)
    assert isinstance(command, Command)
    return by_section(command.get_params(Context(command, parent=context, info_name=name)))


def _section(title: str) -> Iterator[str]:
    yield f'.SH "{_plain(title.upper())}"'


def _paragraphs(text: str) -> Iterator[str]:
    for part in filter(None, text.split("\n")):
        yield ".PP"
        yield _escaped(part)


def _rows(rows: Iterable[Row]) -> Iterator[str]:
    """How each thing is typed, and what it is."""
    for typed, meaning in rows:
        yield ".TP"
        yield f".B {_hyphened(_plain(typed))}"
        yield _escaped(" ".join(meaning.split()))


def _plain(text: str) -> str:
    """Text within a macro: no quotes that would end it, no escapes."""
    return text.replace("\\", "\\e").replace('"', "\\(dq")


def _hyphened(text: str) -> str:
    """What is typed: hyphens that can be copied."""
    return text.replace("-", "\\-")


def _escaped(text: str) -> str:
    """A line of its own: never taken for a request."""
    safe = text.replace("\\", "\\e").replace("--", "\\-\\-")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


def write_manual(program: object) -> None:
    """Write the page of `program` to standard output, in the language of the run."""
    assert isinstance(program, GroupInWords)
    OUT.put(page(program, texts()))
