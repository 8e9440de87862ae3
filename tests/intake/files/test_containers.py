"""The same twelve dossiers in every container, whatever its name: the same rows."""

import io
import json
import os
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from html import escape
from pathlib import Path
from xml.sax.saxutils import quoteattr

import polars as pl
import pytest
import xlsxwriter

from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import DamageMark, Fault
from cchc_audit.intake import Kind
from intake.exports import opened, rows

from .twelve import HEADER, MOMENTS, ROWS, as_csv, read

FINISH = HEADER[7]


def at(text: str) -> datetime:
    """The moment that a text of these dossiers tells."""
    day, month, year, hour, minute = (int(part) for part in re.split(r"\D", text))
    return datetime(year, month, day, hour, minute)


def workbook() -> bytes:
    """An `.xlsx` with moments as Excel keeps them."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet("Dữ liệu")
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_row(0, 0, HEADER)
        for line, row in enumerate(ROWS, start=1):
            for place, text in enumerate(row):
                if place in MOMENTS and text:
                    sheet.write_datetime(line, place, at(text), moment)
                else:
                    sheet.write_string(line, place, text)
    return data.getvalue()


def web_page(charset: str = "utf-8") -> bytes:
    """What ASP.NET renders of a grid."""
    lines = "\n".join(
        "<tr>" + "".join(f"<td style='mso-number-format:\"\\@\"'>{escape(t)}</td>" for t in row)
        for row in ROWS
    )
    head = "".join(f"<th scope=col>{text}</th>" for text in HEADER)
    return (
        f"<html><head><meta charset={charset}></head><body><h3>DANH SÁCH</h3>"
        f"<table><tr><td>Cổng một cửa</td></tr></table>"
        f"<table border=1>\n<tr>{head}</tr>\n{lines}\n</table></body></html>"
    ).encode(charset)


def _records() -> list[dict[str, str | None]]:
    return [dict(zip(HEADER, (text or None for text in row), strict=True)) for row in ROWS]


def _array() -> bytes:
    return json.dumps(_records(), ensure_ascii=False, indent=1).encode()


def _object() -> bytes:
    answer = {"code": 0, "meta": {"pages": [1, 2]}, "data": {"total": 12, "items": _records()}}
    return json.dumps(answer).encode("utf-16")


def _ndjson() -> bytes:
    return b"\n".join(json.dumps(record).encode() for record in _records())


def _xml() -> bytes:
    row = "".join(f"<field name={quoteattr(name)}>{{}}</field>" for name in HEADER)
    rows = "".join(f"<row>{row.format(*map(escape, texts))}</row>" for texts in ROWS)
    return f"<?xml version='1.0'?><resultset>{rows}</resultset>".encode()


def _parquet() -> bytes:
    data = io.BytesIO()
    pl.DataFrame(_records(), orient="row").write_parquet(data)
    return data.getvalue()


def _mhtml() -> bytes:
    message = EmailMessage()
    message["Subject"] = "Danh sách"
    message.set_content("<html><frameset></frameset></html>", subtype="html")
    message.add_related(web_page(), "text", "html", filename="sheet001.htm")
    return message.as_bytes()


def zipped(**members: bytes) -> bytes:
    """An archive of some files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return data.getvalue()


def _halves() -> bytes:
    parts = (as_csv(ROWS[:5]).encode(), as_csv(ROWS[5:]).encode("utf-16"))
    return zipped(**{"thang 1/xa.csv": parts[0], "xa-2.xls": parts[1], "doc.pdf": b"%PDF-1.7"})


def _packed_anew() -> bytes:
    """An OpenDocument file in which what it is stands packed and behind the rest."""
    with zipfile.ZipFile(Path(__file__).parent / "samples" / "libreoffice.ods") as archive:
        members = {name: archive.read(name) for name in reversed(archive.namelist())}
    return zipped(**members)


CONTAINERS: dict[str, tuple[Callable[[], bytes], Kind]] = {
    "xlsx": (workbook, Kind.XLSX),
    "html": (web_page, Kind.HTML),
    "html-utf-16": (lambda: web_page("utf-16"), Kind.HTML),
    "json": (_array, Kind.JSON),
    "json-object": (_object, Kind.JSON),
    "ndjson": (_ndjson, Kind.NDJSON),
    "xml": (_xml, Kind.XML),
    "parquet": (_parquet, Kind.PARQUET),
    "mhtml": (_mhtml, Kind.MHTML),
    "zip": (_halves, Kind.TEXT),
    "ods": (_packed_anew, Kind.ODS),
    "zipped-workbook": (lambda: zipped(a=workbook()), Kind.XLSX),
}


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = tmp_path_factory.mktemp("right") / "a.csv"
    path.write_text(as_csv(), encoding="utf-8")
    return read(path)


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.xlsx", "a"])
@pytest.mark.parametrize("container", CONTAINERS)
def test_the_same_rows(container: str, name: str, tmp_path: Path, right: pl.DataFrame) -> None:
    make, kind = CONTAINERS[container]
    path = tmp_path / name
    path.write_bytes(make())
    assert read(path).equals(right, null_equal=True)
    assert {file.kind for file in opened(path).files} == {kind}


