"""The files that the pages show are files the tool reads, and they show every key there is."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from support.settings import tables_of

from cchc_audit.core import vocabulary
from cchc_audit.core.settings import Settings, load_settings
from cchc_audit.core.vocabulary import DayStatus
from cchc_audit.intake import load_units, read_events
from cchc_audit.law.calendar import load_calendar
from cchc_audit.law.catalogue.catalogue import load_catalogue
from cchc_audit.law.catalogue.catalogue_file import COLUMNS as CATALOGUE_COLUMNS
from cchc_audit.texts import LANGS, Lang, Texts

from .document import blocks, fenced, manual

MANUAL = {lang: manual(lang) for lang in LANGS}
OPEN_TABLES = ("columns", "status")
"""Tables whose keys are the user's own."""
SHOWN_AS_EXAMPLE = {
    *("inputs", "events", "calendar", "catalogue", "units"),
    *(
        "gates.on_time_rate_min",
        "gates.overdue_max",
        "gates.fail_on",
        "gates.altered_max",
        "gates.missing_max",
    ),
    *("rules.baseline", "privacy.officer", "privacy.key_file", "report.inputs"),
}
"""Keys without a default of their own, which the page fills with an example."""


def configuration(lang: Lang) -> str:
    [example] = [e for e in fenced(MANUAL[lang], "toml") if "[policy]" in e]
    return example


def keys(table: Mapping[str, object], front: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict) and front + name not in OPEN_TABLES:
            yield from keys(value, f"{front}{name}.")
        else:
            yield front + name, value


@pytest.mark.parametrize("lang", LANGS)
def test_the_configuration_shows_every_key(lang: Lang) -> None:
    shown = [name for name, _ in keys(tomllib.loads(configuration(lang)))]
    assert sorted(shown) == sorted(name for name, _ in keys(tables_of(Settings())))


@pytest.mark.parametrize("lang", LANGS)
def test_the_configuration_is_read_and_shows_the_defaults(lang: Lang, tmp_path: Path) -> None:
    file = tmp_path / "cchc.toml"
    file.write_text(configuration(lang), encoding="utf-8")
    read = tables_of(load_settings(file))
    plain = tmp_path / "plain.toml"
    plain.write_text("", encoding="utf-8")
    defaults = dict(keys(tables_of(load_settings(plain))))
    changed = {
        name
        for name, value in keys(read)
        if value != defaults[name] and name.partition(".")[0] not in OPEN_TABLES
    }
    assert changed == SHOWN_AS_EXAMPLE


def test_both_languages_configure_the_same() -> None:
    """But for the names of files, which are Vietnamese in one of them."""
    shown = {lang: dict(keys(tomllib.loads(configuration(lang)))) for lang in LANGS}
    differing = {key for key, value in shown["vi"].items() if shown["en"][key] != value}
    files = {"events", "calendar", "catalogue", "units", "rules.baseline", "privacy.key_file"}
    assert differing <= {"inputs", *files}


@pytest.mark.parametrize("lang", LANGS)
def test_the_catalogue_is_read(lang: Lang, tmp_path: Path) -> None:
    [example] = [e for e in fenced(MANUAL[lang], "csv") if e.startswith("code,")]
    assert example.splitlines()[0] == ",".join(CATALOGUE_COLUMNS)
    file = tmp_path / "catalogue.csv"
    file.write_text(example, encoding="utf-8")
    entries = load_catalogue(file, only_user=True).entries
    assert [(e.code, e.term.text if e.term else None) for e in entries] == [
        ("1.001612", "3 working_days"),
        ("2.000815", "same_day"),
    ]
    assert [e.local_term.text if e.local_term else None for e in entries] == [
        "2 working_days",
        None,
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_the_calendar_is_read(lang: Lang, tmp_path: Path) -> None:
    [example] = [e for e in fenced(MANUAL[lang], "toml") if "[[off]]" in e]
    file = tmp_path / "calendar.toml"
    file.write_text(example, encoding="utf-8")
    calendar = load_calendar(file, as_of=date(2026, 3, 31))
    assert calendar.hours.sessions == ((7 * 3600, 11 * 3600), (13 * 3600, 17 * 3600))
    assert [day.date for day in calendar.closures] == [date(2025, 11, 6), date(2025, 11, 7)]
    assert calendar.days[date(2026, 11, 28)].status is DayStatus.OFFICIAL


def test_units_and_events_are_read(tmp_path: Path) -> None:
    shown = {
        block.name.split()[1].rpartition("/")[2]: fenced(block.body, "csv")[0]
        for block in blocks()
        if block.name.startswith("file ")
    }
    for name, example in shown.items():
        (tmp_path / name).write_text(example, encoding="utf-8")
    assert load_units(tmp_path / "don-vi.csv").canonical("xã bến sương") == "Xã Gò Trăng"
    plain = Settings()
    told = read_events(tmp_path / "dien-bien.csv", settings=plain, judged=date(2026, 3, 31))
    assert told.frame.height == shown["dien-bien.csv"].count("\n") - 1


@pytest.mark.parametrize("lang", LANGS)
def test_every_word_of_the_verdict_is_explained(lang: Lang) -> None:
    page, texts = MANUAL[lang], Texts(lang)
    for outcome in vocabulary.Outcome:
        assert f"| `{outcome}` | {texts.short(f'outcome.{outcome}')} |" in page
    for words in (vocabulary.Reason, vocabulary.Against, vocabulary.EventKind):
        assert [word for word in words if f"`{word}`" not in page and f'"{word}"' not in page] == []
    for status in vocabulary.Status:
        assert status in page
