"""Rows that end in one way here and in another there, and headers glued to the row above them."""

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.intake.files import delimited
from cchc_audit.intake.files.lines import guard
from intake.damage.files import marks
from intake.exports import faults, opened
from intake.files.twelve import HEADER, ROWS, as_csv, read

LINES = as_csv().splitlines()
TURNED = (*HEADER[:5], HEADER[6], HEADER[5], *HEADER[7:])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = tmp_path_factory.mktemp("whole") / "a.csv"
    path.write_text(as_csv(), encoding="utf-8")
    return read(path)


def _write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def _ended(*ends: str, lines: Sequence[str] = LINES) -> str:
    return "".join(map("".join, zip(lines, itertools.cycle(ends), strict=False)))


ENDS: dict[str, str] = {
    "by turns": _ended("\r\n", "\r", "\n"),
    "the header by CR": _ended("\r", "\n", "\r\n"),
    "all but the header by CR": LINES[0] + "\n" + _ended("\r", lines=LINES[1:]),
    "first by CR": _ended("\r", lines=LINES[:8]) + _ended("\n", lines=LINES[8:]),
    "last by CR": _ended("\n", lines=LINES[:8]) + _ended("\r", lines=LINES[8:]),
    "no end at the end": _ended("\r\n", "\r", "\n")[:-1],
    "titles and sums": "DANH SÁCH\rTháng 2\r\n"
    + _ended("\r\n", "\r", "\n")
    + "Tổng cộng: 12\rKý tên\r",
    "titles by CR": "DANH SÁCH\rTháng 2\r" + _ended("\r\n", "\r", "\n"),
    "CR before CRLF": _ended("\r\r\n"),
}


@pytest.mark.parametrize("name", ENDS)
def test_line_ends_that_differ(name: str, whole: pl.DataFrame, tmp_path: Path) -> None:
    found = opened(_write(tmp_path / "a.csv", ENDS[name]))
    assert faults(found) == {}
    assert read(tmp_path / "a.csv").equals(whole)
    assert marks(found) == set()


@pytest.mark.parametrize("break_", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("ends", [("\n",), ("\r\n",), ("\r",), ("\n", "\r"), ("\r\n", "\r", "\n")])
def test_breaks_in_quoted_cells_are_no_line_ends(
    ends: tuple[str, ...], break_: str, whole: pl.DataFrame, tmp_path: Path
) -> None:
    broken = [
        line.replace("UBND xã", f'"UBND{break_}xã', 1)
        .replace("Gò Đá", 'Gò Đá"')
        .replace("Gò Trăng", 'Gò Trăng"')
        for line in LINES
    ]
    assert read(_write(tmp_path / "a.csv", _ended(*ends, lines=broken))).equals(whole)


def test_a_return_in_a_cell_without_quotes_stays_in_it(tmp_path: Path, whole: pl.DataFrame) -> None:
    assert read(_write(tmp_path / "a.csv", as_csv().replace("UBND xã", "UBND\rxã"))).equals(whole)


def test_a_row_among_them_that_cannot_be_read_is_named_alone(tmp_path: Path) -> None:
    short = [*LINES[:4], LINES[4].rpartition(",")[0], *LINES[5:]]
    text = LINES[0] + "\n" + _ended("\r", lines=short[1:])
    assert faults(opened(_write(tmp_path / "a.csv", text))) == {5: "cells_too_few"}


@pytest.mark.parametrize("chunk", [200, 700])
def test_a_return_far_below(
    chunk: int, whole: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(guard, "_CHUNK", chunk)
    monkeypatch.setattr(delimited, "SAMPLE", 400)
    assert read(_write(tmp_path / "a.csv", ENDS["last by CR"])).equals(whole)


def _other(order: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [dict(zip(HEADER, row, strict=True)) for row in rows]
    return "".join(
        ",".join(cells) + "\n"
        for cells in (order, *([row[name] for name in order] for row in lines))
    )


GLUE: dict[str, Callable[[str], str]] = {
    "nothing between": lambda text: text,
    "a byte order mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("glue", GLUE)
@pytest.mark.parametrize("order", [HEADER, TURNED, HEADER[1:], TURNED[1:]])
def test_a_header_glued_to_the_row_above(
    order: tuple[str, ...], glue: str, whole: pl.DataFrame, tmp_path: Path
) -> None:
    """The first of two files has no line end at its end."""
    text = as_csv(ROWS[:5])[:-1] + GLUE[glue](_other(order, ROWS[5:]))
    found = opened(_write(tmp_path / "a.csv", text))
    assert faults(found) == {}
    assert read(tmp_path / "a.csv").equals(whole)
    assert marks(found) == (set() if order == HEADER else {("shifted_header", None)})
    lines = found.rows.sort("source", "source_line").collect()["source_line"]
    assert lines.to_list() == [*range(2, 14)]


def test_a_quoted_header_glued_to_a_quoted_row(whole: pl.DataFrame, tmp_path: Path) -> None:
    def quoted(text: str) -> str:
        return "".join('"' + line.replace(",", '","') + '"\n' for line in text.splitlines())

    text = quoted(as_csv(ROWS[:5]))[:-1] + quoted(_other(TURNED, ROWS[5:]))
    assert read(_write(tmp_path / "a.csv", text)).equals(whole)


def test_a_row_that_cannot_be_told_from_the_header_behind_it_is_rejected(tmp_path: Path) -> None:
    other = _other(TURNED, ROWS[5:]).replace("STT", "Bất kỳ", 1)
    found = opened(_write(tmp_path / "a.csv", as_csv(ROWS[:5])[:-1] + other))
    assert faults(found) == {6: "cells_too_few"}
    assert len(read(tmp_path / "a.csv").filter(pl.col("fault").is_null())) == 11


def test_a_row_too_long_whose_cells_are_no_header(tmp_path: Path) -> None:
    long = LINES[3] + ",Mã hồ sơ,x,y,z,u,v"
    text = "\n".join((*LINES[:3], long, *LINES[4:])) + "\n"
    assert faults(opened(_write(tmp_path / "a.csv", text))) == {4: "cells_too_many"}
