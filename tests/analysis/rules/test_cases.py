"""Every rule by its cases (`tests/cases/<CODE>.toml`): what it finds, passes, cannot tell, skips.

A case holds `name`, `kind` (`failing`, `passing`, `cannot_tell`, `skipped`), `csv` and whatever
else of `running.FILES` it needs, `as_of`, `args`, and what is expected: `finds` (all of them),
`severity` (of each), `message_contains`, `not_assessable` (0 where not said otherwise). Rules about
two states of the data take two exports, `before` (as of `as_of_before`) and `csv`, and may say what
`fields` their findings name.
"""

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from cchc_audit.analysis.rules import RULES, ChangeTest, Rule

from .running import CASES, FILES, cases, run, run_history

KINDS = {"failing", "passing", "cannot_tell", "skipped"}
KEYS = {
    *FILES,
    *("name", "kind", "as_of", "args", "finds"),
    *("severity", "message_contains", "not_assessable"),
}
OF_TWO = {
    *("name", "kind", "before", "as_of_before", "csv", "as_of", "config"),
    *("finds", "severity", "fields"),
}


def every_case(*, of_two: bool) -> list[ParameterSet]:
    """All cases; `make quick` runs of each rule the first that fails and the first that passes."""
    return [
        pytest.param(
            rule,
            case,
            id=f"{rule.code}: {case['name']}",
            marks=() if case in _first(told) else pytest.mark.slow,
        )
        for rule in RULES
        if isinstance(rule.test, ChangeTest) is of_two
        for told in [cases(rule.code)]
        for case in told
    ]


def _first(told: list[dict[str, object]]) -> list[dict[str, object]]:
    by_kind = [[case for case in told if case["kind"] == kind] for kind in ("failing", "passing")]
    return [found[0] for found in by_kind if found]


@pytest.mark.parametrize(("rule", "case"), every_case(of_two=False))
def test_case(rule: Rule, case: dict[str, object], tmp_path: Path) -> None:
    assert set(case) <= KEYS, set(case) - KEYS
    kind = case["kind"]
    assert kind in KINDS
    found = run(rule, case, tmp_path)
    told = case.get("finds", [])
    assert isinstance(told, list)
    assert (kind == "failing") == bool(told)
    assert found.named == sorted(told)
    assert found.state["found"] == len(told)
    if kind == "skipped":
        assert found.state["status"] == "skipped"
        assert found.state["skipped_because"]
        return
    assert found.state["status"] == "ran", found.state["skipped_because"]
    unknown = case.get("not_assessable", 1 if kind == "cannot_tell" else 0)
    assert found.state["not_assessable"] == unknown
    if "severity" in case:
        assert {row["severity"] for row in found.rows} == {case["severity"]}
    words = case.get("message_contains", [])
    assert isinstance(words, list)
    for word in words:
        assert any(word in message for message in found.messages), found.messages
    assert not [message for message in found.messages if "{" in message]


@pytest.mark.parametrize(("rule", "case"), every_case(of_two=True))
def test_case_of_two_states(rule: Rule, case: dict[str, object], tmp_path: Path) -> None:
    assert set(case) <= OF_TWO, set(case) - OF_TWO
    assert case["kind"] in {"failing", "passing"}
    rows = run_history(rule, case, tmp_path)
    finds = case.get("finds", [])
    assert isinstance(finds, list)
    assert (case["kind"] == "failing") == bool(finds)
    assert sorted(str(row["dossier_id"]) for row in rows) == sorted(finds)
    if "severity" in case:
        assert {row["severity"] for row in rows} == {case["severity"]}
    if "fields" in case:
        fields = case["fields"]
        assert isinstance(fields, list)
        assert sorted({str(row["field"]) for row in rows}) == sorted(fields)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_cases_of_each_kind(rule: Rule) -> None:
    kinds = {case["kind"] for case in cases(rule.code)}
    assert {"failing", "passing"} <= kinds, f"both stand in tests/cases/{rule.code}.toml"
    if "cannot_tell" not in kinds:
        text = (CASES / f"{rule.code}.toml").read_text(encoding="utf-8")
        assert "# cannot_tell:" in text, "say in a comment why there is no such case"


def test_case_files_belong_to_rules() -> None:
    codes = {rule.code for rule in RULES}
    assert {path.stem for path in CASES.glob("*.toml")} - codes == set()


def test_names_of_cases_are_distinct() -> None:
    for rule in RULES:
        names = [case["name"] for case in cases(rule.code)]
        assert len(names) == len(set(names)), rule.code
