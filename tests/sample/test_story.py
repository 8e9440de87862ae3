"""The sample data tells its story: every figure, every dossier, every oddity its README names.

The expected verdicts were worked out apart from the program, with a day loop of their own.
"""

import csv
import json
import os
import re
import subprocess
import sys
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "sample_data"
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
ODDITIES: list[dict[str, Any]] = EXPECTED["oddities"]
COUNTS = "total early on_time late pending overdue suspended withdrawn unassessable not_received"


@cache
def answer(*arguments: str, as_of: str = EXPECTED["as_of"]) -> dict[str, Any]:
    with chdir(SAMPLE):
        done = CliRunner().invoke(app, [*arguments, "--as-of", as_of, "--format", "json"])
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@cache
def by_line() -> dict[str, dict[str, Any]]:
    rows = answer("assess")["rows"]
    return {f"{Path(row['source_file']).name}:{row['source_line']}": row for row in rows}


def matches(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    def plain(value: object) -> object:
        return ",".join(value) if isinstance(value, list) else value

    return {key: plain(found[key]) for key in expected} == expected


def test_every_row_is_accounted_for() -> None:
    given = answer("assess")["input"]
    expected = {key: n for key, n in EXPECTED["input"].items() if key != "layout_rows"}
    assert {key: given[key] for key in expected} == expected
    assert len(by_line()) == 400


def test_layout_rows_are_counted() -> None:
    files = {Path(file["file"]).name: file for file in answer("check")["files"]}
    assert {name: file["layout_rows"] for name, file in files.items()} == {
        "xa-a-thang-01.csv": 0,
        "xa-a-thang-02.csv": 0,
        "xa-a-thang-03.csv": 0,
        "xa-b-quy-1.csv": EXPECTED["input"]["layout_rows"],
    }


@pytest.mark.parametrize("commune", EXPECTED["communes"])
def test_figures_of_a_commune(commune: str) -> None:
    expected = EXPECTED["communes"][commune]
    row = next(row for row in answer("communes")["rows"] if row["commune"] == commune)
    assert {key: row[key] for key in COUNTS.split()} == {
        key: expected[key] for key in COUNTS.split()
    }
    for rate in ("on_time_rate", "true_rate"):
        assert row[rate] == pytest.approx(expected[rate][0] / expected[rate][1], abs=1e-6)


def test_both_communes_report_the_same_rate() -> None:
    for commune, expected in EXPECTED["communes"].items():
        rows = [row for row in by_line().values() if row["commune"] == commune]
        resolved = [row for row in rows if row["finished_at"] or row["outcome"] == "withdrawn"]
        late = [
            row
            for row in resolved
            if row["outcome"] != "withdrawn" and row["finished_at"][:10] > row["promised_at"][:10]
        ]
        assert [len(resolved) - len(late), len(resolved)] == expected["rate_06a"]
        assert round(100 * expected["rate_06a"][0] / expected["rate_06a"][1], 1) == 98.3


def test_only_two_communes_stand_in_the_summary() -> None:
    names = [row["commune"] for row in answer("communes")["rows"]]
    assert sorted(name for name in names if name) == sorted(EXPECTED["communes"])
    assert names[-1] is None


def test_each_verdict_is_the_one_worked_out_apart() -> None:
    with (HERE / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        expected = {row.pop("dossier_id"): row for row in csv.DictReader(file)}
    found = {row["dossier_id"]: row for row in by_line().values()}
    assert found.keys() == expected.keys()
    wrong = {
        name: (row, {key: found[name][key] for key in row})
        for name, row in expected.items()
        for seen in [found[name]]
        if seen["outcome"] != row["outcome"]
        or seen["commune"] != row["commune"]
        or (row["deadline"] and seen["deadline"] != row["deadline"])
        or (row["days_late"] and seen["days_late"] != int(row["days_late"]))
    }
    assert not wrong


@pytest.mark.parametrize("oddity", ODDITIES, ids=[f"{o['kind']}-{o['at']}" for o in ODDITIES])
def test_each_oddity_is_met_where_the_readme_says(oddity: dict[str, Any]) -> None:
    at, expected = oddity["at"], oddity["expect"]
    if "reject" in expected:
        rejects = {f"{Path(r['file']).name}:{r['line']}": r for r in answer("check")["rejects"]}
        assert rejects[at]["column"] == expected["reject"]
        assert rejects[at]["reason"]
        assert at not in by_line()
    elif "duplicate" in expected:
        standing = [a for a, r in by_line().items() if r["dossier_id"] == oddity["dossier_id"]]
        assert len(standing) == 1
        assert expected["duplicate"] == "identical" or standing != [at]
    else:
        assert by_line()[at]["dossier_id"] == oddity["dossier_id"]
        assert matches(by_line()[at], expected)


def test_the_readme_names_every_oddity_and_no_other() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    layout = {f"{name}:{line}" for name, lines in EXPECTED["layout"].items() for line in lines}
    named = set(re.findall(r"\| `(xa-[^`]+:\d+)` \|", readme))
    assert named == layout | {oddity["at"] for oddity in ODDITIES}


def test_twelve_results_in_one_minute_by_one_officer() -> None:
    batch = [by_line()[o["at"]] for o in ODDITIES if o["kind"] == "batch"]
    assert len(batch) == 12
    assert len({(row["officer"], row["finished_at"][:16]) for row in batch}) == 1


def night(name: str) -> dict[str, dict[str, str]]:
    with (SAMPLE / "hai-dem" / name).open(encoding="utf-8-sig", newline="") as file:
        return {row["Mã hồ sơ"]: row for row in csv.DictReader(file)}


def test_the_nights_differ_only_where_the_readme_says() -> None:
    old, new = night("dem-30-03.csv"), night("dem-31-03.csv")
    nights = EXPECTED["nights"]
    expected = {*nights["planted"].values(), *nights["honest"].values(), *nights["fresh"]}
    assert {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)} == expected


@pytest.mark.parametrize(
    ("name", "as_of", "rows"),
    [("dem-30-03.csv", "30/03/2026", 59), ("dem-31-03.csv", "31/03/2026", 60)],
)
def test_each_night_is_a_whole_export(name: str, as_of: str, rows: int) -> None:
    given = answer("communes", f"hai-dem/{name}", as_of=as_of)["input"]
    assert (given["rows_read"], given["assessed"]) == (rows, rows)


def test_the_demo_tells_the_story() -> None:
    """In processes of its own, as it is run: the one of this module."""
    done = subprocess.run(
        [sys.executable, "demo.py"],
        cwd=SAMPLE,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) <= 55
    assert "99,6% và 92,2%" in done.stdout


def test_the_table_from_excel_has_the_same_verdicts() -> None:
    def verdicts(name: str) -> dict[str, tuple[object, ...]]:
        rows = answer("assess", name)["rows"]
        keys = ("outcome", "deadline", "days_late", "certainty", "received_at", "finished_at")
        return {row["dossier_id"]: tuple(row[key] for key in keys) for row in rows}

    assert verdicts("excel/xa-b-quy-1.xlsx") == verdicts("xa-b-quy-1.csv")
