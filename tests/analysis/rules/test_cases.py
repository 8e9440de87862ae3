"""Every rule by its cases (`tests/cases/<CODE>.toml`): what it finds, passes, cannot tell, skips.

A case holds `name`, `kind` (`failing`, `passing`, `cannot_tell`, `skipped`), `csv` and whatever
else of `running.FILES` it needs, `as_of`, `args`, and what is expected: `finds` (all of them),
`severity` (of each), `message_contains`, `not_assessable` (0 where not said otherwise).
"""

from pathlib import Path

import pytest

from cchc_audit.analysis.rules import RULES, Rule

from .running import CASES, FILES, cases, run

# Judged between two snapshots: their cases stand where two exports can be given.
HERE = [rule for rule in RULES if rule.family != "H"]
KINDS = {"failing", "passing", "cannot_tell", "skipped"}
KEYS = {
    *FILES,
    *("name", "kind", "as_of", "args", "finds"),
    *("severity", "message_contains", "not_assessable"),
}


EVERY_CASE = [
    pytest.param(rule, case, id=f"{rule.code}: {case['name']}")
    for rule in HERE
    for case in cases(rule.code)
]


@pytest.mark.parametrize(("rule", "case"), EVERY_CASE)
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


@pytest.mark.parametrize("rule", HERE, ids=lambda rule: rule.code)
def test_every_rule_has_cases_of_each_kind(rule: Rule) -> None:
    kinds = {case["kind"] for case in cases(rule.code)}
    assert {"failing", "passing"} <= kinds, f"both stand in tests/cases/{rule.code}.toml"
    if "cannot_tell" not in kinds:
        text = (CASES / f"{rule.code}.toml").read_text(encoding="utf-8")
        assert "# cannot_tell:" in text, "say in a comment why there is no such case"


def test_case_files_belong_to_rules() -> None:
    codes = {rule.code for rule in HERE}
    assert {path.stem for path in CASES.glob("*.toml")} - codes == set()


def test_names_of_cases_are_distinct() -> None:
    for rule in HERE:
        names = [case["name"] for case in cases(rule.code)]
        assert len(names) == len(set(names)), rule.code
