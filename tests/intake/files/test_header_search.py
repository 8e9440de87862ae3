"""Headers of several rows: what the upper text says of the columns below it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from intake.exports import opened, rows, write_table


@pytest.mark.parametrize(
    ("over", "planned", "actual"),
    [
        ("Hạn", "Ngày hẹn trả", "Ngày kết thúc"),
        ("Hạn giải quyết", "Ngày hẹn trả", "Ngày trả kết quả"),
        ("Theo quy định", "Ngày hẹn trả", "Ngày kết thúc"),
        ("Hạn", "Hẹn trả", "Ngày trả kết quả"),
        ("Trả kết quả", "Hạn", "Thực tế"),
        ("Trả kết quả", "Theo hẹn", "Thực tế"),
        ("Thời gian", "Hạn", "Trả"),
        ("Hạn trả", "Ngày hẹn", "Ngày trả thực tế"),
        # The upper one names a column by itself: its first cells would be taken for that.
        *(("Ngày trả kết quả", "Theo hẹn", "Thực tế"), ("Ngày trả KQ", "Dự kiến", "Thực tế")),
        *(("Ngày hoàn thành", "Theo quy định", "Thực tế"), ("Ngày trả", "Hẹn", "Thực tế")),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_appointment_and_an_end_below_one_text(
    tmp_path: Path, kind: str, over: str, planned: str, actual: str
) -> None:
    lines = [
        ("Mã hồ sơ", "Ngày tiếp nhận", over, "", "Trạng thái"),
        ("", "", planned, actual, ""),
        ("H1-0001", "05/01/2026", "12/01/2026", "09/01/2026", "Đã trả kết quả"),
    ]
    read = rows(opened(write_table(tmp_path, kind, lines))).select(
        "promised_at", pl.coalesce("completed_at", "returned_at")
    )
    assert read.row(0) == (datetime(2026, 1, 12), datetime(2026, 1, 9))


ONE = (("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả"),)
TIMES = (("Mã hồ sơ", "Thời gian", "", ""), ("", "Tiếp nhận", "Hẹn trả", "Trả"))
RESULTS = (
    ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày trả kết quả", ""),
    ("", "", "Theo hẹn", "Thực tế"),
)
EXCHANGED = (
    ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày trả kết quả", ""),
    ("", "", "Thực tế", "Theo hẹn"),
)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("upper", [ONE, TIMES, RESULTS, EXCHANGED])
@pytest.mark.parametrize("lower", [ONE, TIMES, RESULTS, EXCHANGED])
def test_a_further_header_of_two_rows(
    tmp_path: Path,
    kind: str,
    upper: Sequence[Sequence[str]],
    lower: Sequence[Sequence[str]],
) -> None:
    def row(number: str, header: Sequence[Sequence[str]]) -> tuple[str, ...]:
        days = ("05/01/2026", "12/01/2026", "09/01/2026")
        return (number, days[0], *(days[:0:-1] if header is EXCHANGED else days[1:]))

    lines = [*upper, row("H1-0001", upper), *lower, row("H1-0002", lower)]
    intake = opened(write_table(tmp_path, kind, lines))
    days = [datetime(2026, 1, day) for day in (5, 12, 9)]
    assert rows(intake).select("received_at", "promised_at", "returned_at").rows() == [
        tuple(days),
        tuple(days),
    ]
    if upper is lower:
        assert intake.damage == ()
