"""How many queries a small file costs: each takes as long for two hundred rows as for thousands."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from cchc_audit.products.demo import write_province
from cchc_audit.texts import Texts

ROWS, MANY = 1200, 12
MOST = 60
"""A file costs forty to fifty; in November it was a hundred and fifty, with fewer questions."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ways in which polars was asked, once for each query."""
    met: list[str] = []
    for name in ("collect", "_collect_eager"):
        ask = getattr(pl.LazyFrame, name)

        def noted(*given: Any, ask: Any = ask, name: str = name, **how: Any) -> Any:
            met.append(name)
            return ask(*given, **how)

        monkeypatch.setattr(pl.LazyFrame, name, noted)
    return met


def test_a_small_file_costs_few_queries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_province(tmp_path / "tinh", rows=ROWS, seed=2, texts=Texts("vi"))
    header, *rows = (tmp_path / "tinh" / "export.csv").read_text("utf-8-sig").splitlines(True)
    for n in range(MANY):
        part = rows[n * len(rows) // MANY : (n + 1) * len(rows) // MANY]
        (tmp_path / f"{n}.csv").write_text(header + "".join(part), "utf-8")

    def queries(files: int) -> int:
        asked.clear()
        names = [f"{n}.csv" for n in range(files)]
        words = ["communes", *names, "--as-of", "30/06/2026", "--format", "json", "-q"]
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.stderr
        return len(asked)

    one = queries(1)
    assert one
    assert queries(MANY) - one <= (MANY - 1) * MOST
