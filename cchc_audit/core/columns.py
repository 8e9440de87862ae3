"""THE column table: what an export may hold, under its canonical name, with every header spelling
seen in real systems.

A new header spelling is one string in `also`. Labels for people are texts (`column.<name>`); the
order of `also` is the order in which several headers for one column are preferred, after the label
itself.
"""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """How the cells of a column are read."""

    ID = "id"
    CODE = "code"
    TEXT = "text"
    COMMUNE = "commune"
    MOMENT = "moment"
    STATUS = "status"
    CHANNEL = "channel"
    TERM = "term"
    COUNT = "count"


class Column(NamedTuple):
    """One canonical column.

    `headers` are the spellings recognised, the preferred first (matching folds case, accents,
    spaces, underscores and dots). `verdict` marks the moments a verdict depends on: an unreadable
    cell there rejects its row. `personal` data is never read unless asked for.
    """

    name: str
    kind: Kind
    headers: tuple[str, ...]
    verdict: bool = False
    personal: bool = False


def _column(name: str, kind: Kind, *headers: str) -> Column:
    return Column(name, kind, headers)


def _verdict(name: str, *headers: str) -> Column:
    return Column(name, Kind.MOMENT, headers, verdict=True)


def _personal(name: str, *headers: str) -> Column:
    return Column(name, Kind.TEXT, headers, personal=True)


