"""The first rows of a large file are those of its frame, and not read by way of it."""

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.lines import guard
from cchc_audit.intake.files.lines.scan import scan_text
from cchc_audit.intake.files.readers import read_tables
from cchc_audit.intake.files.sample import read_first

ROWS = 600
NAMES = ("ma", "ngay", "ghi chu")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_CHUNK", 2_000)
    monkeypatch.setattr(guard, "_PEEK", 500)


def body(folder: Path, odd: dict[int, str]) -> Body:
    lines = [f'H26-{n:04},05/01/2026,"Xã Bến Sương, {n}"' for n in range(ROWS)]
    for place, line in odd.items():
        lines[place] = line
    path = folder / "a.csv"
    path.write_text("\n".join([",".join(NAMES), *lines]) + "\n", encoding="utf-8")
    ask = Ask(lambda cells, _=0: sum(cell in NAMES for cell in cells), 1 << 20)
    [found] = read_tables(str(path), ask).bodies
    return found


@pytest.mark.parametrize("rows", [1, 90, 500, 5_000])
@pytest.mark.parametrize(
    "odd",
    [{}, {7: "", 40: "H26-x,05/01/2026", 300: "Tổng số,,"}, {9: "H26-y,06/01/2026,a,b"}],
    ids=["sound", "blank, short, a sum", "long"],
)
def test_the_first_rows(
    rows: int, odd: dict[int, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = body(tmp_path, odd)
    expected = found.frame.head(rows).collect()
    read: list[int] = []

    def counted(source: bytes, **how: object) -> pl.LazyFrame:
        read.append(len(source))
        return scan_text(source, **how)  # type: ignore[arg-type]

    monkeypatch.setattr("cchc_audit.intake.files.sample.scan_text", counted)
    assert_frame_equal(read_first(found, rows), expected)
    assert found.examined is not None
    assert [size < 150 * rows + 2_500 for size in read] == [True]


def test_a_frame_that_was_changed_is_asked_itself(tmp_path: Path) -> None:
    found = body(tmp_path, {})
    later = found._replace(frame=found.frame.filter(pl.col("c0") > "H26-0100"))
    assert read_first(later, 1)["c0"].to_list() == ["H26-0101"]
