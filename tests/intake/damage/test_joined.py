"""Exports pasted together with their headers: every part is read by its own, whatever its size."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake import Intake
from cchc_audit.intake.damage import shifted_header
from cchc_audit.intake.files import compiled
from cchc_audit.intake.files.lines import guard
from intake.exports import faults, opened, rows

from .files import HEADER, Row, dossiers, marks, write_csv

OTHER_WORDS = {
    "Mã hồ sơ": "MaHoSo",
    "Mã thủ tục": "MaTTHC",
    "Đơn vị": "DonViXuLy",
    "Ngày tiếp nhận": "NgayTiepNhan",
    "Ngày hẹn trả": "NgayHenTra",
    "Ngày kết thúc xử lý": "NgayKetThucXuLy",
    "Trạng thái": "TrangThaiHoSo",
    "Cán bộ": "CanBo",
    "Ghi": "Ghi",
}
WIDER = (*HEADER[:2], "Cán bộ", *HEADER[2:3], *reversed(HEADER[3:]), "Ghi")
NARROWER = (*HEADER[:2], *reversed(HEADER[3:]))


def text_of(rows: Iterable[Row], order: Sequence[str], header: Sequence[str] | None = None) -> str:
    lines = [",".join(header or order)]
    lines += [",".join(row.get(name, "Lò Văn Sáng") for name in order) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def written(folder: Path, text: str, kind: str) -> Path:
    """A file of those lines, whose cells commas part; any but a workbook is text."""
    if kind != "xlsx":
        path = folder / "a.csv"
        path.write_text(text, encoding="utf-8")
        return path
    with xlsxwriter.Workbook(path := folder / "a.xlsx") as made:
        sheet = made.add_worksheet()
        for number, line in enumerate(text.splitlines()):
            sheet.write_row(number, 0, line.split(","))
    return path


def receipts(intake: Intake) -> list[tuple[str, str]]:
    read = rows(intake).filter(pl.col("fault").is_null())
    pairs = read.select("dossier_id", pl.col("received_at").dt.to_string("%d/%m/%Y %H:%M"))
    return sorted(pairs.rows())


def without_status(order: Sequence[str]) -> set[tuple[str, str | None]]:
    """The mark of a part that lacks the status that the others have."""
    return set() if "Trạng thái" in order else {("cut_export", "status")}


def expected(*parts: list[Row]) -> list[tuple[str, str]]:
    return sorted((row["Mã hồ sơ"], row["Ngày tiếp nhận"]) for part in parts for row in part)


@pytest.mark.parametrize("order", [WIDER, NARROWER, (*HEADER, "Ghi"), HEADER[:-1]])
@pytest.mark.parametrize("other_words", [False, True])
def test_a_part_with_another_number_of_columns(
    tmp_path: Path, order: tuple[str, ...], other_words: bool
) -> None:
    one, other, third = dossiers(8), dossiers(9, seed=1), dossiers(3, seed=2)
    header = [OTHER_WORDS[name] for name in order] if other_words else order
    path = tmp_path / "a.csv"
    parts = (text_of(one, HEADER), text_of(other, order, header), text_of(third, HEADER))
    path.write_text("".join(parts) + "H9-1,thiếu ô\n", encoding="utf-8")
    intake = opened(path)
    assert receipts(intake) == expected(one, other, third)
    assert marks(intake) == {
        ("shifted_header", None),
        *(set() if other_words else without_status(order)),
    }
    told = [one for one in intake.damage if one.mark is DamageMark.SHIFTED_HEADER]
    assert [damage.evidence[0].line for damage in told] == [10, 20]
    # Lines are those of the whole file, in every part.
    [short] = intake.rejects(rows(intake).lazy())
    assert (short.line, short.cells) == (24, ("H9-1", "thiếu ô"))
    lines = path.read_text(encoding="utf-8").splitlines()
    read = rows(intake).filter(pl.col("fault").is_null())
    for line, number in read.select("source_line", "dossier_id").iter_rows():
        assert lines[line - 1].startswith(number)


def test_a_wider_part_without_receipts_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    order = (*HEADER[:3], "Cán bộ", "Cột khác", *HEADER[4:])
    path.write_text(text_of(dossiers(8), HEADER) + text_of(dossiers(5, seed=1), order), "utf-8")
    intake = opened(path)
    assert receipts(intake) == expected(dossiers(8))
    [part] = intake.unread
    assert part.rows == 5
    assert part.name == f"{path}:10"


@pytest.mark.parametrize(
    ("first", "second"), [(HEADER, WIDER), (NARROWER, HEADER), (HEADER[:4], HEADER)]
)
@pytest.mark.parametrize("kind", ["xlsx", "csv", ";", "\t"])
def test_a_part_above_one_that_names_as_many_columns_or_more(
    tmp_path: Path, kind: str, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    """The header above the first record is that of the table: none of its rows is lost."""
    one, other = dossiers(8), dossiers(9, seed=1)
    above, below = text_of(one, first), text_of(other, second)
    text = above + (below if kind.isalpha() else below.replace(",", kind))
    intake = opened(written(tmp_path, text, kind))
    assert receipts(intake) == expected(one, other)
    assert ("shifted_header", None) in marks(intake)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_records_above_a_header_that_names_far_more_columns_are_rejected(
    tmp_path: Path, kind: str
) -> None:
    text = (
        "SỞ TƯ PHÁP,,,\nTừ ngày 01/01/2026 đến ngày 31/01/2026,,,\n"
        "Mã hồ sơ,Ngày tiếp nhận,Đơn vị,Ghi\nH1,05/01/2026,xã A,Hộ tịch\n"
        "Mã hồ sơ,Ngày tiếp nhận,Đơn vị,Trạng thái,Lĩnh vực,Chủ hồ sơ,Ngày hẹn trả\n"
        "H2,06/01/2026,xã A,Đang xử lý,Đất,Lò Văn Sáng,09/01/2026\n"
    )
    intake = opened(written(tmp_path, text, kind))
    read = rows(intake).filter(pl.col("fault").is_null())
    assert read["dossier_id"].to_list() == ["H2"]
    assert faults(intake) == {4: "above_header"}
    assert intake.files[0].layout_rows == (1, 2, 3)


@pytest.mark.parametrize("chunk", [1, 50, 300, 1 << 22])
@pytest.mark.parametrize("number", [1, 7, 39])
def test_a_header_in_other_words_is_seen_wherever_a_chunk_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, number: int
) -> None:
    """However long the table: the guard looks at every line."""
    monkeypatch.setattr(guard, "_CHUNK", chunk)
    made = dossiers(40)
    order = (*HEADER[:3], HEADER[4], HEADER[3], *HEADER[5:])
    header = [OTHER_WORDS[name] for name in order]
    path = tmp_path / "a.csv"
    above, below = made[:number], made[number:]
    path.write_text(text_of(above, HEADER) + text_of(below, order, header), encoding="utf-8")
    intake = opened(path)
    assert receipts(intake) == expected(made)
    assert [one.evidence[0].line for one in intake.damage] == [number + 2]


NUMBERED = [f"{name} ({n})" for n, name in enumerate((*HEADER[:3], *reversed(HEADER[3:])), start=1)]


@pytest.mark.parametrize(
    "header",
    [
        NUMBERED,
        ["Mã hồ sơ", *NUMBERED[1:]],
        [f"{n}. {name}" for n, name in enumerate((*HEADER[:3], *reversed(HEADER[3:])), start=1)],
        [*HEADER[:3], "Trạng thái năm 2026", *tuple(reversed(HEADER[3:]))[1:]],
    ],
)
@pytest.mark.parametrize("fast", [False, True])
def test_a_header_that_numbers_its_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: list[str], *, fast: bool
) -> None:
    if fast:
        pytest.importorskip("numba")
        monkeypatch.setattr(compiled, "ENOUGH", 1)
    one, other = dossiers(8), dossiers(9, seed=1)
    order = (*HEADER[:3], *reversed(HEADER[3:]))
    path = tmp_path / "a.csv"
    path.write_text(text_of(one, HEADER) + text_of(other, order, header), encoding="utf-8")
    intake = opened(path)
    assert receipts(intake) == expected(one, other)
    read = {"Trạng thái"} if "Trạng thái năm 2026" not in header else set[str]()
    assert marks(intake) == {("shifted_header", None), *without_status(tuple(read))}


@pytest.mark.parametrize("header", ["Trạng thái năm 2026", "Trạng thái (2026)"])
@pytest.mark.parametrize("fast", [False, True])
def test_a_header_with_a_year_in_a_long_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, *, fast: bool
) -> None:
    """Where not all rows are looked at the guard names the lines that may be headers."""
    monkeypatch.setattr(shifted_header, "_LONG", 1)
    if fast:
        pytest.importorskip("numba")
        monkeypatch.setattr(compiled, "ENOUGH", 1)
    one, other = dossiers(8), dossiers(9, seed=1)
    order = (*HEADER[:3], HEADER[4], HEADER[3], *HEADER[5:])
    path = tmp_path / "a.csv"
    texts = text_of(one, HEADER), text_of(other, order, [*order[:-1], header])
    path.write_text("".join(texts), encoding="utf-8")
    assert receipts(opened(path)) == expected(one, other)


def test_a_header_behind_blank_cells(tmp_path: Path) -> None:
    one, other = dossiers(8), dossiers(9, seed=1)
    order = (*HEADER[:3], *reversed(HEADER[3:]))
    moved = "".join(f",,{line}\n" for line in text_of(other, order).splitlines())
    path = tmp_path / "a.csv"
    path.write_text(text_of(one, HEADER) + moved, encoding="utf-8")
    assert receipts(opened(path)) == expected(one, other)


def test_a_header_behind_a_row_that_ends_in_a_blank_cell(tmp_path: Path) -> None:
    one, other = dossiers(8), dossiers(9, seed=1)
    order = (*HEADER[:3], *reversed(HEADER[3:]))
    first = text_of(one, HEADER).replace("\n", ",\n")[:-1]
    path = tmp_path / "a.csv"
    path.write_text(first + text_of(other, order), encoding="utf-8")
    assert receipts(opened(path)) == expected(one, other)


def test_numbers_of_pages_and_the_end_of_a_file_of_dos_are_layout(tmp_path: Path) -> None:
    lines = text_of(dossiers(8), HEADER).splitlines()
    lines[5:5] = ["Trang 1/2" + "," * (len(HEADER) - 1)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines) + "\n\x1a", encoding="utf-8")
    intake = opened(path)
    assert receipts(intake) == expected(dossiers(8))
    assert len(rows(intake)) == 8
    assert marks(intake) == set()


def test_a_text_without_figures_is_no_header(tmp_path: Path) -> None:
    """A note over several lines that speaks of columns, in a cell of its own."""
    note = '"Ngày tiếp nhận sai,\nđề nghị xem, lại, nhé,\nTrạng thái: đúng"'
    rows_with_notes = [{**row, "Ghi": note} for row in dossiers(12)]
    path = tmp_path / "a.csv"
    path.write_text(text_of(rows_with_notes, (*HEADER, "Ghi")), encoding="utf-8")
    intake = opened(path)
    assert marks(intake) == set()
    assert receipts(intake) == expected(dossiers(12))


NOTE = "xem lại\nMã hồ sơ,Ngày tiếp nhận,Trạng thái\nđều thiếu"


def test_a_cell_of_several_lines_holds_no_header(tmp_path: Path) -> None:
    noted = [{**row, "Ghi": f'"{NOTE}"' if n == 4 else ""} for n, row in enumerate(dossiers(12))]
    path = tmp_path / "a.csv"
    path.write_text(text_of(noted, (*HEADER, "Ghi")), encoding="utf-8")
    intake = opened(path)
    assert marks(intake) == set()
    assert receipts(intake) == expected(dossiers(12))


@pytest.mark.parametrize(
    "end", [NOTE, NOTE.rpartition("\n")[0], ",".join((*HEADER, "Ghi")), "a\nb"]
)
def test_a_file_that_breaks_off_within_a_cell_of_several_lines(tmp_path: Path, end: str) -> None:
    *whole, last = dossiers(8)
    rows = [*({**row, "Ghi": ""} for row in whole), {**last, "Ghi": f'"x\n{end}'}]
    path = tmp_path / "a.csv"
    path.write_text(text_of(rows, (*HEADER, "Ghi"))[:-1], encoding="utf-8")
    intake = opened(path)
    assert marks(intake) == {("cut_export", None)}
    assert receipts(intake) == expected(whole)


@pytest.mark.parametrize("order", [HEADER, WIDER, (*HEADER[:3], *reversed(HEADER[3:]))])
@pytest.mark.parametrize("cut", [20, 30, 50, 75])
def test_a_part_that_breaks_off_before_the_header_of_the_next(
    tmp_path: Path, cut: int, order: tuple[str, ...]
) -> None:
    one, other = dossiers(8, finished=1), dossiers(9, seed=1, finished=1)
    path = tmp_path / "a.csv"
    path.write_text(text_of(one, HEADER)[:-cut] + text_of(other, order), encoding="utf-8")
    intake = opened(path)
    assert receipts(intake) == expected(one[:-1], other)
    [reject] = intake.rejects(rows(intake).lazy())
    assert reject.line == 9


@pytest.mark.parametrize("mark", [";", "\t"])
@pytest.mark.parametrize("header", [True, False])
def test_rows_with_another_delimiter_break_off_nowhere(
    tmp_path: Path, header: bool, mark: str
) -> None:
    second = dossiers(5, seed=1)
    other = text_of(second, HEADER).replace(",", mark)
    path = tmp_path / "a.csv"
    below = other if header else other.partition("\n")[2]
    path.write_text(text_of(dossiers(8), HEADER) + below[:-1], encoding="utf-8")
    intake = opened(path)
    assert marks(intake) == set()
    assert receipts(intake) == expected(dossiers(8), second)


def in_two_rows(order: Sequence[str]) -> str:
    """A header of two rows: *Thời gian* over what the moments are of."""
    days = [name.startswith("Ngày") for name in order]
    above = ["" if day else name for name, day in zip(order, days, strict=True)]
    above[days.index(True)] = "Thời gian"
    names = [name.removeprefix("Ngày ").capitalize() for name in order]
    below = [name if day else "" for name, day in zip(names, days, strict=True)]
    return f"{','.join(above)}\n{','.join(below)}\n"


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("order", [HEADER, NARROWER, (*HEADER[:3], *reversed(HEADER[3:]))])
def test_headers_of_two_rows(
    tmp_path: Path, first: bool, second: bool, order: tuple[str, ...]
) -> None:
    one, other = dossiers(8), dossiers(9, seed=1)
    parts = []
    for rows_of, names, tall in ((one, HEADER, first), (other, order, second)):
        header, _, lines = text_of(rows_of, names).partition("\n")
        parts += [in_two_rows(names) if tall else header + "\n", lines]
    path = tmp_path / "a.csv"
    path.write_text("".join(parts), encoding="utf-8")
    assert receipts(opened(path)) == expected(one, other)


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Mã hồ sơ,Thời gian,,\n,Tiếp nhận,Trả kết quả,\n,,Hẹn trả,Thực tế\n", "{}/01/2026,,"),
        ("Mã hồ sơ,Ngày tiếp nhận,Ngày trả,\n,,Đợt một,Đợt hai\n", "{}/01/2026,,"),
        (
            "Mã hồ sơ,Ngày tiếp nhận,,,Ngày hẹn trả,Đơn vị\n,Ngày,Tháng,Năm,,\n",
            "{},1,2026,28/01/2026,xã A",
        ),
    ],
    ids=["three", "of no column", "parts of days"],
)
def test_a_header_of_several_rows_below_one_of_one(tmp_path: Path, head: str, row: str) -> None:
    """It is read as it would be above."""
    one = dossiers(8)
    below = [f"H9-{n},{row.format(5 + n)}" for n in range(9)]
    path = tmp_path / "a.csv"
    path.write_text(text_of(one, HEADER) + head + "\n".join(below), encoding="utf-8")
    assert len(receipts(opened(path))) == len(one) + len(below)


def test_a_second_header_in_other_words_and_another_order(tmp_path: Path) -> None:
    first, second = dossiers(8), dossiers(9, seed=1)
    other = ("MaHoSo", "MaTTHC", "DonViXuLy", "NgayHenTra", "NgayTiepNhan", "NgayKetThucXuLy", "TT")
    order = (*HEADER[:3], HEADER[4], HEADER[3], *HEADER[5:])
    path = write_csv(tmp_path / "a.csv", first)
    lines = [",".join(other), *(",".join(row[name] for name in order) for row in second)]
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(lines), encoding="utf-8")
    found = opened(path)
    assert marks(found) == {("shifted_header", None)}
    received = {f"{at:%d/%m/%Y %H:%M}" for at in rows(found)["received_at"]}
    assert received == {row["Ngày tiếp nhận"] for row in [*first, *second]}


def test_the_same_header_once_more_is_layout(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", dossiers(8))
    again = path.read_text(encoding="utf-8")
    path.write_text(again + again.replace("-00", "-10"), encoding="utf-8")
    found = opened(path)
    assert marks(found) == set()
    assert len(rows(found)) == 16


def test_rows_below_a_header_without_receipts_are_rejected(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", dossiers(8))
    other = write_csv(tmp_path / "b.csv", dossiers(5, seed=1))
    lines = other.read_text(encoding="utf-8").replace("Ngày tiếp nhận", "Cột khác")
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
    found = opened(path)
    assert marks(found) == {("shifted_header", None)}
    read = rows(found)
    assert len(read) == 13
    assert read["fault"].null_count() == 8
