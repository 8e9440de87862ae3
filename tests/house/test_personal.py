"""Personal data stands in no golden file and in no block of the documentation."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc_audit.core.columns import BY_NAME, PERSONAL
from cchc_audit.intake.values.text import clean, fold_header
from cchc_audit.texts import LANGS, Texts

from .source import ROOT

GOLDEN = ROOT / "tests" / "golden"
EXPORTS = sorted(ROOT.glob("sample_data/*.csv"))
HEADERS = {fold_header(header) for name in PERSONAL for header in BY_NAME[name].headers}
SHOWN = {".md", ".svg"}
HELD = sorted(
    [
        *(path for path in GOLDEN.rglob("*") if path.is_file()),
        *(path for path in (ROOT / "docs").rglob("*") if path.suffix in SHOWN),
        *ROOT.glob("*.md"),
    ]
)


def personal_cells() -> Iterator[str]:
    """Every value of the personal columns of the sample exports."""
    for path in EXPORTS:
        text = path.read_text(encoding="utf-8-sig")
        delimiter = ";" if text.count(";") > text.count(",") else ","
        rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
        [header] = [row for row in rows if sum(fold_header(cell) in HEADERS for cell in row) > 1]
        places = [place for place, cell in enumerate(header) if fold_header(cell) in HEADERS]
        for row in rows[rows.index(header) + 1 :]:
            if len(row) == len(header) and not row[places[0]].isdecimal():
                yield from (clean(row[place]) for place in places if len(row[place]) > 4)


CELLS = frozenset(personal_cells())


def test_there_is_something_to_look_for() -> None:
    assert len(CELLS) > 400
    assert any(re.fullmatch(r"09\d{8}", cell) for cell in CELLS)


@pytest.mark.parametrize("path", HELD, ids=[path.name for path in HELD])
def test_no_personal_cell(path: Path) -> None:
    text = clean(path.read_text(encoding="utf-8"))
    assert [cell for cell in CELLS if cell in text] == []
    assert re.findall(r"\b09\d{8}\b", text) == []


@pytest.mark.parametrize("path", [p for p in HELD if p.suffix in {".csv", ".json"}], ids=str)
def test_no_personal_column_where_machines_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        columns = set(next(csv.reader(text.splitlines())))
    else:
        found = json.loads(text)
        columns = {key for row in found.get("rows", found.get("dossiers", [])) for key in row}
    assert columns & set(PERSONAL) == set()


@pytest.mark.parametrize(
    "path",
    [p for p in HELD if p.suffix in {".txt", ".table", ".html"} and not p.name.startswith("check")],
    ids=str,
)
def test_no_personal_label_where_people_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    labels = {Texts(lang)(f"column.{name}") for lang in LANGS for name in PERSONAL}
    assert [label for label in labels if re.search(rf"\b{label}\b", text)] == []
