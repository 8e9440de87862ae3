"""Rejected rows as they were, a rejects file that reads again, and what `check` counts."""

import stat
from pathlib import Path

import pytest

from cchc_audit.core.columns import COLUMNS
from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake import Intake
from cchc_audit.intake.check_export import Check, check
from cchc_audit.intake.faults import code, decode
from cchc_audit.texts import Texts

from .exports import faults, opened, rows, write

HEADER = "Mã hồ sơ,Ngày tiếp nhận,Ngày hẹn trả,Người nộp"
BAD = (
    "H1,31/02/2025,,A",
    "H2,01/02/25,,=1+1",
    'H3,"01/02/2025,,C',
    "H4,01/02/2025",
    "H5,01/02/2025,,E,extra",
    ",01/02/2025,,F",
    "H7,12/31/2025,,G",
)


def _bad(folder: Path) -> Intake:
    return opened(write(folder, *BAD, "H0,01/02/2025,,ok", header=HEADER))


def test_every_fault_has_a_number_and_a_sentence() -> None:
    for fault in Fault:
        assert Texts("en")(f"intake.fault.{fault}")
        for column in (None, *(column.name for column in COLUMNS)):
            assert decode(code(column, fault)) == (column, fault)


def test_a_reject_says_where_what_and_why(tmp_path: Path) -> None:
    intake = _bad(tmp_path)
    found = [(r.line, r.column, r.value, r.fault.value) for r in intake.rejects(intake.rows)]
    assert found == [
        (2, "received_at", "31/02/2025", "moment_no_such_day"),
        (3, "received_at", "01/02/25", "moment_two_digit_year"),
        (4, None, "", "stray_quote"),
        (5, None, "2", "cells_too_few"),
        (6, None, "5", "cells_too_many"),
        (7, "dossier_id", "", "id_missing"),
        (8, "received_at", "12/31/2025", "moment_month_first"),
    ]
    assert rows(intake).height + intake.rejected_lines == len(BAD) + 1


def test_an_unmended_rejects_file_is_rejected_again_a_mended_one_is_read(tmp_path: Path) -> None:
    intake = _bad(tmp_path)
    path = tmp_path / "r.csv"
    assert intake.write_rejects(path, intake.rows) == len(BAD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = opened(path)
    assert len(faults(again)) == len(BAD)
    text = path.read_text(encoding="utf-8-sig")
    assert "'=1+1" in text
    assert "A,extra" not in text
    path.write_text(text.replace("31/02/2025", "28/02/2025"), encoding="utf-8-sig")
    mended = opened(path)
    assert len(faults(mended)) == len(BAD) - 1
    assert rows(mended).row(0, named=True)["dossier_id"] == "H1"


def test_a_rejects_file_that_cannot_be_written(tmp_path: Path) -> None:
    intake = _bad(tmp_path)
    with pytest.raises(InputError) as caught:
        intake.write_rejects(tmp_path / "no" / "r.csv", intake.rows)
    assert caught.value.key == "intake.no_folder"


def test_rejects_of_several_files_share_one_header(tmp_path: Path) -> None:
    one = write(tmp_path, "H1,x,", name="1.csv", header="Mã hồ sơ,Ngày tiếp nhận,Lạ")
    two = write(tmp_path, "y,H2", name="2.csv", header="Ngày tiếp nhận,Mã hồ sơ")
    intake = opened(one, two)
    intake.write_rejects(tmp_path / "r.csv", intake.rows)
    text = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()
    assert text[0] == "file,line,column,value,reason,Mã hồ sơ,Ngày tiếp nhận,Lạ"
    assert text[1].endswith("H1,x,")
    assert text[2].endswith(",H2,y,")


def _checked(folder: Path) -> Check:
    header = (
        "Mã hồ sơ,Ngày tiếp nhận,Ngày xin lỗi,Trạng thái,"
        "Mã TTHC,Hình thức nộp,Đơn vị,Thời hạn giải quyết"
    )
    lines = (
        "H1,01/12/2025 08:00,,Đã đóng,1.001193,fax,xã X,3",
        "H2,05/12/2025,6/12,Đã đóng,9.999999,1,UBND Xã X,24 giờ",
        "H3,13/12/2025,,Từ chối,1.001193,,xã Y,3",
        "H4,3/13/2025,6/13,Lạ,8.888888,thư,xã Z,giờ",
        "H5,04/12/2025,Đã mở,1.001193,bồ câu,xã X,7",
        ",,,,,,,",
        "Tổng cộng,,,,,,,",
    )
    intake = opened(write(folder, *lines, header=header))
    return check(intake, intake.rows, known=lambda code, _name: code == "1.001193")


def test_check_counts_what_it_does_not_know_of_accepted_rows(tmp_path: Path) -> None:
    found = _checked(tmp_path)
    assert found.unknown == {
        "status": {"Đã đóng": 2},
        "procedure": {"9.999999": 1},
        "term": {"3": 2, "24 giờ": 1},
        "channel": {"fax": 1},
    }
    assert {text: str(fault) for text, fault in found.term_faults.items()} == {
        "3": "no_unit",
        "24 giờ": "too_many_hours",
    }
    assert found.communes == {"Xã X": {"UBND Xã X": 1, "xã X": 1}, "Xã Y": {"xã Y": 1}}


def test_check_accounts_for_every_row(tmp_path: Path) -> None:
    found = _checked(tmp_path)
    (file,) = found.files
    assert (file.rows, file.layout_rows, file.rejected) == (5, (7, 8), 2)
    assert found.reasons == {Fault.MOMENT_MONTH_FIRST: 1, Fault.CELLS_TOO_FEW: 1}


def test_check_tells_the_range_of_each_column_of_moments(tmp_path: Path) -> None:
    found = _checked(tmp_path).moments
    received = found["received_at"]
    assert (received.filled, received.unreadable) == (3, 0)
    assert (str(received.first), str(received.last)) == (
        "2025-12-01 08:00:00",
        "2025-12-13 00:00:00",
    )
    assert received.formats == ("dd/MM/yyyy", "dd/MM/yyyy HH:mm")
    assert (found["apology_at"].filled, found["apology_at"].unreadable) == (0, 1)
