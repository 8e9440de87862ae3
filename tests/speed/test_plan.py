"""Nothing in a large run falls back to the in-memory engine unseen."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from cchc_audit.audit import apart, dataset
from cchc_audit.cli.app import app
from cchc_audit.intake.files import delimited
from cchc_audit.products.demo import write_province
from cchc_audit.texts import Texts

FALLBACK = re.compile(r"in-memory-(?!source|sink)")
"""Steps of a streaming plan that hand all rows to the other engine at once."""


def steps(plan: pl.LazyFrame) -> set[str]:
    """The kinds of steps in the plan as the streaming engine runs it."""
    graph = plan.show_graph(engine="streaming", plan_stage="physical", raw_output=True)
    assert graph is not None
    return {label.partition("\\n")[0] for label in re.findall(r'label="([^"]*)"', graph)}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tinh") / "mau"
    write_province(folder, rows=400, seed=3, texts=Texts("vi"))
    return folder


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[pl.LazyFrame]:
    """The plans that are run as those of a large export."""
    met: list[pl.LazyFrame] = []
    collect_all, collect = pl.collect_all, pl.LazyFrame.collect

    def all_of(frames: Sequence[pl.LazyFrame], **how: Any) -> Any:
        if how["engine"] == "streaming":
            met.extend(frames)
        else:
            assert not any("SCAN" in frame.explain().replace("DF SCAN", "") for frame in frames)
        return collect_all(frames, **how)

    def one(frame: pl.LazyFrame, **how: Any) -> Any:
        if how.get("engine") == "streaming":
            met.append(frame)
        return collect(frame, **how)

    monkeypatch.setattr(pl, "collect_all", all_of)
    monkeypatch.setattr(pl.LazyFrame, "collect", one)
    monkeypatch.setattr(dataset, "_SMALL", 0)
    monkeypatch.setattr(delimited, "_FEW", 0)
    return met


def test_a_step_in_memory_would_be_seen() -> None:
    plan = pl.LazyFrame({"a": [1, 2]}).map_batches(lambda frame: frame)
    assert any(FALLBACK.search(step) for step in steps(plan))


@pytest.mark.parametrize(
    ("files", "few"),
    [("export.csv", 0), ("export.csv export-sau.csv", 0), ("export.csv export-sau.csv", 100_000)],
    ids=["one", "twice", "put right"],
)
@pytest.mark.parametrize(
    "command",
    [
        "communes",
        "communes --channel online --from 01/01/2026",
        "late",
        "due --within 5",
        "assess",
        "summary --by officer,month",
    ],
)
def test_the_plan_stays_in_the_stream(
    command: str,
    files: str,
    few: int,
    province: Path,
    plans: list[pl.LazyFrame],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(province)
    monkeypatch.setattr(apart, "_FEW", few)
    line = f"{command} {files} --as-of 30/06/2026 --format json -q"
    done = CliRunner().invoke(app, line.split())
    assert done.exit_code == 0, done.stderr
    kinds = [steps(plan) for plan in plans]
    assert any("csv-scan" in step or "multi-scan" in step for found in kinds for step in found)
    assert [step for found in kinds for step in found if FALLBACK.search(step)] == []
