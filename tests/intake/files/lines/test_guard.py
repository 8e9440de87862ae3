"""No row lost, none shifted: every physical line accounted for, whatever its quotes."""

import csv
import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.csv_lines import split_record
from cchc_audit.intake.files.header_search import Top
from cchc_audit.intake.files.lines import guard
from cchc_audit.intake.files.lines.examine import examine
from cchc_audit.intake.files.lines.scan import scan_text
from cchc_audit.intake.files.lines.trailing import keep_exact
from intake.exports import faults, opened, rows, write

HEADER = "Mã hồ sơ,Ngày tiếp nhận,Chủ hồ sơ,Địa chỉ"


def test_a_quote_that_never_closes_rejects_one_line(tmp_path: Path) -> None:
    lines = [f"H{n},01/12/2025,A,B" for n in range(50)]
    lines[10] = 'H10,01/12/2025,"A,B'
    lines[30] = 'H30,01/12/2025,A",B'
    intake = opened(write(tmp_path, *lines, header=HEADER))
    assert faults(intake) == {12: "stray_quote", 32: "stray_quote"}
    assert intake.rejected_lines == 2
    read = rows(intake)
    assert read.height == 48
    assert read["source_line"].to_list() == [n for n in range(2, 52) if n not in (12, 32)]


def test_two_stray_quotes_do_not_swallow_what_lies_between(tmp_path: Path) -> None:
    lines = ['H1,01/12/2025,"A,B', "H2,01/12/2025,A,B", 'H3,01/12/2025,A",B']
    assert faults(opened(write(tmp_path, *lines, header=HEADER))) == {
        2: "stray_quote",
        4: "stray_quote",
    }


def test_cells_over_several_lines_stay_whole(tmp_path: Path) -> None:
    lines = ['H1,01/12/2025,"A\nB\n\nC",D', "H2,01/12/2025,,", 'H3,01/12/2025,"x ""y""\nz",']
    read = rows(opened(write(tmp_path, *lines, header=HEADER)))
    assert read["applicant"].to_list() == ["A\nB\n\nC", None, 'x "y"\nz']
    assert read["source_line"].to_list() == [2, 6, 7]


def test_a_quote_inside_a_bare_cell_is_a_character(tmp_path: Path) -> None:
    lines = ['H1,01/12/2025,Nguyễn "Ba" A,"B, C"', 'H2,01/12/2025,"x",y']
    read = rows(opened(write(tmp_path, *lines, header=HEADER)))
    assert read["applicant"].to_list() == ['Nguyễn "Ba" A', "x"]
    assert read["address"].to_list() == ["B, C", "y"]


def test_short_and_long_rows_are_rejected_never_shifted(tmp_path: Path) -> None:
    lines = ["H1,01/12/2025,A", "H2,01/12/2025,A,B,C", "H3,01/12/2025,,", "H4"]
    intake = opened(write(tmp_path, *lines, header=HEADER))
    assert faults(intake) == {2: "cells_too_few", 3: "cells_too_many", 5: "cells_too_few"}
    assert [r.value for r in intake.rejects(intake.rows)] == ["3", "5", "1"]


def test_a_bad_byte_above_the_header_loses_no_row(tmp_path: Path) -> None:
    path = write(tmp_path, "H1,01/12/2025,A,B", "H2,01/12/2025,A,B", header=HEADER)
    path.write_bytes(b"B\xc1O C\xc1O," * 3 + b"\n" + path.read_bytes())
    assert rows(opened(path))["source_line"].to_list() == [3, 4]


