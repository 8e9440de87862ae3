"""Files, folders, layout rows and the sum of rows, from the path to the typed frame."""

import os
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.core.columns import COLUMNS
from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.intake import load_units
from cchc_audit.intake.normalise import dtype_of

from .exports import HEADER, faults, opened, rows, write

GOOD = "H1,1.001193.000.00.00.H21,UBND xã Chư Mố,Đã trả kết quả,01/12/2025 08:00,03/12/2025"


def test_a_row_read_whole(tmp_path: Path) -> None:
    header = HEADER + ",Thời hạn giải quyết,Hình thức nộp,Số lần hẹn lại"
    intake = opened(write(tmp_path, GOOD + ",03 ngày làm việc,2,2.0", header=header))
    frame = rows(intake)
    assert dict(frame.schema) == {
        "source": pl.UInt32,
        "source_line": pl.UInt32,
        "fault": pl.UInt16,
        **{column.name: dtype_of(column) for column in COLUMNS},
        "says_returned": pl.Boolean,
        "says_declined": pl.Boolean,
        "unread_status": pl.Categorical,
    }
    row = {name: value for name, value in frame.row(0, named=True).items() if value is not None}
    assert row == {
        "source": 0,
        "source_line": 2,
        "dossier_id": "H1",
        "procedure_code": "1.001193",
        "commune": "Xã Chư Mố",
        "channel": "online",
        "received_at": datetime(2025, 12, 1, 8),
        "completed_at": datetime(2025, 12, 3),
        "status": "finished",
        "legal_term": 3,
        "reschedule_count": 2,
        "says_returned": True,
        "says_declined": False,
    }


def test_a_status_that_is_not_there_is_null(tmp_path: Path) -> None:
    frame = rows(opened(write(tmp_path, "H1,01/12/2025", header="Mã hồ sơ,Ngày tiếp nhận")))
    assert frame["status"].to_list() == [None]
    assert frame.schema["status"] == dtype_of(next(c for c in COLUMNS if c.name == "status"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1258"])
def test_delimiters_line_ends_and_encodings_change_nothing(
    tmp_path: Path, delimiter: str, end: str, encoding: str
) -> None:
    lines = [HEADER, GOOD, "H2,,phường Hòa Bình,,32/12/2025,"]
    text = end.join(line.replace(",", delimiter) for line in lines) + end
    path = tmp_path / "a.csv"
    path.write_bytes(_encoded(text, encoding))
    intake = opened(path)
    frame = rows(intake)
    assert frame["commune"].to_list() == ["Xã Chư Mố", "Phường Hòa Bình"]
    assert frame["status"].to_list() == ["finished", None]
    assert faults(intake) == {3: "moment_no_such_day"}
    assert intake.files[0].delimiter == delimiter


def _encoded(text: str, encoding: str) -> bytes:
    """cp1258 has no letters with two marks: Vietnamese is spelled with combining tones in it."""
    if encoding != "cp1258":
        return text.encode(encoding)
    return "".join(_CP1258.get(letter, letter) for letter in text).encode("cp1258")


_CP1258 = {
    letter: base + tone
    for base, toned in {
        "a": "àảãáạ", "ă": "ằẳẵắặ", "â": "ầẩẫấậ", "e": "èẻẽéẹ", "ê": "ềểễếệ", "i": "ìỉĩíị",
        "o": "òỏõóọ", "ô": "ồổỗốộ", "ơ": "ờởỡớợ", "u": "ùủũúụ", "ư": "ừửữứự", "y": "ỳỷỹýỵ",
    }.items()
    for letter, tone in zip(toned, "\u0300\u0309\u0303\u0301\u0323", strict=True)
}  # fmt: skip


def test_layout_rows_are_neither_dossiers_nor_rejects(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Tháng 12 năm 2025,,,,,",
        "",
        HEADER,
        "(1),(2),(3),(4),(5),(6)",
        GOOD,
        ",,,,,",
        HEADER,
        GOOD.replace("H1", "H2"),
        "",
        "Tổng cộng: 2,,,,,",
        ",,,,Người lập biểu,",
        ",,,,Nguyễn Văn A,",
        header="BÁO CÁO TÌNH HÌNH GIẢI QUYẾT HỒ SƠ",
    )
    intake = opened(path)
    assert rows(intake)["source_line"].to_list() == [6, 9]
    assert faults(intake) == {}
    late = intake.late_layout()[0]
    assert sorted({*intake.files[0].layout_rows, *late}) == [1, 2, 3, 5, 7, 8, 10, 11, 12, 13]
    assert intake.files[0].header_line == 4


@pytest.mark.parametrize(
    "blank", ['"","","","","",""', '"","","","",," "'], ids=["quoted", "quoted here and there"]
)
def test_blank_rows_in_quotes_are_layout(tmp_path: Path, blank: str) -> None:
    total = '"Tổng cộng: 2","","","","",""'
    path = write(tmp_path, GOOD, blank, GOOD.replace("H1", "H2"), blank, total, GOOD, blank)
    intake = opened(path)
    assert rows(intake)["source_line"].to_list() == [2, 4, 7]
    assert faults(intake) == {}


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [("\t", "utf-8"), (";", "utf-8"), (",", "utf-16")]
)
def test_two_files_joined_are_both_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    header = ("STT", "Mã hồ sơ", "Ngày tiếp nhận", "Trạng thái")
    rows_of = [(str(n), f"H{n}", f"{n:02}/01/2026", "Đang xử lý") for n in range(1, 7)]
    first = "".join(delimiter.join(row) + "\n" for row in (header, *rows_of[:3]))
    second = "".join(",".join(row) + "\n" for row in (header, *rows_of[3:]))
    path = tmp_path / "a.csv"
    path.write_bytes(first.encode() + second.encode(encoding))
    intake = opened(path)
    assert rows(intake)["dossier_id"].to_list() == [f"H{n}" for n in range(1, 7)]
    assert faults(intake) == {}
    assert [file.header_line for file in intake.files] == ([1] if delimiter == "," else [1, 5])


def test_a_part_with_another_delimiter_is_read_by_its_own_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Mã hồ sơ,Ngày tiếp nhận,Ngày hẹn trả,Đơn vị\nH1,05/01/2026,12/01/2026,xã A\n"
        "Mã hồ sơ;Ngày hẹn trả;Ngày tiếp nhận;Đơn vị\nH2;12/01/2026;05/01/2026;xã A\n"
    )
    read = rows(opened(path)).select("dossier_id", "received_at", "promised_at").rows()
    days = (datetime(2026, 1, 5), datetime(2026, 1, 12))
    assert read == [("H1", *days), ("H2", *days)]


