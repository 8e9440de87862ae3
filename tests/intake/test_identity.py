"""Rows of one number: one dossier, or one in each of several communes; what they contradict."""

from pathlib import Path

import polars as pl
import pytest

from cchc_audit.intake.duplicates import Duplicates, collapse, find_repeated, hash_rows
from intake.exports import opened, write

HEADER = "Mã hồ sơ,Mã TTHC,Đơn vị,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả"


def told(folder: Path, *lines: str, header: str = HEADER) -> tuple[Duplicates, list[int]]:
    """What is decided between the rows, and the lines that stand."""
    accepted = opened(write(folder, *lines, header=header)).rows
    found = collapse(accepted, find_repeated(hash_rows(accepted).collect()), engine="in-memory")
    standing = found.removed(accepted).collect()["source_line"].sort().to_list()
    return found, standing


def conflicts(found: Duplicates) -> dict[int, list[str]]:
    grouped = found.conflicts.group_by("source_line").agg(pl.col("column").sort())
    return dict(grouped.iter_rows())


def test_one_number_in_two_communes_is_two_dossiers(tmp_path: Path) -> None:
    found, standing = told(
        tmp_path,
        "0001,1.001193,xã A,Đang xử lý,05/01/2026 08:00,,",
        "0001,1.001193,xã B,Đang xử lý,06/01/2026 08:00,,",
        "0001,1.001193,xã B,Đã trả kết quả,06/01/2026 08:00,,08/01/2026 09:00",
        "0002,1.001193,xã A,Đang xử lý,05/01/2026 08:00,,",
        "0002,1.001194,xã B,Đang xử lý,05/01/2026 08:00,,",
    )
    assert standing == [2, 4, 5, 6]
    assert found.shared.rows() == [("0001", 2), ("0002", 2)]
    assert conflicts(found) == {}


def test_receipt_and_procedure_that_are_equal_make_one_dossier(tmp_path: Path) -> None:
    found, standing = told(
        tmp_path,
        "0001,1.001193,xã A,Đang xử lý,05/01/2026,,",
        "0001,1.001193,xã B,Đang xử lý,05/01/2026 08:00,,08/01/2026",
    )
    assert (standing, found.shared.height) == ([3], 0)
    assert conflicts(found) == {3: ["commune"]}


def test_what_is_not_known_to_be_equal_is_not_one(tmp_path: Path) -> None:
    """Without a procedure two communes may have taken in two dossiers in one minute."""
    lines = (f"{n},,xã {u},Đang xử lý,05/01/2026 08:00,," for n in ("0001", "0002") for u in "AB")
    found, standing = told(tmp_path, *lines)
    assert (standing, found.shared.height) == ([2, 3, 4, 5], 2)


def test_one_commune_or_none_is_one_dossier_whatever_differs(tmp_path: Path) -> None:
    found, standing = told(
        tmp_path,
        "0001,1.001193,xã A,Đang xử lý,05/01/2026 08:00,,",
        "0001,1.001194,UBND Xã A,Đang xử lý,06/01/2026 08:00,,",
        "0002,1.001193,,Đang xử lý,05/01/2026 08:00,,",
        "0002,1.001193,xã B,Đang xử lý,06/01/2026 08:00,,",
    )
    assert (standing, found.shared.height) == ([3, 5], 0)
    assert conflicts(found) == {3: ["procedure_code", "received_at"], 5: ["received_at"]}


def test_a_row_without_a_commune_belongs_to_the_one_read_last(tmp_path: Path) -> None:
    found, standing = told(
        tmp_path,
        "0001,1.001193,xã A,Đang xử lý,05/01/2026 08:00,,",
        "0001,1.001193,xã B,Đang xử lý,06/01/2026 08:00,,",
        "0001,1.001193,,Đang xử lý,06/01/2026 08:00,,08/01/2026",
    )
    assert (standing, found.shared["dossiers"].to_list()) == ([2, 4], [2])


def test_progress_is_no_contradiction(tmp_path: Path) -> None:
    found, standing = told(
        tmp_path,
        "H1,1.001193,xã A,Đang xử lý,05/01/2026,08/01/2026,",
        "H1,1.001193,xã A,Đã trả kết quả,05/01/2026 08:30,08/01/2026 17:00,07/01/2026 09:00",
    )
    assert standing == [3]
    assert found.collapsed["differs"].to_list() == [True]
    assert found.collapsed["contradicts"].to_list() == [False]
    assert conflicts(found) == {}


@pytest.mark.parametrize(
    ("status", "contradicts"),
    [
        ("Công dân yêu cầu rút hồ sơ", True),
        ("Từ chối giải quyết", True),
        ("Đã xử lý xong", True),
        ("Yêu cầu bổ sung", False),
        ("Mới đăng ký", False),
    ],
)
def test_a_status_does_not_move_on_from_an_end(
    tmp_path: Path, status: str, *, contradicts: bool
) -> None:
    """An older copy that is read last, or one that was corrected: nobody knows."""
    ended = f"H1,1.001193,xã A,{status},05/01/2026,08/01/2026,"
    open_still = "H1,1.001193,xã A,Đang xử lý,05/01/2026,08/01/2026,"
    found, standing = told(tmp_path, ended, open_still)
    assert standing == [3]
    assert conflicts(found) == ({3: ["status"]} if contradicts else {})
    found, standing = told(tmp_path, open_still, ended)
    assert (standing, conflicts(found)) == ([3], {})


def test_what_both_fill_and_differ_in_contradicts(tmp_path: Path) -> None:
    found, standing = told(
        tmp_path,
        "H1,1.001193,xã A,Đang xử lý,05/01/2026 08:30,08/01/2026,",
        "H1,1.001193,xã A,Đã trả kết quả,05/01/2026 09:30,09/01/2026,07/01/2026 09:00",
        "H1,1.001193,xã A,Đang xử lý,05/01/2026 08:30,08/01/2026,",
        "H2,1.001193,xã A,Đang xử lý,05/01/2026 08:30,08/01/2026,",
    )
    assert standing == [3, 5]
    assert conflicts(found) == {3: ["promised_at", "received_at"]}
    assert found.collapsed["contradicts"].to_list() == [True, True]


def test_a_name_beside_a_code_is_only_spelt_otherwise(tmp_path: Path) -> None:
    header = "Mã hồ sơ,Mã TTHC,Tên thủ tục,Ngày tiếp nhận,Trạng thái"
    found, _ = told(
        tmp_path,
        "H1,1.001193,Khai sinh,05/01/2026,Đang xử lý",
        "H1,1.001193,Đăng ký khai sinh,05/01/2026,Đã trả kết quả",
        "H2,,Khai sinh,05/01/2026,Đang xử lý",
        "H2,,Khai tử,05/01/2026,Đã trả kết quả",
        header=header,
    )
    assert conflicts(found) == {5: ["procedure_name"]}
