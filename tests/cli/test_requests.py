"""From the line to what the pipeline is asked: options over the file over the defaults."""

from datetime import date, datetime
from pathlib import Path
from typing import cast

import pytest

from cchc_audit.audit.request import Request
from cchc_audit.cli import build_request as building
from cchc_audit.cli.console import Console
from cchc_audit.core.vocabulary import Against, DamageMark, Finish

from .conftest import Asked, Type

PRESENT = datetime.fromisoformat("2026-11-21T09:15:00")


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    def now(timezone: str) -> datetime:
        assert timezone == "Asia/Ho_Chi_Minh"
        return PRESENT

    monkeypatch.setattr(building, "now", now)


@pytest.fixture
def requested(typed: Type, asked: Asked) -> "Ask":
    return Ask(typed, asked)


class Ask:
    """Types a line and hands back the request the pipeline got."""

    def __init__(self, typed: Type, asked: Asked) -> None:
        self.typed = typed
        self.asked = asked

    def __call__(self, *words: str) -> Request:
        done = self.typed(*words)
        assert done.exit_code == 0, done.stderr
        return cast(Request, self.asked.requests[-1])


def test_without_options_the_present_minute_judges_everything(requested: Ask) -> None:
    request = requested("late", "a.csv", "b.csv")
    assert request.files == ("a.csv", "b.csv")
    assert (request.as_of, request.as_of_given) == (PRESENT, False)
    assert (request.first, request.last, request.filters) == (None, None, {})
    assert (request.strict, request.rejects, request.show_personal) == (False, None, False)
    assert (request.options, request.sort, request.limit) == ((), None, None)
    assert request.settings.lang == "vi"


@pytest.mark.parametrize(
    ("options", "as_of", "given"),
    [
        (["--as-of", "20/11/2026"], "2026-11-21T00:00:00", True),
        (["--as-of", "2026-11-20T10:00"], "2026-11-20T10:00:00", True),
        (["--to", "31/10/2026"], "2026-11-01T00:00:00", False),
        (["--to", "21/11/2026"], "2026-11-21T09:15:00", False),
        (["--to", "31/12/2026"], "2026-11-21T09:15:00", False),
        (["--to", "31/10/2026", "--as-of", "20/11/2026"], "2026-11-21T00:00:00", True),
    ],
)
def test_the_judgement_is_made_at(
    options: list[str], as_of: str, given: bool, requested: Ask
) -> None:
    request = requested("late", "a.csv", *options)
    assert (request.as_of.isoformat(), request.as_of_given) == (as_of, given)


def test_period_and_filters(requested: Ask) -> None:
    request = requested(
        "late",
        "a.csv",
        *["--from", "01/10/2026", "--to", "31/10/2026"],
        *["--commune", "xã A", "--commune", "xã B", "--channel", "online", "--officer", "Lan"],
    )
    assert (request.first, request.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert request.filters == {
        "commune": ("xã A", "xã B"),
        "channel": ("online",),
        "officer": ("Lan",),
    }
    assert request.options == (
        ("--from", "01/10/2026"),
        ("--to", "31/10/2026"),
        ("--commune", "xã A"),
        ("--commune", "xã B"),
        ("--officer", "Lan"),
        ("--channel", "online"),
    )


def test_options_beat_the_file(requested: Ask) -> None:
    Path("cchc.toml").write_text(
        '[policy]\nagainst = "earliest"\nfinish = "returned"\n', encoding="utf-8"
    )
    request = requested("late", "a.csv", "--against", "appointment")
    assert request.settings.policy.against is Against.APPOINTMENT
    assert request.settings.policy.finish is Finish.RETURNED


def test_marks_of_damage_that_may_pass_add_up(requested: Ask) -> None:
    assert requested("late", "a.csv").settings.accept_damage == ()
    Path("cchc.toml").write_text('accept_damage = ["two_eras"]\n', encoding="utf-8")
    request = requested(
        *("late", "a.csv", "--accept-damage", "Swapped_Dates", "--accept-damage", "two_eras")
    )
    assert request.settings.accept_damage == (DamageMark.TWO_ERAS, DamageMark.SWAPPED_DATES)
    assert ("--accept-damage", "Swapped_Dates") in request.options
    refused = requested.typed("late", "a.csv", "--accept-damage", "rust")
    assert refused.exit_code == 2
    assert all(mark in refused.stderr for mark in DamageMark)


def test_side_files_of_the_line_beat_those_of_the_file(requested: Ask) -> None:
    Path("mine").mkdir()
    Path("mine/my.toml").write_text('events = "e.csv"\nunits = "u.csv"\n', encoding="utf-8")
    request = requested("late", "a.csv", "--config", "mine/my.toml", "--units", "other.csv")
    assert request.settings.events == Path("mine/e.csv")
    assert request.settings.units == Path("other.csv")


def test_inputs_of_the_file_stand_in_for_files(requested: Ask) -> None:
    Path("cchc.toml").write_text('inputs = ["exports/*.csv"]\n', encoding="utf-8")
    assert requested("late").files == ("exports/*.csv",)
    assert requested("late", "b.csv").files == ("b.csv",)


def test_the_language_of_the_line_reaches_the_pipeline(requested: Ask) -> None:
    Path("cchc.toml").write_text('lang = "vi"\n', encoding="utf-8")
    assert requested("late", "a.csv", "--lang", "en").settings.lang == "en"


@pytest.mark.parametrize(
    ("options", "terminal", "limit"),
    [
        ([], False, None),
        ([], True, 50),
        (["--limit", "7"], False, 7),
        (["--limit", "0"], True, None),
        (["-o", "out.csv"], True, None),
        (["--format", "json"], True, 50),
    ],
)
def test_fifty_rows_are_shown_on_a_terminal(
    options: list[str],
    terminal: bool,
    limit: int | None,
    requested: Ask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Console, "is_terminal", property(lambda _: terminal))
    assert requested("late", "a.csv", *options).limit == limit


def test_due_takes_the_threshold_of_the_file_unless_told(requested: Ask) -> None:
    requested("due", "a.csv")
    assert requested.asked.extra[-1] == {"within": 2}
    Path("cchc.toml").write_text("[rules]\ndue_soon = 4\n", encoding="utf-8")
    requested("due", "a.csv")
    assert requested.asked.extra[-1] == {"within": 4}
    requested("due", "a.csv", "--within", "0")
    assert requested.asked.extra[-1] == {"within": 0}


def test_summary_keeps_the_order_of_its_keys(requested: Ask) -> None:
    requested("summary", "a.csv", "--by", "month, Commune")
    assert requested.asked.extra[-1] == {"by": ("month", "commune")}


def test_the_cut_of_a_summary_keeps_the_total(requested: Ask) -> None:
    done = requested.typed("communes", "a.csv", "--format", "csv", "--limit", "1")
    assert [line.split(",")[0] for line in done.stdout.splitlines()] == ["commune", "Xã A", ""]


def test_the_limit_of_unpacking_beats_the_file_and_shapes_no_figure(requested: Ask) -> None:
    Path("cchc.toml").write_text('unpack_limit = "2GB"\n', encoding="utf-8")
    assert requested("late", "a.csv").settings.unpack_limit == 2 << 30
    asked = requested("late", "a.csv", "--unpack-limit", "40 GB")
    assert asked.settings.unpack_limit == 40 << 30
    assert asked.options == ()
    refused = requested.typed("late", "a.csv", "--unpack-limit", "many")
    assert refused.exit_code == 2
    assert "40GB" in refused.stderr
