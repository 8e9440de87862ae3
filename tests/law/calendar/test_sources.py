"""The user's calendar file, other countries, and years beyond the notices."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.core.errors import CchcError, ConfigError, InputError
from cchc_audit.core.vocabulary import DayKind, DayStatus
from cchc_audit.law.calendar import Calendar, OfficeHours, extended, load_calendar
from cchc_audit.law.calendar.day_tables import DayTables
from cchc_audit.texts import Texts

AS_OF = date(2026, 11, 22)


def calendar_of(folder: Path, text: str) -> Calendar:
    file = folder / "calendar.toml"
    file.write_text(text, encoding="utf-8")
    return load_calendar(file, as_of=AS_OF)


def test_the_file_changes_the_shipped_calendar(tmp_path: Path) -> None:
    calendar = calendar_of(
        tmp_path,
        """
base = "VN"
office_hours = ["7:00-11:00", "13:00 - 17:00"]
[[off]]
from = 2025-11-06
to = 2025-11-07
name = "Bão số 13"
basis = "Công điện 1"
communes = ["xã Ia Pa", "UBND xã Ia Tul"]
[[off]]
date = 2025-08-05
[[makeup]]
date = 2025-08-09
name = "Làm bù ngày 05/08/2025"
basis = "Công văn 2"
status = "provisional"
""",
    )
    assert calendar.hours == OfficeHours(((25_200, 39_600), (46_800, 61_200)))
    storm = calendar.irregular(date(2025, 11, 7), commune="Xã Ia Tul")
    assert storm is not None
    assert (storm.name, storm.basis, storm.status) == ("Bão số 13", "Công điện 1", "official")
    assert storm.source == str(tmp_path / "calendar.toml")
    assert calendar.is_working(date(2025, 11, 7))
    assert calendar.is_working(date(2025, 11, 10), commune="xã Ia Pa")
    general = calendar.irregular(date(2025, 8, 5))
    assert general is not None
    assert (general.kind, general.name) == (DayKind.OFF, "Ngày nghỉ")
    assert calendar.kind(date(2025, 8, 9)) is DayKind.MAKEUP
    assert calendar.undecided().kind(date(2025, 8, 9)) is DayKind.WEEKEND
    assert calendar.kind(date(2026, 1, 2)) is DayKind.OFF
    assert calendar.digest() != load_calendar(None, as_of=AS_OF).digest()


@pytest.mark.parametrize(
    ("text", "day", "kind"),
    [
        # A make-up day wins over a day off, whoever says which
        ("[[off]]\ndate = 2026-01-10", "2026-01-10", DayKind.MAKEUP),
        ("[[makeup]]\ndate = 2027-02-04", "2027-02-04", DayKind.MAKEUP),
        ("[[makeup]]\ndate = 2025-08-05\n[[off]]\ndate = 2025-08-05", "2025-08-05", "makeup"),
        # A proposal displaces nothing that counts; an announcement displaces a proposal
        ("[[makeup]]\ndate = 2026-01-02\nstatus = 'proposed'", "2026-01-02", DayKind.OFF),
        ("[[off]]\ndate = 2026-11-23", "2026-11-23", DayKind.OFF),
        ("[[makeup]]\ndate = 2026-11-28", "2026-11-28", DayKind.MAKEUP),
    ],
)
def test_what_stands_when_two_lines_speak_of_a_day(
    tmp_path: Path, text: str, day: str, kind: DayKind
) -> None:
    assert calendar_of(tmp_path, text).kind(date.fromisoformat(day)) is DayKind(kind)


def test_an_announcement_settles_an_expected_day(tmp_path: Path) -> None:
    settled = calendar_of(tmp_path, "[[off]]\ndate = 2027-02-05").irregular(date(2027, 2, 5))
    assert settled is not None
    assert settled.status is DayStatus.OFFICIAL


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bass = 'VN'", "“base”"),
        ("colour = 1", "base, office_hours, off, makeup"),
        ("[[off]]\ndate = 2025-08-05\ncommune = ['xã A']", "“communes”"),
        ("[[makeup]]\ndate = 2025-08-09\ncommunes = ['xã A']", "communes"),
        ("[[off]]\ndate = 2025-08-05\nstatus = 'oficial'", "“official”"),
        ("[[off]]\ndate = 2025-08-05\nstatus = 'zz'", "official, statutory"),
        ("[[off]]\nname = 'x'", "“from”"),
        ("[[off]]\nfrom = 2025-08-05", "“to”"),
        ("[[off]]\ndate = 2025-08-05\nto = 2025-08-06", "“to”"),
        ("[[off]]\nfrom = 2025-08-06\nto = 2025-08-05", "06/08/2025"),
        ("[[off]]\nfrom = 2025-08-06\nto = 2027-08-05", "05/08/2027"),
        ("[[off]]\ndate = '6/8/2025'", "6/8/2025"),
        ("[[off]]\ndate = 20250806", "20250806"),
        ("[[off]]\ndate = 2025-08-06T07:00:00", "2026-01-10"),
        ("[[off]]\ndate = 2025-02-30", "TOML"),
        ("[[off]]\ndate = 2206-01-10", "10/01/2206"),
        ("[[off]]\ndate = 2025-08-05\nname = 5", "“name”"),
        ("[[off]]\ndate = 2025-08-05\ncommunes = []", "communes"),
        ("[[off]]\ndate = 2025-08-05\ncommunes = ['']", "communes"),
        ("[[off]]\ndate = 2025-08-05\ncommunes = 'xã A'", "communes"),
        ("[off]\ndate = 2025-08-05", "[[off]]"),
        ("base = 5", "“base”"),
        ("base = 'NN'", "NN"),
        ("base = 'Netherland'", "“NL (Netherlands)”"),
        ("base = 'qqqqqq'", "“none”"),
        ("office_hours = []", "office_hours"),
        ("office_hours = '07:00-11:00'", "office_hours"),
        ("office_hours = ['7h-11h']", "7h-11h"),
        ("office_hours = ['07:00-24:00']", "07:00-24:00"),
        ("office_hours = ['07:00-11:60']", "07:00-11:60"),
        ("office_hours = [7]", "“7”"),
        ("office_hours = ['11:00-07:00']", "11:00-07:00"),
        ("office_hours = ['07:00-12:00', '11:00-17:00']", "07:00-12:00, 11:00-17:00"),
        ("office_hours = ['13:00-17:00', '07:00-11:00']", "13:00-17:00"),
    ],
)
def test_what_has_no_meaning_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        calendar_of(tmp_path, text)
    for lang in ("vi", "en"):
        sentence = Texts(lang)(error.value.key, **error.value.values)
        assert said in sentence
        assert str(tmp_path) in sentence


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_bytes("base = 'Bão'".encode("utf-16"))
    for name in ("none.toml", "old.toml"):
        with pytest.raises(InputError) as error:
            load_calendar(tmp_path / name, as_of=AS_OF)
        assert name in Texts("vi")(error.value.key, **error.value.values)


def test_weekends_only(tmp_path: Path) -> None:
    calendar = calendar_of(tmp_path, 'base = "none"')
    assert (calendar.first, calendar.last) == (date(2000, 1, 1), date(2037, 12, 31))
    assert calendar.is_working(date(2026, 1, 1))
    assert not calendar.is_working(date(2026, 1, 3))


def test_another_country(tmp_path: Path) -> None:
    calendar = calendar_of(tmp_path, 'base = "nl"')
    assert (calendar.first, calendar.last) == (date(2000, 1, 1), date(2037, 12, 31))
    kings_day = calendar.irregular(date(2026, 4, 27))
    assert kings_day is not None
    assert (kings_day.name, kings_day.status) == ("Koningsdag", DayStatus.STATUTORY)
    assert calendar.days[date(2027, 4, 27)].status is DayStatus.PROVISIONAL
    assert calendar.is_working(date(2026, 9, 2))
    assert calendar.official_through == date(2026, 12, 31)


def test_years_beyond_the_notices_are_provisional() -> None:
    shipped = load_calendar(None, as_of=AS_OF)
    assert extended(shipped, through=date(2027, 12, 31)) is shipped
    calendar = extended(shipped, through=date(2029, 3, 1))
    assert (calendar.last, calendar.official_through) == (date(2029, 12, 31), date(2026, 12, 31))
    assert {day: calendar.days[day] for day in shipped.days} == shipped.days
    ahead = [day for day in calendar.days.values() if day.date.year > 2027]
    assert {day.date.year for day in ahead} == {2028, 2029}
    assert all(day.status is DayStatus.PROVISIONAL for day in ahead)
    liberation = calendar.irregular(date(2029, 4, 30))
    assert liberation is not None
    assert liberation.name == "Ngày Chiến thắng"


def test_the_package_is_not_loaded_for_the_shipped_calendar() -> None:
    code = (
        "import sys, datetime\n"
        "from cchc_audit.law.calendar import load_calendar\n"
        "from cchc_audit.law.calendar.day_tables import DayTables\n"
        "DayTables.of(load_calendar(None, as_of=datetime.date(2026, 11, 22)).undecided())\n"
        "print('holidays' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "False\n"


def test_every_text_of_the_room_fits_its_error() -> None:
    error = CchcError("workdays.outside_range", day="a", first="b", last="c")
    for lang in ("vi", "en"):
        assert "a" in Texts(lang)(error.key, **error.values)


@pytest.mark.parametrize(
    ("base", "day", "worked"),
    [
        ("IL", date(2026, 8, 14), False),  # Friday and Saturday rest
        ("IL", date(2026, 8, 16), True),  # Sunday works
        ("IR", date(2026, 7, 10), False),  # Friday alone
        ("IR", date(2026, 7, 11), True),
        ("BN", date(2026, 7, 10), False),  # Friday and Sunday
        ("BN", date(2026, 7, 11), True),
        ("AE", date(2021, 7, 2), False),  # Friday until 2021
        ("AE", date(2022, 7, 1), True),
        ("NL", date(2026, 7, 11), False),
    ],
)
def test_weekends_are_those_of_the_country(
    tmp_path: Path, base: str, day: date, worked: bool
) -> None:
    calendar = calendar_of(tmp_path, f'base = "{base}"')
    assert calendar.is_working(day) is worked
    tables = DayTables.of(calendar)
    number = (day - date(1970, 1, 1)).days
    found = pl.select(tables.working(pl.lit(number, dtype=pl.Int32))).item()
    assert found is worked
