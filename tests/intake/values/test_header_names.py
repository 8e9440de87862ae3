"""What a header names by itself: every spelling, in other words, in English, in two languages."""

import unicodedata
from pathlib import Path

import pytest

from cchc_audit.core.columns import COLUMNS
from cchc_audit.intake.values.header_names import columns_named, count_recognised
from cchc_audit.intake.values.text import fold_header
from intake.exports import opened, write


@pytest.mark.parametrize(
    ("name", "header"),
    [
        (c.name, h)
        for c in COLUMNS
        for h in (*c.headers, c.name)
        if c.name not in ("commune", "receiving_unit")
    ],
)
def test_every_spelling_is_recognised(name: str, header: str) -> None:
    spelled = unicodedata.normalize("NFD", header.upper().replace(" ", "_"))
    assert columns_named([spelled], {}) == {name}


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
        ("completed_at", "Ngày hoàn thành giải quyết HS"),
        ("completed_at", "Ngày thực tế hoàn thành"),
        ("completed_at", "Ngày đã xử lý xong"),
        ("completed_at", "NGAYKETTHUCXL"),
        ("returned_at", "Thực tế trả"),
        ("returned_at", "Đã trả ngày"),
        ("returned_at", "NgayTraKQ"),
        ("returned_at", "Ngày trả kết quả cho công dân, doanh nghiệp"),
        ("promised_at", "NgayHenTraKQ"),
        ("promised_at", "Trả theo hẹn"),
        ("paused_at", "Tạm dừng ngày"),
        ("supplemented_at", "Bổ sung lúc"),
        ("supplemented_at", "Ngày công dân bổ sung hồ sơ"),
        ("status", "Trạng thái HS hiện tại"),
        ("field", "Tên lĩnh vực TTHC"),
        ("officer", "Tên cán bộ xử lý hồ sơ"),
        ("channel", "Hình thức tiếp nhận hồ sơ"),
        ("applicant", "Họ và tên chủ hồ sơ"),
        ("commune", "Xã/phường/đặc khu"),
        ("commune", "UBND xã, phường"),
        ("commune", "Đơn vị (xã/phường)"),
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
        *("TG tiếp nhận", "Ngày nhận HS hợp lệ", "acceptedDate", "Tiếp nhận lúc", "NgayTiepNhanHS"),
        *("Ngày hồ sơ được tiếp nhận", "Ngày tiếp nhận HS (1)"),
    ],
)
def test_a_receipt_in_other_words(tmp_path: Path, header: str) -> None:
    path = write(tmp_path, "H1,01/12/2025", header=f"Mã HS,{header}")
    assert opened(path).files[0].columns == {"dossier_id": "Mã HS", "received_at": header}


@pytest.mark.parametrize(
    ("name", "header"),
    [
        *(("dossier_id", header) for header in ("dossierNumber", "Application No.")),
        ("procedure_code", "procedureCode"),
        ("procedure_name", "Service name"),
        *(("received_at", header) for header in ("date_received", "Date of receipt", "ReceivedOn")),
        *(("promised_at", header) for header in ("Deadline", "Expected return date", "dueAt")),
        *(("completed_at", header) for header in ("date_completed", "finishTime")),
        *(("returned_at", header) for header in ("Return date", "deliveredAt")),
        ("submitted_at", "submitDate"),
        ("status", "dossierStatus"),
        ("commune", "communeName"),
        ("officer", "assignee"),
    ],
)
def test_english_words(name: str, header: str) -> None:
    assert columns_named([header], {}) == {name}


@pytest.mark.parametrize(
    ("name", "header"),
    [
        *(("dossier_id", f"Mã hồ sơ{end}") for end in (" / Dossier ID", " (Code)", "\nDossier ID")),
        ("dossier_id", "Ma ho so (Dossier ID)"),
        ("dossier_id", "Số/Mã hồ sơ"),
        ("received_at", "Ngày tiếp nhận / Received date"),
        ("received_at", "Ngày/giờ tiếp nhận"),
        ("promised_at", "Ngày hẹn trả (Appointment)"),
        ("returned_at", "Ngày trả - Returned"),
        ("status", "Trạng thái / Status"),
        ("field", "Lĩnh vực | Field"),
    ],
)
def test_two_languages(name: str, header: str) -> None:
    assert columns_named([header], {}) == {name}


@pytest.mark.parametrize(
    "header",
    [
        *("Ngày trả / Ngày hẹn", "Ngày trả (Expected)", "Ngày trả / Planned return date"),
        *("Trạng thái / Lý do", "Ngày tiếp nhận / Người tiếp nhận", "Mã hồ sơ / CCCD"),
        *("Ngày trả / Note", "Payment status", "paymentDate", "Created date", "Start date"),
        *("expiryDate", "Step finish date", "Ngày sinh / Date of birth", "User ID", "fileId"),
        *("Mã TT hồ sơ", "Ngày trả hồ sơ", "Ngày công dân nhận", "Cấp xã", "Trả kết quả"),
        *("Đã trả kết quả", "Đã trả", "Thực tế xử lý"),
    ],
)
def test_halves_and_english_words_that_say_something_else(header: str) -> None:
    assert columns_named([header], {}) == set()


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