@pytest.mark.parametrize(
    "sample", sorted((Path(__file__).parent / "samples").iterdir()), ids=lambda path: path.name
)
def test_the_same_rows_of_files_that_others_wrote(
    sample: Path, right: pl.DataFrame, caplog: pytest.LogCaptureFixture
) -> None:
    assert read(sample).equals(right, null_equal=True)
    assert caplog.messages == []  # fastexcel 0.21 would say of sheetjs.xls: invalid ifmt value


def test_a_last_line_that_breaks_off_is_rejected_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(_ndjson()[:-30])
    intake = opened(path)
    assert len(read(path)) == 11
    assert [(r.line, r.fault, r.column) for r in intake.rejects(intake.rows)] == [
        (12, Fault.RECORD_BROKEN, None)
    ]
    assert intake.rejected_lines == 1
    assert [(one.mark, one.column) for one in intake.damage] == [(DamageMark.CUT_EXPORT, None)]


def test_a_line_that_breaks_off_in_the_middle_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    lines = _ndjson().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:5], lines[5][:-30], *lines[6:]]))
    with pytest.raises(InputError, match="json_damaged"):
        opened(path)


def test_members_of_an_archive_are_files_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "ho-so.zip"
    path.write_bytes(_halves())
    intake = opened(path)
    assert [file.path for file in intake.files] == [f"{path}/thang 1/xa.csv", f"{path}/xa-2.xls"]
    assert [(one.name, one.why.key) for one in intake.unread] == [
        (f"{path}/doc.pdf", "intake.is_pdf")
    ]


def dbase(version: int) -> bytes:
    """A table of dBase with two fields and one dossier."""
    fields = [struct.pack("<11sc4xBB14x", name, b"C", 20, 0) for name in (b"MAHOSO", b"NGAYTIEPNH")]
    head = struct.pack("<BBBBIHH20x", version, 126, 1, 31, 1, 32 + 32 * len(fields) + 1, 41)
    return head + b"".join(fields) + b"\r H-0001".ljust(22) + b"05/01/2026".ljust(20) + b"\x1a"


def _polars(writer: str, **how: str) -> bytes:
    data = io.BytesIO()
    getattr(pl.DataFrame(_records(), orient="row"), writer)(data, **how)
    return data.getvalue()


