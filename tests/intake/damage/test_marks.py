"""Every mark is found in the accident it is named for, and none in a sound export."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake import Intake
from cchc_audit.intake.files import sample
from cchc_audit.intake.files.lines import guard
from cchc_audit.texts import Texts
from intake.exports import opened, rows

from .files import HEADER, Row, Write, day_first, dossiers, marks, write_csv

ALL = Settings(accept_damage=tuple(DamageMark))
_MOMENTS = HEADER[3:6]


def iso(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def as_in_american_excel(at: datetime) -> str:
    """A day-first text opened month first: a true date where it can be one, else left as text."""
    if at.day > 12:
        return day_first(at)
    return iso(at.replace(month=at.day, day=at.month))


def exchanged(at: datetime) -> str:
    return f"{at:%Y-%d-%m %H:%M}"


def test_swapped_dates_end_the_run(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", dossiers(14, seed=3, write=as_in_american_excel))
    with pytest.raises(InputError) as caught:
        opened(path)
    said = Texts("vi")(caught.value.key, **caught.value.values)
    assert "“Ngày tiếp nhận”" in said
    assert "--accept-damage swapped_dates" in said
    assert str(path) in said


def test_swapped_dates_can_be_let_pass(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", dossiers(30, write=as_in_american_excel))
    found = marks(opened(path, settings=ALL))
    assert ("swapped_dates", "received_at") in found


def test_iso_dates_that_make_sense_only_exchanged(tmp_path: Path) -> None:
    kept = [
        row
        for row in dossiers(400, write=exchanged, finished=1)
        if all(int(row[name][5:7]) <= 12 for name in _MOMENTS)
    ]
    path = write_csv(tmp_path / "a.csv", kept)
    with pytest.raises(InputError, match="swapped_dates"):
        opened(path)


def test_texts_of_one_spelling_that_make_sense_only_exchanged(tmp_path: Path) -> None:
    """Saved with a format of its own: what was taken month first is written like all others."""

    def numbered(at: datetime) -> str:
        return f"{at:%m/%d/%Y %H:%M}" if at.day <= 12 else f"{at:%d/%m/%Y %H:%M}"

    rows = dossiers(60, write=numbered, finished=1)
    with pytest.raises(InputError, match="swapped_dates"):
        opened(write_csv(tmp_path / "a.csv", rows))


def test_a_judgement_that_looks_back_finds_nothing_exchanged(tmp_path: Path) -> None:
    """First days of the month after it: exchanged they would all lie before the judgement."""
    days = [datetime(2026, 4, day, 9) for day in (1, 2, 3) * 4]
    first = dossiers(len(days), finished=1)
    moved = [
        {**row, **dict(zip(_MOMENTS, map(day_first, (day, day, day)), strict=True))}
        for row, day in zip(first, days, strict=True)
    ]
    assert marks(opened(write_csv(tmp_path / "a.csv", moved))) == set()


def test_iso_dates_exchanged_only_where_a_day_could_be_a_month(tmp_path: Path) -> None:
    def month_first_where_it_can_be(at: datetime) -> str:
        return exchanged(at) if at.day <= 12 else iso(at)

    rows = dossiers(60, write=month_first_where_it_can_be, finished=1)
    with pytest.raises(InputError, match="swapped_dates"):
        opened(write_csv(tmp_path / "a.csv", rows))


def test_an_era_apart(tmp_path: Path) -> None:
    def earlier(row: Row) -> Row:
        done = row["Ngày kết thúc xử lý"]
        if not done:
            return row
        at = datetime(int(done[6:10]), int(done[3:5]), int(done[:2]), int(done[11:13]))
        return {**row, "Ngày kết thúc xử lý": day_first(at - timedelta(days=1462))}

    path = write_csv(tmp_path / "a.csv", map(earlier, dossiers()))
    with pytest.raises(InputError, match="two_eras"):
        opened(path)
    assert marks(opened(path, settings=ALL)) == {("two_eras", "completed_at")}


def test_a_whole_sheet_an_era_from_the_numbers_of_its_dossiers(tmp_path: Path) -> None:
    def numbered(row: Row, number: int) -> Row:
        day = row["Ngày tiếp nhận"][:10]
        moved = {name: row[name] and earlier(row[name]) for name in row if name in _MOMENTS}
        return {**row, **moved, "Mã hồ sơ": f"H21.901-{day[8:]}{day[3:5]}{day[:2]}-{number:04d}"}

    def earlier(text: str) -> str:
        at = datetime(int(text[6:10]), int(text[3:5]), int(text[:2]), int(text[11:13]))
        return day_first(at - timedelta(days=1462))

    rows = [numbered(row, number) for number, row in enumerate(dossiers())]
    with pytest.raises(InputError, match="two_eras"):
        opened(write_csv(tmp_path / "a.csv", rows))


@pytest.mark.parametrize(
    "moved",
    [lambda at: at + timedelta(hours=7, minutes=-30), lambda at: at - timedelta(hours=9)],
)
def test_another_clock(tmp_path: Path, moved: Callable[[datetime], datetime]) -> None:
    def by_night(at: datetime) -> str:
        return iso(moved(at.replace(hour=11)))

    path = write_csv(tmp_path / "a.csv", dossiers(write=by_night))
    assert marks(opened(path)) == {("shifted_clock", "received_at")}


@pytest.mark.parametrize("hours", [7, -7])
def test_a_working_day_seven_hours_off(tmp_path: Path, hours: int) -> None:
    # pandas 3.1.1 writes 08:25 into JSON as the instant 15:25; ExcelJS 4.4.0 into .xlsx as 01:25.
    path = write_csv(
        tmp_path / "a.csv", dossiers(12, write=lambda at: iso(at + timedelta(hours=hours)))
    )
    assert marks(opened(path)) == {("shifted_clock", "received_at")}


@pytest.mark.parametrize(("moved", "evening"), [(5, 0.1), (4, 0.0), (-2, 0.0)])
def test_odd_hours_of_a_sound_clock(tmp_path: Path, moved: int, evening: float) -> None:
    def write(at: datetime) -> str:
        late = at.minute < 60 * evening
        return iso(at.replace(hour=19 if late else max(5, min(at.hour + moved, 17))))

    assert marks(opened(write_csv(tmp_path / "a.csv", dossiers(write=write)))) == set()


def test_one_odd_second(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", dossiers(write=lambda at: f"{at:%d/%m/%Y %H:%M}:30"))
    assert marks(opened(path)) == {("shifted_clock", "received_at")}


def test_numbers_with_an_exponent(tmp_path: Path) -> None:
    spoilt = [{**row, "Mã hồ sơ": "2.60105E+14"} for row in dossiers(6)]
    path = write_csv(tmp_path / "a.csv", [*dossiers(10), *spoilt])
    found = opened(path)
    assert marks(found) == {("spoilt_ids", "dossier_id")}
    assert rows(found)["fault"].null_count() == 10


def test_numbers_that_lost_their_last_digits(tmp_path: Path) -> None:
    rounded = [
        {**row, "Mã hồ sơ": f"{n + 100000000000000}000"} for n, row in enumerate(dossiers(10))
    ]
    path = write_csv(tmp_path / "a.csv", rounded)
    found = opened(path)
    assert marks(found) == {("spoilt_ids", "dossier_id")}
    assert rows(found)["fault"].null_count() == 0


def test_long_numbers_that_are_whole(tmp_path: Path) -> None:
    whole = [{**row, "Mã hồ sơ": f"26010500000000{n:04}"} for n, row in enumerate(dossiers(40))]
    found = opened(write_csv(tmp_path / "a.csv", whole))
    assert marks(found) == set()
    assert rows(found)["fault"].null_count() == 40


def test_one_long_number_that_ends_in_noughts(tmp_path: Path) -> None:
    one = [{**row, "Mã hồ sơ": "20260105100000000"} for row in dossiers(1)]
    assert marks(opened(write_csv(tmp_path / "a.csv", one))) == set()


def test_a_second_header_in_another_order(tmp_path: Path) -> None:
    first, second = dossiers(8), dossiers(9, seed=1)
    order = (*HEADER[:3], *reversed(HEADER[3:]))
    path = write_csv(tmp_path / "a.csv", first)
    other = write_csv(tmp_path / "b.csv", second, order)
    whole = path.read_text(encoding="utf-8") + other.read_text(encoding="utf-8")
    (tmp_path / "a.csv").write_text(whole, encoding="utf-8")
    found = opened(path)
    assert marks(found) == {("shifted_header", None)}
    read = rows(found)
    assert read["fault"].null_count() == 17
    received = {f"{at:%d/%m/%Y %H:%M}" for at in read["received_at"]}
    assert received == {row["Ngày tiếp nhận"] for row in [*first, *second]}


def test_nothing_finished_though_statuses_say_so(tmp_path: Path) -> None:
    lost = [{**row, "Ngày kết thúc xử lý": ""} for row in dossiers()]
    assert marks(opened(write_csv(tmp_path / "a.csv", lost))) == {("all_open", "completed_at")}


def test_receipts_and_appointments_that_changed_places(tmp_path: Path) -> None:
    changed = {"Ngày tiếp nhận": "Ngày hẹn trả", "Ngày hẹn trả": "Ngày tiếp nhận"}
    moved = [{name: row[changed.get(name, name)] for name in HEADER} for row in dossiers()]
    path = write_csv(tmp_path / "a.csv", moved)
    assert ("misnamed_column", "received_at") in marks(opened(path))


def test_moments_that_nobody_reads(tmp_path: Path) -> None:
    paused = [{**row, "Lúc tạm dừng": row["Ngày tiếp nhận"]} for row in dossiers()]
    path = write_csv(tmp_path / "a.csv", paused, header=(*HEADER, "Lúc tạm dừng"))
    assert marks(opened(path)) == {("unread_column", "paused_at")}


@pytest.mark.parametrize("communes", [1, 4])
def test_merged_cells_that_came_apart(tmp_path: Path, communes: int) -> None:
    height = 40 // communes
    apart = [
        {**row, "Đơn vị": "" if n % height else f"Xã Bến {n // height}"}
        for n, row in enumerate(dossiers())
    ]
    found = opened(write_csv(tmp_path / "a.csv", apart))
    assert marks(found) == {("merged_cells", "commune")}
    [damage] = found.damage
    assert damage.rows == 40 - communes
    assert [(one.line, one.value) for one in damage.evidence] == [(2, "Xã Bến 0"), (3, ""), (4, "")]
    said = damage.sentence(Texts("vi"))
    assert "“Đơn vị”" in said
    assert "ô gộp" in said


@pytest.mark.parametrize("rows", [4, 5, 12, 40])
def test_merged_cells_of_a_small_table_and_of_names_that_come_again(
    tmp_path: Path, rows: int
) -> None:
    names = ("Xã Bến", "Xã Gò")
    apart = [
        {**row, "Đơn vị": "" if n % 3 else names[n // 3 % 2]}
        for n, row in enumerate(dossiers(rows))
    ]
    found = opened(write_csv(tmp_path / "a.csv", apart))
    assert marks(found) == {("merged_cells", "commune")}
    assert len(rows_without_commune(found)) == rows - (rows + 2) // 3


def rows_without_commune(intake: Intake) -> pl.DataFrame:
    return rows(intake).filter(pl.col("commune").is_null() & pl.col("fault").is_null())


@pytest.mark.parametrize(
    "mark", ['""""', "nt", "-nt-", "N/T", "như trên", "- Như trên -", "''", "”"]
)
@pytest.mark.parametrize("size", [2, 12])
def test_ditto_marks_name_no_commune(tmp_path: Path, size: int, mark: str) -> None:
    ditto = [{**row, "Đơn vị": mark if n % 3 else "Xã Bến"} for n, row in enumerate(dossiers(size))]
    found = opened(write_csv(tmp_path / "a.csv", ditto))
    assert marks(found) == {("merged_cells", "commune")}
    assert set(rows(found)["commune"].drop_nulls()) == {"Xã Bến"}
    [damage] = found.damage
    assert damage.rows == len(rows_without_commune(found)) == size - (size + 2) // 3
    assert "nt" in damage.sentence(Texts("vi"))


