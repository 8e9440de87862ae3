"""`make quick` may leave something out, CI nothing."""

from .source import ROOT


def test_ci_runs_everything() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    rules = (ROOT / "Makefile").read_text(encoding="utf-8").split("\n\n")
    [check] = [rule for rule in rules if rule.startswith("check:")]
    assert "pytest" in check
    assert " -m" not in check
    assert any(rule.endswith("test: check") for rule in rules)
