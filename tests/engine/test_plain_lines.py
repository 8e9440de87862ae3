"""Compiled code where it cannot be kept, or cannot be had."""

import builtins
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cchc_audit.intake.files import compiled

numba = pytest.importorskip("numba")


def test_nowhere_to_keep_it_means_compiling_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from cchc_audit.engine import plain_lines

    def refuse(*, cache: bool = False, **how: Any) -> Callable[..., Any]:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        made: Callable[..., Any] = numba.njit(**how)
        return made

    monkeypatch.setattr(plain_lines, "njit", refuse)
    assert plain_lines._compiled(lambda number: number + 1)(2) == 3


@pytest.fixture
def asked_anew() -> Iterator[None]:
    compiled._is_ready.cache_clear()
    yield
    compiled._is_ready.cache_clear()


@pytest.mark.usefixtures("asked_anew")
def test_half_an_extra_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def refuse(name: str, *given: Any, **named: Any) -> Any:
        if name == "cchc_audit.engine.plain_columns":
            raise ImportError(name)
        return load(name, *given, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert not compiled.is_fast(compiled.ENOUGH)
    assert compiled.line_counter(compiled.ENOUGH, 3, ",") is None


@pytest.mark.usefixtures("asked_anew")
def test_a_small_file_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "find_spec", None)
    assert not compiled.is_fast(compiled.ENOUGH - 1)
