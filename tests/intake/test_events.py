"""The events table: kinds by their wordings, moments, and rows that say nothing."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import EventKind
from cchc_audit.intake import Events, read_events
from cchc_audit.intake.event_kinds import read_event
from cchc_audit.intake.events import SCHEMA

from .exports import JUDGED, write


def _read(folder: Path, *lines: str, header: str = "dossier_id,event,at,until,by,note") -> Events:
    path = write(folder, *lines, header=header)
    return read_events(path, settings=Settings(), judged=JUDGED)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((kind.value, kind) for kind in EventKind),
        ("Tạm dừng", EventKind.PAUSE),
        ("Niêm yết", EventKind.PAUSE),
        ("Chờ thuế", EventKind.PAUSE),
        ("Chờ nghĩa vụ tài chính", EventKind.PAUSE),
        ("chờ ý kiến", EventKind.PAUSE),
        ("Kết thúc niêm yết", EventKind.RESUME),
        ("Tiếp tục xử lý", EventKind.RESUME),
        ("Yêu cầu bổ sung", EventKind.SUPPLEMENT_REQUEST),
        ("Bổ sung", EventKind.SUPPLEMENT),
        ("Thư xin lỗi", EventKind.APOLOGY),
        ("Hẹn lại ngày trả", EventKind.RESCHEDULE),
        ("Thẩm định", EventKind.STEP),
        ("gì đó", None),
        # Who asks for a supplement has not got it, whatever words stand between.
        ("Yêu cầu công dân bổ sung hồ sơ", EventKind.SUPPLEMENT_REQUEST),
        ("Gửi phiếu hướng dẫn người nộp bổ sung giấy tờ", EventKind.SUPPLEMENT_REQUEST),
        ("Chuyển bổ sung", EventKind.SUPPLEMENT_REQUEST),
        ("Trả hồ sơ bổ sung", EventKind.SUPPLEMENT_REQUEST),
        ("Tiếp nhận hồ sơ bổ sung", EventKind.SUPPLEMENT),
        ("Nộp hồ sơ theo yêu cầu bổ sung", EventKind.SUPPLEMENT),
        ("Nộp bổ sung theo yêu cầu", EventKind.SUPPLEMENT),
        ("Thẩm định hồ sơ bổ sung", EventKind.STEP),
        # A receipt for a supplement is no request.
        ("Thông báo tiếp nhận hồ sơ bổ sung", EventKind.SUPPLEMENT),
        ("Phiếu tiếp nhận bổ sung", EventKind.SUPPLEMENT),
        ("Thông báo công dân đã bổ sung", EventKind.SUPPLEMENT),
        ("Phiếu yêu cầu gửi bộ phận tiếp nhận: bổ sung", EventKind.SUPPLEMENT_REQUEST),
        ("Hết thời gian tạm dừng", EventKind.RESUME),
        ("Hủy tạm dừng", EventKind.RESUME),
        ("Kết thúc việc tạm dừng", EventKind.RESUME),
    ],
)
def test_kinds(text: str, kind: EventKind | None) -> None:
    assert read_event(text) is kind


def test_events_are_typed_and_keep_their_order(tmp_path: Path) -> None:
    events = _read(
        tmp_path,
        " H1 ,pause,01/12/2025 08:00,,Phòng A,",
        "H1,resume,2025-12-03T09:00:00,,,",
        "'H2,Niêm yết,05/12/2025,20/12/2025,,tại thôn",
        "H2,reschedule,21/12/2025,30/12/2025,,",
    )
    assert dict(events.frame.schema) == SCHEMA
    assert events.frame.select("dossier_id", "event", "at", "until", "by", "note").rows() == [
        ("H1", "pause", datetime(2025, 12, 1, 8), None, "Phòng A", None),
        ("H1", "resume", datetime(2025, 12, 3, 9), None, None, None),
        ("H2", "pause", datetime(2025, 12, 5), None, None, "Niêm yết; tại thôn"),
        ("H2", "resume", datetime(2025, 12, 20), None, None, "Niêm yết; tại thôn"),
        ("H2", "reschedule", datetime(2025, 12, 21), datetime(2025, 12, 30), None, None),
    ]
    assert events.problems == ()


def test_equal_rows_are_one_event(tmp_path: Path) -> None:
    events = _read(
        tmp_path,
        "H1,pause,01/12/2025 08:00,,Phòng A,",
        "H1,Pause,1/12/2025 08:00:00,,Phòng A,",
        "H1,pause,01/12/2025 08:00,,Phòng B,",
    )
    assert events.frame.select("by", "source_line").rows() == [("Phòng A", 2), ("Phòng B", 4)]


@pytest.mark.parametrize(
    ("event", "note", "cause"),
    [
        ("Tạm dừng", "", ""),
        ("Tạm dừng giải quyết hồ sơ", "", ""),
        ("Chờ thuế", "", "thue"),
        ("Tạm dừng", "chờ thuế; đợt 2", "thue"),
        ("Niêm yết", "tại thôn", "niem yet"),
        ("Tạm dừng", "Chờ ý kiến Sở", "y kien so"),
        ("Đã nộp thuế", "", "thue"),
        ("Kết thúc niêm yết", "", "niem yet"),
        ("Tiếp tục", "Chờ thuế", "thue"),
        ("Tiếp tục", "đủ hồ sơ", ""),  # a remark
        ("Bổ sung", "chờ thuế", ""),
    ],
)
def test_causes(tmp_path: Path, event: str, note: str, cause: str) -> None:
    events = _read(tmp_path, f"H1,{event},01/12/2025,,,{note}")
    assert events.frame["cause"].to_list() == [cause]


def test_a_remark_that_a_pause_makes_too_names_its_cause(tmp_path: Path) -> None:
    events = _read(
        tmp_path,
        "H1,pause,01/12/2025,,,mưa lũ",
        "H1,resume,02/12/2025,,,Mưa lũ",
        "H2,resume,02/12/2025,,,mưa lũ",
    )
    assert events.frame["cause"].to_list() == ["mua lu", "mua lu", ""]


def test_headers_of_the_exchange_schema(tmp_path: Path) -> None:
    header = "MaHoSo;Loại sự kiện;ThoiDiemXuLy;NgayHenTraMoi;PhongBanXuLy;Ghi chú"
    events = _read(tmp_path, "H1;Hẹn lại;01/12/2025;05/12/2025;X;y", header=header)
    assert events.frame.row(0)[:6] == (
        "H1",
        "reschedule",
        datetime(2025, 12, 1),
        datetime(2025, 12, 5),
        "X",
        "y",
    )


def test_rows_that_say_nothing_are_reported(tmp_path: Path) -> None:
    events = _read(
        tmp_path,
        ",pause,01/12/2025,,,",
        "H1,gì đó,01/12/2025,,,",
        "H1,pause,31/02/2025,,,",
        "H1,pause,,,,",
        "H1,step,01/12/2025,x,,",
        "H1,pause,01/12/2025",
    )
    assert events.frame.is_empty()
    assert [(p.line, p.column, p.fault and p.fault.value) for p in events.problems] == [
        (2, "dossier_id", "id_missing"),
        (3, "event", None),
        (4, "at", "moment_no_such_day"),
        (5, "at", "moment_unreadable"),
        (6, "until", "moment_unreadable"),
        (7, "", "cells_too_few"),
    ]
    assert events.unknown == {"gì đó": 1}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('H1,"pa"use,01/12/2025,,,', "stray_quote"),
        ('"H1,pause,01/12/2025,,,,x"', "row_in_a_cell"),
        ("H1;pause;01/12/2025;", "row_in_a_cell"),
    ],
)
def test_a_line_that_is_lost_is_called_what_it_is(tmp_path: Path, line: str, fault: str) -> None:
    [problem] = _read(tmp_path, "H2,pause,01/12/2025,,,", line).problems
    assert (problem.line, problem.fault and problem.fault.value) == (3, fault)


@pytest.mark.parametrize("line", ['"H1,pause,01/12/2025,,,"', "H1;pause;01/12/2025;;;"])
def test_a_line_in_quotes_or_with_another_delimiter_is_read(tmp_path: Path, line: str) -> None:
    events = _read(tmp_path, "H2,pause,01/12/2025,,,", line)
    assert events.problems == ()
    assert sorted(events.frame["dossier_id"]) == ["H1", "H2"]


@pytest.mark.parametrize("end", ["\n", ""])
@pytest.mark.parametrize("header", ["event,dossier_id,at", "dossier_id,event,at,until,by,note"])
def test_tables_pasted_together_are_all_read(tmp_path: Path, header: str, end: str) -> None:
    row = "pause,H2,02/12/2025" if header.startswith("event") else "H2,pause,02/12/2025,,,"
    path = tmp_path / "events.csv"
    first = "dossier_id,event,at,until,by,note\nH1,pause,01/12/2025,,,"
    path.write_text(f"{first}{end}{header}\n{row}\n", encoding="utf-8")
    events = read_events(path, settings=Settings(), judged=JUDGED)
    assert sorted(events.frame["dossier_id"]) == ["H1", "H2"]


TITLES = ("Mã hồ sơ", "Sự kiện", "Thời điểm")
PAUSED = ("H-1", "Tạm dừng", "05/01/2026"), ("H-2", "Tạm dừng", "06/01/2026")
RESUMED = ("H-1", "Tiếp tục", "08/01/2026"), ("H-2", "Tiếp tục", "09/01/2026")
Sheet = Sequence[Sequence[str]]


def _file(path: Path, sheets: Mapping[str, Sheet]) -> Path:
    """The sheets as a workbook (`ẩn` is hidden), an archive of texts, or a page."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, lines in sheets.items():
                archive.writestr(f"{name}.csv", "".join(",".join(row) + "\n" for row in lines))
    elif path.suffix == ".xls":
        tables = (
            "".join(f"<tr><td>{'<td>'.join(row)}</tr>" for row in lines)
            for lines in sheets.values()
        )
        page = "".join(f"<table>{table}</table>" for table in tables)
        path.write_text(f"<html><meta charset=utf-8>{page}</html>", encoding="utf-8")
    else:
        with xlsxwriter.Workbook(path) as made:
            for name, lines in sheets.items():
                sheet = made.add_worksheet(name)
                for number, row in enumerate(lines):
                    sheet.write_row(number, 0, row)
                if name == "ẩn":
                    sheet.hide()
    return path


