"""Workbooks, Parquet, packed files and standard input: the same rows as the CSV of them."""

import errno
import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
import zstandard

from cchc_audit.core.errors import InputError
from cchc_audit.intake import Kind
from cchc_audit.intake.files.readers import read_body
from intake.exports import HEADER, faults, opened, rows, write

GOOD = "H1,1.001193,UBND xã Chư Mố,Đã trả kết quả,01/12/2025 08:00,03/12/2025"
TEXT = f"{HEADER}\n{GOOD}\nH2,,,,32/12/2025,\n".encode()


def _workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Bìa").write(0, 0, "Báo cáo quý")
        sheet = book.add_worksheet("Dữ liệu")
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.merge_range(1, 1, 1, 4, "DANH SÁCH HỒ SƠ")
        sheet.write_row(3, 1, ["Mã hồ sơ", "Ngày tiếp nhận", "Ngày có kết quả", "Mã TTHC"])
        sheet.write_row(4, 1, ["(1)", "(2)", "(3)", "(4)"])
        sheet.write(5, 1, 123)
        sheet.write_datetime(5, 2, datetime(2025, 12, 1, 7, 30), moment)
        sheet.write(5, 3, "03/12/2025")
        sheet.write(5, 4, "1.001193")
        sheet.write_row(7, 1, ["H2", 45992.3125, 45994])
        sheet.write(8, 1, "H3")
        sheet.write_formula(8, 2, "=1/0", None, "#DIV/0!")
        sheet.write(9, 1, "Tổng cộng: 3")
        sheet.write(11, 4, "Người lập biểu")
    return path


def test_a_workbook_with_titles_dates_serials_and_errors(tmp_path: Path) -> None:
    intake = opened(_workbook(tmp_path / "a.xlsx"))
    read = rows(intake).select("source_line", "dossier_id", "received_at", "completed_at")
    assert read.rows() == [
        (6, "123", datetime(2025, 12, 1, 7, 30), datetime(2025, 12, 3)),
        (8, "H2", datetime(2025, 12, 1, 7, 30), datetime(2025, 12, 3)),
        (9, "H3", None, None),
    ]
    file = intake.files[0]
    assert (file.kind, file.header_line) == (Kind.XLSX, 4)
    assert file.layout_rows == (2, 5, 7, 10, 11, 12)
    (reject,) = intake.rejects(intake.rows)
    assert (reject.line, reject.column, reject.value) == (9, "received_at", "#DIV/0!")


def test_parquet_with_types_reads_as_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    hanoi = timezone(timedelta(hours=7))
    pl.DataFrame(
        {
            "Mã hồ sơ": [1.0, 2.0],
            "Ngày tiếp nhận": [datetime(2025, 12, 1, 8, tzinfo=hanoi), None],
            "Ngày có kết quả": [date(2025, 12, 3), None],
            "Ngày hẹn trả": ["04/12/2025", "x"],
            "Số lần hẹn lại": [1, None],
        }
    ).write_parquet(path)
    intake = opened(path)
    read = rows(intake).select(
        "source_line", "dossier_id", "received_at", "completed_at", "reschedule_count"
    )
    assert read.row(0) == (2, "1", datetime(2025, 12, 1, 8), datetime(2025, 12, 3), 1)
    assert faults(intake) == {3: "moment_unreadable"}


def _zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize("pack", [gzip.compress, _zst])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_packed_text(tmp_path: Path, pack: Callable[[bytes], bytes], encoding: str) -> None:
    path = tmp_path / "a.csv.packed"
    half = TEXT.decode().encode(encoding)
    path.write_bytes(pack(half[:40]) + pack(half[40:]))
    intake = opened(path)
    assert rows(intake)["dossier_id"].to_list() == ["H1", "H2"]
    assert faults(intake) == {3: "moment_no_such_day"}


@pytest.mark.parametrize("pack", [gzip.compress, _zst])
def test_packed_text_cut_off_or_endless(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(pack(TEXT)[:-9])
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == "intake.packed_damaged"
    path.write_bytes(pack(TEXT + b"x" * (1 << 20)))
    with pytest.raises(InputError) as caught:
        read_body(str(path), lambda cells, _=0: len(cells), limit=1 << 19)
    assert caught.value.key == "intake.unpacked_too_large"


def test_standard_input_of_any_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (TEXT, gzip.compress(TEXT), _workbook(tmp_path / "a.xlsx").read_bytes()):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        intake = opened(Path("-"))
        assert intake.files[0].path == "-"
        assert rows(intake).height >= 2


def test_kinds_mix_in_one_call(tmp_path: Path) -> None:
    text = write(tmp_path, GOOD)
    book = _workbook(tmp_path / "b.xlsx")
    packed = tmp_path / "c.csv.gz"
    packed.write_bytes(gzip.compress(TEXT))
    intake = opened(text, book, packed)
    assert rows(intake)["source"].to_list() == [0, 1, 1, 1, 2, 2]
    assert {Path(file.path).name for file in opened(tmp_path).files} == {
        "a.csv",
        "b.xlsx",
        "c.csv.gz",
    }


def test_an_archive_packed_as_windows_packs_large_files_is_no_damage(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xã a.csv", TEXT)
    # Deflate64 instead of Deflate, in both of its headers.
    raw = data.getvalue().replace(b"\x00\x08\x08\x00", b"\x00\x08\x09\x00")
    path = tmp_path / "a.zip"
    path.write_bytes(raw)
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == "intake.zip_method"
    assert "xã a.csv" in str(caught.value)


def test_no_room_for_the_copy_of_a_member_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", TEXT)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("cchc_audit.intake.files.archive.scratch_file", full)
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == "intake.no_room"


def _bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (1 << 20))
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"PK\x03\x04junk", "intake.packed_damaged"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "intake.workbook_damaged"),
        (_bomb(), "intake.workbook_damaged"),
        (b"PAR1junk", "intake.parquet_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "intake.workbook_damaged"),
        (b"\x1f\x8bjunk", "intake.packed_damaged"),
        (b"\x28\xb5\x2f\xfdjunkjunk", "intake.packed_damaged"),
    ],
)
def test_damaged_files_are_told_from_each_other(tmp_path: Path, data: bytes, key: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == key


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(_bomb())
    with pytest.raises(InputError) as caught:
        read_body(str(path), lambda cells, _=0: len(cells), limit=1 << 19)
    assert caught.value.key == "intake.unpacked_too_large"
