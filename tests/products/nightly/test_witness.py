"""Published nights and the chain of snapshots witness each other, and neither stops a night."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.analysis.snapshots import Store
from cchc_audit.cli.app import app

from .nights import FIRST, THIRD, Office, held


def verified(office: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.chdir(office.folder)
    done = CliRunner().invoke(app, ["snapshots", "--verify", "--lang", "en"])
    return done.exit_code, " ".join(done.output.split())


def without_the_newest(folder: Path) -> None:
    """The newest snapshot taken away, and the head made to name the one before."""
    for path in folder.glob("2026-03-12*"):
        path.unlink()
    digest = Store(folder).contents().entries[-1].digest
    (folder / "chain.json").write_text(json.dumps({"number": 1, "manifest": digest}))


def test_a_whole_chain(two_nights: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert verified(two_nights, monkeypatch)[0] == 0


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (without_the_newest, "number 2, the newest, was removed"),
        (shutil.rmtree, "All snapshots were removed: by what was published there should be 2"),
    ],
)
def test_1_where_a_published_night_is_not_there(
    cut: object, said: str, two_nights: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(cut)
    cut(two_nights.folder / "snapshots")
    code, output = verified(two_nights, monkeypatch)
    assert code == 1
    assert said in output


@pytest.mark.parametrize("file", ["chain.json", "2026-03-11.000001.json"])
def test_2_where_a_file_is_damaged(
    file: str, two_nights: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (two_nights.folder / "snapshots" / file).write_text("[" * 100_000)
    code, output = verified(two_nights, monkeypatch)
    assert code == 2
    assert f"Cannot read snapshots/{file}" in output


def test_a_snapshot_of_another_version_stops_no_night(two_nights: Office) -> None:
    for path in (two_nights.folder / "snapshots").glob("2026*.json"):
        told = json.loads(path.read_bytes())
        path.write_text(json.dumps(told | {"snapshot": "cchc-audit-snapshot/99"}))
    two_nights.run(THIRD)
    document = two_nights.report()
    assert document["previous"] is None
    assert document["changes"] is None
    warned = [w["text"] for w in document["warnings"] if w["code"] == "snapshot_foreign"]
    assert [text for text in warned if "99" in text] == warned
    assert len(warned) == 2


def test_a_day_made_up_for_that_is_not_kept_is_said(
    two_nights: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cchc_audit.analysis.snapshots.retention.DAILIES", 1)
    told = held(two_nights.run(FIRST - timedelta(days=1)).document)
    assert "not_kept" in {warned["code"] for warned in told["warnings"]}
    assert not list((two_nights.folder / "snapshots").glob("2026-03-10*.parquet"))
