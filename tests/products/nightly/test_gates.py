"""The gates of a night: what makes it exit 1, and what each of them counts."""

import json

import pytest

from cchc_audit.core.errors import ExitCode

from .nights import FIRST, SECOND, THIRD, Office, after, before

GATES = {
    # 60 of 61 on time: 98.4%; two overdue.
    "on_time_rate_min = 0.98": True,
    "on_time_rate_min = 0.99": False,
    "overdue_max = 2": True,
    "overdue_max = 1": False,
    "altered_max = 0\nmissing_max = 0": True,  # a first night
    'fail_on = "error"': False,
    "on_time_rate_min = 0.98\noverdue_max = 2": True,
    "on_time_rate_min = 0.98\noverdue_max = 0": False,
}


@pytest.mark.parametrize("gates", GATES)
def test_gates(office: Office, gates: str) -> None:
    office.configure(f"[gates]\n{gates}")
    office.drop(before())
    told = office.run(FIRST, dry_run=True)
    passed = GATES[gates]
    assert told.exit_code == (ExitCode.DONE if passed else ExitCode.GATE_FAILED)
    document = json.loads(told.document)
    assert all(gate["passed"] for gate in document["gates"]) == passed
    first = told.digest.splitlines()[0]
    assert first.startswith("ĐẠT NGƯỠNG") == passed
    assert first.startswith("KHÔNG ĐẠT") != passed


@pytest.mark.parametrize(
    ("gates", "passed"),
    # H601-H606, one of them a warning, H604 among them; A-4 is the one that is missing.
    [("altered_max = 6", True), ("altered_max = 5", False),
     ("missing_max = 1", True), ("missing_max = 0", False)],
)  # fmt: skip
def test_gates_for_what_was_altered(two_nights: Office, gates: str, *, passed: bool) -> None:
    two_nights.configure(f"[gates]\n{gates}")
    told = two_nights.run(SECOND, dry_run=True)
    [gate] = json.loads(told.document)["gates"]
    assert (gate["value"], gate["passed"]) == (6 if "altered" in gates else 1, passed)
    assert told.exit_code == (ExitCode.DONE if passed else ExitCode.GATE_FAILED)
    # Standing findings are no alterations: the night after nothing is new.
    again = json.loads(two_nights.run(THIRD, dry_run=True).document)
    assert [gate["value"] for gate in again["gates"]] == [0]


def test_half_an_export_fails_its_gate(office: Office) -> None:
    office.configure("[gates]\nmissing_max = 5")
    office.drop(before())
    office.run(FIRST)
    office.drop(dict([*before().items()][:30]), at=10)
    told = office.run(SECOND)
    assert told.exit_code == ExitCode.GATE_FAILED
    assert office.report()["gates"][0]["value"] == 39


def test_a_failed_gate_still_writes_all(office: Office) -> None:
    office.configure("[gates]\noverdue_max = 0")
    office.drop(before())
    assert office.run(FIRST).exit_code == ExitCode.GATE_FAILED
    office.tidy()
    assert office.report()["exit_code"] == 1


def test_a_baseline_takes_known_findings_out_of_the_gate(office: Office) -> None:
    office.drop(before())
    office.run(FIRST)
    known = office.reports / "2026-03-11/001/findings.json"
    (office.folder / "known.json").write_bytes(known.read_bytes())
    office.configure('[gates]\nfail_on = "error"\n[rules]\nbaseline = "known.json"')
    assert office.run(FIRST).exit_code == ExitCode.DONE
    office.drop(after())
    told = office.run(SECOND)
    assert told.exit_code == ExitCode.GATE_FAILED
    [gate] = office.report()["gates"]
    assert gate["value"] >= 5