@pytest.mark.parametrize("cell", [b"\xff", b"Nguy\xe1", b"\xc3", b"a\xef\xbf\xbdb"])
def test_a_byte_that_is_no_letter_rejects_its_row_even_in_a_column_nobody_reads(
    tmp_path: Path, cell: bytes
) -> None:
    path = tmp_path / "a.csv"
    text = "Mã hồ sơ,Ngày tiếp nhận,Lạ\nH1,01/12/2025,x\nH2,01/12/2025,".encode()
    path.write_bytes(text + cell + b"\nH3,01/12/2025,y\n")
    intake = opened(path)
    one = intake.rows.select("source_line", "fault").sort("source_line").collect()
    assert one["fault"].is_null().to_list() == [True, False, True]
    (reject,) = intake.rejects(intake.rows)
    assert (reject.line, reject.column) == (3, "Lạ")
    assert reject.value in {f"0x{byte:02X}" for byte in cell} | {"U+FFFD"}


def test_the_last_line_needs_no_line_end(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\r\nH1,01/12/2025,A,B\r\nH2,01/12/2025,A,", encoding="utf-8-sig")
    assert rows(opened(path))["dossier_id"].to_list() == ["H1", "H2"]


def test_a_cell_larger_than_a_chunk(tmp_path: Path) -> None:
    long = "x" * (10 << 20)
    lines = ["H1,01/12/2025,A,B", f'H2,01/12/2025,"{long},",B', "H3,01/12/2025,A"]
    intake = opened(write(tmp_path, *lines, header=HEADER))
    assert faults(intake) == {4: "cells_too_few"}
    assert rows(intake)["dossier_id"].to_list() == ["H1", "H2", "H3"]


def test_a_header_of_two_thousand_columns(tmp_path: Path) -> None:
    header = "Mã hồ sơ,Ngày tiếp nhận," + ",".join(f"x{n}" for n in range(1998))
    good, quoted = "H1,01/12/2025" + "," * 1998, 'H2,"01/12/2025"' + "," * 1998
    intake = opened(write(tmp_path, good, quoted, "H3,01/12/2025,", header=header))
    assert faults(intake) == {4: "cells_too_few"}


_PIECES = st.sampled_from(
    ["x1", "", "y 2", '"q,r"', '"a ""b"" c"', 'm"n', '"two\nlines"', '"', "\udcff", ",", "z"]
)
_LINES = st.lists(
    st.one_of(
        st.lists(_PIECES, min_size=4, max_size=4).map(",".join),
        st.lists(_PIECES, max_size=6).map("".join),
        st.sampled_from(["a,b,c,d", 'z1,"two\nlines",k,', "a,b", "", "a,b,c,d,e", 'a,"b,c,d']),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(_LINES, st.sampled_from(["", "\n", "\n\n", "\r\n"]), st.sampled_from([16, 1 << 20]))
def test_every_line_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, chunk: int
) -> None:
    data = ("\n".join(["h", *lines]) + end).encode("utf-8", "surrogateescape")
    path = tmp_path_factory.mktemp("guard") / "a.csv"
    path.write_bytes(data)
    top = Top(",", ("a", "b", "c", "d"), 1, 1, ())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "_CHUNK", chunk)
        patch.setattr(guard, "_PEEK", 8)
        patch.setattr("cchc_audit.intake.files.lines.examine._MOSTLY", 2.0)
        widths = keep_exact(len(top.header))
        examined = examine(
            path, top, given="a.csv", widths=widths, ask=Ask(lambda cells, _=0: len(cells), 1 << 20)
        )
    frame, as_lossy = (
        scan_text(
            examined.path,
            delimiter=",",
            skip=examined.skip,
            width=4,
            first_line=2,
            lines=examined.lines,
            decodes=decodes,
        )
        for decodes in (examined.decodes, False)
    )
    read = frame.collect(engine="streaming")
    assert read.equals(as_lossy.collect(engine="streaming"))
    assert frame.select("line").collect(engine="streaming")["line"].equals(read["line"])
    physical = data.split(b"\n")[1:]
    if not physical[-1:] or not physical[-1]:
        physical = physical[:-1]
    heads = set(read["line"]) | {bad.line for bad in examined.lost} | set(examined.layout)
    continued = [n for n in range(2, len(physical) + 2) if n not in heads]
    assert len(heads) + len(continued) == len(physical)
    for line in continued:
        assert _inside_a_record(line, physical, heads)
    _assert_unshifted(read, physical)


def _inside_a_record(line: int, physical: list[bytes], heads: set[int]) -> bool:
    head = max(head for head in heads if head < line)
    return b"\n".join(physical[head - 2 : line - 2]).count(b'"') % 2 == 1


def _assert_unshifted(read: pl.DataFrame, physical: list[bytes]) -> None:
    for row in read.filter(pl.col("code").is_null()).iter_rows(named=True):
        text = physical[row["line"] - 2].decode(errors="replace").removesuffix("\r")
        cells = [row[f"c{n}"] or "" for n in range(4)]
        if text.count('"') % 2 == 0:
            assert cells == split_record(text, ",") or not text.strip(", ")
        else:
            assert cells[0].startswith(next(csv.reader([text]))[0].rstrip("\n")[:1])


def test_a_line_of_many_letters_is_gone_through_once(tmp_path: Path) -> None:
    """Whether it might be a header: a number of megabytes is no reason to look for hours."""
    place = tmp_path / "x.csv"
    place.write_bytes(b"\n" + b"H" * (1 << 17) + b",1,2,3\n" + b"a,b,c,d\n")
    began = time.thread_time()
    found = tuple(guard._heads(place.read_bytes(), guard.Shape(",", 4, 4, 4)))
    assert found == ((2, b"a,b,c,d"),)
    assert time.thread_time() - began < 2


@pytest.mark.parametrize("behind", ["", ",,,,", ",,,,\r"])
@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_record_in_one_cell_is_read_where_its_cells_are_as_many(
    tmp_path: Path, mark: str, behind: str
) -> None:
    """Also where blank cells behind it make the right width."""
    sound = ["1,H1,01/12/2025,A,B", "2,H2,02/12/2025,A,B"]
    other = mark.join(("3", "H3", "03/12/2025", "A, B", "B"))
    quoted = '"4,H4,04/12/2025,""A, B"",B"'
    alone = f'"{other}"{behind}' if behind else other
    lines = [*sound, alone, "Trang 1/2", f"{quoted}{behind}"]
    intake = opened(write(tmp_path, *lines, header="STT,Mã hồ sơ,Ngày tiếp nhận,Lĩnh vực,X"))
    assert faults(intake) == {}
    found = rows(intake).select("source_line", "dossier_id", "field").rows()
    assert found[2:] == [(4, "H3", "A, B"), (6, "H4", "A, B")]


@pytest.mark.parametrize("behind", ["", ",,,,,,"])
@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_record_in_one_cell_that_is_not_read_is_rejected_not_layout(
    tmp_path: Path, mark: str, behind: str
) -> None:
    sound = ["1,H1,01/12/2025,A,B", "2,H2,02/12/2025,A,B"]
    other = mark.join(("3", "H3", "03/12/2025", "A"))
    quoted = '"4,H4,04/12/2025,A,B,C"'
    lines = [*sound, f"{other}{behind}", "Trang 1/2", f"{quoted}{behind}"]
    intake = opened(write(tmp_path, *lines, header=f"STT,{HEADER}"))
    assert faults(intake) == {4: "row_in_a_cell", 6: "row_in_a_cell"}
    assert rows(intake)["dossier_id"].to_list() == ["H1", "H2"]


def test_words_alone_in_the_first_cell_are_no_record(tmp_path: Path) -> None:
    """Names of groups and blank rows, in a file with quotes and with other delimiters in texts."""
    sound = ['1,H1,01/12/2025,"A, B; C",B', "2,H2,02/12/2025,A;B;C,B"]
    words = ['"Xã Chư Mố, huyện Ia Pa, năm 2025",,,,', ",,,,", "UBND xã; phường,,,,"]
    header = "STT,Mã hồ sơ,Ngày tiếp nhận,Lĩnh vực,X"
    intake = opened(write(tmp_path, *sound, *words, header=header))
    assert faults(intake) == {}
    assert rows(intake)["dossier_id"].to_list() == ["H1", "H2"]