def _of(path: Path) -> tuple[list[tuple[str, str]], tuple[str, ...], list[str]]:
    """The events of a file by kind and dossier, what is not read, where problems stand."""
    events = read_events(path, settings=Settings(), judged=JUDGED)
    told = events.frame.select(pl.col("event").cast(pl.String), "dossier_id").sort(pl.all())
    return told.rows(), events.unread, [one.place for one in events.problems]


ALL = [(kind, f"H-{n}") for kind in ("pause", "resume") for n in (1, 2)]


@pytest.mark.parametrize("name", ["a.xlsx", "a.zip", "a.xls"])
def test_every_table_of_events_in_a_file_is_read(tmp_path: Path, name: str) -> None:
    sheets = {
        "Tạm dừng": (TITLES, *PAUSED),
        "Tiếp tục": (TITLES[::-1], *(r[::-1] for r in RESUMED)),
    }
    assert _of(_file(tmp_path / name, sheets)) == (ALL, (), [])


def test_tables_of_events_side_by_side_are_read(tmp_path: Path) -> None:
    table = [(*one, "", *other) for one, other in zip(PAUSED, RESUMED, strict=True)]
    path = _file(tmp_path / "a.xlsx", {"a": ((*TITLES, "", *TITLES), *table)})
    assert _of(path) == (ALL, (), [])