@pytest.mark.parametrize(("officer", "read"), [("N.T", "N.T"), ("NT", "NT"), ("nt", None)])
def test_initials_are_no_ditto_marks(tmp_path: Path, officer: str, read: str | None) -> None:
    told = [{**row, "Cán bộ xử lý": officer} for row in dossiers(3)]
    found = opened(write_csv(tmp_path / "a.csv", told, header=tuple(told[0])))
    assert set(rows(found)["officer"]) == {read}


@pytest.mark.parametrize("name", ["NT Phú Thiện", "Ntơr", "Xã Nt", "“Bến” Sương", "Tân"])
def test_names_that_are_no_ditto_marks(tmp_path: Path, name: str) -> None:
    named = [{**row, "Đơn vị": name} for row in dossiers(8)]
    found = opened(write_csv(tmp_path / "a.csv", named))
    assert marks(found) == set()
    assert rows(found)["commune"].null_count() == 0


@pytest.mark.parametrize(
    "named",
    [
        lambda n: "Xã Bến" if n % 3 == 0 else "",
        lambda n: "" if n < 30 else f"Xã {n}",
        lambda n: f"Xã {n}" if n % 5 else "",
    ],
)
def test_communes_that_are_left_out_here_and_there(
    tmp_path: Path, named: Callable[[int], str]
) -> None:
    """The same name again, none at the top, or most rows named: nobody merged these."""
    some = [{**row, "Đơn vị": named(n)} for n, row in enumerate(dossiers())]
    assert marks(opened(write_csv(tmp_path / "a.csv", some))) == set()


