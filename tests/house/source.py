"""The package's own source, read once: modules as syntax trees, files that git tracks."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cchc_audit"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its path in the repository."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def spoken(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but docstrings and the parts of f-strings: what the program says or asks for."""
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            silent.update(id(part) for part in node.values if isinstance(part, ast.Constant))
    return (node for node in ast.walk(tree) if id(node) not in silent)


@cache
def tracked() -> tuple[Path, ...]:
    """The files that git tracks and that are there; skips the test where this is no checkout."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())
