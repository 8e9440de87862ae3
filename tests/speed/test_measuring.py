"""The bench measures what it says: same figures from the peers, the right columns in the bare read.

Nothing here is timed.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bench import generate, report
from bench.__main__ import _gate
from bench.bare import COLUMNS
from bench.cases import COMMUNES, DUCKDB, GATE, WITHOUT, gates
from bench.measure import ROOT, Case, Run, ratio
from bench.peers import FIGURES

ROWS, TWICE = 3000, 4


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "DATA", folder)
        generate.calendar_csv()
        generate.terms_csv()
        return generate.dossiers_csv(ROWS)


def run(*words: str) -> bytes:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def peer(module: str, data: Path) -> bytes:
    tables = (data.parent / "calendar.csv", data.parent / "terms.csv")
    return run("-m", module, str(data), *map(str, tables), "2026-06-30")


def ours(data: Path) -> bytes:
    words = ("--as-of", generate.AS_OF, "--format", "json", "-q")
    return run("-m", "cchc_audit", "communes", str(data), *words)


def found(output: bytes) -> list[Run]:
    return [Run(1.0, 1.0, 1, output)]


def test_the_file_is_what_the_bench_says_of_it(data: Path) -> None:
    export = pl.read_csv(data, infer_schema=False)
    assert tuple(export.columns) == tuple(generate.HEADERS.values())
    assert len(export) == ROWS
    assert export["Mã hồ sơ"].n_unique() == ROWS
    assert export["Đơn vị giải quyết"].n_unique() > 250
    assert 150 < data.stat().st_size / ROWS < 260
    still = export["Trạng thái"].is_in(["Đang xử lý", "Được tiếp nhận", "Yêu cầu bổ sung"])
    assert 0.05 < still.mean() < 0.09  # type: ignore[operator]
    assert set(COLUMNS) <= set(export.columns)


def test_sql_comes_to_the_same_figures(data: Path) -> None:
    runs = {COMMUNES: found(ours(data)), DUCKDB: found(peer("bench.peers.duckdb_sql", data))}
    assert report.disagreement(runs) is None
    total = dict(zip(FIGURES, json.loads(runs[DUCKDB][0].output)["total"], strict=True))
    assert total["total"] == ROWS
    assert 0.03 < (total["late"] + total["overdue"]) / ROWS < 0.09
    assert all(total[name] for name in ("early", "on_time", "pending", "suspended", "withdrawn"))


def test_data_frames_come_to_the_same_figures(data: Path) -> None:
    pytest.importorskip("pandas")
    assert json.loads(peer("bench.peers.pandas_busday", data)) == json.loads(
        peer("bench.peers.duckdb_sql", data)
    )


def test_a_peer_that_counts_otherwise_is_noticed(data: Path) -> None:
    theirs: dict[str, Any] = json.loads(peer("bench.peers.duckdb_sql", data))
    runs = {COMMUNES: found(ours(data))}
    theirs["total"][3] += 1
    runs[DUCKDB] = found(json.dumps(theirs).encode())
    assert "total" in (report.disagreement(runs) or "")
    theirs["total"][3] -= 1
    theirs["twice"] = 7
    runs[DUCKDB] = found(json.dumps(theirs).encode())
    assert "7" in (report.disagreement(runs) or "")


def test_duplicates_are_made_on_request_and_found(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "DATA", tmp_path)
        generate.calendar_csv()
        generate.terms_csv()
        data = generate.dossiers_csv(ROWS, duplicates=TWICE)
    assert len(data.read_bytes().splitlines()) == ROWS + 1
    assert json.loads(peer("bench.peers.duckdb_sql", data))["twice"] == TWICE
    assert json.loads(ours(data))["input"]["duplicates"] == TWICE


def test_the_bare_read_reads_what_communes_reads(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cchc_audit.cli.app import app

    plans: list[str] = []
    collect_all = pl.collect_all

    def noted(frames: list[pl.LazyFrame], **options: Any) -> list[pl.DataFrame]:
        plans.extend(frame.explain(engine="streaming") for frame in frames)
        answers: list[pl.DataFrame] = collect_all(frames, **options)
        return answers

    monkeypatch.setattr(pl, "collect_all", noted)
    with pytest.raises(SystemExit):
        app(["communes", str(data), "--as-of", generate.AS_OF, "--limit", "1", "-q"])
    places = {int(place) for plan in plans for place in re.findall(r'col\("c(\d+)"\)', plan)}
    names = list(generate.HEADERS.values())
    assert {names[place] for place in places} == set(COLUMNS)


def test_ratios_are_those_of_medians() -> None:
    def runs(*seconds: float) -> list[Run]:
        return [Run(s, s, 1, b"") for s in seconds]

    case = Case("a", (), "b", 3.3)
    assert ratio({"a": runs(9, 2, 4), "b": runs(1, 2, 50)}, case) == 2
    assert ratio({"a": runs(1)}, case) is None


def test_a_gate_that_is_missed_fails_from_a_million_rows_on(data: Path) -> None:
    def runs(seconds: float) -> dict[str, list[Run]]:
        return {"bare read": [Run(9, 1, 1, b"")], WITHOUT: [Run(1, seconds, 1, b"")]}

    assert gates(data) == {WITHOUT: GATE}
    assert _gate(runs(GATE - 0.1), gates(data), rows=1_000_000) == 0
    assert _gate(runs(GATE + 0.1), gates(data), rows=1_000_000) == 1
    assert _gate(runs(GATE + 0.1), gates(data), rows=999_999) == 0


def test_the_record_goes_between_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "performance.md"
    page.write_text("before\n<!-- growth -->\nold\n<!-- end of growth -->\nafter\n")
    monkeypatch.setattr(report, "PAGE", page)
    report.record("growth", "new")
    report.record("growth", "newer")
    expected = "before\n<!-- growth -->\n\nnewer\n\n<!-- end of growth -->\nafter\n"
    assert page.read_text() == expected
