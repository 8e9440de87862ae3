"""The package imports itself, the standard library and what pyproject.toml names; never tests."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from .source import ROOT, modules


def imported(tree: ast.Module) -> Iterator[str]:
    """The first part of every name imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def named() -> set[str]:
    """The distributions that the package depends on, in their normal spelling; those of the extras
    `report` and `fast` among them, which are imported late; the ones are missed with a sentence,
    without the others all is done another way.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["report"], *extras["fast"]]
    names = (re.split(r"[<>=!~ \[;]", name)[0] for name in wanted)
    return {plain(name) for name in names}


def plain(name: str) -> str:
    return name.casefold().replace("_", "-")


def test_the_package_needs_nothing_but_its_dependencies() -> None:
    shipped_by = packages_distributions()
    # Parts of pydantic and jinja2.
    wanted = named() | {"pydantic-core", "typing-extensions", "markupsafe"}
    for path, tree in modules().items():
        for name in imported(tree):
            if name in sys.stdlib_module_names or name == "cchc_audit":
                continue
            assert {plain(d) for d in shipped_by.get(name, [])} & wanted, f"{path}: {name}"


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^    "[\w.-]+(?:\[\w+\])?[<>=].*?",(.*)$', text, re.M)
    assert len(listed) > len(named())
    assert [rest for rest in listed if not re.match(r" +# .{5,}", rest)] == []


def test_relative_imports_do_not_leave_a_room_upwards() -> None:
    for path, tree in modules().items():
        levels = [n.level for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        assert max(levels, default=0) <= 1, path