REFUSED: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-1.7\n", "is_pdf"),
    "rtf": (b"{\\rtf1\\ansi", "is_word"),
    "docx": (zipped(**{"word/document.xml": b"<w/>"}), "is_word"),
    "pptx": (zipped(**{"ppt/presentation.xml": b"<p/>"}), "is_slides"),
    "numbers": (zipped(**{"Index/Document.iwa": b""}), "is_numbers"),
    "rar": (b"Rar!\x1a\x07\x01\0", "is_rar"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", "is_rar"),
    "png": (b"\x89PNG\r\n\x1a\n", "is_picture"),
    "jpeg": (b"\xff\xd8\xff\xe0", "is_picture"),
    "biff 4": (b"\x09\x04\x06\0\0\0\x10\0\0\0", "is_excel_4"),
    "sylk": (b"ID;PWXL;N;E\n", "is_exchange"),
    "pdf below a blank line": (b"\xef\xbb\xbf\r\n%PDF-1.7\n", "is_pdf"),
    "sqlite": (b"SQLite format 3\0", "is_database"),
    "postgresql": (b"PGDMP\1\x0e\0", "is_database"),
    "sql": (b"-- MySQL dump 10.13\n\nSET NAMES utf8;\n", "is_sql"),
    "sql of inserts": (
        b"USE [mc]\nGO\nINSERT [dbo].[HoSo] ([MaHoSo], [NgayTiepNhan]) VALUES (N'H1', N'1/1/2026')",
        "is_sql",
    ),
    "access": (b"\0\1\0\0Standard ACE DB\0", "is_database"),
    "sql server": (b"TAPE\0\0\3\0", "is_database"),
    "dbase": (dbase(3), "is_dbase"),
    "foxpro": (dbase(0x30) + bytes(264), "is_dbase"),
    "feather": (_polars("write_ipc"), "is_data_file"),
    "feather, packed": (_polars("write_ipc", compression="zstd"), "is_data_file"),
    "feather 1": (b"FEA1\0\0\0\0", "is_data_file"),
    "arrow stream": (_polars("write_ipc_stream"), "is_data_file"),
    "avro": (_polars("write_avro"), "is_data_file"),
    "orc": (b"ORC\n\x1b\0\0", "is_data_file"),
    "hdf5": (b"\x89HDF\r\n\x1a\n", "is_data_file"),
    "spss": (b"$FL2@(#) SPSS", "is_data_file"),
    "stata": (b"<stata_dta><header>", "is_data_file"),
    "xml": (b"<?xml version='1.0'?>\n<list><hoSo/></list>", "is_xml"),
    "program": (b"MZ\x90\0", "is_program"),
    "login page": (b"<!DOCTYPE html><html><form>Phi\xc3\xaan</form></html>", "web_page"),
    "page": (b"\n<html><table><tr><td>\xc2\xa0</td></tr></table></html>", "web_page"),
    "empty archive": (zipped(), "zip_empty"),
    "archive of a pdf": (zipped(a=b"%PDF-1"), "is_pdf"),
    "json": (b'{"a": [{"x": 1}', "json_damaged"),
    "no records": (b'{"content": []}', "json_no_records"),
    "a name twice": (b'[{"x": 1, "y": 2},\n{"x": 1, "x": 2}]', "json_key_twice"),
    "two lists": (b'{"a": [{"x": 1}],\n"b": [{"x": 1}]}', "json_several"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_table_is_named(what: str, tmp_path: Path) -> None:
    data, key = REFUSED[what]
    path = tmp_path / "a.xls"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == f"intake.{key}"
    assert str(caught.value.values["file"]).startswith(str(path))


def test_json_keeps_every_digit_and_what_stands_in_objects(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    record = {
        "maHoSo": 26010512345678901234,
        "ngayTiepNhan": "2026-01-05T08:30:00",
        "donVi": {"ten": "x"},
        "Ngày trả": {"$date": "2026-01-06T01:00:00Z"},
    }
    path.write_text(json.dumps([record, {"maHoSo": 1.50}]))
    body = opened(path).exports[0].body
    assert body.header == ("maHoSo", "ngayTiepNhan", "donVi.ten", "Ngày trả")
    first, second = body.frame.select("line", "^c.$").collect().rows()
    assert first[1:4] == ("26010512345678901234", "2026-01-05T08:30:00", "x")
    assert first[4] == '{"$date": "2026-01-06T01:00:00Z"}'
    assert second == (3, "1.5", None, None, None)


def test_a_workbook_of_xml_that_breaks_off_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    data = (Path(__file__).parent / "samples" / "sheetjs-2003.xls").read_bytes()
    path.write_bytes(data[: data.rindex(b"</Row>") - 30])
    intake = opened(path)
    assert len(read(path)) == 11
    assert [(r.line, r.fault) for r in intake.rejects(intake.rows)] == [(13, Fault.RECORD_BROKEN)]
    assert [(one.mark, one.column) for one in intake.damage] == [(DamageMark.CUT_EXPORT, None)]


@pytest.mark.parametrize("kind", [Kind.JSON, Kind.PARQUET])
def test_a_field_that_is_a_group_is_refused_until_one_of_it_is_named(
    tmp_path: Path, right: pl.DataFrame, kind: Kind
) -> None:
    path = tmp_path / "a"
    told = [
        record | {FINISH: {"id": str(place), "luc": record[FINISH]}}
        for place, record in enumerate(_records())
    ]
    if kind is Kind.JSON:
        path.write_text(json.dumps(told))
    else:
        pl.DataFrame(told, orient="row").write_parquet(path)
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == "intake.group_of_fields"
    assert caught.value.values["column"] == "completed_at"
    assert caught.value.values["example"] == f"{FINISH}.luc"
    named = opened(path, settings=Settings(columns={"completed_at": f"{FINISH}.luc"}))
    assert rows(named)["completed_at"].equals(right["completed_at"], null_equal=True)


def test_a_list_in_a_cell_of_parquet_is_not_blank(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = pl.DataFrame(_records(), orient="row")
    frame.with_columns(pl.concat_list(pl.col(FINISH))).write_parquet(path)
    intake = opened(path)
    assert {one.fault for one in intake.rejects(intake.rows)} == {Fault.MOMENT_UNREADABLE}


def panic(_: object) -> None:
    """What a reader in Rust does where it gives up."""
    os.write(2, b"thread 'main' panicked at src/lib.rs:1:1\n")
    raise type("PanicException", (BaseException,), {})


def fail(_: object) -> None:
    raise RuntimeError("calamine")


@pytest.mark.parametrize("give_up", [panic, fail])
@pytest.mark.parametrize("name", ["libreoffice.xls", "libreoffice.xlsx"])
def test_a_workbook_that_the_reader_gives_up_is_refused(
    name: str,
    give_up: Callable[[object], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    path.write_bytes((Path(__file__).parent / "samples" / name).read_bytes())
    monkeypatch.setattr("fastexcel.read_excel", give_up)
    with pytest.raises(InputError, match="workbook_damaged"):
        opened(path)
    os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"


def test_what_is_not_of_the_files_making_is_not_called_damage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = Path(__file__).parent / "samples" / "libreoffice.xlsx"
    monkeypatch.setattr("fastexcel.read_excel", raising(MemoryError()))
    with pytest.raises(MemoryError):
        opened(path)
    monkeypatch.setattr("fastexcel.read_excel", raising(OSError(5, "Input/output error")))
    with pytest.raises(InputError, match="Input/output error"):
        opened(path)


def raising(error: Exception) -> Callable[[object], None]:
    def fall_short(_: object) -> None:
        raise error

    return fall_short


def test_a_column_file_that_the_reader_gives_up_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(_parquet())
    monkeypatch.setattr("polars.scan_parquet", lambda path, **_: panic(path))
    with pytest.raises(InputError, match="parquet_damaged"):
        opened(path)
    assert capfd.readouterr().err == ""
