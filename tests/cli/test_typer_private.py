"""What Typer keeps to itself is touched in one module, and is still what we take it for."""

import inspect
import re
from pathlib import Path

import pytest
import typer
from typer.core import TyperArgument, TyperOption

from cchc_audit.cli import typer_private

ROOT = Path(__file__).parents[2]
ADVICE = "Typer has moved something: see the head of cchc_audit/cli/typer_private.py"
PRIVATE = re.compile(r"^\s*(from|import) typer(\.\w+)*\._|\._runtime_param\b", re.MULTILINE)


def test_no_other_module_touches_it() -> None:
    touching = {
        path.relative_to(ROOT).as_posix()
        for folder in ("cchc_audit", "tests", "bench")
        for path in (ROOT / folder).rglob("*.py")
        if PRIVATE.search(path.read_text(encoding="utf-8"))
    }
    assert touching == {"cchc_audit/cli/typer_private.py", "tests/cli/test_typer_private.py"}


@pytest.mark.parametrize("kind", [TyperOption, TyperArgument])
def test_values_are_coerced_by_what_we_put_there(kind: type[TyperOption | TyperArgument]) -> None:
    source = inspect.getsource(kind.process_value) + inspect.getsource(kind.get_runtime_param)
    for part in ("self._runtime_param", ".coerce(value, param=self, ctx=ctx)"):
        assert part in source, ADVICE


def test_a_value_is_taken_as_it_was_typed() -> None:
    seen: list[object] = []
    app = typer.Typer(add_completion=False)

    @app.command()
    def one(word: list[str], number: int = 0) -> None:
        seen.extend((word, number))

    command = typer.main.get_command(app)
    context = command.make_context("one", [], resilient_parsing=True)
    typer_private.as_typed(command.get_params(context))
    command.main(["a", "--number", "x"], standalone_mode=False)
    assert seen == [["a"], "x"], ADVICE


@pytest.mark.parametrize("shell", ["Bash", "Zsh", "Fish", "PowerShell"])
def test_shells_are_asked_as_before(shell: str) -> None:
    kind = getattr(typer_private, f"{shell}Complete")
    assert issubclass(kind, typer_private.ShellComplete), ADVICE
    for method in ("get_completions", "format_completion", "complete"):
        assert callable(getattr(kind, method, None)), ADVICE
