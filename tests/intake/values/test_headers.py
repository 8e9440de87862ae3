"""Which header is which column, and what the user is told where that is not clear."""

from pathlib import Path

import pytest

from cchc_audit.core.errors import CchcError, ConfigError, InputError
from cchc_audit.core.settings import Settings
from cchc_audit.texts import Texts
from intake.exports import opened, rows, write

HEAD = "Mã hồ sơ,Ngày tiếp nhận"


def _said(error: CchcError) -> str:
    return Texts("vi")(error.key, **error.values)


ROWS_OF_TABLES = (
    "hs.MaHoSo,hs.NgayTiepNhan,tt.TenThuTuc,tt.ThoiHanGiaiQuyet,hs.TrangThai,lp.TrangThai",
    "t1.Mã hồ sơ,t1.Ngày tiếp nhận,t2.Tên thủ tục,t2.Thời hạn giải quyết,t1.Trạng thái,t3.Status",
    "dbo.HoSo.ma_ho_so,dbo.HoSo.ngay_tiep_nhan,x.ten_thu_tuc,x.term,dbo.HoSo.trang_thai,y.status",
)


@pytest.mark.parametrize("header", ROWS_OF_TABLES)
def test_names_of_tables_before_those_of_columns(tmp_path: Path, header: str) -> None:
    path = write(
        tmp_path, "H1,01/12/2025,Khai sinh,3 ngày làm việc,Rút hồ sơ,Đã trả", header=header
    )
    file = opened(path).files[0]
    row = rows(opened(path)).row(0, named=True)
    assert (row["dossier_id"], row["procedure_name"]) == ("H1", "Khai sinh")
    assert (row["legal_term"], row["status"]) == (3, "withdrawn")
    assert file.ignored == (header.rpartition(",")[2],)


def test_the_user_names_a_column_with_its_table_or_without(tmp_path: Path) -> None:
    path = write(tmp_path, "H1,01/12/2025", header="hs.MaHoSo,hs.NgayVaoSo")
    for text in ("hs.NgayVaoSo", "NgayVaoSo"):
        assert rows(opened(path, settings=Settings(columns={"received_at": text}))).height == 1


@pytest.mark.parametrize(
    ("header", "cell", "name"),
    [
        ("Thời hạn", "12/12/2025", "promised_at"),
        ("Thời hạn", "5 ngày làm việc", "legal_term"),
        ("T.hạn GQ", "5 ngày làm việc", "legal_term"),
        ("Thời hạn giải quyết TTHC", "5 ngày làm việc", "legal_term"),
        ("Hạn", "12/12/2025", "promised_at"),
        ("Hạn giải quyết", "12/12/2025", "promised_at"),
        ("Hạn giải quyết", "5 ngày làm việc", "legal_term"),
        ("Thời hạn giải quyết", "5 ngày làm việc", "legal_term"),
        ("Thời hạn giải quyết", "12/12/2025 17:00", "promised_at"),
        ("Thời hạn giải quyết", "5", "legal_term"),
        ("Thời gian giải quyết", "12/12/2025", "legal_term"),
    ],
)
def test_a_deadline_is_what_its_values_are(
    tmp_path: Path, header: str, cell: str, name: str
) -> None:
    path = write(tmp_path, f"H1,01/12/2025,{cell}", header=f'Mã hồ sơ,Ngày tiếp nhận,"{header}"')
    assert opened(path).files[0].columns[name] == header


@pytest.mark.parametrize("header", ["Hạn", "Thời hạn"])
@pytest.mark.parametrize("cell", ["Trong hạn", "Quá hạn 2 ngày", "Còn hạn"])
def test_a_deadline_without_a_day_or_a_term_is_none(tmp_path: Path, header: str, cell: str) -> None:
    path = write(tmp_path, f"H1,01/12/2025,{cell}", header=f"{HEAD},{header}")
    assert opened(path).files[0].ignored == (header,)


def test_a_term_under_the_words_of_a_plan(tmp_path: Path) -> None:
    """*Hạn giải quyết theo quy định* is a day or a term, as *Hạn giải quyết* is."""
    header = "Mã hồ sơ,Ngày tiếp nhận,Hạn giải quyết theo quy định"
    path = write(tmp_path, "H1,01/12/2025,5 ngày làm việc", header=header)
    assert opened(path).files[0].columns["legal_term"] == "Hạn giải quyết theo quy định"


