"""The synthetic province: its files, the same for one seed, and what they hold for the tool."""

import json
from collections import Counter
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cchc_audit.core.errors import ConfigError
from cchc_audit.intake.values.communes import commune_name, name_key
from cchc_audit.intake.values.former.former_table import load
from cchc_audit.products.demo import write_province
from cchc_audit.products.demo.demo_exports import HEADERS
from cchc_audit.products.demo.invention import invent_province
from cchc_audit.products.demo.province import MOST_COMMUNES, communes
from cchc_audit.products.demo.seeded_draws import Chance
from cchc_audit.products.demo.write_province import EVENTS, EXPORT, EXPORT_AFTER, FILES
from cchc_audit.texts import Texts

from .conftest import ROWS, SEED, tool

WRITER = import_module("cchc_audit.products.demo.write_province")
"""The module: its package hands on the function of the same name."""


def digests(folder: Path) -> dict[str, str]:
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def answer(folder: Path, *words: str) -> Any:
    return json.loads(tool(folder, *words, "--format", "json"))


@pytest.fixture(scope="session")
def assessed(province: Path) -> pl.DataFrame:
    rows = answer(province, "assess", "--as-of", "30/06/2026")["rows"]
    return pl.DataFrame(rows, infer_schema_length=None)


def test_one_seed_gives_one_province(province: Path, tmp_path: Path) -> None:
    write_province(tmp_path / "wieder", rows=ROWS, seed=SEED, texts=Texts("vi"))
    assert digests(tmp_path / "wieder") == digests(province)


def test_another_seed_gives_another(province: Path, tmp_path: Path) -> None:
    write_province(tmp_path / "khac", rows=ROWS, seed=SEED + 1, texts=Texts("vi"))
    ours, theirs = digests(province), digests(tmp_path / "khac")
    assert ours[EXPORT] != theirs[EXPORT]
    assert ours[EVENTS] != theirs[EVENTS]


def test_rows_do_not_depend_on_how_they_are_cut(
    province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WRITER, "CHUNK", 700)
    write_province(tmp_path / "nho", rows=ROWS, seed=SEED, texts=Texts("vi"))
    assert digests(tmp_path / "nho") == digests(province)


@pytest.mark.parametrize("rows", [1, 2, 59])
def test_the_smallest_provinces_have_their_rows(rows: int, tmp_path: Path) -> None:
    written = write_province(tmp_path, rows=rows, seed=1, texts=Texts("en"))
    assert {file.path.name for file in written} == set(FILES)
    assert len(read(tmp_path / EXPORT)) == rows


def test_draws_in_frames_are_those_in_python() -> None:
    chance = Chance(-5)
    rows = pl.DataFrame({"row": [0, 1, 7, (1 << 63) + 3]}, schema={"row": pl.UInt64})
    words = rows.select(chance.word(pl.col("row"), 4))["row"].to_list()
    assert words == [chance.number(row, 4) for row in rows["row"]]


def test_the_export_has_its_rows_and_columns(province: Path) -> None:
    export = read(province / EXPORT)
    assert len(export) == ROWS
    assert tuple(export.columns) == tuple(HEADERS.values())
    assert export["Mã hồ sơ"].is_unique().all()
    # Serial numbers of an office and day have no gap.
    parts = export["Mã hồ sơ"].str.extract_groups(r"^(.*)-(\d+)$").struct.rename_fields(["of", "n"])
    last = parts.struct.unnest().group_by("of").agg(pl.len(), pl.col("n").cast(pl.Int64).max())
    assert last["len"].to_list() == last["n"].to_list()


def test_the_tool_reads_it_without_a_reject(province: Path) -> None:
    checked = answer(province, "check", "--as-of", "30/06/2026", "--strict")
    assert checked["input"]["rows_read"] == ROWS
    assert checked["input"]["rows_rejected"] == 0
    assert checked["input"]["duplicates"] == 0
    assert checked["unknown"]["status"] == {}
    assert checked["unknown"]["procedure"] == {}
    assert checked["unknown"]["channel"] == {}


def test_lateness_is_a_few_in_a_hundred_and_differs_by_place_and_procedure(
    assessed: pl.DataFrame,
) -> None:
    bad = assessed["outcome"].is_in(["late", "overdue"])
    assert 0.02 < bad.mean() < 0.08  # type: ignore[operator]
    for key in ("commune", "field"):
        shares = assessed.with_columns(bad=bad).group_by(key).agg(pl.len(), pl.col("bad").mean())
        large = shares.filter(pl.col("len") > 100)["bad"]
        assert large.max() > 3 * large.min() + 0.02  # type: ignore[operator]


def test_most_outcomes_occur(assessed: pl.DataFrame) -> None:
    found = set(assessed["outcome"])
    expected = "early on_time late pending overdue suspended withdrawn not_received"
    assert found >= set(expected.split())
    assert {"firm", "contestable"} <= set(assessed["certainty"].drop_nulls())
    assert (assessed["paused_days"] > 0).any()


