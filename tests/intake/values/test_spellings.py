"""Statuses, channels, codes, counts, communes and dossier numbers: spelling → what it means."""

import unicodedata

import pytest

from cchc_audit.core.vocabulary import Channel, Status
from cchc_audit.intake.values.codes import channel, code_reader, count, procedure_code
from cchc_audit.intake.values.communes import commune_name
from cchc_audit.intake.values.identity import clean_id
from cchc_audit.intake.values.statuses import read_status, status_reader

STATUSES = {
    Status.NOT_RECEIVED: [
        "1",
        "3",
        "01",
        "3.0",
        "Mới đăng ký",
        "Không được tiếp nhận",
        "TỪ CHỐI TIẾP NHẬN",
        "Chưa tiếp nhận",
        "Chờ xác nhận tiếp nhận",
        "3 - Từ chối",
    ],
    Status.IN_PROGRESS: [
        "2",
        "4",
        "Được tiếp nhận",
        "Đang xử lý",
        "4 - Đang xử lý",
        "Đã tiếp nhận",
        "dang xu ly",
        *("Đang chờ ký", "Chờ lãnh đạo ký", "Chờ ban hành", "Chưa hoàn thành", "Chờ kết quả"),
        *("Đang xử lý, chưa có kết quả", "Đã hoàn thành nghĩa vụ tài chính"),
        *("Tiếp nhận và hẹn trả kết quả", "4 - Đang xử lý", "4. Chờ gì đó"),
        *("Chờ lãnh đạo phê duyệt", "Được chuyển xử lý", "Đã trình ký", "Chờ đóng dấu"),
        *("Đã xử lý - chờ trình ký", "Đã giải quyết xong, chờ lãnh đạo duyệt", "Đang liên thông"),
        *("Trình ký", "Chờ xác minh", "Đã thực hiện NVTC"),
        *("DANG_XU_LY", "in_progress"),
        *("Chuyển bộ phận chuyên môn", "Yêu cầu xử lý lại", "Chờ phê duyệt kết quả"),
    ],
    Status.AWAITING_APPLICANT: [
        "5",
        "6",
        "Yêu cầu bổ sung",
        "Chờ bổ sung hồ sơ",
        "Yêu cầu thực hiện nghĩa vụ tài chính",
        *("Chờ thực hiện NVTC", "Chưa hoàn thành NVTC"),
        *("Chưa bổ sung hồ sơ", "Chưa hoàn thành nghĩa vụ tài chính", "Trả hồ sơ bổ sung"),
        *("Yêu cầu hoàn thiện hồ sơ", "Trả bổ sung", "Dừng chờ bổ sung hồ sơ", "Chờ nộp lệ phí"),
    ],
    Status.WITHDRAWN: ["7", "Công dân yêu cầu rút", "Công dân yêu cầu rút hồ sơ", "Công dân hủy"],
    Status.REFUSED: [
        "8",
        "Dừng xử lý",
        "Từ chối",
        "Trả lại",
        "Trả lại hồ sơ",
        "Hồ sơ bị từ chối giải quyết",
        "Từ chối phê duyệt",
        *("Không đủ điều kiện", "Đã trả hồ sơ không đủ điều kiện", "Trả lại công dân"),
        # Who filed it is nobody inside the office.
        *("Trả lại tổ chức, cá nhân", "Trả lại hồ sơ cho tổ chức", "Trả lại đơn vị nộp hồ sơ"),
    ],
    Status.FINISHED: [
        "9",
        "10",
        "Đã xử lý xong",
        "Đã trả kết quả",
        "ĐÃ TRẢ KẾT QUẢ",
        "10. Đã trả kết quả",
        *("Đã ban hành", "Đã phát hành kết quả", "Đã có kết quả chờ trả", "Chờ trả kết quả"),
        *("Đã xử lý xong (ký số)", "Đã trả kết quả - tiếp nhận trực tuyến"),
        *("Đã trả kết quả một cửa", "Đã trả kết quả - Phòng Tư pháp"),
        *("Đã trả kết quả đúng hạn", "Đã có kết quả - quá hạn", "Trả trước hạn", "Trả quá hạn"),
        *("DA_TRA_KET_QUA", "ho_so_da_xu_ly_xong"),
        *("Chờ trả KQ", "Đã có KQ", "Chờ công dân nhận kết quả", "Đã xong", "Hoàn thành trễ hạn"),
        *("Đã có kết quả, chưa trả kết quả", "Đã xử lý, chưa trả kết quả"),
    ],
    Status.UNKNOWN: [
        *("11", "0", "", "  ", "Đã đóng", "100", "12 - khác"),
        *("7:30 05/01/2026", "7: 30 05/01/2026", "07.01.2026", "1.005010"),
        *("Chưa trả kết quả", "Chưa đến hạn trả kết quả", "Chưa trả hồ sơ", "Không trả kết quả"),
        *("Đã hủy", "Hủy", "Hủy hồ sơ", "Không hợp lệ", "Hồ sơ không hợp lệ", "Chờ trả lời"),
        # Of the applicant or of the desk; of another authority; asked for, and not yet done.
        *("Lưu tạm", "Hồ sơ mới", "Chuyển thuế", "Chờ thông báo thuế", "Chờ rút", "Gia hạn"),
        *(
            "Đã nhập",
            "Lưu trữ",
            "Đã phê duyệt",
            "Đã ký số",
            "Hẹn trả đúng hạn",
            "Chưa trả đúng hạn",
        ),
        # A list of one's own is not that of the national codes.
        *("1. Đã trả kết quả", "1 - Đang xử lý", "10 - Đang xử lý"),
        # What is halted is not stopped, and a step on the way no end.
        *("TAM_DUNG_XU_LY", "CHUA_TRA_KET_QUA"),
        *("Tạm dừng xử lý", "Đã xử lý bước thẩm định", "Kết thúc niêm yết", "Đã trả về bước trước"),
        *("Trả lại cán bộ thụ lý", "Đã phát hành phiếu hẹn", "Lãnh đạo từ chối ký"),
        # Inside the office a dossier goes back, and is not refused.
        *("Lãnh đạo từ chối", "Lãnh đạo xã trả lại", "Trả lại đơn vị xử lý", "Từ chối duyệt"),
        *("Trả lại bộ phận một cửa", "Từ chối phê duyệt, trả lại chuyên viên"),
        *("Từ chối nhận bàn giao", "Trả hồ sơ về phòng chuyên môn"),
        *(
            "Đã xử lý (bước 1)",
            "Đã xử lý xong bước thẩm định",
            "Đã trả kết quả thẩm định",
            "Đã trả về phòng",
        ),
    ],
}


