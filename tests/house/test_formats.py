"""Every format has a golden file; the binary ones as the text of what they hold.

`UPDATE_GOLDEN=1 pytest tests/house` rewrites the latter.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from pypdf import PdfReader
from support.golden import GOLDEN, held

from cchc_audit.render.formats import BINARY, SUFFIXES, Format, write
from cchc_audit.render.report import Provenance, Report
from cchc_audit.render.report_kinds import COMMUNES
from cchc_audit.texts import Texts

HELD_AS = {Format.TABLE: (".table", "-100.txt"), **{form: (f".{form}.txt",) for form in BINARY}}


@pytest.mark.parametrize("form", Format)
def test_every_format_has_a_golden_file(form: Format) -> None:
    endings = HELD_AS.get(form, (f".{form}",))
    assert [path for path in GOLDEN.rglob("*") if path.name.endswith(endings)]


@pytest.mark.parametrize("form", Format)
def test_every_format_has_a_suffix(form: Format) -> None:
    assert form in SUFFIXES.values()


def report() -> Report:
    """Two invented communes and a total."""
    rows = pl.LazyFrame(
        {
            "commune": ["Xã Suối Mây", "=Xã Gò Trăng", None],
            "total": [250, 150, 400],
            "early": [171, 62, 233],
            "late": [1, 9, 10],
            "on_time_rate": [231 / 232, 106 / 115, 337 / 347],
            "processing_median": [2.0, 3.0, None],
        }
    )
    provenance = Provenance(
        files=("a.csv", "b.csv"),
        rows_read=408,
        rows_rejected=5,
        duplicates=3,
        assessed=400,
        layout_rows=9,
        as_of=datetime(2026, 4, 1),
        options=(("as-of", "31/03/2026"),),
        version="0.0.0",
        calendar_digest="calendar",
        catalogue_digest="catalogue",
        official_through=date(2026, 12, 31),
        provisional=0,
    )
    return Report(COMMUNES, rows, 2, 2, provenance, keys=("commune",), has_total=True)


def told(path: Path) -> Iterator[str]:
    """What a binary file holds, as text: sheets or columns with their types, then the rows."""
    if path.suffix == ".pdf":
        for number, page in enumerate(PdfReader(path).pages, start=1):
            yield f"[{number}]"
            yield page.extract_text()
        return
    frames: dict[str, pl.DataFrame]
    if path.suffix == ".xlsx":
        book = fastexcel.read_excel(path)
        frames = {
            name: pl.DataFrame(book.load_sheet(name, header_row=None)) for name in book.sheet_names
        }
    else:
        frames = {"parquet": pl.read_parquet(path)}
    for name, frame in frames.items():
        yield f"[{name}] {len(frame)} x {frame.width}"
        if path.suffix == ".parquet":
            yield ", ".join(f"{column}: {kind}" for column, kind in frame.schema.items())
        for row in frame.iter_rows():
            yield " | ".join("" if cell is None else str(cell) for cell in row)


@pytest.mark.parametrize("form", sorted(BINARY))
def test_binary_formats(form: Format, tmp_path: Path) -> None:
    path = tmp_path / f"communes.{form}"
    write(report(), path, format=form, texts=Texts("vi"))
    text = "\n".join(told(path)) + "\n"
    held(f"house/communes.{form}.txt", text)