def test_what_is_not_read_of_a_file_of_events_is_told(tmp_path: Path) -> None:
    dossiers = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày tạm dừng")
    sheets = {
        "Diễn biến": (TITLES, *PAUSED),
        "ẩn": (TITLES, *RESUMED),
        "Hồ sơ": (dossiers, ("H-3", "05/01/2026", "06/01/2026")),
        "Ghi chú": (("Tệp do phần mềm xuất",),),
        "Quý 2": (TITLES, ("H-2", "Tiếp tục", "hôm qua")),
    }
    told, unread, problems = _of(_file(tmp_path / "a.xlsx", sheets))
    assert told == ALL[:2]
    assert unread == ("Hồ sơ", "ẩn", "Ghi chú")
    assert problems == ["Quý 2:2"]


def test_the_header_once_more_is_no_event(tmp_path: Path) -> None:
    path = _file(tmp_path / "a.xlsx", {"a": (TITLES, *PAUSED, TITLES, *RESUMED)})
    assert _of(path) == (ALL, (), [])


def test_a_table_without_its_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        _read(tmp_path, "H1,pause", header="dossier_id,event")
    assert caught.value.key == "intake.events_column_missing"


def kinds(events: Events) -> list[tuple[object, ...]]:
    """Number, kind, day and cause of every event."""
    found = events.frame.select("dossier_id", "event", pl.col("at").dt.day(), "cause")
    return found.rows()


