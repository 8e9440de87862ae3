"""Small hand-built reports for the renderers: invented communes, every outcome, hostile texts."""

from datetime import date, datetime

import polars as pl

from cchc_audit.analysis.summary import SUMMARY_COLUMNS
from cchc_audit.core.columns import ASSESS_COLUMNS
from cchc_audit.render import report_kinds
from cchc_audit.render.check_report import Differing, FileCheck, check_report
from cchc_audit.render.report import Provenance, Report

SCHEMA: dict[str, pl.DataType] = {name: pl.String() for name in ASSESS_COLUMNS}
SCHEMA |= {
    name: pl.Datetime("us")
    for name in (
        "submitted_at",
        "received_at",
        "deadline_at",
        "promised_at",
        "finished_at",
        "apology_at",
        "rescheduled_to",
    )
}
SCHEMA |= {name: pl.Date() for name in ("clock_start", "deadline", "deadline_lenient")}
SCHEMA |= {
    name: pl.Int32() for name in ("processing_days", "days_late", "days_left", "paused_days")
}
SCHEMA |= {"source_line": pl.UInt32()}


def provenance(**changes: object) -> Provenance:
    values: dict[str, object] = {
        "files": ("exports/xa-a.csv", "exports/xa-b.csv"),
        "rows_read": 1408,
        "rows_rejected": 5,
        "duplicates": 3,
        "assessed": 1400,
        "layout_rows": 9,
        "as_of": datetime(2026, 11, 22),
        "options": (("--as-of", "2026-11-21"),),
        "version": "0.2.0",
        "calendar_digest": "c" * 64,
        "catalogue_digest": "d" * 64,
        "official_through": date(2026, 12, 31),
        "provisional": 0,
    }
    return Provenance(**(values | changes))  # type: ignore[arg-type]


def dossier(number: int, **values: object) -> dict[str, object]:
    day = f"2511{number:02d}"
    return {
        "dossier_id": f"000.00.18.H21-{day}-{number:04d}",
        "procedure_code": "1.001193",
        "procedure_name": "Đăng ký khai sinh",
        "field": "Hộ tịch",
        "commune": "Xã An Thử",
        "agency": "Văn phòng HĐND và UBND",
        "officer": "Ngô Văn Thử",
        "channel": "online",
        "status": "finished",
        "received_at": datetime(2026, 11, 3, 9, 15),
        "clock_start": date(2026, 11, 3),
        "term": "3 working_days",
        "term_source": "catalogue",
        "deadline": date(2026, 11, 6),
        "deadline_at": datetime(2026, 11, 7),
        "basis": "legal",
        "promised_at": datetime(2026, 11, 6, 16, 30),
        "source_file": "exports/xa-a.csv",
        "source_line": number + 1,
        "paused_days": 0,
        **values,
    }


LATE_ROWS = [
    dossier(
        1,
        outcome="late",
        certainty="firm",
        finished_at=datetime(2026, 11, 17, 16, 5),
        days_late=7,
        processing_days=10,
        deadline_lenient=date(2026, 11, 9),
    ),
    dossier(
        2,
        commune="Phường Mẫu Thượng Đông Bắc",
        procedure_name="Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có "
        "thẩm quyền của Việt Nam cấp hoặc chứng nhận",
        outcome="overdue",
        certainty="firm",
        status="in_progress",
        days_late=5,
        processing_days=8,
        deadline_lenient=date(2026, 11, 16),
        deadline=date(2026, 11, 13),
        deadline_at=datetime(2026, 11, 14),
    ),
    dossier(
        3,
        outcome="late",
        certainty="contestable",
        defence="cutoff,unknown_time",
        term="4 working_hours",
        received_at=datetime(2026, 11, 10),
        deadline=date(2026, 11, 10),
        deadline_at=datetime(2026, 11, 10, 11, 30),
        finished_at=datetime(2026, 11, 10, 16, 5, 9),
        days_late=1,
        processing_days=0,
        apology_at=datetime(2026, 11, 10),
        rescheduled_to=datetime(2026, 11, 11),
        deadline_lenient=date(2026, 11, 11),
    ),
    dossier(
        4,
        commune="[red]=cmd|' /C calc'!A0",
        procedure_name="\x1b[31mĐỏ\x1b[0m | <script>alert(1)</script> `x`",
        outcome="overdue",
        certainty="contestable",
        defence="rounds",
        status="awaiting_applicant",
        term="1 months",
        days_late=1,
        processing_days=22,
        officer='=HYPERLINK("http://example.invalid")',
    ),
]


def late(**changes: object) -> Report:
    frame = pl.DataFrame(LATE_ROWS, schema=SCHEMA)
    values: dict[str, object] = {
        "kind": report_kinds.LATE,
        "rows": frame.lazy(),
        "total_rows": 120,
        "shown": frame.height,
        "provenance": provenance(provisional=2),
    }
    return Report(**(values | changes))  # type: ignore[arg-type]


def group(name: str | None, counts: str, *rest: object) -> dict[str, object]:
    cells = [*map(int, counts.split()), *rest]
    return {"commune": name, **dict(zip(SUMMARY_COLUMNS, cells, strict=True))}


