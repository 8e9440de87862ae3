"""The bad habits that `demo` names are those of the communes it names, and of no others.

Looked up in the files alone, by other means than those that planted them.
"""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.products.demo import Habit, cheaters
from cchc_audit.products.demo.province import communes
from cchc_audit.products.demo.seeded_draws import Chance
from cchc_audit.products.demo.write_province import EVENTS, EXPORT, EXPORT_AFTER

from .conftest import LARGE, SEED, tool

FORMAT = "%d/%m/%Y %H:%M:%S"
PLANTED = cheaters(LARGE, seed=SEED)
COMMUNES = 96
NAMES = {
    written: place.name
    for place in communes(COMMUNES, Chance(SEED))
    for written in (place.written, place.former)
    if written
}


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


@pytest.fixture(scope="session")
def export(large: Path) -> pl.DataFrame:
    desk = pl.col("Đơn vị giải quyết")
    return read(large / EXPORT).with_columns(desk.replace_strict(NAMES).alias("place"))


def at(column: str) -> pl.Expr:
    return pl.col(column).str.to_datetime(FORMAT)


def places(frame: pl.DataFrame) -> set[str]:
    return set(frame["place"])


def test_every_habit_has_its_communes() -> None:
    assert {habit: len(names) for habit, names in PLANTED.items()} == {
        Habit.BATCHES: 6,
        Habit.SUSPENDS: 12,
        Habit.ALTERS: 12,
        Habit.GENEROUS: 6,
    }
    named = {name for names in PLANTED.values() for name in names}
    assert named < set(NAMES.values())


def test_results_are_heaped_up_where_it_is_said(export: pl.DataFrame) -> None:
    minute = pl.col("Ngày kết thúc xử lý").str.slice(0, 16).alias("minute")
    heaps = (
        export.drop_nulls("Ngày kết thúc xử lý")
        .group_by("place", "Cán bộ xử lý", minute)
        .len()
        .filter(pl.col("len") >= 5)
    )
    assert places(heaps) == set(PLANTED[Habit.BATCHES])


def test_time_is_taken_off_after_the_deadline_where_it_is_said(
    export: pl.DataFrame, large: Path
) -> None:
    pauses = read(large / EVENTS).filter(pl.col("Sự kiện") == "Tạm dừng")
    paused = pauses.join(export, on="Mã hồ sơ").filter(at("Thời điểm") > at("Ngày hẹn trả"))
    asked = export.filter(at("Ngày yêu cầu bổ sung") > at("Ngày hẹn trả"))
    assert places(paused) | places(asked) == set(PLANTED[Habit.SUSPENDS])
    assert len(paused) > 20
    assert len(asked) > 20


def test_what_was_altered_overnight_was_altered_where_it_is_said(
    export: pl.DataFrame, large: Path
) -> None:
    later = read(large / EXPORT_AFTER)
    both = export.join(later, on="Mã hồ sơ", suffix="_sau")
    ended, still = pl.col("Ngày kết thúc xử lý"), pl.col("Ngày kết thúc xử lý_sau")
    altered = {
        # A wait that was over on that day is a reason to move it.
        "moved": both.filter(
            pl.col("Ngày hẹn trả") != pl.col("Ngày hẹn trả_sau"),
            pl.col("Trạng thái") != "Yêu cầu thực hiện nghĩa vụ tài chính",
            ~pl.col("Ngày bổ sung_sau").str.starts_with("01/07/2026").fill_null(value=False),
        ),
        "backdated": both.filter(
            ended.is_null() & still.is_not_null() & ~still.str.starts_with("01/07/2026")
        ),
        "reopened": both.filter(ended.is_not_null() & still.is_null()),
        "received": both.filter(pl.col("Ngày tiếp nhận") != pl.col("Ngày tiếp nhận_sau")),
        "gone": export.join(later, on="Mã hồ sơ", how="anti"),
    }
    for what, rows in altered.items():
        assert len(rows) > 0, what
        assert places(rows) <= set(PLANTED[Habit.ALTERS]), what
    # What is not overdue on the one evening cannot be altered.
    assert len(set().union(*map(places, altered.values()))) >= 10


def test_appointments_beyond_the_term_stand_where_it_is_said(large: Path) -> None:
    words = ("assess", "--as-of", "30/06/2026", "--format", "json")
    rows = pl.DataFrame(json.loads(tool(large, *words))["rows"], infer_schema_length=None)
    given = rows.filter(pl.col("deadline").is_not_null(), pl.col("promised_at").is_not_null())
    beyond = pl.col("promised_at").str.slice(0, 10) > pl.col("deadline").str.slice(0, 10)
    shares = given.group_by("commune").agg(pl.len(), beyond.mean().alias("share"))
    generous = shares.filter(pl.col("share") > 0.2)
    assert set(generous["commune"]) == set(PLANTED[Habit.GENEROUS])


def test_nobody_else_is_said_to_appoint_beyond_the_law(large: Path) -> None:
    # A wait still to come, or to end, has moved no appointment by the evening of the export.
    words = ("findings", "export.csv", "--select", "A202", "--as-of", "30/06/2026")
    found = json.loads(tool(large, *words, "--format", "json"))["rows"]
    assert {row["commune"] for row in found} == set(PLANTED[Habit.GENEROUS])


def test_letters_supplements_and_pauses_are_there(export: pl.DataFrame, large: Path) -> None:
    letters = export.filter(pl.col("Ngày xin lỗi").is_not_null())
    assert len(letters) > 500
    assert letters["Ngày hẹn lại"].is_not_null().all()
    asked, answered = export["Ngày yêu cầu bổ sung"].count(), export["Ngày bổ sung"].count()
    assert asked > answered > 1000
    kinds = read(large / EVENTS)["Sự kiện"].value_counts()
    assert kinds["count"].min() > 500  # type: ignore[operator]


def test_the_demo_says_who(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cchc_audit", "demo", "tinh", "--rows", "500", "--lang", "en"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for names in cheaters(500, seed=1).values():
        assert f": {', '.join(names)}\n" in done.stderr