def test_communes_are_of_very_different_sizes(assessed: pl.DataFrame) -> None:
    sizes = assessed["commune"].value_counts()["count"]
    assert len(sizes) == 24
    assert sizes.max() > 15 * sizes.min()  # type: ignore[operator]


def test_the_year_has_seasons_and_no_holidays(province: Path) -> None:
    days = read(province / EXPORT)["Ngày tiếp nhận"].drop_nulls().str.slice(0, 10)
    by_day = Counter(days)
    assert not {"16/02/2026", "20/02/2026", "02/09/2025", "02/01/2026"} & set(by_day)
    assert "10/01/2026" in by_day  # a Saturday, worked for 2 January
    before = sum(by_day[f"{day:02}/02/2026"] for day in range(9, 14))
    after = sum(by_day[f"{day:02}/02/2026"] for day in range(23, 28))
    assert after > 1.4 * before


def test_cheaters_are_there_to_be_found(large: Path) -> None:
    export = read(large / EXPORT)
    minute = export["Ngày kết thúc xử lý"].str.slice(0, 16)
    batches = export.group_by("Cán bộ xử lý", minute.alias("phut")).len()
    batches = batches.filter(pl.col("phut").is_not_null())
    assert (batches["len"] >= 10).sum() > 20
    events = read(large / EVENTS)
    joined = events.filter(pl.col("Sự kiện") == "Tạm dừng").join(export, on="Mã hồ sơ")
    begun = joined["Thời điểm"].str.to_datetime("%d/%m/%Y %H:%M:%S")
    appointed = joined["Ngày hẹn trả"].str.to_datetime("%d/%m/%Y %H:%M:%S")
    assert (begun > appointed).any()


def test_a_day_later_the_same_dossiers_have_moved_on(province: Path) -> None:
    before, after = read(province / EXPORT), read(province / EXPORT_AFTER)
    both = before.join(after, on="Mã hồ sơ", suffix="_sau")
    assert ROWS * 0.99 < len(both) <= ROWS
    new = after.join(before, on="Mã hồ sơ", how="anti")
    assert len(new) > 0
    assert new["Mã hồ sơ"].str.contains("-260701-").all()
    finished = both.filter(
        pl.col("Ngày kết thúc xử lý").is_null(),
        pl.col("Ngày kết thúc xử lý_sau").str.starts_with("01/07/2026"),
    )
    assert len(finished) > 0


def test_something_was_altered_overnight(large: Path) -> None:
    before, after = read(large / EXPORT), read(large / EXPORT_AFTER)
    both = before.join(after, on="Mã hồ sơ", suffix="_sau")
    assert len(both) < len(before)  # vanished
    moved = both.filter(pl.col("Ngày hẹn trả") != pl.col("Ngày hẹn trả_sau"))
    ended = pl.col("Ngày kết thúc xử lý_sau")
    backdated = both.filter(
        pl.col("Ngày kết thúc xử lý").is_null(),
        ended.is_not_null() & ~ended.str.starts_with("01/07/2026"),
    )
    reopened = both.filter(pl.col("Ngày kết thúc xử lý").is_not_null() & ended.is_null())
    received = both.filter(pl.col("Ngày tiếp nhận") != pl.col("Ngày tiếp nhận_sau"))
    assert [len(found) > 0 for found in (moved, backdated, reopened, received)] == [True] * 4
    # But for these few, a day passed and nothing else.
    assert len(moved) + len(backdated) + len(reopened) < 0.002 * len(before)


def test_no_commune_bears_a_name_of_viet_nam() -> None:
    table = load()
    made = communes(MOST_COMMUNES, Chance(1)) + communes(96, Chance(1))
    names = {name for commune in made for name in (commune.name, commune.former) if name}
    assert len({commune.name for commune in made[:MOST_COMMUNES]}) == MOST_COMMUNES
    for name in names:
        bare = name.split(" ", 1)[1]
        for kind in ("xã", "phường", "thị trấn"):
            key = name_key(f"{kind} {bare}")
            assert not table.formers(key), name
            assert not table.communes(key), name


def test_desks_are_recognised_as_their_communes() -> None:
    for commune in communes(96, Chance(3)):
        assert commune_name(commune.written) == commune.name


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("mine")
    with pytest.raises(ConfigError) as refused:
        write_province(tmp_path, rows=10, seed=1, texts=Texts("vi"))
    assert refused.value.key == "demo.would_overwrite"
    assert refused.value.values["files"] == "units.csv"
    assert [path.name for path in tmp_path.iterdir()] == ["units.csv"]
    assert (tmp_path / "units.csv").read_text() == "mine"


def test_a_failed_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(WRITER, "lines", fails)
    with pytest.raises(OSError, match="No space"):
        write_province(tmp_path, rows=10, seed=1, texts=Texts("vi"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "tep").touch()
    with pytest.raises(ConfigError) as refused:
        write_province(tmp_path / "tep", rows=10, seed=1, texts=Texts("vi"))
    assert refused.value.key == "demo.not_a_folder"


def test_the_smaller_province_is_a_thinner_one_not_a_shorter_one() -> None:
    days = invent_province(500, seed=1).receipts.cells["day"]
    assert days.n_unique() > 200
