"""Every command has help in both languages, a hidden alias and a line in the reference; every exit
code has a test.
"""

import ast
import re

import pytest

from cchc_audit.cli.app import _COMMANDS
from cchc_audit.core.errors import ExitCode
from cchc_audit.texts import LANGS, Texts

from .source import PACKAGE, ROOT

COMMANDS = {name: alias for name, alias, _ in _COMMANDS}
LONGEST_COMMAND = 40


@pytest.mark.parametrize("name", COMMANDS)
def test_help_in_both_languages(name: str) -> None:
    said = [Texts(lang)(f"cli.help.{name}") for lang in LANGS]
    assert all(said)
    assert said[0] != said[1]
    tried = [Texts(lang)(f"cli.examples.{name}") for lang in LANGS]
    assert all(f"cchc-audit {name}" in lines for lines in tried)


@pytest.mark.parametrize("alias", COMMANDS.values())
def test_aliases_are_unaccented_vietnamese(alias: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", alias)
    assert alias not in COMMANDS
    assert list(COMMANDS.values()).count(alias) == 1


@pytest.mark.parametrize(("name", "alias"), COMMANDS.items())
def test_a_line_in_the_reference_in_both_languages(name: str, alias: str) -> None:
    for lang in LANGS:
        page = (ROOT / "docs" / lang / "reference.md").read_text(encoding="utf-8")
        assert page.count(f"| `{name}` | `{alias}` |") == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_one_thin_file(name: str) -> None:
    tree = ast.parse((PACKAGE / "cli" / "commands" / f"{name}.py").read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert name in {function.name for function in functions}
    for function in functions:
        # Behind the options and the docstring: what it does.
        does = (function.end_lineno or 0) - (function.body[0].end_lineno or 0)
        assert does < LONGEST_COMMAND, function.name


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_has_a_test(code: ExitCode) -> None:
    written = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    assert re.search(rf"^def test_{int(code)}_", written, re.M)
