"""Files of different encodings pasted together: every part is read by its own."""

import codecs
import itertools
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.intake.files import delimited
from cchc_audit.intake.files.encodings import Encoding
from cchc_audit.intake.files.lines import guard, joints
from cchc_audit.intake.files.lines.joints import find_utf_16, in_utf_8
from intake.exports import as_windows, faults, opened, rows
from intake.files.twelve import HEADER, ROWS, as_csv, read

WRITE: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with BOM": lambda text: text.encode("utf-8-sig"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-le with BOM": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-16-be with BOM": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "windows-1258": lambda text: as_windows(text.replace("“", "'").replace("”", "'")).encode(
        "cp1258"
    ),
}
QUOTES = pl.col("procedure_name").str.replace_all("[“”]", "'")
UNMARKED = {"utf-16-le", "utf-16-be"}


def _lines(first: int, last: int | None) -> str:
    return "".join(",".join(row) + "\n" for row in ROWS[first:last])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = tmp_path_factory.mktemp("whole") / "a.csv"
    path.write_text(as_csv(), encoding="utf-8")
    return read(path).with_columns(QUOTES)


def _can_be_told_apart(first: str, second: str) -> bool:
    """Two forms of UTF-16 without a mark between them have no letter in common; in a file of
    Unicode letters of a code page cannot be decoded.
    """
    if second == "windows-1258" or first[:9] == second[:9] or first[:5] == second[:5] == "utf-8":
        return False
    return not (first.startswith("utf-16") and second in UNMARKED)


PAIRS = [pair for pair in itertools.permutations(WRITE, 2) if _can_be_told_apart(*pair)]


@pytest.mark.parametrize("header", [True, False], ids=["header", "no header"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_encodings(
    first: str, second: str, end: str, header: bool, whole: pl.DataFrame, tmp_path: Path
) -> None:
    one = (",".join(HEADER) + "\n" + _lines(0, 8)).replace("\n", end)
    other = ((",".join(HEADER) + "\n" if header else "") + _lines(8, None)).replace("\n", end)
    path = tmp_path / "a.csv"
    path.write_bytes(WRITE[first](one) + WRITE[second](other))
    assert read(path).with_columns(QUOTES).equals(whole)


@pytest.mark.parametrize("second", ["utf-8", "utf-16-be with BOM"])
@pytest.mark.parametrize("first", ["utf-16-le", "utf-16-le with BOM"])
def test_a_first_part_whose_last_line_has_no_end(
    first: str, second: str, whole: pl.DataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(WRITE[first](as_csv(ROWS[:5])[:-1]) + WRITE[second](as_csv(ROWS[5:])))
    assert read(path).with_columns(QUOTES).equals(whole)


def test_three_parts(whole: pl.DataFrame, tmp_path: Path) -> None:
    parts = (as_csv(ROWS[:4]), as_csv(ROWS[4:8]), as_csv(ROWS[8:]))
    path = tmp_path / "a.csv"
    path.write_bytes(
        parts[0].encode() + codecs.BOM_UTF16_LE + parts[1].encode("utf-16-le") + parts[2].encode()
    )
    assert read(path).with_columns(QUOTES).equals(whole)


@pytest.mark.parametrize("first", ["utf-16-le", "utf-16-be with BOM", "utf-8"])
def test_rows_of_a_code_page_below_unicode_are_rejected_one_by_one(
    first: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(WRITE[first](as_csv(ROWS[:8])) + WRITE["windows-1258"](_lines(8, None)))
    assert faults(opened(path)) == dict.fromkeys(range(10, 14), "undecodable")


def test_a_row_that_cannot_be_read_in_the_second_part_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    bad = as_csv(ROWS[6:]).replace("/2026", "/26", 1)
    path.write_bytes(WRITE["utf-16-le with BOM"](as_csv(ROWS[:6])) + bad.encode())
    assert faults(opened(path)) == {9: "moment_two_digit_year"}


@pytest.mark.parametrize("first", ["utf-8", "utf-16-le with BOM", "windows-1258"])
@pytest.mark.parametrize("block", [1, 7, 300, 5000])
def test_wherever_a_block_ends(first: str, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joints, "_BEHIND", 2048)
    second = "utf-8" if first.startswith("utf-16") else "utf-16-be with BOM"
    text = as_csv().replace("“", "'").replace("”", "'")
    data = WRITE[first](text) + WRITE[second](text)
    blocks = (data[at : at + block] for at in range(0, len(data), block))
    encoding = {"utf-8": Encoding.UTF_8, "windows-1258": Encoding.CP1258}
    read = b"".join(in_utf_8(blocks, encoding.get(first, Encoding.UTF_16_LE))).decode()
    assert as_windows(read) == as_windows(text * 2)


def test_a_part_far_below(
    whole: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(delimited, "SAMPLE", 600)
    monkeypatch.setattr(guard, "_CHUNK", 300)
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv(ROWS[:8]).encode() + WRITE["utf-16-le"](as_csv(ROWS[8:])))
    assert read(path).with_columns(QUOTES).equals(whole)


@pytest.mark.parametrize(
    "cell",
    ["\0", "a\0b\0c\0d\0e\0f\0", "\0" * 40, "H\0" * 12],
    ids=["one", "few", "zeroes", "twelve"],
)
def test_zeroes_in_a_cell_begin_no_part(cell: str, tmp_path: Path) -> None:
    data = as_csv().replace("Gò Trăng", f"Gò {cell}")
    assert find_utf_16(data.encode()) is None
    path = tmp_path / "a.csv"
    path.write_text(data, encoding="utf-8")
    assert len(rows(opened(path))) == 12


def test_letters_of_other_scripts_end_no_utf_16(tmp_path: Path) -> None:
    for letters in ("阮氏明開" * 12, "김철수" * 12, "\u4e2d\u6587" * 40):
        data = as_csv().replace("<sao>", letters)
        path = tmp_path / "a.csv"
        path.write_bytes(data.encode("utf-16"))
        found = rows(opened(path))
        assert len(found) == 12
        assert letters in str(found["procedure_name"][0])