def test_a_header_cell_over_two_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "H1,01/12/2025", header='"Mã\nhồ sơ","Ngày\ntiếp nhận"')
    assert rows(opened(path))["source_line"].to_list() == [4]


def test_a_sep_line_above_the_header(tmp_path: Path) -> None:
    path = write(tmp_path, "Mã hồ sơ;Ngày tiếp nhận", "H1;01/12/2025", header="sep=;")
    assert rows(opened(path))["source_line"].to_list() == [3]


def test_a_row_needs_a_number_and_only_a_blank_receipt_is_forgiven(tmp_path: Path) -> None:
    lines = [
        ",1.001193,xã X,,01/12/2025,",
        ",1.001193,xã X,,,",
        "H3,1.001193,xã X,,,",
        "H4,,,,x,",
        "H5,,,,01/12/2025,y",
    ]
    intake = opened(write(tmp_path, *lines))
    assert faults(intake) == {
        2: "id_missing",
        3: "id_missing",
        5: "moment_unreadable",
        6: "moment_unreadable",
    }
    assert rows(intake).height == 5


def test_a_moment_outside_the_verdict_rejects_nothing(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "H1,01/12/2025,x,05/12/25",
        header="Mã hồ sơ,Ngày tiếp nhận,Ngày xin lỗi,Ngày hẹn lại",
    )
    frame = rows(opened(path))
    assert frame["fault"].to_list() == [None]
    assert frame["apology_at"].to_list() == [None]


def test_files_with_different_headers_are_one_frame(tmp_path: Path) -> None:
    one = write(tmp_path, GOOD, name="1.csv")
    two = write(tmp_path, "01/12/2025;H9", name="2.csv", header="Ngày tiếp nhận;Mã hồ sơ")
    intake = opened(one, two)
    assert rows(intake).select("source", "dossier_id").rows() == [(0, "H1"), (1, "H9")]
    assert intake.present >= {"commune", "status"}