def test_offices_that_are_left_out_in_most_rows(tmp_path: Path) -> None:
    """By chance each office stands once, the first of them on the first row."""
    named = {0: "Phòng Kinh tế", 4: "Phòng Văn hóa"}
    some = [{**row, "Phòng ban": named.get(n, "")} for n, row in enumerate(dossiers(7))]
    assert marks(opened(write_csv(tmp_path / "a.csv", some, (*HEADER, "Phòng ban")))) == set()


def both(at: datetime) -> str:
    return iso(at) if at.minute % 2 else day_first(at)


def american_text(at: datetime) -> str:
    """What American Excel makes of a day-first text in a CSV: other noughts, the same numbers."""
    return f"{at.day}/{at.month}/{at.year} {at:%H:%M}" if at.day <= 12 else day_first(at)


def bare(at: datetime) -> str:
    return f"{at:%d/%m/%Y}"


@pytest.mark.parametrize("write", [day_first, iso, both, american_text, bare])
@pytest.mark.parametrize("finished", [0, 0.8, 1])
def test_sound_exports_bear_no_mark(tmp_path: Path, write: Write, finished: float) -> None:
    for seed, size in enumerate((1, 2, 3, 5, 8, 12, 30, 200)):
        path = write_csv(
            tmp_path / f"{seed}.csv", dossiers(size, seed=seed, write=write, finished=finished)
        )
        assert marks(opened(path)) == set(), size


