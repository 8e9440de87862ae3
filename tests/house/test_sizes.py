"""Small rooms: no module above 400 lines, no function above 60 beside its docstring."""

import ast
from collections.abc import Iterator

import pytest

from .source import PACKAGE, ROOT

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
PATHS = sorted(
    [*PACKAGE.rglob("*.py"), *(ROOT / "bench").rglob("*.py"), *ROOT.glob("sample_data/*.py")]
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


@pytest.mark.parametrize("path", PATHS, ids=[str(path.relative_to(ROOT)) for path in PATHS])
def test_small_rooms(path: object) -> None:
    text = ROOT.joinpath(str(path)).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    long = [(name, lines) for name, lines in functions(ast.parse(text)) if lines > LONGEST_FUNCTION]
    assert long == []