@pytest.mark.parametrize(
    ("header", "line", "found"),
    [
        (
            "Mã hồ sơ,Ngày yêu cầu bổ sung,Ngày nộp bổ sung",
            "H1,07/01/2026,12/01/2026",
            [("H1", "supplement_request", 7, ""), ("H1", "supplement", 12, "")],
        ),
        (
            "Mã hồ sơ,Ngày tạm dừng,Ngày tiếp tục,Lý do",
            "H1,07/01/2026,12/01/2026,chờ thuế",
            [("H1", "pause", 7, "thue"), ("H1", "resume", 12, "thue")],
        ),
        ("Mã hồ sơ,Ngày tạm dừng,Ngày tiếp tục", "H1,07/01/2026,", [("H1", "pause", 7, "")]),
        ("Mã hồ sơ,Ngày tạm dừng,Ngày tiếp tục", "H1,,", []),
        ("Mã hồ sơ,Nội dung,Ngày bổ sung", "H1,x,12/01/2026", [("H1", "supplement", 12, "")]),
        (
            "Mã hồ sơ,Sự kiện,Ngày yêu cầu bổ sung,Ngày nộp bổ sung",
            "H1,Bổ sung,07/01/2026,12/01/2026",
            [("H1", "supplement_request", 7, ""), ("H1", "supplement", 12, "")],
        ),
        (
            "Mã hồ sơ,Sự kiện,Thời điểm,Ngày tiếp tục",
            "H1,Tạm dừng,07/01/2026,12/01/2026",
            [("H1", "pause", 7, ""), ("H1", "resume", 12, "")],
        ),
        (
            "Mã hồ sơ,Sự kiện,NgayYeuCauBoSung",
            "H1,Yêu cầu bổ sung,07/01/2026",
            [("H1", "supplement_request", 7, "")],
        ),
        # The one column of days is that of every event, whatever its header.
        (
            "Mã hồ sơ,Sự kiện,Ngày tạm dừng",
            "H1,Tạm dừng,07/01/2026\nH1,Tiếp tục,12/01/2026",
            [("H1", "pause", 7, ""), ("H1", "resume", 12, "")],
        ),
        (
            "Mã hồ sơ,Loại,Ngày tạm dừng",
            "H1,Hồ sơ phức tạp,07/01/2026",
            [("H1", "pause", 7, "phuc tap")],
        ),
    ],
)
def test_acts_in_columns_of_their_own(
    tmp_path: Path, header: str, line: str, found: list[tuple[object, ...]]
) -> None:
    events = _read(tmp_path, line, header=header)
    assert kinds(events) == found
    assert events.problems == ()


def test_an_act_that_cannot_be_read(tmp_path: Path) -> None:
    header = "Mã hồ sơ,Ngày tạm dừng,Ngày tiếp tục"
    events = _read(tmp_path, "H1,07/01/2026,thứ hai", header=header)
    [problem] = events.problems
    assert (problem.value, problem.dossier) == ("thứ hai", "H1")
    assert events.doubted == {"H1"}
