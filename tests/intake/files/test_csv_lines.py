"""Records are taken apart alike by both ways, whatever their quotes."""

import random

import pytest

from cchc_audit.intake.files import csv_lines
from cchc_audit.intake.files.csv_lines import join, split_record


def test_quoted_cells_are_split_as_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(3)
    texts = ["".join(draw.choices('"",;a\n', k=draw.randrange(12))) for _ in range(20_000)]
    found = [split_record(text, ",") for text in texts]
    met: list[bool] = []
    split_plain = csv_lines._split_plain

    def not_plain(record: str, delimiter: str) -> None:
        met.append(split_plain(record, delimiter) is not None)

    monkeypatch.setattr(csv_lines, "_split_plain", not_plain)
    assert [split_record(text, ",") for text in texts] == found
    assert {True, False} <= set(met)


def test_what_is_joined_is_split_into_the_same() -> None:
    cells = ["", "a, b", 'c "d"', "e\nf", "g"]
    assert split_record(join(cells, ","), ",") == cells