GROUP_ROWS = [
    group(
        "Xã An Thử",
        "1250 1250 0 971 260 1 12 0 4 1 0 1 1232 0 0 1 1 36",
        *(1231 / 1232, 0.9954, 0.9999, 1231 / 1232, 0.9954, 0.9999, 2.4, 2, 5, 3, 0.31, 0.62, 0.2),
    ),
    group(
        "Phường Mẫu Thượng Đông Bắc",
        "150 148 2 62 44 9 14 11 6 2 1 1 115 12 5 3 0 0",
        *(106 / 115, 0.858, 0.959, 106 / 126, 0.768, 0.895, 4.35, 4, 11, 23, None, 0.4, 0.05),
    ),
    group(
        "Đặc khu Ví Dụ",
        "2 2 0 0 0 0 2 0 0 0 0 0 0 0 0 0 0 0",
        *(None, None, None, None, None, None, None, None, None, None, None, None, None),
    ),
    group(
        None,
        "1402 1400 2 1033 304 10 28 11 10 3 1 2 1347 12 5 4 1 30",
        *(1337 / 1347, 0.986, 0.996, 1337 / 1358, 0.976, 0.99, 2.6, 2, 6, 23, 0.3, 0.6, 0.19),
    ),
]


def communes(**changes: object) -> Report:
    frame = pl.DataFrame(GROUP_ROWS, infer_schema_length=None)
    values: dict[str, object] = {
        "kind": report_kinds.COMMUNES,
        "rows": frame.lazy(),
        "total_rows": 3,
        "shown": 3,
        "provenance": provenance(),
        "keys": ("commune",),
        "has_total": True,
        "closing": (
            "Ba thủ tục chiếm 80% số hồ sơ quá hạn: Đăng ký khai sinh (9), Chứng thực bản sao (5), "
            "Đăng ký kết hôn (3).",
        ),
    }
    return Report(**(values | changes))  # type: ignore[arg-type]


DUE_ROWS = [
    dossier(
        11,
        outcome="pending",
        status="in_progress",
        deadline=date(2026, 11, 23),
        deadline_at=datetime(2026, 11, 24),
        days_left=0,
        processing_days=13,
    ),
    dossier(
        12,
        commune="Phường Mẫu Thượng Đông Bắc",
        procedure_name="Đăng ký biến động quyền sử dụng đất",
        outcome="pending",
        status="in_progress",
        channel=None,
        term="10 working_days",
        deadline=date(2026, 11, 24),
        deadline_at=datetime(2026, 11, 25),
        days_left=2,
        processing_days=8,
    ),
]


def due(**changes: object) -> Report:
    frame = pl.DataFrame(DUE_ROWS, schema=SCHEMA)
    values: dict[str, object] = {
        "kind": report_kinds.DUE,
        "rows": frame.lazy(),
        "total_rows": 2,
        "shown": 2,
        "provenance": provenance(as_of=datetime(2026, 11, 20, 14)),
    }
    return Report(**(values | changes))  # type: ignore[arg-type]


FILES = [
    FileCheck(
        file="exports/xa-a.csv",
        encoding="utf-8-sig",
        delimiter=",",
        rows=255,
        layout_rows=0,
        rejected=1,
        columns={"dossier_id": "Mã hồ sơ", "received_at": "Ngày tiếp nhận", "status": "TrangThai"},
        ignored=["STT", "Ghi chú\x1b[2J"],
        missing=["procedure_code", "promised_at", "completed_at", "returned_at", "paused_at"],
        others={"applicant": ["Người nộp"]},
        header_cells=6,
        header_line=1,
    ),
    FileCheck(
        file="exports/xa-b.xlsx",
        encoding="xlsx",
        delimiter=None,
        rows=150,
        layout_rows=9,
        rejected=2,
        columns={
            "dossier_id": "Số hồ sơ",
            "received_at": "Ngày nhận",
            "promised_at": "Hạn trả",
            "completed_at": "Ngày xử lý xong",
        },
        ignored=[],
        missing=["officer"],
        others={},
        header_cells=4,
        header_line=9,
    ),
]
REJECTS = {
    "file": ["exports/xa-a.csv", "exports/xa-b.xlsx", "exports/xa-b.xlsx"],
    "line": [17, 8, 99],
    "column": ["received_at", "completed_at", None],
    "value": ["31/02/2025", "03/11/25", "3"],
    "reason": ["moment_no_such_day", "moment_two_digit_year", "cells_too_few"],
}


def check() -> Report:
    return check_report(
        FILES,
        pl.LazyFrame(REJECTS),
        unknown={
            "status": {"Đã đóng": 12, "Lưu [kho]": 30},
            "procedure": {},
            "term": {"15": 4},
            "channel": {f"Kênh {number}": 1 for number in range(25)},
        },
        differing=[Differing("H21-0001", "exports/xa-a.csv", 20)],
        provenance=provenance(rows_read=408, rows_rejected=3, duplicates=3, assessed=402),
    )