def test_a_folder_in_natural_order_without_what_is_no_export(tmp_path: Path) -> None:
    for name in ("thang-10.csv", "thang-2.csv", "Thang-1.csv", ".hidden.csv", "a.rejects.csv"):
        write(tmp_path, GOOD, name=name)
    write(tmp_path, "xã X,,,,true", name="units.csv", header="name,also,code,district,remote")
    write(tmp_path, "H1,pause,01/12/2025", name="events.csv", header="Mã hồ sơ,event,at")
    (tmp_path / "notes.docx").write_text("x")
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", GOOD, name="thang-3.csv")
    intake = opened(tmp_path)
    assert [Path(file.path).name for file in intake.files] == [
        "thang-3.csv",
        "Thang-1.csv",
        "thang-2.csv",
        "thang-10.csv",
    ]
    assert {Path(one.name).name: one.why.key for one in intake.unread} == {
        "a.rejects.csv": "intake.own_rejects",
        "events.csv": "intake.received_column_missing",
        "notes.docx": "intake.no_header",
        "units.csv": "intake.no_header",
    }
    assert len(opened(tmp_path / "thang-*.csv").files) == len(list(tmp_path.glob("thang-*.csv")))


def test_the_offices_own_list_of_refusals_is_read(tmp_path: Path) -> None:
    for name in ("ho-so-tu-choi-tiep-nhan.csv", "thang-1.csv"):
        write(tmp_path, GOOD, name=name)
    assert len(opened(tmp_path).files) == 2


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert len(opened(path, tmp_path, tmp_path / "*.csv").files) == 1


def _again(page: str, times: int) -> bytes:
    """An export that was taken for text of a code page and encoded once more, so many times."""
    text = "Mã hồ sơ,Ngày tiếp nhận,Trạng thái\nH1,05/01/2026,Đã trả kết quả\n"
    for _ in range(times):
        text = "".join(
            letter if letter.encode(page, errors="ignore") else raw.decode("latin-1")
            for raw in (bytes((byte,)) for byte in text.encode())
            for letter in (raw.decode(page, errors="replace"),)
        )
    return text.encode()


def test_a_signature_below_a_header_alone_is_no_dossier_in_other_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    foot = ",,,Người lập biểu,,\n,,,Xã A ngày 31/03/2026,Kế toán,\n"
    path.write_text(f"Mã hồ sơ,Ngày tiếp nhận,Ngày trả,a,b,c\n{foot}", encoding="utf-8")
    assert rows(opened(path)).is_empty()


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda _path: None, "intake.file_missing"),
        (lambda path: path.mkdir(), "intake.folder_empty"),
        (lambda path: path.write_bytes(b""), "intake.file_empty"),
        (lambda path: path.write_bytes(b"\xef\xbb\xbf\n\n"), "intake.file_empty"),
        (lambda path: path.write_text("Mã hồ sơ,Ngày tiếp nhận\n"), "intake.no_records"),
        (
            lambda path: path.write_text(
                "Mã hồ sơ,Ngày tiếp nhận,Ngày trả,a,b,c\n,,,H1-0001,05/01/2026,12/01/2026\n"
            ),
            "intake.columns_blank",
        ),
        (lambda path: os.mkfifo(path), "intake.not_a_file"),
        (lambda path: path.write_bytes(bytes(range(128, 256)) * 20), "intake.encoding_unknown"),
        (lambda path: path.write_text("M? h? s?,Ng?y ti?p nh?n\n1,2"), "intake.question_marks"),
        (
            lambda path: path.write_text(
                "MaHoSo,NgayTiepNhan,TrangThai\n" + "H1,05/01/2026,?ang x? l?\n" * 3
            ),
            "intake.question_marks",
        ),
        (
            # "CSV (Comma delimited)" of an Excel on a system of Western letters.
            lambda path: path.write_bytes(
                (
                    "Mã hồ sơ,Ngày tiếp nhận,Trạng thái\n" + "H1,05/01/2026,Đã trả kết quả\n" * 3
                ).encode("cp1252", errors="replace")
            ),
            "intake.question_marks",
        ),
        (
            lambda path: path.write_text(
                "Mã hồ sơ,Ngày tiếp nhận,Trạng thái\n"
                + "H1,05/01/2026,&#272;&#227; tr&#7843; k&#7871;t qu&#7843;\n" * 3
            ),
            "intake.web_letters",
        ),
        (
            lambda path: path.write_text(
                "Mã hồ sơ,Ngày tiếp nhận,Trạng thái\nH1,05/01/2026,Đã trả kết quả\n".encode()
                .decode("latin-1")
                .encode()
                .decode("latin-1")
            ),
            "intake.double_encoded",
        ),
        *(
            (
                lambda path, page=page, times=times: path.write_bytes(_again(page, times)),
                "intake.double_encoded",
            )
            for page in ("latin-1", "cp1252")
            for times in (1, 2, 3, 4)
        ),
        (
            lambda path: path.write_bytes("Mã hồ sơ,Ngày tiếp nhận\n".encode() + b"1,\xff\n" * 3),
            "intake.mostly_undecodable",
        ),
        (
            lambda path: path.write_bytes(b"M\xb7 h\xe5 s\xac,Ng\xb5y ti\xd5p nh\xcbn\nH1,1\n"),
            "intake.encoding_refused",
        ),
        (
            lambda path: path.write_bytes("Maõ hoà sô,Ngaøy tieáp nhaän\nH1,1\n".encode("cp1252")),
            "intake.encoding_refused",
        ),
        (
            lambda path: path.write_text("M· hå s¬,Ngµy tiÕp nhËn\nH1,1\n", encoding="utf-8"),
            "intake.encoding_refused",
        ),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, make: object, key: str) -> None:
    path = tmp_path / "x.csv"
    assert callable(make)
    make(path)
    with pytest.raises(InputError) as caught:
        opened(path)
    assert caught.value.key == key


