"""`cchc.toml`: defaults, paths, and every way a file can be wrong."""

from pathlib import Path

import pytest

from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings import Settings, Showing, load_settings, parse_rate, settings_of
from cchc_audit.core.vocabulary import Against, Cutoff, DamageMark, DateOrder, Severity, Status
from cchc_audit.texts import LANGS, Texts

EVERY_KEY = """
inputs = ["exports/*.csv"]
events = "exports/events.csv"
calendar = "calendar.toml"
catalogue = "procedures.csv"
catalogue_only = true
units = "units.csv"
lang = "en"
accept_damage = ["swapped_dates"]
[columns]
received_at = "Ngày vào sổ"
[workbook]
sheets = ["Quý *", "Phụ lục"]
[dates]
order = "month_first"
[status]
"Đã đóng" = "finished"
[policy]
against = "appointment"
finish = "returned"
supplement = "continue"
unknown_time = "strict"
cutoff = "16:30"
after_cutoff = "clock"
appointment_grain = "instant"
timezone = "America/Chicago"
[rules]
select = ["T", "A2"]
ignore = ["C402"]
baseline = "baseline.json"
due_soon = 3
very_late = 20
long_pause = 60
batch = 5
sync_lag = 0
[gates]
on_time_rate_min = "97%"
overdue_max = 5
fail_on = "error"
[privacy]
officer = "hide"
[report]
inputs = "all"
folder = "out"
[snapshots]
folder = "kept"
"""


def load(text: str, folder: Path) -> Settings:
    file = folder / "cchc.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file)


def complaint(text: str, folder: Path) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(text, folder)
    return caught.value


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(None)
    assert settings == Settings()
    assert settings.policy.cutoff == 15 * 3600
    assert settings.policy.after_cutoff is Cutoff.NONE
    assert settings.policy.timezone == "Asia/Ho_Chi_Minh"
    assert settings.rules.due_soon == 2
    assert settings.gates.on_time_rate_min is None


def test_the_file_of_the_working_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cchc.toml").write_text('[policy]\nagainst = "local"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_settings(None).policy.against is Against.LOCAL


def test_every_key_of_the_specification_is_known(tmp_path: Path) -> None:
    settings = load(EVERY_KEY, tmp_path)
    assert settings.inputs == (str(tmp_path / "exports/*.csv"),)
    assert settings.events == tmp_path / "exports/events.csv"
    assert settings.columns == {"received_at": "Ngày vào sổ"}
    assert settings.status == {"Đã đóng": Status.FINISHED}
    assert settings.accept_damage == (DamageMark.SWAPPED_DATES,)
    assert settings.workbook.sheets == ("Quý *", "Phụ lục")
    assert settings.dates.order is DateOrder.MONTH_FIRST
    assert settings.policy.cutoff == 16 * 3600 + 30 * 60
    assert settings.rules.baseline == tmp_path / "baseline.json"
    assert settings.gates.on_time_rate_min == 0.97
    assert settings.gates.fail_on is Severity.ERROR
    assert settings.privacy.officers(published=False) is Showing.HIDE
    assert settings.report.folder == tmp_path / "out"
    assert settings.snapshots.folder == tmp_path / "kept"


def test_an_empty_after_cutoff_means_none(tmp_path: Path) -> None:
    assert load('[policy]\nafter_cutoff = ""', tmp_path).policy.after_cutoff is Cutoff.NONE


def test_a_byte_order_mark_is_what_notepad_leaves(tmp_path: Path) -> None:
    assert load("\ufefflang = 'en'", tmp_path).lang == "en"


def test_standard_input_and_absolute_paths_stay(tmp_path: Path) -> None:
    settings = settings_of({"inputs": ["-", "/srv/a.csv"]}, file=tmp_path / "cchc.toml")
    assert settings.inputs == ("-", "/srv/a.csv")


def test_officers_are_codes_only_where_outputs_are_published() -> None:
    assert Settings().privacy.officers(published=True) is Showing.CODE
    assert Settings().privacy.officers(published=False) is Showing.SHOW


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("polcy = 1", "polcy", "policy"),
        ("[policy]\naganst = 'legal'", "policy.aganst", "policy.against"),
        ("[columns]\nrecieved_at = 'x'", "columns.recieved_at", "columns.received_at"),
        ("[gates]\novrdue_max = 1", "gates.ovrdue_max", "gates.overdue_max"),
    ],
)
def test_an_unknown_key_is_refused_with_a_near_match(
    text: str, name: str, near: str, tmp_path: Path
) -> None:
    error = complaint(text, tmp_path)
    assert error.key == "settings.unknown_key_near"
    assert error.values == {"file": tmp_path / "cchc.toml", "name": name, "near": near}


def test_a_key_like_no_other_gets_the_list_of_keys(tmp_path: Path) -> None:
    error = complaint("[snapshots]\nzzz = 1", tmp_path)
    assert (error.key, error.values["known"]) == ("settings.unknown_key", "folder")


