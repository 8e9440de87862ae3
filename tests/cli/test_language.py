"""Which language a run speaks, and who decides."""

from pathlib import Path

import pytest

from .conftest import Type

VI, EN = "Cách dùng:", "Usage:"


@pytest.mark.parametrize(
    "words",
    [
        ["--lang", "en", "late", "--help"],
        ["late", "--lang", "en", "--help"],
        ["late", "--help", "--lang", "en"],
        ["late", "--help", "--lang=en"],
        ["late", "--lang", "vi", "--help", "--lang", "EN"],
    ],
)
def test_the_option_works_anywhere_and_the_last_wins(words: list[str], typed: Type) -> None:
    assert typed(*words).stdout.startswith(EN)


def test_vietnamese_is_the_default(typed: Type) -> None:
    assert typed("--help").stdout.startswith(VI)


@pytest.mark.parametrize("value", ["en", "EN", "en_US.UTF-8", "en-GB"])
def test_the_variable_decides_without_the_option(
    value: str, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCHC_AUDIT_LANG", value)
    assert typed("--help").stdout.startswith(EN)
    assert typed("--help", "--lang", "vi").stdout.startswith(VI)


def test_the_file_decides_without_either(
    typed: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cchc.toml").write_text('lang = "en"\n')
    assert typed("--help").stdout.startswith(EN)
    monkeypatch.setenv("CCHC_AUDIT_LANG", "vi")
    assert typed("--help").stdout.startswith(VI)


def test_a_named_file_decides_too(typed: Type, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('lang = "en"\n')
    assert typed("late", "--config", "mine.toml", "--help").stdout.startswith(EN)
    assert typed("late", "--config=mine.toml", "--help").stdout.startswith(EN)


def test_a_language_there_is_none_of_is_refused(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = typed("late", "--lang", "fr")
    assert refused.exit_code == 2
    assert "“fr”" in refused.stderr
    assert "vi, en" in refused.stderr
    monkeypatch.setenv("CCHC_AUDIT_LANG", "fr")
    refused = typed("--help")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "CCHC_AUDIT_LANG" in refused.stderr


def test_the_option_needs_a_value(typed: Type) -> None:
    assert typed("late", "--lang").exit_code == 2


def test_behind_two_dashes_nothing_is_an_option(typed: Type) -> None:
    assert "Lỗi:" in typed("late", "--", "--lang", "en").stderr
