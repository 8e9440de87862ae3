import re
from dataclasses import replace

import polars as pl
import pytest

from cchc_audit.render.columns_by_width import Need, Shown, fit
from cchc_audit.render.formats import Format, render
from cchc_audit.render.report import Report
from cchc_audit.render.wrapping import wrap
from cchc_audit.texts import Texts

from . import frames

VI = Texts("vi")


def table(report: Report, *, width: int = 100, colour: bool = False) -> str:
    return str(render(report, format=Format.TABLE, texts=VI, width=width, colour=colour))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160, 250])
def test_dossier_numbers_are_never_cut(width: int) -> None:
    text = table(frames.late(), width=width)
    assert all(str(row["dossier_id"]) in text for row in frames.LATE_ROWS)


@pytest.mark.parametrize("form", [Format.TABLE, Format.MD, Format.HTML])
def test_nothing_from_data_is_obeyed(form: Format) -> None:
    text = str(render(frames.late(), format=form, texts=VI, width=250, colour=False))
    assert "\x1b" not in text
    assert "<script>alert" not in text or form is Format.TABLE
    assert "␛" in text


def test_a_narrow_screen_keeps_by_when_how_late_and_how_sure() -> None:
    text = table(frames.late(), width=80)
    assert "Hạn GQ" in text
    assert "Mức độ" in text
    assert {"Chắc chắn", "Còn phải xác minh"} <= set(
        re.findall(r"Chắc chắn|Còn phải xác minh", text)
    )
    assert "không đủ chỗ cho cột “Đơn vị”" in " ".join(text.split())
    assert "không đủ chỗ" not in table(frames.late(), width=160)


def test_the_one_commune_of_a_list_goes_into_its_heading() -> None:
    one = frames.late().rows.filter(pl.col("commune") == "Phường Mẫu Thượng Đông Bắc").collect()
    assert len(one)
    whole = replace(frames.late(), rows=one.lazy(), total_rows=len(one), shown=len(one))
    text = table(whole, width=80)
    assert text.startswith("Danh sách hồ sơ quá hạn: Phường Mẫu Thượng Đông Bắc\n")
    assert text.count("Phường Mẫu Thượng Đông Bắc") == 1
    # Of a list that was cut nobody knows whose the other rows are.
    assert "quá hạn:" not in table(replace(whole, total_rows=len(one) + 1), width=80)


def test_plain_text_has_no_styles() -> None:
    assert "\x1b" not in table(frames.communes())
    assert "\x1b[1;31m" in table(frames.communes(), colour=True)


def test_nothing_late_is_said() -> None:
    empty = replace(frames.late(), rows=frames.late().rows.head(0), total_rows=0, shown=0)
    text = table(empty)
    assert "Không có hồ sơ quá hạn trong phạm vi đã chọn." in text
    assert "─" not in text
    assert "Đã đọc 1.408 dòng" in text


def test_a_group_without_a_name_is_not_the_total() -> None:
    rows = pl.concat([frames.communes().rows, frames.communes().rows.tail(1)])
    lines = table(replace(frames.communes(), rows=rows)).splitlines()
    named = [line.split("  ")[0] for line in lines if line.startswith(("(không ghi)", "Tổng cộng"))]
    assert named == ["(không ghi)", "Tổng cộng"]


def test_only_a_total() -> None:
    rows = frames.communes().rows.tail(1)
    assert "Tổng cộng" in table(replace(frames.communes(), rows=rows, total_rows=0, shown=0))


def test_columns_come_in_by_rank_and_share_what_is_left() -> None:
    needs = [
        Need(Shown("id", 0), 10, 10),
        Need(Shown("long", 2, 5), 5, 40),
        Need(Shown("days", 1), 4, 4),
        Need(Shown("extra", 9), 6, 6),
    ]
    assert fit(needs, 8) == [("id", 10)]
    assert fit(needs, 16) == [("id", 10), ("days", 4)]
    assert fit(needs, 30) == [("id", 10), ("long", 12), ("days", 4)]
    assert fit(needs, 70) == [("id", 10), ("long", 40), ("days", 4), ("extra", 6)]


def test_wrap_keeps_words_whole() -> None:
    assert wrap("một hai ba", 7) == ["một hai", "ba"]
    assert wrap("dàidàidàidài x", 4) == ["dàidàidàidài", "x"]


def number(cell: str) -> int:
    return int(cell.replace(".", ""))


@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_total_is_told_as_the_sum_of_its_outcomes(width: int) -> None:
    told = " ".join(table(frames.communes(), width=width).split())
    [(total, parts)] = re.findall(r"Tổng số ([\d.]+) hồ sơ = (.+?)\. Đã GQ quá hạn:", told)
    counts = [number(found) for found in re.findall(r"([\d.]+)(?: \+|$)", parts)]
    assert sum(counts) == number(total) == 1402
    assert len(counts) == 9


@pytest.mark.parametrize(
    ("width", "places"),
    [
        (80, {"resolved": 1, "overdue": 3, "others": 4}),
        (100, {"resolved": 1, "pending": 3, "overdue": 4, "rest": 5}),
        (160, {"resolved": 1, "pending": 5, "overdue": 6, **{f"own {n}": n for n in range(7, 11)}}),
    ],
)
def test_a_row_adds_up(width: int, places: dict[str, int]) -> None:
    """Outcomes that find no room in columns of their own stand together in one more."""
    lines = table(frames.communes(), width=width).splitlines()
    rule = next(n for n, line in enumerate(lines) if line.startswith("──"))
    for line in lines[rule + 1 : rule + 4]:
        cells = [number(cell) for cell in re.findall(r" ([\d.]+)(?= |$)", line)]
        parts = {name: cells[at] for name, at in places.items()}
        assert sum(parts.values()) == cells[0], (line, parts)


def test_an_unproven_one_says_against_what_it_is_held() -> None:
    rows = frames.late().rows.collect()
    doubts = [None, "no_legal_term", None, None]
    told = rows.with_columns(
        pl.Series("doubt", doubts, dtype=pl.String),
        pl.Series("basis", ["legal", "appointment", "legal", "legal"]),
    )
    unproven = table(replace(frames.late(), rows=told.lazy()), width=100)
    assert "Hạn theo" in unproven
    assert "Ngày hẹn" in unproven
    assert "Hạn theo" not in table(frames.late(), width=100)