@pytest.mark.parametrize(
    ("text", "status"), [(text, status) for status, texts in STATUSES.items() for text in texts]
)
def test_statuses(text: str, status: Status) -> None:
    assert read_status(text) is status
    assert read_status(unicodedata.normalize("NFD", text)) is status


def test_the_users_status_comes_first() -> None:
    read = status_reader({"Đã đóng": Status.FINISHED, "Đang xử lý": Status.REFUSED})
    assert read("ĐÃ  ĐÓNG") is Status.FINISHED
    assert read("đang xử lý") is Status.REFUSED
    assert read("Từ chối") is Status.REFUSED


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1", Channel.DIRECT),
        ("2.0", Channel.ONLINE),
        ("03", Channel.POSTAL),
        ("Trực tiếp", Channel.DIRECT),
        ("Nộp trực tuyến", Channel.ONLINE),
        ("Bưu chính công ích", Channel.POSTAL),
        ("Qua dịch vụ bưu chính công ích", Channel.POSTAL),
        ("online", Channel.ONLINE),
        ("fax", None),
        ("", None),
    ],
)
def test_channels(text: str, wanted: Channel | None) -> None:
    assert channel(text) is wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.001193.000.00.00.H21", "1.001193"),
        ("1.001193.H38", "1.001193"),
        (" 1.001193 ", "1.001193"),
        ("XYZ 7", "XYZ 7"),
        ("", None),
    ],
)
def test_procedure_codes(text: str, code: str | None) -> None:
    assert procedure_code(text) == code