COLUMNS: tuple[Column, ...] = (
    _column(
        "dossier_id",
        Kind.ID,
        "Mã hồ sơ",
        "MaHoSo",
        "Mã số hồ sơ",
        "Số hồ sơ",
        "Số biên nhận",
        "So ho so",
        "SoBienNhan",
        *("Mã biên nhận", "Mã số biên nhận", "Số biên nhận hồ sơ", "Mã biên nhận hồ sơ"),
        *("Mã số hồ sơ TTHC", "Mã hồ sơ TTHC", "Mã hồ sơ DVC", "MaHS", "SoHS"),
        *("Mã hồ sơ một cửa", "Mã hồ sơ điện tử", "Mã hồ sơ quốc gia", "Mã hồ sơ DVCQG"),
        *("Mã hồ sơ hệ thống", "Mã hồ sơ DVCTT", "Số phiếu hẹn", "Số giấy hẹn"),
        *("Số phiếu tiếp nhận", "Số phiếu biên nhận", "Số giấy tiếp nhận", "Mã phiếu hẹn"),
        *("dossierNo", "dossierCode"),
    ),
    _column(
        "procedure_code",
        Kind.CODE,
        "Mã thủ tục",
        "MaTTHC",
        "Mã TTHC",
        "Mã thủ tục hành chính",
        *("Mã số thủ tục", "Mã số thủ tục hành chính", "Mã số TTHC"),
        *("Mã thủ tục hành chính quốc gia", "Mã TTHC quốc gia", "Mã quốc gia TTHC", "Mã TT"),
    ),
    _column(
        "procedure_name",
        Kind.TEXT,
        "Tên thủ tục",
        "TenTTHC",
        "Tên thủ tục hành chính",
        "Thủ tục",
        *("Thủ tục hành chính", "Tên TT", "TTHC"),
    ),
    _column("field", Kind.TEXT, "Lĩnh vực", "TenLinhVuc", "Tên lĩnh vực", "MaLinhVuc"),
    _column(
        "commune",
        Kind.COMMUNE,
        "Đơn vị giải quyết",
        "Đơn vị",
        "Đơn vị (xã, phường, thị trấn, đặc khu)",
        "DonViXuLy",
        "Xã",
        "Xã/Phường",
        "Tên đơn vị",
        "NoiNopHoSo",
        "TenDiaBan",
        "Tên xã",
        "Tên xã/phường",
        "UBND cấp xã",
        "Đơn vị cấp xã",
        *("Phường", "Phường/Xã", "Xã, phường", "Xã, phường, thị trấn", "Xã/Phường/Thị trấn"),
        *("Tên phường", "UBND xã", "UBND xã/phường", "Đơn vị giải quyết hồ sơ"),
        *("Đơn vị giải quyết thủ tục hành chính", "Đơn vị thụ lý", "Đơn vị thực hiện"),
        "Đơn vị tiếp nhận",
        "Nơi tiếp nhận",
        "Đơn vị tiếp nhận hồ sơ",
        "Cơ quan tiếp nhận",
    ),
    _column("receiving_unit", Kind.COMMUNE, "Đơn vị tiếp nhận"),
    _column(
        "agency",
        Kind.TEXT,
        "Cơ quan, phòng ban xử lý",
        "Cơ quan giải quyết",
        "Phòng ban",
        "Cơ quan chủ trì giải quyết",
        "PhongBanXuLy",
        "Phòng, bộ phận xử lý",
        *("Cơ quan xử lý", "Cơ quan thực hiện", "Cơ quan thụ lý", "Bộ phận xử lý", "Phòng xử lý"),
        *("Phòng ban xử lý", "Phòng chuyên môn"),
    ),
    _column(
        "officer",
        Kind.TEXT,
        "Cán bộ xử lý",
        "Người xử lý",
        "Công chức thụ lý",
        "Cán bộ thụ lý",
        "NguoiXuLy",
        *("Công chức xử lý", "Công chức giải quyết", "Cán bộ giải quyết", "Người thụ lý"),
        *("Người giải quyết", "Người đang xử lý", "Chuyên viên xử lý", "Chuyên viên thụ lý"),
        *("Chuyên viên", "Cán bộ"),
    ),
    _column(
        "reception_officer",
        Kind.TEXT,
        "Người tiếp nhận",
        "TenNguoiNhanHoSo",
        "Cán bộ tiếp nhận",
        *("Công chức tiếp nhận", "Nhân viên tiếp nhận", "Người nhận hồ sơ", "Cán bộ một cửa"),
    ),
    _column(
        "channel",
        Kind.CHANNEL,
        "Hình thức nộp",
        "KenhThucHien",
        "Kênh",
        "Hình thức tiếp nhận",
        "Hình thức nộp hồ sơ",
        *("Kênh tiếp nhận", "Kênh nộp", "Phương thức nộp", "Phương thức tiếp nhận"),
    ),
    _verdict(
        "submitted_at",
        "Ngày nộp",
        "NgayNopHoSo",
        "Ngày nộp hồ sơ",
        *("Thời gian nộp", "Thời gian nộp hồ sơ", "Ngày nộp trực tuyến", "Ngày công dân nộp"),
        *("Ngày gửi hồ sơ", "Ngày nộp đơn", "Ngày công dân nộp hồ sơ", "appliedDate"),
    ),
    _verdict(
        "received_at",
        "Ngày tiếp nhận",
        "NgayTiepNhan",
        "Thời gian tiếp nhận",
        "Thời điểm tiếp nhận",
        "Ngày nhận",
        "Ngày nhận hồ sơ",
        "Ngày tiếp nhận hồ sơ",
        "receiveDate",
        "receivedDate",
        *("Thời gian nhận", "Thời gian nhận hồ sơ", "Ngày tiếp nhận chính thức", "Ngày biên nhận"),
        *("Ngày nhận đủ hồ sơ", "Ngày tiếp nhận hồ sơ hợp lệ", "Ngày nhận hồ sơ hợp lệ"),
        *("Ngày nhận đủ hồ sơ hợp lệ", "Ngày nhận hồ sơ đầy đủ", "acceptedDate"),
    ),
    _verdict("competent_received_at", "Ngày nhận phi địa giới", "NgayNhanPhiDiaGioi"),
    _verdict(
        "promised_at",
        # What the citizen was told stands before what only says until when it is due.
        "Ngày hẹn trả",
        "NgayHenTra",
        "Ngày hẹn trả kết quả",
        "Ngày hẹn trả hồ sơ",
        *("Ngày hẹn", "Ngày hẹn kết quả", "Hẹn trả", "Hẹn trả kết quả", "Thời gian hẹn trả"),
        *("Thời gian hẹn trả kết quả", "Ngày trả theo hẹn", "Ngày hẹn trả dự kiến"),
        *("Ngày hẹn trả kết quả dự kiến", "Ngày hẹn giải quyết", "Hẹn trả ngày", "appointmentDate"),
        "Hạn trả",
        "Hạn trả kết quả",
        "dueDate",
        *("Hạn trả hồ sơ", "Thời hạn trả", "Thời hạn trả kết quả"),
        *("Hạn giải quyết", "Hạn giải quyết hồ sơ", "Hạn xử lý", "Hạn xử lý hồ sơ"),
        *("Hạn hoàn thành", "Ngày hết hạn", "Ngày hết hạn xử lý", "Ngày hết hạn giải quyết"),
        *("Ngày đến hạn", "Ngày đến hạn xử lý", "Ngày đến hạn giải quyết", "Ngày hạn"),
        *("Hạn hồ sơ", "Hạn cuối", "Hạn chót", "Hạn"),
        *("Ngày trả dự kiến", "Ngày trả kết quả dự kiến", "Ngày dự kiến trả"),
        *("Ngày dự kiến trả kết quả", "Ngày phải trả", "Ngày phải trả kết quả"),
    ),
    _verdict(
        "completed_at",
        "Ngày kết thúc xử lý",
        "Ngày kết thúc",
        "NgayKetThucXuLy",
        "Ngày có kết quả",
        "Ngày xử lý xong",
        "Ngày hoàn thành",
        "Ngayxulyxong",
        "finishDate",
        "finished_at",
        "Ngày hoàn thành xử lý",
        "Ngày hoàn thành giải quyết",
        "Ngày hoàn thành hồ sơ",
        "Ngày hoàn tất",
        "Ngày kết thúc giải quyết",
        "Ngày kết thúc hồ sơ",
        "Ngày giải quyết xong",
        "Ngày ra kết quả",
        "Thời gian kết thúc xử lý",
        *("Ngày hoàn thành xử lý hồ sơ", "Ngày giải quyết xong hồ sơ", "Ngày xử lý xong hồ sơ"),
        *("Ngày có kết quả giải quyết", "Thời gian kết thúc xử lý hồ sơ", "Kết thúc xử lý"),
        *("completedDate", "finishedDate", "completionDate"),
    ),
    _verdict(
        "returned_at",
        "Ngày trả kết quả",
        "NgayTra",
        "Ngày trả",
        "Ngày nhận kết quả",
        "releaseDate",
        "Ngày giao kết quả",
        "Ngày trả kết quả cho công dân",
        "returnedDate",
        *("Ngày trả kết quả cho tổ chức, công dân", "Ngày trả kết quả cho tổ chức, cá nhân"),
        *("Ngày trả kết quả cho dân", "Ngày trả cho công dân", "Ngày công dân nhận kết quả"),
        *("Ngày phát trả", "Ngày phát trả kết quả", "Ngày giao trả", "Ngày giao trả kết quả"),
        *("Ngày thực trả", "Ngày thực trả kết quả", "Ngày thực tế trả", "Ngày đã trả"),
        *("Ngày thực tế trả kết quả", "Ngày đã trả kết quả", "Ngày phát kết quả"),
        *("Ngày ký nhận kết quả", "Ngày dân nhận kết quả", "Ngày trả kết quả cho người dân"),
    ),
    _column(
        "status",
        Kind.STATUS,
        "Trạng thái",
        "TrangThaiHoSo",
        "Tình trạng",
        "Trạng thái hồ sơ",
        "Tình trạng hồ sơ",
        "Trạng thái trên phần mềm",
        "Trạng thái xử lý",
        "Trạng thái giải quyết",
        "Tình trạng xử lý",
        "Tình trạng giải quyết",
        *("Trạng thái hiện tại", "Tình trạng hiện tại", "Trạng thái hồ sơ TTHC"),
    ),
    _column(
        "legal_term",
        Kind.TERM,
        "Thời hạn giải quyết",
        "ThoiGianThucHien",
        "Thời hạn quy định",
        "Thời gian giải quyết",
        "Thời hạn giải quyết theo quy định",
        *("Thời gian giải quyết theo quy định", "Thời gian giải quyết quy định"),
        *("Thời gian quy định", "Thời hạn theo quy định", "Thời hạn xử lý"),
        *("Thời hạn xử lý theo quy định", "Thời gian xử lý theo quy định", "Thời hạn thực hiện"),
        *("Thời hạn giải quyết hồ sơ", "Số ngày quy định", "Số ngày theo quy định"),
        *("Số ngày giải quyết theo quy định", "Thời hạn", "term"),
    ),
    _verdict(
        "supplement_requested_at",
        "Ngày yêu cầu bổ sung",
        "NgayYeuCauBoSung",
        "Ngày yêu cầu bổ sung hồ sơ",
        "Ngày gửi yêu cầu bổ sung",
        "Ngày đề nghị bổ sung",
        "Ngày thông báo bổ sung",
        "Ngày thông báo yêu cầu bổ sung",
        "Ngày ra thông báo bổ sung",
    ),
    _verdict(
        "supplemented_at",
        "Ngày bổ sung",
        "NgayCongDanBoSung",
        "NgayTiepNhanBoSung",
        "Ngày bổ sung đủ hồ sơ",
        "Ngày nộp bổ sung",
        "Ngày nộp hồ sơ bổ sung",
        "Ngày nhận bổ sung",
        "Ngày nhận hồ sơ bổ sung",
        "Ngày hoàn thành bổ sung",
        "Ngày bổ sung hồ sơ",
        "Ngày đã bổ sung",
    ),
    _column("supplement_count", Kind.COUNT, "Số lần yêu cầu bổ sung"),
    _verdict(
        "paused_at",
        "Ngày tạm dừng",
        "Ngày tạm dừng xử lý",
        "Ngày tạm dừng giải quyết",
        "Ngày tạm dừng hồ sơ",
        "Ngày bắt đầu tạm dừng",
        "Tạm dừng từ ngày",
        *("Ngày tạm ngừng", "Ngày tạm ngừng xử lý"),
    ),
    _verdict(
        "resumed_at",
        "Ngày tiếp tục",
        "Ngày tiếp tục xử lý",
        "Ngày tiếp tục giải quyết",
        "Ngày kết thúc tạm dừng",
        "Ngày hết tạm dừng",
        "Tạm dừng đến ngày",
    ),
    _column(
        "apology_at",
        Kind.MOMENT,
        "Ngày xin lỗi",
        "Ngày gửi thư xin lỗi",
        "Ngày phiếu xin lỗi",
        "Ngày gửi văn bản xin lỗi",
        "Ngày thư xin lỗi",
    ),
    _column(
        "rescheduled_to",
        Kind.MOMENT,
        "Ngày hẹn lại",
        "NgayHenTraMoi",
        "Ngày hẹn trả mới",
        *("Ngày hẹn trả kết quả mới", "Ngày hẹn mới", "Ngày hẹn trả lại", "Ngày hẹn lại kết quả"),
    ),
    _column("reschedule_count", Kind.COUNT, "Số lần hẹn lại"),
    _personal("applicant", "Chủ hồ sơ", "ChuHoSo", "Người nộp"),
    _personal("phone", "Số điện thoại", "SĐT", "SoDienThoai", "SoDienThoaiChuHoSo"),
    _personal("address", "Địa chỉ", "DiaChiChuHoSo"),
    _column("rating", Kind.TEXT, "Đánh giá"),
)

BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
MOMENTS: tuple[str, ...] = tuple(c.name for c in COLUMNS if c.kind is Kind.MOMENT)
RECORDED: tuple[str, ...] = tuple(n for n in MOMENTS if n not in ("promised_at", "rescheduled_to"))
"""The moments that record an act of the office or the applicant, not a plan."""
FINISHES = ("completed_at", "returned_at")
"""The columns that can tell of a finish; an export may have either."""
VERDICT_MOMENTS: tuple[str, ...] = tuple(c.name for c in COLUMNS if c.verdict)
PERSONAL: tuple[str, ...] = tuple(c.name for c in COLUMNS if c.personal)

ASSESS_COLUMNS: tuple[str, ...] = (
    "dossier_id",
    "procedure_code",
    "procedure_name",
    "field",
    "commune",
    "agency",
    "officer",
    "channel",
    "status",
    "submitted_at",
    "received_at",
    "clock_start",
    "term",
    "term_source",
    "deadline",
    "deadline_at",
    "basis",
    "promised_at",
    "finished_at",
    "outcome",
    "reason",
    "processing_days",
    "days_late",
    "days_left",
    "paused_days",
    "deadline_lenient",
    "certainty",
    "defence",
    "doubt",
    "apology_at",
    "rescheduled_to",
    "source_file",
    "source_line",
)

FINDING_COLUMNS: tuple[str, ...] = (
    "code",
    "severity",
    "dossier_id",
    "commune",
    "procedure_code",
    "officer",
    "message",
    "evidence",
    "source_file",
    "source_line",
)
