"""Small rooms: no module above 400 lines, no function above 60 beside its docstring, tests and all;
and no way round the direction of imports without a reason.
"""

import ast
import re
import tomllib
from collections.abc import Iterator

from .source import ROOT

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
PATHS = sorted(
    path
    for folder in ("cchc_audit", "bench", "tests", "sample_data")
    for path in (ROOT / folder).rglob("*.py")
)


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Name and lines of every function, without decorators and docstring."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        last, first = node.end_lineno or node.lineno, node.lineno
        said = node.body[0]
        if ast.get_docstring(node) is not None:
            first += (said.end_lineno or said.lineno) - said.lineno + 1
        yield node.name, last - first + 1


def test_small_rooms() -> None:
    large: list[str] = []
    for path in PATHS:
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(ROOT)
        if (lines := len(text.splitlines())) > LONGEST_MODULE:
            large.append(f"{where}: {lines} lines")
        large += (
            f"{where}: {name}, {lines} lines"
            for name, lines in functions(ast.parse(text))
            if lines > LONGEST_FUNCTION
        )
    assert large == []


def test_exceptions_from_the_direction_of_imports_have_their_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    assert contracts
    for contract in contracts:
        for ignored in contract.get("ignore_imports", []):
            assert re.search(rf'"{re.escape(ignored)}",? +# .{{5,}}', text), ignored