@pytest.mark.parametrize(
    ("text", "number"), [("2", 2), ("02", 2), ("2.0", 2), ("", None), ("hai", None)]
)
def test_counts(text: str, number: int | None) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "Trung tâm Phục vụ hành chính công xã Chư Mố",
        "TTPVHCC xã Chư Mố",
        "Bộ phận Một cửa xã Chư Mố",
        "Bộ phận Một cửa UBND xã Chư Mố",
        "UBND xã Chư Mố",
        "Ủy ban nhân dân xã Chư Mố",
        "Uỷ ban nhân dân xã Chư Mố",
        "xã Chư Mố",
        "Xã  Chư Mố",
        "XÃ CHƯ MỐ",
        "xã chư mố",
        unicodedata.normalize("NFD", "Xã  Chư Mố"),
        "\u00a0Xã Chư\u200bMố",
        "Trung tâm Phục vụ hành chính công - UBND xã Chư Mố",
        "UBND xã Chư Mố - Trung tâm PVHCC",
        "UBND xã Chư Mố, Bộ phận Một cửa",
        "Xã Chư Mố (Trung tâm Phục vụ hành chính công)",
        "Trung tâm Phục vụ HCC xã Chư Mố",
        "Bộ phận TN&TKQ UBND xã Chư Mố",
        "Bộ phận TN và TKQ xã Chư Mố",
        "BP Một cửa xã Chư Mố",
        "Văn phòng UBND xã Chư Mố",
        "Phòng VH-XH xã Chư Mố",
        "Phòng Văn hóa - Xã hội xã Chư Mố",
        "Phòng Kinh tế, UBND xã Chư Mố",
        "Chư Mố (xã)",
        "Xã: Chư Mố",
        "UBND xã Chư Mố. ",
    ],
)
def test_one_commune_under_many_names(text: str) -> None:
    assert commune_name(text) == "Xã Chư Mố"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Phường Hoà Bình", "Phường Hòa Bình"),
        ("P. Hòa Bình", "Phường Hòa Bình"),
        ("TT. Kon Dơng", "Thị trấn Kon Dơng"),
        ("thị trấn Kon Dơng", "Thị trấn Kon Dơng"),
        ("đặc khu Phú Quốc", "Đặc khu Phú Quốc"),
        ("UBND phường 1", "Phường 1"),
        ("xã Ea H'leo", "Xã Ea H'Leo"),
        ("Chư Mố", "Chư Mố"),
        # A town is of another level; a commune may be called Hội …; what is no desk stays.
        ("Phòng Nội vụ thị xã An Khê", "Phòng Nội vụ thị xã An Khê"),
        ("Phòng Kinh tế xã Hội Sơn", "Phòng Kinh tế xã Hội Sơn"),
        ("Phòng Văn hóa - Xã hội", "Phòng Văn hóa - Xã hội"),
        ("Công an xã Chư Mố", "Công an xã Chư Mố"),
        ("Xã Nam Hà - Lâm Hà", "Xã Nam Hà - Lâm Hà"),
        ("Trung tâm PVHCC", "Trung tâm PVHCC"),
        # Two communes may share a name: what tells them apart is not taken off.
        ("H21.77 - UBND xã Chư Mố", "H21.77 - UBND xã Chư Mố"),
        ("Xã Chư Mố, huyện Ia Pa", "Xã Chư Mố, Huyện Ia Pa"),
        ("UBND", "UBND"),
        ("  ", None),
    ],
)
def test_names_of_communes(text: str, name: str | None) -> None:
    assert commune_name(text) == name


def test_dak_is_three_names() -> None:
    assert len({commune_name(f"Xã {dak} Pơ") for dak in ("Đak", "Đăk", "Đắk")}) == 3


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("H21.12-250102-0001", "H21.12-250102-0001"),
        ("  H21.1 ", "H21.1"),
        ("\u00a0H21.1\u00a0", "H21.1"),
        ("'00123", "00123"),
        ("123.0", "123"),
        ("'123.0", "123"),
        ("H21.0", "H21.0"),
        ("1.001193.0", "1.001193.0"),
        ("H 1", "H 1"),
        ("H21.12–250102\u2011\u200b0001", "H21.12-250102-0001"),
        ("\u200eH21.1\u200e", "H21.1"),
        ("'", None),
        (" \u00a0", None),
    ],
)
def test_dossier_numbers(text: str, number: str | None) -> None:
    assert clean_id(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("1.00501", "1.005010"), ("1,00501", "1.005010"), ("2.0007", "2.000700")),
        *(("1.005010", "1.005010"), ("1.00502", "1.00502"), ("1.0050", "1.0050"), ("NULL", None)),
    ],
)
def test_codes_get_back_the_zeros_they_lost(text: str, code: str | None) -> None:
    assert code_reader({"1.005010", "2.000700"})(text) == code
