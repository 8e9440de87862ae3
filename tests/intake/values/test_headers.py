"""Which header is which column, and what the user is told where that is not clear."""

import unicodedata
from pathlib import Path

import pytest

from cchc_audit.core.columns import COLUMNS
from cchc_audit.core.errors import CchcError, ConfigError, InputError
from cchc_audit.core.settings import Settings
from cchc_audit.intake.values.headers import columns_named, count_recognised
from cchc_audit.intake.values.text import fold_header
from cchc_audit.texts import Texts
from intake.exports import opened, rows, write


def _said(error: CchcError) -> str:
    return Texts("vi")(error.key, **error.values)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        (c.name, h)
        for c in COLUMNS
        for h in (*c.headers, c.name)
        if c.name not in ("commune", "receiving_unit")
    ],
)
def test_every_spelling_is_recognised(tmp_path: Path, name: str, header: str) -> None:
    spelled = unicodedata.normalize("NFD", header.upper().replace(" ", "_"))
    quoted = f'"{spelled}"'
    others = [
        h for n, h in (("dossier_id", "Mã hồ sơ"), ("received_at", "Ngày tiếp nhận")) if n != name
    ]
    path = write(tmp_path, ",".join(["1"] * (1 + len(others))), header=",".join([quoted, *others]))
    columns = opened(path).files[0].columns
    assert unicodedata.normalize("NFD", columns[name]) == spelled


def test_a_spelling_belongs_to_one_column() -> None:
    """But for the unit that received, which stands in for the one that handles."""
    columns: dict[str, set[str]] = {}
    for column in COLUMNS:
        for spelling in (*column.headers, column.name):
            columns.setdefault(fold_header(spelling), set()).add(column.name)
    shared = {spelling: names for spelling, names in columns.items() if len(names) > 1}
    assert shared == {fold_header("Đơn vị tiếp nhận"): {"commune", "receiving_unit"}}


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("completed_at", "Thời điểm kết thúc xử lý"),
        ("completed_at", "Ngày có KQ"),
        ("completed_at", "Ngày XL xong"),
        ("completed_at", "Ngày hoàn thành thực tế"),
        ("returned_at", "Ngày trả KQ"),
        ("supplement_requested_at", "Ngày yêu cầu BS"),
        ("paused_at", "Thời điểm tạm dừng"),
        ("completed_at", "Ngày KTXL"),
        ("completed_at", "Ngày KT xử lý"),
        ("completed_at", "Ngày HTXL"),
        ("completed_at", "Ngày h.thành"),
        ("returned_at", "Ngày TKQ"),
        ("returned_at", "Ngày trả k.quả"),
        ("promised_at", "Ngày hẹn KQ"),
        ("promised_at", "Hạn GQ"),
        ("promised_at", "TG hẹn trả"),
        ("legal_term", "T.gian GQ"),
        ("legal_term", "TGGQ"),
        ("legal_term", "TG XL theo quy định"),
        ("supplement_requested_at", "Ngày YCBS"),
        ("supplement_requested_at", "Ngày TB bổ sung"),
        ("supplemented_at", "Ngày BSHS"),
        ("supplemented_at", "Ngày TN bổ sung"),
        ("paused_at", "Ngày TDXL"),
        ("resumed_at", "Ngày TTXL"),
        ("commune", "ĐV xử lý"),
        ("commune", "ĐV GQ"),
        ("agency", "CQ giải quyết"),
        ("officer", "CB xử lý"),
        ("status", "Tình trạng GQ"),
        ("procedure_code", "Mã số TTHC"),
        ("rescheduled_to", "Ngày hẹn trả KQ mới"),
        ("promised_at", "Ngày, tháng, năm hẹn trả kết quả"),
        ("returned_at", "Ngày tháng trả kết quả"),
        *(
            ("promised_at", header)
            for header in (
                *("Ngày trả theo quy định", "Ngày hẹn trả theo quy định", "Hạn trả theo quy định"),
                *("Ngày phải trả KQ", "Ngày trả KQ dự kiến", "Ngày trả kết quả theo phiếu hẹn"),
                *("Ngày hẹn trả kết quả theo giấy hẹn", "Ngày phải hoàn thành", "Ngày hạn trả"),
                *("Ngày kết thúc theo quy định", "Ngày dự kiến hoàn thành", "Ngày hẹn trả (lần 1)"),
                *(
                    "Ngày đến hạn trả kết quả",
                    "Ngày hẹn trả ban đầu",
                    "Hạn giải quyết theo quy định",
                ),
            )
        ),
        ("returned_at", "Ngày trả thực tế"),
        ("returned_at", "Ngày trả KQ thực tế"),
        ("returned_at", "Ngày thực tế trả"),
        ("returned_at", "Ngày đã trả KQ"),
        ("completed_at", "Ngày giải quyết xong HS"),
        ("completed_at", "Kết thúc XL"),
    ],
)
def test_a_spelling_in_other_words(tmp_path: Path, name: str, header: str) -> None:
    path = write(tmp_path, "H1,01/12/2025,02/12/2025", header=f'Mã hồ sơ,Ngày tiếp nhận,"{header}"')
    assert opened(path).files[0].columns[name] == header


