"""What rows have in common, told by a sheet's name or above the header, not in a column."""

import csv
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.core.vocabulary import Status
from intake.exports import book, opened, rows, write_table

HEADER = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày trả")
ROW = ("H1-0001", "05/01/2026 08:30", "")


def _text(path: Path, *lines: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


@pytest.mark.parametrize(
    ("sheet", "status", "commune"),
    [
        ("Công dân yêu cầu rút hồ sơ", Status.WITHDRAWN, None),
        ("3. Từ chối giải quyết", Status.REFUSED, None),
        ("DS hồ sơ rút (4)", None, None),
        ("Danh sách rút hồ sơ (4)", Status.WITHDRAWN, None),
        ("Đã trả kết quả", Status.FINISHED, None),
        ("xã Gò Trăng", None, "Xã Gò Trăng"),
        ("UBND PHƯỜNG 1", None, "Phường 1"),
        ("Xã còn lại", None, None),
        ("Xã Phường", None, None),
        ("Tiếp nhận và trả kết quả", None, None),
        ("Quá hạn", None, None),
        ("Tháng 1", None, None),
        ("Sheet1", None, None),
    ],
)
def test_its_name_stands_for_the_column(
    tmp_path: Path, sheet: str, status: Status | None, commune: str | None
) -> None:
    found = rows(opened(book(tmp_path / "a.xlsx", **{sheet: [HEADER, ROW]})))
    assert found.select("status", "commune").row(0) == (status, commune)


@pytest.mark.parametrize(
    ("names", "communes"),
    [
        (("UBND xã Gò Đá", "xã_Gò_Trăng"), ["Xã Gò Trăng", "Xã Gò Đá"]),
        (("Phường 1", "Phường 2"), ["Phường 1", "Phường 2"]),
        (("Gò Đá", "xa-go-trang"), [None]),
        (("Xã Gò Đá và xã Gò Trăng", "Xã còn lại"), [None]),
    ],
)
def test_the_name_of_a_file_says_whose_dossiers_it_holds(
    tmp_path: Path, names: Sequence[str], communes: Sequence[str | None]
) -> None:
    """Each commune has a number 1."""
    files = [_text(tmp_path / f"{name}.csv", HEADER, ROW) for name in names]
    assert sorted(rows(opened(*files))["commune"].unique()) == communes


def test_what_stands_in_a_file_is_believed_rather_than_its_name(tmp_path: Path) -> None:
    above, header, row = ("Đơn vị: Xã Gò Trăng",), (*HEADER, "Đơn vị"), (*ROW, "Xã Gò Trăng")
    for lines in ((above, HEADER, ROW), (header, row)):
        found = rows(opened(_text(tmp_path / "Xã Gò Đá.csv", *lines)))
        assert found["commune"].to_list() == ["Xã Gò Trăng"]


def test_a_column_of_its_own_is_believed(tmp_path: Path) -> None:
    header, row = (*HEADER, "Đơn vị", "Trạng thái"), (*ROW, "UBND xã Gò Đá", "Đang xử lý")
    for sheet in ("xã Gò Trăng", "Rút hồ sơ"):
        found = rows(opened(book(tmp_path / "a.xlsx", **{sheet: [header, row]})))
        assert found.select("status", "commune").row(0) == (Status.IN_PROGRESS, "Xã Gò Đá")


@pytest.mark.parametrize("told", [("UBND XÃ GÒ TRĂNG",), ("Đơn vị báo cáo: UBND xã Gò Trăng",)])
@pytest.mark.parametrize(
    ("offices", "commune"),
    [
        (("Phòng Kinh tế", "Một cửa"), "Xã Gò Trăng"),
        (("UBND xã Gò Trăng", "Phòng Kinh tế"), "Xã Gò Trăng"),
        (("UBND xã Gò Trăng", "UBND xã Gò Đá"), None),
        (("UBND phường Bến Cọ", "UBND xã Gò Đá"), None),
    ],
)
def test_who_sends_a_table_is_not_who_handles_the_dossiers(
    tmp_path: Path, told: tuple[str, ...], offices: tuple[str, str], commune: str | None
) -> None:
    lines = [(f"H1-000{n}", *ROW[1:], office) for n, office in enumerate(offices)]
    path = _text(tmp_path / "a.csv", told, (*HEADER, "Cơ quan giải quyết"), *lines)
    assert rows(opened(path))["commune"].to_list() == [commune] * 2


LETTERHEAD = ("UBND TỈNH GIA LAI", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")


@pytest.mark.parametrize(
    ("above", "status", "commune"),
    [
        ([("Trạng thái: Công dân yêu cầu rút hồ sơ",)], Status.WITHDRAWN, None),
        ([("Tình trạng hồ sơ:", "", "Từ chối (2)")], Status.REFUSED, None),
        ([("DANH SÁCH HỒ SƠ CÔNG DÂN RÚT",)], Status.WITHDRAWN, None),
        *(
            ([(f"Danh sách hồ sơ công dân rút {period}",)], Status.WITHDRAWN, None)
            for period in (
                *("quý I/2026", "THÁNG 01 NĂM 2026", "năm 2026", "- Quý 1/2026", "(tháng 1/2026)"),
                *("từ ngày 01/01/2026 đến ngày 31/01/2026", "6 tháng đầu năm 2026"),
            )
        ),
        ([("Báo cáo hồ sơ từ chối, tính đến 31/03/2026",)], Status.REFUSED, None),
        ([("Danh sách hồ sơ công dân rút tại UBND xã Gò Đá",)], Status.WITHDRAWN, "Xã Gò Đá"),
        ([("Danh sách hồ sơ đến hạn tháng 1/2026",), ("Hồ sơ rút quý I",)], None, None),
        ([("Đơn vị: UBND xã Gò Trăng, tỉnh Gia Lai",)], None, "Xã Gò Trăng"),
        ([("Đơn vị báo cáo:", "TTPVHCC xã Gò Trăng")], None, "Xã Gò Trăng"),
        ([("Xã/Phường: Gò Trăng",), ("Trạng thái: Đã rút",)], Status.WITHDRAWN, "Gò Trăng"),
        ([("UBND XÃ GÒ ĐÁ",), ("Đơn vị: Xã Gò Trăng",)], None, "Xã Gò Trăng"),
        ([("UBND XÃ GÒ TRĂNG", *LETTERHEAD[1:])], None, "Xã Gò Trăng"),
        ([("Trạng thái: Đã rút",), ("Tình trạng: Rút hồ sơ",)], Status.WITHDRAWN, None),
        # Two that differ, several of one label, counts.
        ([("Trạng thái: Đã rút",), ("Tình trạng: Từ chối",)], None, None),
        ([("Đơn vị: Xã Gò Trăng",), ("Đơn vị: Xã Gò Đá",)], None, None),
        ([("UBND xã Gò Trăng",), ("UBND xã Gò Đá",)], None, None),
        ([("Trạng thái: Đã rút", "Từ chối")], None, None),
        ([("Trạng thái", "Đã rút", "12"), ("Đã trả kết quả", "120")], None, None),
        ([("Đơn vị: Xã Gò Trăng, xã Gò Đá",)], None, None),
        # What sound exports have above their header.
        ([LETTERHEAD, ("DANH SÁCH HỒ SƠ ĐÃ TIẾP NHẬN",)], None, None),
        ([("CỘNG HÒA",), ("XÃ HỘI CHỦ NGHĨA VIỆT NAM",)], None, None),
        ([("Đơn vị tính: hồ sơ",), ("Trạng thái: Tất cả", "", "Đơn vị: Tất cả")], None, None),
        ([("Đơn vị: UBND tỉnh Gia Lai",), ("Xã/Phường: Toàn tỉnh",)], None, None),
        ([("Trạng thái:", ""), ("Tình trạng: Quá hạn",), ("Xã:", "Tất cả")], None, None),
    ],
)
@pytest.mark.parametrize("container", ["csv", "xlsx"])
def test_what_stands_above_the_header_does(
    tmp_path: Path,
    container: str,
    above: Sequence[Sequence[str]],
    status: Status | None,
    commune: str | None,
) -> None:
    lines = (*above, HEADER, ROW)
    made = {
        "csv": lambda: _text(tmp_path / "a.csv", *lines),
        "xlsx": lambda: book(tmp_path / "a.xlsx", **{"Sheet1": lines}),
    }[container]()
    found = rows(opened(made))
    assert found.select("status", "commune").row(0) == (status, commune)


def test_a_column_of_its_own_is_believed_rather_than_what_stands_above(tmp_path: Path) -> None:
    above = (("Trạng thái: Đã rút",), ("Đơn vị: Xã Gò Trăng",))
    header, row = (*HEADER, "Đơn vị", "Trạng thái"), (*ROW, "UBND xã Gò Đá", "")
    for made in (
        _text(tmp_path / "a.csv", *above, header, row),
        book(tmp_path / "a.xlsx", **{"Rút hồ sơ": [*above, header, row]}),
    ):
        assert rows(opened(made)).select("status", "commune").row(0) == (None, "Xã Gò Đá")


def test_groups_below_the_header_hold_from_there_on(tmp_path: Path) -> None:
    lines = (("Trạng thái: Đã rút",), HEADER, ROW, ("Trạng thái: Từ chối", "", ""))
    made = _text(tmp_path / "a.csv", *lines, ("H1-0002", *ROW[1:]))
    assert rows(opened(made))["status"].to_list() == [Status.WITHDRAWN, Status.REFUSED]


@pytest.mark.parametrize("container", ["csv", "xlsx"])
def test_a_title_among_the_rows_holds_from_there_on(tmp_path: Path, container: str) -> None:
    titles = [(f"Danh sách hồ sơ {status} quý I/2026",) for status in ("đã rút", "từ chối")]
    lines = (titles[0], HEADER, ROW, titles[1], HEADER, ("H1-0002", *ROW[1:]))
    made = write_table(tmp_path, container, lines)
    assert rows(opened(made))["status"].to_list() == [Status.WITHDRAWN, Status.REFUSED]


MOTTO = ("", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
OTHER_HEADER, OTHER_ROW = (HEADER[0], HEADER[2], HEADER[1]), ("H1-0002", "", ROW[1])
WIDER = ((*HEADER, "Ghi chú"), ("H1-0002", *ROW[1:], "x"))


@pytest.mark.parametrize("container", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "lower", [(HEADER, ("H1-0002", *ROW[1:])), (OTHER_HEADER, OTHER_ROW), WIDER]
)
@pytest.mark.parametrize(
    ("first", "second", "status", "commune"),
    [
        (("Đơn vị: UBND xã Gò Trăng",), ("Đơn vị: Phường 1",), None, ["Xã Gò Trăng", "Phường 1"]),
        (
            ("UBND XÃ GÒ TRĂNG", *MOTTO),
            ("UBND PHƯỜNG 1", *MOTTO),
            None,
            ["Xã Gò Trăng", "Phường 1"],
        ),
        (
            ("Danh sách hồ sơ đã rút quý I/2026",),
            ("Danh sách hồ sơ từ chối quý I/2026",),
            [Status.WITHDRAWN, Status.REFUSED],
            None,
        ),
        (("Trạng thái: Đã rút",), (), [Status.WITHDRAWN] * 2, None),
    ],
)
def test_each_of_two_tables_has_what_stands_above_it(
    tmp_path: Path,
    container: str,
    lower: tuple[Sequence[str], Sequence[str]],
    first: tuple[str, ...],
    second: tuple[str, ...],
    status: list[Status] | None,
    commune: list[str] | None,
) -> None:
    lines = (first, HEADER, ROW, (), second, *lower)
    made = write_table(tmp_path, container, lines)
    found = rows(opened(made))
    assert found["dossier_id"].to_list() == ["H1-0001", "H1-0002"]
    if status:
        assert found["status"].to_list() == status
    if commune:
        assert found["commune"].to_list() == commune


@pytest.mark.parametrize("foot", [("Cộng: 1 hồ sơ",), ("TM. UBND XÃ GÒ TRĂNG",), ("CHỦ TỊCH",)])
def test_what_stands_below_a_table_is_not_told_of_the_next(
    tmp_path: Path, foot: tuple[str, ...]
) -> None:
    lines = (HEADER, ROW, ("UBND XÃ GÒ ĐÁ",), foot, ("Số liệu quý I",), OTHER_HEADER, OTHER_ROW)
    found = rows(opened(book(tmp_path / "a.xlsx", **{"Sheet1": lines})))
    assert found["commune"].to_list() == [None, None]


@pytest.mark.parametrize("container", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("between", "commune"),
    [
        ([], "Xã Gò Trăng"),
        ([("UBND XÃ GÒ ĐÁ",), ("(Kèm theo)",)], "Xã Gò Đá"),
        ([("Tổng cộng: 1",), ("UBND XÃ GÒ ĐÁ",), ("(Kèm theo)",)], "Xã Gò Đá"),
        ([("(Kèm theo)",)], None),
        ([("Tổng cộng: 1",), ("Người lập biểu",)], None),
    ],
)
def test_a_table_behind_a_sum_or_an_unclear_line_is_not_that_of_the_office_above(
    tmp_path: Path, container: str, between: list[tuple[str]], commune: str | None
) -> None:
    lines = (("UBND XÃ GÒ TRĂNG",), HEADER, ROW, *between, OTHER_HEADER, OTHER_ROW)
    made = write_table(tmp_path, container, lines)
    found = rows(opened(made)).filter(pl.col("fault").is_null())
    assert found["commune"].to_list() == ["Xã Gò Trăng", commune]


def test_a_file_is_named_for_a_commune_whatever_status_its_title_tells(tmp_path: Path) -> None:
    lines = (("Danh sách hồ sơ đã rút",), HEADER, ROW)
    found = rows(opened(_text(tmp_path / "UBND xã Gò Trăng.csv", *lines)))
    assert found["commune"].to_list() == ["Xã Gò Trăng"]
    assert found["status"].to_list() == [Status.WITHDRAWN]


def test_a_sheet_and_a_label_that_differ_say_nothing(tmp_path: Path) -> None:
    made = book(tmp_path / "a.xlsx", **{"Rút hồ sơ": [("Trạng thái: Từ chối",), HEADER, ROW]})
    assert rows(opened(made))["status"].to_list() == [None]
