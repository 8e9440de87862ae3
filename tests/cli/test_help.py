"""Help pages: both languages, every command, quick."""

import json
import subprocess
import sys
from datetime import date

import pytest

from cchc_audit.cli.app import _COMMANDS
from cchc_audit.cli.help import GROUPS
from cchc_audit.render.formats import Format
from cchc_audit.texts import LANGS, catalogue

from .conftest import Type

NAMES = [name for name, _, _ in _COMMANDS]
HEADINGS = {"vi": ("Cách dùng:", "Ít dùng:"), "en": ("Usage:", "Less used:")}
SHARED = (
    "--config --as-of --from --to --against --finish --commune --procedure --field --agency"
    " --officer --channel --events --calendar --catalogue --units --format -o --sort --limit"
    " --rejects --strict --show-personal --lang -q --version"
)
HEAVY = ("polars", "holidays", "xlsxwriter", "fastexcel", "rich.console")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_in_both_languages(name: str, lang: str, typed: Type) -> None:
    page = typed(name, "--help", "--lang", lang)
    assert page.exit_code == 0
    assert page.stderr == ""
    for heading in HEADINGS[lang]:
        assert heading in page.stdout
    first_line = catalogue()[f"cli.help.{name}"][LANGS.index(lang)].partition("\n")[0]
    assert first_line.split()[0] in page.stdout
    for option in ("--lang", "--version", "--help"):
        assert option in page.stdout
    # Nothing of typer's own English, no bare key of the catalogue.
    assert "Show this message" not in page.stdout
    assert "[default" not in page.stdout
    assert "cli.option" not in page.stdout


@pytest.mark.parametrize("name", ["late", "communes", "summary", "due", "assess", "check"])
def test_commands_that_read_exports_share_their_options(name: str, typed: Type) -> None:
    spelt = {word.strip(",") for word in typed(name, "--help").stdout.split()}
    assert spelt >= set(SHARED.split())


USED = "--as-of --from --to --commune --config -o --limit"
LESS = {"vi": "Ít dùng:", "en": "Less used:"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_the_dozen_options_that_people_use_come_first(name: str, lang: str, typed: Type) -> None:
    first, _, rest = typed(name, "--help", "--lang", lang).stdout.partition(LESS[lang])
    rows = [line for line in first.splitlines() if line.startswith("  -")]
    assert len(rows) <= 12
    used = set(USED.split()) - {word.strip(",") for line in rows for word in line.split()}
    assert not used & {word.strip(",") for word in rest.split()}
    last = [line.split()[0] for line in rest.splitlines() if line.startswith("  -")][-1]
    assert last == "-h,"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["", *NAMES])
def test_pages_fit_eighty_columns(
    name: str, lang: str, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    page = typed(*filter(None, [name]), "--help", "--lang", lang).stdout
    assert [line for line in page.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_page_names_every_command(lang: str, typed: Type) -> None:
    page = typed("--lang", lang, "--help")
    assert page.exit_code == 0
    for name in NAMES:
        assert f"\n  {name} " in page.stdout
    for _, alias, _ in _COMMANDS:
        assert alias not in page.stdout


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_page_ends_with_lines_to_begin_with(lang: str, typed: Type) -> None:
    last = typed("--help", "--lang", lang).stdout.splitlines()[-4:]
    words = [line.split()[:2] for line in last]
    assert words == [["cchc-audit", name] for name in ("check", "late", "why", "brief")]


def test_without_a_command_the_first_page_is_shown_as_an_error(typed: Type) -> None:
    page = typed()
    assert page.exit_code == 2
    assert page.stdout == ""
    assert "communes" in page.stderr


@pytest.mark.parametrize(("alias", "name"), [(alias, name) for name, alias, _ in _COMMANDS])
def test_every_alias_is_its_command(alias: str, name: str, typed: Type) -> None:
    assert typed(alias, "--help").stdout == typed(name, "--help").stdout


def test_commands_stand_in_known_groups() -> None:
    assert {group for _, _, group in _COMMANDS} <= set(GROUPS)


def test_the_formats_of_the_help_page_are_those_there_are(typed: Type) -> None:
    assert "|".join(Format) in typed("late", "--help").stdout


def test_help_texts_are_all_used_and_all_there(typed: Type) -> None:
    pages = "".join(typed(name, "--help").stdout for name in NAMES) + typed("--help").stdout
    squeezed = "".join(pages.split())
    for key, (vietnamese, _) in catalogue().items():
        if key.startswith("cli.option."):
            assert "".join(vietnamese.split()) in squeezed, key


@pytest.mark.parametrize("words", [["--help"], ["late", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    code = (
        "import json, sys\n"
        "from cchc_audit.cli.app import app\n"
        "try:\n    app(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    run = [sys.executable, "-c", code, *words]
    done = subprocess.run(run, capture_output=True, encoding="utf-8", check=True)
    loaded = set(json.loads(done.stderr))
    assert done.stdout
    assert [name for name in HEAVY if name in loaded] == []


def test_the_version_may_stand_before_or_behind_a_command(typed: Type) -> None:
    from cchc_audit import __version__

    for words in (["--version"], ["late", "--version"]):
        assert typed(*words).stdout.startswith(f"cchc-audit {__version__}\n")


@pytest.mark.parametrize("lang", LANGS)
def test_the_version_says_how_far_calendar_and_catalogue_reach(lang: str, typed: Type) -> None:
    from cchc_audit.law.calendar import load_calendar
    from cchc_audit.law.catalogue.catalogue import load_catalogue

    _, calendar, catalogue = typed("--version", "--lang", lang).stdout.splitlines()
    days = load_calendar(None, as_of=date(2026, 11, 22))
    assert f"{days.first.year}–{days.last.year}" in calendar
    assert f"{days.official_through:%d/%m/%Y}" in calendar
    known = load_catalogue(None, only_user=False)
    assert f" {len(set(known.codes()))} " in catalogue
    newest = max(entry.valid_from for entry in known.entries if entry.valid_from)
    assert f"{newest:%d/%m/%Y}" in catalogue