def test_no_files_at_all() -> None:
    with pytest.raises(InputError) as caught:
        opened(settings=Settings())
    assert caught.value.key == "intake.no_inputs"


def test_units_lead_former_communes_to_todays(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(
        "name,also,code,district,remote\nxã Ia Tul,Chư Mố|xã Chư Mố|Ia Tul,24028,,true\n"
        "xã Ia Pa,,,,false\nxã Pờ Tó,,,,\n",
        encoding="utf-8-sig",
    )
    units = load_units(file)
    frame = rows(opened(write(tmp_path, GOOD), units=units))
    assert frame["commune"].to_list() == ["Xã Ia Tul"]
    assert units.canonical("UBND xã CHƯ MỐ") == "Xã Ia Tul"
    assert units.canonical("xã Khác") == "Xã Khác"
    assert set(units.remote) == {"Xã Ia Tul"}
    assert set(units.stated) == {"Xã Ia Tul", "Xã Ia Pa"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("name,remot\nx,\n", "intake.units_column_near"),
        ("name,zzzz\nx,\n", "intake.units_column_unknown"),
        ("also\nx\n", "intake.units_name_missing"),
        ("name,also\n,x\n", "intake.units_name_blank"),
        ("name,remote\nx,maybe\n", "intake.units_remote"),
        ("name,also\nx,z\ny,z\n", "intake.units_twice"),
        ("name,code\nxã Hòa An,H14.1\nxã Hoà An,H92.1\n", "intake.units_twice"),
    ],
)
def test_a_units_file_in_error(tmp_path: Path, text: str, key: str) -> None:
    file = tmp_path / "units.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_units(file)
    assert caught.value.key == key


def test_the_plan_streams_and_reads_only_what_is_asked_for(tmp_path: Path) -> None:
    header = HEADER + ",Chủ hồ sơ,Ngày hẹn trả,Lĩnh vực"
    intake = opened(write(tmp_path, GOOD + ",A,05/12/2025,Đất đai", header=header))
    asked = intake.rows.select("commune", "fault", "received_at")
    plan = asked.explain(engine="streaming")
    assert '"c6"' not in plan.split("SELECT")[-1]
    graph = asked.show_graph(engine="streaming", plan_stage="physical", raw_output=True)
    assert graph is not None
    assert "in-memory-map" not in graph
    assert "applicant" not in plan
