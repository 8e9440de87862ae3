"""The page for `man` holds every command and option, in both languages, and troff takes it."""

import os
import shutil
import subprocess
import sys

import pytest
import typer.main

from cchc_audit.cli.app import _COMMANDS, app
from cchc_audit.cli.help import GroupInWords
from cchc_audit.cli.typer_private import Context
from cchc_audit.core.errors import ExitCode
from cchc_audit.texts import LANGS, Texts


def manual(lang: str) -> str:
    """The page as it is asked for."""
    done = subprocess.run(
        [sys.executable, "-m", "cchc_audit", "--manual", "--lang", lang],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return done.stdout.decode()


@pytest.fixture(scope="module", params=LANGS)
def page(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Language and page."""
    return request.param, manual(request.param)


def test_every_command_and_option_is_there(page: tuple[str, str]) -> None:
    lang, text = page
    program = typer.main.get_command(app)
    assert isinstance(program, GroupInWords)
    above = Context(program, info_name="cchc-audit")
    plain = text.replace("\\-", "-")
    typed = [line.replace(",", "") for line in plain.splitlines() if line.startswith(".B -")]
    for name, alias, _ in _COMMANDS:
        assert f'.SS "cchc-audit {name} ({alias})"' in plain
        assert Texts("vi" if lang == "vi" else "en")(f"cli.examples.{name}").split("\n")[0] in plain
        command = program.get_command(above, name)
        assert command is not None
        for parameter in command.get_params(Context(command, parent=above)):
            for spelling in (word for word in parameter.opts if word.startswith("-")):
                assert any(spelling in line.split() for line in typed), (name, spelling)
    for code in ExitCode:
        assert f"\n.B {int(code)}\n" in text


def test_no_key_and_no_request_slips_in(page: tuple[str, str]) -> None:
    _, text = page
    assert "cli." not in text
    known = {"TH", "nh", "ad", "SH", "SS", "PP", "TP", "B", "I", "nf", "fi"}
    requests = [line.split()[0][1:] for line in text.splitlines() if line.startswith(".")]
    assert set(requests) <= known


def test_troff_reads_it_without_a_warning(page: tuple[str, str]) -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("no groff")
    done = subprocess.run(
        [groff, "-ww", "-man", "-Tutf8", "-K", "utf8", "-rLL=78n"],
        input=page[1].encode(),
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert "cchc-audit late" in done.stdout.decode()
