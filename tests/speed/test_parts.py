"""A year in parts is the year: several files in different shapes give the figures of the whole."""

import csv
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cchc_audit.audit import dataset
from cchc_audit.cli.app import app
from cchc_audit.products.demo import write_province
from cchc_audit.texts import Texts

ROWS = 900
COMMANDS = ("communes", "late", "assess", "summary --by month,procedure", "due --within 5")
PARTS = ("part-1.csv", "part-2.csv", "part-3.csv")
PLACE = ("source_file", "source_line")
"""Where a row stands, which is another place in a part."""


@cache
def rows_of(words: str, *files: str, small: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The sums of rows read and the rows of an answer, without where they stood; run once for all
    tests. `small`: up to so many bytes an export is read in memory.
    """
    assert small == dataset._SMALL
    name, *options = words.split()
    line = [name, *files, *options, "--as-of", "30/06/2026", "--format", "json", "-q"]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    rows = [{k: v for k, v in row.items() if k not in PLACE} for row in answer["rows"]]
    return answer["input"], rows


def written(path: Path, rows: Sequence[Sequence[str]], *, encoding: str, delimiter: str) -> str:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return path.name


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The province with its export cut into three: UTF-8, UTF-16 with tabs and its columns the
    other way round, and UTF-8 with semicolons and its rows backwards.
    """
    folder = tmp_path_factory.mktemp("tinh") / "mau"
    write_province(folder, rows=ROWS, seed=5, texts=Texts("vi"))
    with (folder / "export.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    a, b, c = rows[:300], rows[300:500], rows[500:]
    written(folder / "part-1.csv", [head, *a], encoding="utf-8", delimiter=",")
    turned = [row[::-1] for row in (head, *b)]
    written(folder / "part-2.csv", turned, encoding="utf-16", delimiter="\t")
    written(folder / "part-3.csv", [head, *c[::-1]], encoding="utf-8-sig", delimiter=";")
    # Twenty dossiers of the first part once more, in a file of their own.
    written(folder / "again.csv", [head, *a[:20]], encoding="utf-8", delimiter=";")
    return folder


@pytest.fixture(params=[0, 1 << 40], ids=["streaming", "in memory"], autouse=True)
def small(request: pytest.FixtureRequest, province: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.chdir(province)
    monkeypatch.setattr(dataset, "_SMALL", request.param)
    chosen: int = request.param
    return chosen


def ordered(rows: Sequence[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    """Dossiers in the order of the files come in another order where the files have one."""
    if words != "assess":
        return list(rows)
    return sorted(rows, key=lambda row: str(row["dossier_id"]))


@pytest.mark.parametrize("words", COMMANDS)
def test_three_parts_are_the_whole(words: str, small: int) -> None:
    sums, whole = rows_of(words, "export.csv", small=small)
    assert whole
    parts_sums, parts = rows_of(words, *PARTS, small=small)
    assert ordered(parts, words) == ordered(whole, words)
    counts = ("rows_read", "rows_rejected", "duplicates", "assessed")
    assert [parts_sums[name] for name in counts] == [sums[name] for name in counts]


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("files", [("part-*.csv", "again.csv"), ("again.csv", "part-*.csv")])
def test_dossiers_of_two_parts_count_once(words: str, files: tuple[str, str], small: int) -> None:
    """Named by a pattern, which gives the parts as they are named one by one."""
    _, whole = rows_of(words, "export.csv", small=small)
    sums, parts = rows_of(words, *files, small=small)
    assert ordered(parts, words) == ordered(whole, words)
    assert (sums["rows_read"], sums["duplicates"], sums["assessed"]) == (ROWS + 20, 20, ROWS)


@pytest.mark.parametrize("words", ["communes", "late", "summary --by month,procedure"])
def test_the_order_of_the_parts_does_not_matter(words: str, small: int) -> None:
    forwards = rows_of(words, *PARTS, small=small)[1]
    backwards = rows_of(words, *PARTS[2:], *PARTS[:2], small=small)[1]
    assert forwards == backwards