def test_the_appointment_comes_before_what_it_should_be(tmp_path: Path) -> None:
    header = "Mã hồ sơ,Ngày tiếp nhận,Ngày trả kết quả theo quy định,Ngày trả kết quả,Ngày hẹn trả"
    path = write(tmp_path, "H1,01/12/2025,05/12/2025,03/12/2025,08/12/2025", header=header)
    columns = opened(path).files[0].columns
    assert columns["promised_at"] == "Ngày hẹn trả"
    assert columns["returned_at"] == "Ngày trả kết quả"


@pytest.mark.parametrize("due", ["Hạn trả", "Hạn giải quyết", "Ngày trả dự kiến"])
@pytest.mark.parametrize("told", ["Hẹn trả", "Ngày hẹn", "Ngày hẹn trả kết quả"])
def test_what_the_citizen_was_told_comes_before_the_deadline(
    tmp_path: Path, told: str, due: str
) -> None:
    path = write(tmp_path, "H1,01/12/2025,9/12/2025,8/12/2025", header=f"{HEAD},{due},{told}")
    file = opened(path).files[0]
    assert (file.columns["promised_at"], file.others["promised_at"]) == (told, (due,))


def test_what_is_written_out_comes_before_other_words(tmp_path: Path) -> None:
    header = "Mã hồ sơ,Ngày tiếp nhận,Thời điểm kết thúc xử lý,Ngày kết thúc xử lý"
    path = write(tmp_path, "H1,01/12/2025,02/12/2025,03/12/2025", header=header)
    assert opened(path).files[0].columns["completed_at"] == "Ngày kết thúc xử lý"


@pytest.mark.parametrize(
    "actual",
    [
        *("Ngày trả kết quả thực tế", "Ngày đã trả", "Ngày đã trả kết quả", "Ngày thực trả"),
        *("Ngày thực tế trả", "Thực tế trả", "Ngày trả (thực tế)"),
    ],
)
@pytest.mark.parametrize("planned", ["Ngày trả", "Ngày trả kết quả"])
def test_the_actual_return_comes_before_the_planned_one(
    tmp_path: Path, planned: str, actual: str
) -> None:
    path = write(tmp_path, "H1,01/12/2025,5/12/2025,3/12/2025", header=f"{HEAD},{planned},{actual}")
    assert opened(path).files[0].columns["returned_at"] == actual


def test_the_actual_end_comes_before_the_planned_one(tmp_path: Path) -> None:
    header = f"{HEAD},Ngày kết thúc,Ngày đã hoàn thành"
    path = write(tmp_path, "H1,01/12/2025,05/12/2025,", "H2,01/12/2025,,4/12/2025", header=header)
    assert opened(path).files[0].columns["completed_at"] == "Ngày đã hoàn thành"


def test_the_actual_time_taken_is_no_term(tmp_path: Path) -> None:
    header = "Mã hồ sơ,Ngày tiếp nhận,Thời gian giải quyết thực tế"
    path = write(tmp_path, "H1,01/12/2025,2 ngày làm việc", header=header)
    assert "legal_term" not in opened(path).files[0].columns


def test_how_long_it_took_is_no_day(tmp_path: Path) -> None:
    header = "Mã hồ sơ,Ngày tiếp nhận,Thời gian hoàn thành"
    path = write(tmp_path, "H1,01/12/2025,2 ngày làm việc", header=header)
    assert "completed_at" not in opened(path).files[0].columns


def test_canonical_names_are_headers_too(tmp_path: Path) -> None:
    path = write(tmp_path, "H1,01/12/2025", header="dossier_id,received_at")
    assert set(opened(path).files[0].columns) == {"dossier_id", "received_at"}


def test_the_preferred_header_with_values_wins(tmp_path: Path) -> None:
    header = (
        "Mã hồ sơ,Ngày tiếp nhận,Người nộp,Chủ hồ sơ,"
        "Đơn vị tiếp nhận,Đơn vị giải quyết,Ngày có kết quả,Ngày kết thúc xử lý"
    )
    path = write(tmp_path, "H1,01/12/2025,A,B,xã X,xã Y,05/12/2025,", header=header)
    intake = opened(path)
    row = rows(intake).row(0, named=True)
    assert (row["applicant"], row["commune"], row["receiving_unit"]) == ("B", "Xã Y", "Xã X")
    assert row["completed_at"] is not None
    file = intake.files[0]
    assert file.columns["completed_at"] == "Ngày có kết quả"
    assert file.others["applicant"] == ("Người nộp",)
    assert file.others["completed_at"] == ("Ngày kết thúc xử lý",)


