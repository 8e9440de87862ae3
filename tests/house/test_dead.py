"""Nothing is defined that nothing uses."""

import ast
from collections.abc import Iterator

from .source import modules

FOR_OTHERS = {
    "take_snapshot",  # one call for who takes snapshots without the nightly run
    "_before_commands",  # what typer registers
}


REGISTERING = ("rule", "group_rule", "row_rule", "history_rule")
"""Decorators whose functions are found by what they make of them (`rules_of`)."""


def registered(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(made, ast.Call) and ast.unparse(made.func) in REGISTERING
        for made in node.decorator_list
    )


def defined(tree: ast.Module) -> Iterator[str]:
    """What a module defines at its top; rules are used as all of them."""
    for node in tree.body:
        if registered(node):
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def used(tree: ast.Module) -> Iterator[str]:
    """What a module uses by name; to hand a name on (`__all__`) is no use of it."""
    handed_on = {
        id(part)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in handed_on:
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value  # the annotation of what is imported for types only


def test_nothing_is_defined_that_nothing_uses() -> None:
    names = {name for tree in modules().values() for name in used(tree)}
    commands = {path.rpartition("/")[2].removesuffix(".py") for path in modules()}
    unused = {
        (path, name)
        for path, tree in modules().items()
        for name in defined(tree)
        if name not in names | commands | FOR_OTHERS and not name.startswith("__")
    }
    assert unused == set()
