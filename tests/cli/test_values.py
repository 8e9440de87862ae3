"""Days and moments behind an option, spelling by spelling."""

from datetime import date, datetime

import pytest

from cchc_audit.cli.values import civil_day, end_of, instant, now
from cchc_audit.core.errors import ConfigError

VIET_NAM = "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("21/11/2026", "2026-11-22T00:00:00"),
        ("1/2/2026", "2026-02-02T00:00:00"),
        ("21-11-2026", "2026-11-22T00:00:00"),
        ("21.11.2026", "2026-11-22T00:00:00"),
        ("2026-11-21", "2026-11-22T00:00:00"),
        ("31/12/2026", "2027-01-01T00:00:00"),
        ("22/11/2026 00:00", "2026-11-22T00:00:00"),
        ("21/11/2026 14:30", "2026-11-21T14:30:00"),
        ("21/11/2026 14:30:05", "2026-11-21T14:30:05"),
        ("14:30 21/11/2026", "2026-11-21T14:30:00"),
        ("2026-11-21T14:30", "2026-11-21T14:30:00"),
        ("2026-11-21 14:30:05", "2026-11-21T14:30:05"),
        ("2026-11-22T00:00:00", "2026-11-22T00:00:00"),
        ("2026-11-21T14:30:05.250", "2026-11-21T14:30:05"),
        ("2026-11-21T14:30:00Z", "2026-11-21T21:30:00"),
        ("2026-11-21T14:30+07:00", "2026-11-21T14:30:00"),
        ("2026-11-21T18:30-0500", "2026-11-22T06:30:00"),
        ("  21/11/2026  ", "2026-11-22T00:00:00"),
    ],
)
def test_a_moment_is_read(text: str, moment: str) -> None:
    assert instant(text, option="--as-of", timezone=VIET_NAM) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "bad_moment"),
        ("hôm nay", "bad_moment"),
        ("21/11/26", "bad_moment"),
        ("21/11-2026", "bad_moment"),
        ("20261121", "bad_moment"),
        ("21/11/2026 14h30", "bad_moment"),
        ("21/11/2026 24:00", "bad_moment"),
        ("21/11/2026 14:60", "bad_moment"),
        ("2026-11-21T14:30+99:00", "bad_moment"),
        ("٢١/١١/٢٠٢٦", "bad_moment"),
        ("31/02/2026", "no_such_day"),
        ("11/21/2026", "no_such_day"),
        ("29/02/2025", "no_such_day"),
        ("21/11/1026", "bad_year"),
        ("31/12/9999", "bad_year"),
    ],
)
def test_what_is_no_moment_is_refused(text: str, key: str) -> None:
    with pytest.raises(ConfigError, match=rf"cli[.]{key}") as caught:
        instant(text, option="--as-of", timezone=VIET_NAM)
    assert caught.value.values["option"] == "--as-of"


def test_a_day_is_read_and_takes_no_time() -> None:
    assert civil_day("29/02/2024", option="--from") == date(2024, 2, 29)
    assert civil_day("2026-11-21", option="--from") == date(2026, 11, 21)
    with pytest.raises(ConfigError, match=r"cli[.]bad_day"):
        civil_day("21/11/2026 08:00", option="--from")


def test_a_day_ends_where_the_next_begins() -> None:
    assert end_of(date(2026, 12, 31)).isoformat() == "2027-01-01T00:00:00"


def test_now_is_a_whole_minute_without_a_zone() -> None:
    present = now(VIET_NAM)
    assert (present.second, present.microsecond, present.tzinfo) == (0, 0, None)
    behind = present - now("America/Chicago")
    assert behind.total_seconds() // 3600 in {12, 13}
