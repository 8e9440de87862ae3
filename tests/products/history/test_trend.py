"""The course over the snapshots: what a difference is taken from, what is marked, who is one."""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import jsonschema
import polars as pl
import pytest
from typer.testing import CliRunner

from cchc_audit.analysis.snapshots import Store
from cchc_audit.analysis.summary import Key
from cchc_audit.cli.app import app
from cchc_audit.products.history.trend import columns_of, trend
from cchc_audit.products.history.trend_chart import rates_chart
from cchc_audit.products.history.trend_page import (
    bars,
    course_page,
    find_gaps,
    find_shrunk,
    lines_of,
)
from cchc_audit.render.document import Grid, Prose
from cchc_audit.render.writers.json_text import schema
from cchc_audit.texts import Texts

from .exports import DONE, NOW, THEN, moved, taken

FIRST = date(2026, 3, 2)
EN = Texts("en")


def course(*nights: tuple[int, int, int, int]) -> pl.DataFrame:
    """Nights as (day from the first, dossiers, resolved, in time), of one commune and the total."""
    columns = columns_of(Key.COMMUNE)
    rows = []
    for day, total, resolved, good in nights:
        counts = {"total": total, "resolved": resolved, "on_time_rate": good / resolved}
        for name in ("Xã Gò Trăng", None):
            given = {"as_of_day": FIRST + timedelta(day), "commune": name, **counts}
            rows.append({"overdue": 1, "pending": 1, "incomplete": False, **given})
    return pl.DataFrame([{n: row.get(n) for n in columns} for row in rows]).select(columns)


def shown(frame: pl.DataFrame) -> tuple[list[str], str]:
    """The cells of the commune, and what stands under the table."""
    page = course_page(frame, by=Key.COMMUNE, as_of=datetime(2026, 4, 1), texts=EN, folder="x")
    grid, prose = page.document.parts
    assert isinstance(grid, Grid)
    assert isinstance(prose, Prose)
    return [str(cell) for cell in grid.lines[0]], " ".join(map(str, prose.sentences))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [((100, 20, 19), (100, 40, 36), "−5.0"), ((100, 19, 19), (100, 40, 36), "–"),
     ((100, 40, 38), (100, 19, 19), "–")],
)  # fmt: skip
def test_a_rate_is_compared_where_enough_is_resolved(
    first: tuple[int, int, int], last: tuple[int, int, int], said: str
) -> None:
    cells, under = shown(course((0, *first), (1, *last)))
    assert cells[3] == said
    assert "Changes: from 02/03/2026 to 03/03/2026" in under


def test_bars_and_caption_are_over_the_same_nights() -> None:
    cells, under = shown(course(*((day, 100, 40, 36 + day % 3) for day in range(40))))
    assert len(cells[4]) == 30
    assert under.startswith("30 snapshots from 12/03/2026 to 10/04/2026")
    assert "Changes: from 12/03/2026" in under
    assert "Of 40 snapshots in all" in under
    # 37 of 40 on the first night shown (10 % 3 = 1), 36 on the last.
    assert cells[3] == "−2.5"


def test_gaps_and_shrunk_nights_are_marked() -> None:
    """A week-end is no gap, nine days are; half an export that is whole again the night after."""
    nights = [(0, 100, 40, 38), (3, 100, 40, 37), (12, 50, 20, 20), (13, 102, 40, 36)]
    cells, under = shown(course(*nights))
    assert cells[4][2:4] == "┆×"
    assert len(cells[4]) == 5
    assert "×" in under
    assert "┆" in under
    assert cells[3] == "−5.0"
    days, lines = lines_of(course(*nights), Key.COMMUNE, EN)
    assert (find_gaps(days), find_shrunk(lines)) == (frozenset({2}), frozenset({2}))


def test_nothing_is_compared_with_part_of_an_export() -> None:
    cells, under = shown(course((0, 100, 40, 38), (1, 50, 30, 30)))
    assert cells[3] == cells[6] == "–"
    assert "Changes" not in under
    # A new year begins with fewer dossiers and stays there: no night of it is short.
    _, lines = lines_of(course((0, 100, 40, 38), (1, 10, 5, 5), (2, 12, 6, 6)), Key.COMMUNE, EN)
    assert find_shrunk(lines) == frozenset()


