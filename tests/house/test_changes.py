"""A change touches what the architecture says it touches, and nothing else.

Read off the tree: what belongs to one rule, format, command, day or term stands where it is said to
stand, each of these has all of its parts, and no other module knows of it.
"""

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from intake.files.test_containers import CONTAINERS as MADE

from cchc_audit.analysis.rules import RULES
from cchc_audit.cli.app import _COMMANDS
from cchc_audit.core.columns import COLUMNS
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.files.containers import CONTAINERS, container_of
from cchc_audit.intake.files.head import Head
from cchc_audit.render.formats import Format
from cchc_audit.texts import catalogue

from .source import PACKAGE, ROOT, modules, spoken
from .test_dead import registered

INTAKE = ROOT / "tests" / "intake"
FAMILIES = {
    "T": "timeliness",
    "A": "appointment",
    "S": "suspension",
    "D": "data",
    "C": "consistency",
    "P": "patterns",
    "H": "history",
}
CODE = re.compile(r"\b[A-Z][1-9]\d\d\b")
CODES = {rule.code for rule in RULES}


@cache
def words() -> tuple[tuple[str, str], ...]:
    """Every string of the package's code with the module it stands in, docstrings left out."""
    return tuple(
        (path, node.value)
        for path, tree in modules().items()
        for node in spoken(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def functions_of_rules() -> Iterator[tuple[str, str]]:
    """The code of every function that is made a rule, and its module."""
    for path, tree in modules().items():
        for node in tree.body:
            if registered(node):
                assert isinstance(node, ast.FunctionDef)
                [made] = (d for d in node.decorator_list if isinstance(d, ast.Call))
                yield ast.literal_eval(made.args[0]), path


def test_a_rule_is_a_function_of_its_family_a_page_and_a_file_of_cases() -> None:
    found = sorted(functions_of_rules())
    assert [code for code, _ in found] == sorted(CODES)
    for code, path in found:
        assert path == f"cchc_audit/analysis/rules/{FAMILIES[code[0]]}.py"
    for folder, suffix in ((PACKAGE / "texts" / "rules", ".md"), (ROOT / "tests/cases", ".toml")):
        assert {path.name for path in folder.iterdir()} == {code + suffix for code in CODES}


def test_nothing_else_knows_of_a_rule() -> None:
    """A rule can go, or another come, without a line of code or text outside its three files."""
    families = {f"cchc_audit/analysis/rules/{name}.py" for name in FAMILIES.values()}
    elsewhere = [
        (path, word)
        for path, word in words()
        if path not in families and CODES & set(CODE.findall(word))
    ]
    assert elsewhere == []
    told = [
        key
        for key, pair in catalogue().items()
        if not key.startswith(("cli.examples.", "cli.option.", "rules."))
        and CODES & set(CODE.findall(" ".join(pair)))
    ]
    assert told == []


def test_a_header_is_spelled_in_one_place() -> None:
    """Each spelling stands once in the table of columns, and no reader of exports spells one.

    The events table and the list of units have columns of their own.
    """
    spelled = Counter((column.name, header) for column in COLUMNS for header in column.headers)
    assert [header for header, n in spelled.items() if n > 1] == []
    headers = {header for _, header in spelled if " " in header}
    own = ("core/columns.py", "intake/events.py", "intake/units.py")
    places = ("cchc_audit/core/", "cchc_audit/intake/", "cchc_audit/law/", "cchc_audit/audit/")
    elsewhere = [
        (path, word)
        for path, word in words()
        if path.startswith(places) and not path.endswith(own) and word in headers
    ]
    assert elsewhere == []


def test_a_day_is_a_line_of_the_calendar_and_one_of_the_answers() -> None:
    days = read(PACKAGE / "law" / "calendar" / "days.csv")
    answers = {row["date"] for row in read(ROOT / "tests" / "answers" / "working_days.csv")}
    last = max(answers)
    assert [row["date"] for row in days if row["date"] <= last and row["date"] not in answers] == []
    dated = re.compile(r"20[12]\d-\d\d-\d\d")
    coded = [(path, word) for path, word in words() if "/law/calendar/" in path]
    assert [found for found in coded if dated.fullmatch(found[1])] == []


def test_a_term_is_a_line_of_the_catalogue() -> None:
    """No procedure is known to the code by its number, but to the province made up for trying."""
    number = re.compile(r"\d\.\d{6}(\.\d\d)*")
    found = [(path, word) for path, word in words() if number.fullmatch(word)]
    assert [path for path, _ in found if "/products/demo/" not in path] == []


@pytest.mark.parametrize("form", Format)
def test_a_format_has_a_golden_file(form: Format) -> None:
    names = [path.name for path in (ROOT / "tests" / "golden").rglob("*.*")]
    ends = (".table", ".txt") if form is Format.TABLE else (f".{form}", f".{form}.txt")
    assert any(name.endswith(ends) for name in names), f"tests/golden holds no .{form}"


def test_a_command_is_a_file_and_a_line() -> None:
    files = {path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py")} - {"__init__"}
    names = [name.replace("-", "_") for name, *_ in _COMMANDS]
    assert Counter(names) == Counter(files)


def test_a_container_is_a_module_a_line_and_a_file_of_it() -> None:
    """Nothing that reads a table by its own format stands beside the list of containers."""
    room = "cchc_audit/intake/files/"
    readers = {
        path.removeprefix(room).removesuffix(".py").replace("/", ".")
        for path in modules()
        if path.startswith(room) and takes(path, "read", ("path", "ask"))
    }
    assert readers - {"delimited", "archive"} == {one.module for one in CONTAINERS}
    told = [container_of(Head.of(path)) for path in (INTAKE / "files" / "samples").iterdir()]
    by_others = {one.kind for one in told if one is not None}
    made = {kind for _, kind in MADE.values()}
    assert {one.kind for one in CONTAINERS} - by_others - made == set()


def test_a_mark_of_damage_is_a_module_a_line_and_a_case() -> None:
    rooms = {path.stem for path in (PACKAGE / "intake" / "damage").glob("*.py")}
    assert rooms - {"__init__", "damage", "marks", "exchanged_rows"} == {
        mark.value for mark in DamageMark
    }
    cases = "".join(p.read_text("utf-8") for p in (INTAKE / "damage").glob("test_*.py"))
    assert [mark for mark in DamageMark if f'"{mark.value}"' not in cases] == []


def takes(path: str, function: str, first: tuple[str, ...]) -> bool:
    """Whether a module has a function whose parameters begin like this."""
    return any(
        isinstance(node, ast.FunctionDef)
        and node.name == function
        and tuple(arg.arg for arg in node.args.args[: len(first)]) == first
        for node in modules()[path].body
    )


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