def test_one_text_among_true_dates(tmp_path: Path) -> None:
    """Somebody typed a date by hand into a sheet of the first days of a month."""
    true = [row for row in dossiers(300, write=iso) if row["Ngày tiếp nhận"][8:10] <= "12"]
    true[3] = {**true[3], "Ngày tiếp nhận": "13/01/2026 08:00"}
    assert marks(opened(write_csv(tmp_path / "a.csv", true))) == set()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_large_table_is_looked_at_in_all_its_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Sound rows at the top of it, hurt ones far below."""
    monkeypatch.setattr(sample, "WHOLE", 100)
    monkeypatch.setattr(guard, "_CHUNK", 2_000)
    monkeypatch.setattr(sample, "_ROWS", 400)
    below = [{**row, "Mã hồ sơ": "2.60105E+14"} for row in dossiers(300, seed=1)]
    path = write_csv(tmp_path / "a.csv", [*dossiers(700), *below])
    if kind == "parquet":
        table = pl.read_csv(path, infer_schema=False)
        path = tmp_path / "a.parquet"
        table.write_parquet(path)
    [mark] = opened(path).damage
    assert (mark.mark, mark.column) == (DamageMark.SPOILT_IDS, "dossier_id")
    assert 60 < mark.rows < 180
    lines = path.read_bytes().split(b"\n") if kind == "csv" else []
    assert mark.evidence[0].line > 700
    assert not lines or b"2.60105E+14" in lines[mark.evidence[0].line - 1]


def sound_rows(seed: int) -> list[Row]:
    """Dossiers of any days, numbered and written in any one or two ways."""
    draw = random.Random(seed)
    ways: list[Write] = [day_first, iso, bare, american_text]
    one, other = draw.sample(ways, 2)
    alone = draw.random() < 0.5
    start = timedelta(days=draw.randrange(400))
    numbered = draw.choice(["{row}", "{n:04}", "260105{n:09}", "20260105{n:09}"])

    def write(at: datetime) -> str:
        return (one if alone or draw.random() < 0.7 else other)(at - start)

    rows = dossiers(draw.choice((1, 2, 3, 6, 12, 40)), seed=seed, write=write)
    return [
        {**row, "Mã hồ sơ": numbered.format(row=row["Mã hồ sơ"], n=n)} for n, row in enumerate(rows)
    ]


@pytest.mark.parametrize("seed", range(24))
def test_random_sound_exports_bear_no_mark(tmp_path: Path, seed: int) -> None:
    assert marks(opened(write_csv(tmp_path / "a.csv", sound_rows(seed)))) == set()