def test_nights_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """A damaged manifest and one of another version: neither is passed over in silence."""
    folder = tmp_path / "snaps"
    for night in range(3):
        taken(folder, {"A": DONE}, THEN + timedelta(night))
    first, second, _ = sorted(folder.glob("2026*.json"))
    first.write_text("{", encoding="utf-8")
    told = json.loads(second.read_bytes()) | {"snapshot": "cchc-audit-snapshot/9"}
    second.write_text(json.dumps(told), encoding="utf-8")
    done = CliRunner().invoke(app, ["trend", "--folder", str(folder), "--lang", "en"])
    assert done.exit_code == 0, done.output
    under = " ".join(done.stdout.split())
    assert f"{first.name}: this manifest cannot be read" in under
    assert f"{second.name}: written by another version" in under
    line = ["trend", "--folder", str(folder), "--format", "json"]
    done = CliRunner().invoke(app, line)
    document = json.loads(done.stdout)
    jsonschema.validate(document, schema())
    assert [(part["file"], part["reason"]) for part in document["unread"]] == [
        (first.name, "manifest_unreadable"),
        (second.name, "manifest_foreign"),
    ]
    assert first.name in done.stderr
    third = max(folder.glob("2026*.json"))
    third.write_text("[]", encoding="utf-8")
    refused = CliRunner().invoke(app, line)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert first.name in refused.stderr


@pytest.mark.parametrize("harm", ["cut", "removed"])
def test_data_that_cannot_be_read_is_named(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "snaps"
    for night in range(2):
        taken(folder, {"A": DONE}, THEN + timedelta(night))
    first, second = sorted(folder.glob("2026*.parquet"))
    if harm == "cut":
        first.write_bytes(first.read_bytes()[:300])
    else:
        first.unlink()
    line = ["trend", "--folder", str(folder), "--by", "month", "--lang", "en"]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    assert f"One snapshot is missing here. {first.name}: the data" in " ".join(done.stdout.split())
    second.write_bytes(b"PAR1")
    refused = CliRunner().invoke(app, line)
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_bars() -> None:
    assert bars([0.0, None, 1.0], 0.0, 1.0) == "▁·█"
    assert bars([0.0, 0.5, 1.0], 0.0, 1.0, gaps=frozenset({0, 2}), shrunk=frozenset({1})) == "▁×┆█"


def test_the_axis_is_to_scale_in_time() -> None:
    """Days 0, 1 and 10: the second stands a tenth of the way."""
    days, lines = lines_of(course(*((d, 100, 40, 36) for d in (0, 1, 10))), Key.COMMUNE, EN)
    svg = rates_chart(days, lines, EN)
    dots = re.findall(r'<circle cx="([\d.]+)"', svg)
    at = sorted({round(float(x)) for x in dots})
    assert len(at) == 3
    assert (at[1] - at[0]) / (at[2] - at[0]) == pytest.approx(0.1, abs=0.01)


def test_communes_that_merged_are_one_line(tmp_path: Path) -> None:
    old = {"A": DONE, "B": moved(DONE, commune="Xã Suối Mây")}
    taken(tmp_path / "s", old, THEN)
    taken(tmp_path / "s", {"A": DONE, "B": DONE}, NOW)
    joined = {"Xã Suối Mây": "Xã Gò Trăng"}
    for by, extra in ((Key.COMMUNE, ()), (Key.COMMUNE, ("Gò Trăng",))):
        frame = trend(
            Store(tmp_path / "s"),
            by=by,
            communes=extra,
            canonical=lambda name: joined.get(name, name),
        ).frame
        of_commune = frame.filter(pl.col("commune") == "Xã Gò Trăng")
        assert of_commune["total"].to_list() == [2, 2]
        assert frame["commune"].drop_nulls().unique().to_list() == ["Xã Gò Trăng"]