@pytest.mark.parametrize(
    "header", ["Ngày trả kết quả lần 1", "Ngày trả lần đầu", "Ngày hoàn thành lần 1"]
)
def test_what_was_done_the_first_time_is_no_plan(tmp_path: Path, header: str) -> None:
    path = write(tmp_path, "H1,01/12/2025,02/12/2025", header=f"Mã hồ sơ,Ngày tiếp nhận,{header}")
    assert "promised_at" not in opened(path).files[0].columns


@pytest.mark.parametrize(
    "header",
    [
        *("Ngày TN", "Ngày TNHS", "Ngày TN hồ sơ", "Ngày T/N", "T.gian tiếp nhận", "Ngày tháng TN"),
        *("TG tiếp nhận", "Ngày nhận HS hợp lệ", "acceptedDate"),
    ],
)
def test_a_receipt_in_other_words(tmp_path: Path, header: str) -> None:
    path = write(tmp_path, "H1,01/12/2025", header=f"Mã HS,{header}")
    assert opened(path).files[0].columns == {"dossier_id": "Mã HS", "received_at": header}


@pytest.mark.parametrize(
    ("header", "cell", "name"),
    [
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


@pytest.mark.parametrize(
    "header",
    [
        *("Phương thức nhận kết quả", "Ký nhận", "Hình thức trả kết quả", "Nơi trả kết quả"),
        *("Nhận và trả kết quả", "Người nhận kết quả", "Người ký nhận", "Số ngày quá hạn"),
        *("Ngày chuyển giải quyết", "Ngày nhận xử lý", "Ngày nhận hồ sơ tại phòng chuyên môn"),
        *("Ngày cấp", "Ngày sinh chủ hồ sơ", "Ngày gia hạn", "Ngày hẹn trả sau gia hạn"),
        *("Hạn xử lý bước hiện tại", "Ngày hết hạn giấy phép", "Ngày thu phí", "Ngày tạo"),
        *("Ngày nhận hồ sơ bưu chính", "Ngày dự kiến cấp", "Thời gian giải quyết thực tế"),
    ],
)
def test_other_acts_and_words_name_no_column(header: str) -> None:
    assert columns_named([header], {}) == set()


def test_what_is_written_out_comes_before_other_words(tmp_path: Path) -> None:
    header = "Mã hồ sơ,Ngày tiếp nhận,Thời điểm kết thúc xử lý,Ngày kết thúc xử lý"
    path = write(tmp_path, "H1,01/12/2025,02/12/2025,03/12/2025", header=header)
    assert opened(path).files[0].columns["completed_at"] == "Ngày kết thúc xử lý"


def test_the_actual_return_comes_before_the_planned_one(tmp_path: Path) -> None:
    header = "Mã hồ sơ,Ngày tiếp nhận,Ngày trả kết quả,Ngày trả kết quả thực tế"
    path = write(tmp_path, "H1,01/12/2025,05/12/2025,03/12/2025", header=header)
    assert opened(path).files[0].columns["returned_at"] == "Ngày trả kết quả thực tế"


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


def test_no_spelling_ends_with_a_digit() -> None:
    """Cells that do are not asked whether they are headers, unless the settings name them."""
    assert [text for column in COLUMNS for text in column.headers if text[-1].isdigit()] == []
    assert columns_named(["Ngày 1", "Mã hồ sơ"], {"received_at": "Ngày 1"}) == {
        "received_at",
        "dossier_id",
    }


@pytest.mark.parametrize("mapping", [{}, {"received_at": "Chủ hồ sơ"}])
@pytest.mark.parametrize(
    "cells",
    [
        ["Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "", "Ghi chú"],
        ["Đơn vị tiếp nhận", "Mã hồ sơ", "Mã hồ sơ", "Chủ hồ sơ"],
        ["H21-1", "Hà Thu Mai", "Chứng thực", "Đã trả kết quả", "05/01/2026"],
        [],
    ],
)
def test_counting_stops_where_a_row_names_no_more(
    cells: list[str], mapping: dict[str, str]
) -> None:
    named = len(columns_named(cells, mapping))
    for beyond in range(8):
        counted = count_recognised(cells, mapping, beyond)
        assert counted == named if named > beyond else counted <= beyond