@pytest.mark.parametrize(
    ("text", "key", "name", "value"),
    [
        ("[policy]\nagainst = 'law'", "wants_choice", "policy.against", '"law"'),
        ("lang = 'fr'", "wants_choice", "lang", '"fr"'),
        ("[status]\n'Đóng' = 'done'", "wants_choice", "status.Đóng", '"done"'),
        ("[policy]\ncutoff = '25:00'", "wants_time", "policy.cutoff", '"25:00"'),
        ("[policy]\ncutoff = 15", "wants_time", "policy.cutoff", "15"),
        ("[policy]\ntimezone = 'Mars'", "wants_timezone", "policy.timezone", '"Mars"'),
        ("[policy]\ntimezone = '../x'", "wants_timezone", "policy.timezone", '"../x"'),
        ("[policy]\ntimezone = ''", "wants_timezone", "policy.timezone", '""'),
        ("[rules]\ndue_soon = true", "wants_whole", "rules.due_soon", "true"),
        ("[rules]\ndue_soon = '2'", "wants_whole", "rules.due_soon", '"2"'),
        ("[rules]\nbatch = 0", "wants_at_least", "rules.batch", "0"),
        ("[gates]\non_time_rate_min = 97", "wants_rate", "gates.on_time_rate_min", "97"),
        ("[gates]\non_time_rate_min = true", "wants_rate", "gates.on_time_rate_min", "true"),
        ("unpack_limit = 40", "wants_size", "unpack_limit", "40"),
        ("unpack_limit = '0GB'", "wants_size", "unpack_limit", '"0GB"'),
        ("unpack_limit = '40'", "wants_size", "unpack_limit", '"40"'),
        ("accept_damage = 'rust'", "wants_choice", "accept_damage", '"rust"'),
        ("[dates]\norder = 'us'", "wants_choice", "dates.order", '"us"'),
        ("[workbook]\nsheets = 1", "wants_list", "workbook.sheets", "1"),
        ("catalogue_only = 'true'", "wants_boolean", "catalogue_only", '"true"'),
        ("inputs = 3", "wants_list", "inputs", "3"),
        ("inputs = ['a', 1]", "wants_text", "inputs", "1"),
        ("calendar = 3", "wants_text", "calendar", "3"),
        ("[columns]\nofficer = ['a']", "wants_text", "columns.officer", '["a"]'),
        ("policy = 'legal'", "wants_table", "policy", '"legal"'),
        ("columns = 3", "wants_table", "columns", "3"),
    ],
)
def test_an_impossible_value_is_refused(
    text: str, key: str, name: str, value: str, tmp_path: Path
) -> None:
    error = complaint(text, tmp_path)
    assert error.key == f"settings.{key}"
    assert (error.values["name"], error.values["value"]) == (name, value)
    for lang in LANGS:
        sentence = Texts(lang)(error.key, **error.values)
        assert name in sentence
        assert "pydantic" not in sentence.lower()
        assert "Input should" not in sentence


def test_a_choice_names_what_is_accepted(tmp_path: Path) -> None:
    error = complaint("[policy]\nfinish = 'end'", tmp_path)
    assert error.values["accepted"] == "completed, returned"


def test_a_file_that_is_no_toml_is_named_with_its_place(tmp_path: Path) -> None:
    error = complaint('lang = "vi"\ncalendar = x\n', tmp_path)
    assert (error.key, error.values["line"], error.values["column"]) == (
        "settings.not_toml",
        "2",
        "12",
    )
    assert complaint("lang = ", tmp_path).key.startswith("settings.not_toml")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "cchc.toml"
    file.write_bytes('calendar = "lịch.toml"'.encode("utf-16"))
    with pytest.raises(ConfigError, match=r"settings[.]not_utf8"):
        load_settings(file)


def test_a_file_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"settings[.]file_missing"):
        load_settings(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match=r"settings[.]file_unreadable"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("value", "rate"),
    [
        ("0.97", 0.97),
        ("97%", 0.97),
        ("97,5 %", 0.975),
        ("0,97", 0.97),
        ("100%", 1.0),
        (" 0 ", 0.0),
        (1, 1.0),
        (0.5, 0.5),
        ("97", None),
        (97, None),
        ("-1%", None),
        ("101%", None),
        ("", None),
        ("%", None),
        (".", None),
        ("nan", None),
        ("1e-1", None),
        ("٩٧%", None),
        (float("nan"), None),
        (True, None),
        (None, None),
    ],
)
def test_a_rate_is_a_fraction_or_a_percentage(value: object, rate: float | None) -> None:
    assert parse_rate(value) == rate


@pytest.mark.parametrize(
    ("text", "size"),
    [("40GB", 40 << 30), ("1,5 gb", 3 << 29), (" 64 KB ", 64 << 10), ("1TB", 1 << 40)],
)
def test_a_size_has_a_unit(text: str, size: int, tmp_path: Path) -> None:
    assert load(f'unpack_limit = "{text}"', tmp_path).unpack_limit == size