def test_a_receiving_unit_alone_is_the_commune(tmp_path: Path) -> None:
    path = write(tmp_path, "H1,01/12/2025,xã X", header="Mã hồ sơ,Ngày tiếp nhận,Đơn vị tiếp nhận")
    row = rows(opened(path)).row(0, named=True)
    assert (row["commune"], row["receiving_unit"]) == ("Xã X", "Xã X")


def test_values_after_the_sample_count_too(tmp_path: Path) -> None:
    lines = [f"H{n},01/12/2025,," for n in range(10_100)] + ["H,01/12/2025,B,"]
    path = write(tmp_path, *lines, header="Mã hồ sơ,Ngày tiếp nhận,Chủ hồ sơ,Người nộp")
    assert opened(path).files[0].columns["applicant"] == "Chủ hồ sơ"


def test_one_spelling_over_different_values_is_an_error(tmp_path: Path) -> None:
    path = write(
        tmp_path, "H1,01/12/2025,02/12/2025", header="Mã hồ sơ,Ngày tiếp nhận,Ngay_tiep_nhan"
    )
    with pytest.raises(ConfigError) as caught:
        opened(path)
    said = _said(caught.value)
    assert 'received_at = "Ngày tiếp nhận"' in said
    assert 'received_at = "Ngay_tiep_nhan"' in said
    settled = opened(path, settings=Settings(columns={"received_at": "Ngay_tiep_nhan"}))
    assert rows(settled)["received_at"].to_list()[0].day == 2


def test_the_same_text_twice_is_settled_by_its_number(tmp_path: Path) -> None:
    path = write(
        tmp_path, "H1,01/12/2025,02/12/2025", header="Mã hồ sơ,Ngày tiếp nhận,Ngày tiếp nhận"
    )
    with pytest.raises(ConfigError) as caught:
        opened(path)
    assert 'received_at = "Ngày tiếp nhận#2"' in _said(caught.value)
    settled = opened(path, settings=Settings(columns={"received_at": "Ngày tiếp nhận#2"}))
    assert rows(settled)["received_at"].to_list()[0].day == 2


def test_one_spelling_over_the_same_values_is_none(tmp_path: Path) -> None:
    path = write(
        tmp_path, "H1,01/12/2025, 01/12/2025", header="Mã hồ sơ,Ngày tiếp nhận,Ngày tiếp nhận"
    )
    assert rows(opened(path)).height == 1


def test_the_users_header_wins(tmp_path: Path) -> None:
    path = write(tmp_path, "H1,01/12/2025,03/12/2025", header="Mã hồ sơ,Ngày tiếp nhận,Ngày vào sổ")
    intake = opened(path, settings=Settings(columns={"received_at": "ngay vao so"}))
    assert rows(intake)["received_at"].to_list()[0].day == 3
    assert intake.files[0].mapped == {"received_at"}


def test_a_mapped_header_that_is_not_there(tmp_path: Path) -> None:
    path = write(tmp_path, "H1,01/12/2025", header="Mã hồ sơ,Ngày tiếp nhận")
    with pytest.raises(ConfigError) as caught:
        opened(path, settings=Settings(columns={"officer": "Ngày tiếp nhậnn"}))
    assert caught.value.key == "intake.mapped_header_near"
    assert "Ngày tiếp nhận" in _said(caught.value)


def test_only_a_submission_shows_the_two_lines_that_settle_it(tmp_path: Path) -> None:
    path = write(tmp_path, "H1,01/12/2025", header="Mã hồ sơ,Ngày nộp")
    with pytest.raises(InputError) as caught:
        opened(path)
    assert '[columns]\nreceived_at = "Ngày nộp"' in _said(caught.value)
    assert rows(opened(path, settings=Settings(columns={"received_at": "Ngày nộp"}))).height == 1


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Ngày tiếp nhận,Trạng thái", "intake.id_column_missing"),
        ("Mã hồ sơ,Trạng thái", "intake.received_column_missing"),
        ("Trạng thái,Thủ tục", "intake.needed_columns_missing"),
        ("Ngày nộp,Thủ tục", "intake.needed_columns_missing"),
        ("x,y", "intake.no_header"),
    ],
)
def test_a_table_without_the_two_needed_columns(tmp_path: Path, header: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        opened(write(tmp_path, "1,2", header=header))
    assert caught.value.key == key
    assert _said(caught.value)


def test_unknown_headers_are_listed(tmp_path: Path) -> None:
    path = write(tmp_path, "1,H1,01/12/2025,z", header="STT,Mã hồ sơ,Ngày tiếp nhận,Lạ")
    file = opened(path).files[0]
    assert file.ignored == ("STT", "Lạ")
    assert "status" in file.missing
