"""Quotes and delimiters where no program puts them: the same rows as of the CSV."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from intake.exports import opened
from intake.files.twelve import HEADER, ROWS, as_csv, read

NAMED = tuple((*row[:3], f"{row[3]}, cấp xã", *row[4:]) for row in ROWS)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _few(text: str) -> str:
    return _quoted(text) if "," in text else text


def _lines(mark: str, cell: Callable[[str], str] = _few) -> list[str]:
    return [mark.join(map(cell, row)) for row in (HEADER, *NAMED)]


RIGHT = "\n".join(_lines(",")) + "\n"
READ = {
    "whole lines in quotes": "\n".join(map(_quoted, _lines(","))),
    "whole lines in quotes, and cells": "\r\n".join(_quoted(x) for x in _lines(",", _quoted)),
    "whole lines below a header": "\n".join((_lines(",")[0], *map(_quoted, _lines(",")[1:]))),
    "whole lines where a quote stands": "\n".join(
        _quoted(line) if '"' in line else line for line in _lines(";", lambda x: _few(x))
    ),
    "whole lines, blank cells behind": "\n".join(f"{_quoted(x)},,," for x in _lines(",")),
    "a blank before every quote": "\n".join(_lines(", ", _quoted)),
    "a blank before some quotes": "\n".join(_lines(", ")),
    "blanks around every quote": "\n".join(_lines(" , ", _quoted)),
    "caret": "\n".join(_lines("^")),
    "tilde": "\n".join(_lines("~")),
    "broken bar": "\n".join(_lines("¦")),
}


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = tmp_path_factory.mktemp("right") / "a.csv"
    path.write_text(RIGHT, encoding="utf-8")
    assert len(read(path)) == len(ROWS)
    return read(path)


@pytest.mark.parametrize("form", READ)
def test_the_same_rows(form: str, tmp_path: Path, right: pl.DataFrame) -> None:
    path = tmp_path / "a.csv"
    path.write_text(READ[form], encoding="utf-8", newline="")
    intake = opened(path)
    assert read(path).equals(right, null_equal=True)
    assert intake.rows.collect()["source_line"].to_list() == list(range(2, 14))


def test_a_title_above_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(("DANH SÁCH HỒ SƠ", READ["whole lines in quotes"])), "utf-8")
    assert opened(path).files[0].layout_rows == (1,)
    assert len(read(path)) == len(ROWS)


def test_sound_quotes_are_left_alone(tmp_path: Path) -> None:
    """A blank and a quote inside a cell; a header with one blank behind one delimiter."""
    header = "Mã hồ sơ, Ngày tiếp nhận,Đơn vị,Lĩnh vực"
    path = tmp_path / "a.csv"
    path.write_text(f'{header}\nH1,05/01/2026,xã A,"Đất, ""A, B"", C"\n{as_csv()[:0]}', "utf-8")
    assert opened(path).rows.collect()["field"].to_list() == ['Đất, "A, B", C']
