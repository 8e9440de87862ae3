"""A change that hits more than 5 % at once is one finding on the export; single ones stay."""

import json
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.analysis.snapshots import Change, list_findings
from cchc_audit.analysis.snapshots.judge_changes import ALTERED_COLUMNS

from .exports import BASE, compared, fillers, moved

SHIFTED = {"received_at": "03/03/2026 08:00"}


def planted(folder: Path, hit: int, *, of: int) -> pl.DataFrame:
    old = {f"A-{at:03}": BASE for at in range(of)}
    new = {n: moved(BASE, **SHIFTED) if at < hit else BASE for at, n in enumerate(old)}
    return list_findings(compared(folder, old, new, around={}))


@pytest.mark.parametrize(
    ("hit", "of", "expected"),
    [
        (5, 100, 5),  # exactly 5 %
        (6, 100, 1),
        (100, 100, 1),
        (1, 10, 1),
        (2, 10, 2),  # two dossiers are no re-export
        (3, 10, 1),
    ],
)
def test_one_finding_on_the_export(hit: int, of: int, expected: int, tmp_path: Path) -> None:
    found = planted(tmp_path, hit, of=of)
    assert len(found) == expected
    gathered = expected == 1 and hit > 1
    assert found["dossier_id"].is_null().to_list() == [gathered] * expected
    assert set(found["code"]) == {"H601"}
    assert set(found["severity"]) == {"error"}
    if gathered:
        row = found.row(0, named=True)
        assert (row["dossiers"], row["share"], row["variant"]) == (hit, hit / of, "mass")
        assert json.loads(row["evidence"])["field"] == "received_at"


def test_rows_of_a_mass_change_stay_without_code(tmp_path: Path) -> None:
    old = {f"A-{at:03}": BASE for at in range(20)}
    new = {number: moved(BASE, **SHIFTED) for number in old}
    changes = compared(tmp_path, old, new, around={})
    assert len(changes.rows) == 20
    assert changes.rows["code"].is_null().all()
    [mass] = changes.mass
    assert (mass.code, mass.change, mass.field) == ("H601", Change.ALTERED, "received_at")


def told_of(folder: Path, received: list[str], *, of: int = 60) -> list[tuple[object, ...]]:
    """The findings where the first receipts of an export become `received`."""
    old = {f"A-{at:03}": BASE for at in range(of)}
    new = {n: moved(BASE, received_at=day) for n, day in zip(old, received, strict=False)}
    found = list_findings(compared(folder, old, {**old, **new}, around={}))
    return found.select("code", "dossier_id", "dossiers").rows()


def test_rows_that_differ_in_what_was_done_keep_their_codes(tmp_path: Path) -> None:
    """Four receipts moved by ten to thirteen days are an officer's work, no re-export."""
    days = [f"{day}/03/2026 08:00" for day in (12, 13, 14, 15)]
    assert told_of(tmp_path, days) == [("H601", f"A-00{n}", None) for n in range(4)]
    # Two of them alike, in a small export: still no one thing done to all.
    assert len(told_of(tmp_path, [days[0], days[0], days[0], days[2]], of=20)) == 4


def test_a_row_of_its_own_beside_a_re_export_is_found(tmp_path: Path) -> None:
    """Seven hours of all receipts, and one that was moved by a week beside."""
    rows = told_of(tmp_path, ["02/03/2026 15:00"] * 59 + ["09/03/2026 08:00"])
    assert rows == [("H601", None, 59), ("H601", "A-059", None)]


def test_day_and_month_exchanged_is_one_thing(tmp_path: Path) -> None:
    old = {f"A-{at:03}": moved(BASE, received_at=f"0{at % 3 + 1}/03/2026") for at in range(30)}
    new = {n: moved(BASE, received_at=f"03/0{at % 3 + 1}/2026") for at, n in enumerate(old)}
    found = list_findings(compared(tmp_path, old, new, around={}))
    assert found.select("code", "dossier_id", "dossiers").rows() == [("H601", None, 20)]


def test_a_suffix_on_every_code_and_a_new_spelling(tmp_path: Path) -> None:
    old = {f"A-{at:03}": moved(BASE, procedure_code=f"9.99999{at % 9}") for at in range(30)}
    new = {n: moved(row, officer=row["officer"] + " (CB)") for n, row in old.items()}
    changes = compared(tmp_path, old, new, around={})
    assert [(m.code, m.field, m.dossiers) for m in changes.mass] == [(None, "officer", 30)]


def test_other_rules_stay_beside_a_mass_change(tmp_path: Path) -> None:
    old = {f"A-{at:03}": BASE for at in range(50)}
    new = {number: moved(BASE, **SHIFTED) for number in old}
    new["A-007"] = moved(new["A-007"], promised_at="20/03/2026")
    found = list_findings(compared(tmp_path, old, new, around={}))
    assert found.select("code", "dossier_id").rows() == [("H601", None), ("H602", "A-007")]


def test_an_export_without_half_of_the_dossiers(tmp_path: Path) -> None:
    old = {f"A-{at:03}": BASE for at in range(50)}
    new = dict(list(old.items())[:25])
    found = list_findings(compared(tmp_path, old, new, around={}))
    assert found.select("code", "dossier_id", "dossiers").rows() == [("H604", None, 25)]


def test_a_renamed_commune_is_said_once(tmp_path: Path) -> None:
    old = {f"A-{at:03}": BASE for at in range(50)}
    new = {number: moved(BASE, commune="Xã Gò Sao") for number in old}
    changes = compared(tmp_path, old, new, around={})
    assert [(m.code, m.field, m.dossiers) for m in changes.mass] == [(None, "commune", 50)]
    assert len(list_findings(changes)) == 0


def test_work_going_on_is_no_mass_change(tmp_path: Path) -> None:
    old = {f"A-{at:03}": BASE for at in range(50)}
    done = moved(BASE, completed_at="16/03/2026 09:00", status="Đã xử lý xong")
    changes = compared(tmp_path, old, dict.fromkeys(old, done), around={})
    assert changes.mass == ()
    assert len(list_findings(changes)) == 0


def test_findings_tell_what_decided(tmp_path: Path) -> None:
    old = {"A": BASE, "B": BASE}
    new = {"A": moved(BASE, paused_at="12/03/2026 08:00"), "B": None}
    found = list_findings(compared(tmp_path, old, new))
    assert tuple(found.columns) == ALTERED_COLUMNS
    rows = {row["code"]: row for row in found.iter_rows(named=True)}
    assert (rows["H605"]["severity"], rows["H605"]["variant"]) == ("note", "note")
    assert json.loads(rows["H605"]["evidence"]) == {
        "field": "paused_at",
        "old": None,
        "new": "2026-03-12T08:00:00",
        "old_as_of": "2026-03-14T00:00:00",
        "new_as_of": "2026-03-17T00:00:00",
        "received_at": None,
        "dossiers": None,
        "share": None,
    }
    assert json.loads(rows["H604"]["evidence"])["received_at"] == "2026-03-02T08:00:00"
    assert rows["H604"]["procedure_code"] == "9.999999"


def test_a_column_only_one_state_has_is_said(tmp_path: Path) -> None:
    new = moved(BASE, apology_at="16/03/2026")
    plain = {k: dict(v) for k, v in fillers(30).items()}
    for row in plain.values():
        for name in [n for n in row if n not in BASE and n != "completed_at"]:
            del row[name]
    changes = compared(tmp_path, {"A": BASE}, {"A": new}, around=plain)
    assert changes.not_compared == ("apology_at",)
    assert len(changes.rows) == 0
