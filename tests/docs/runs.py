"""The command lines that pages show, run: in this process, what several need made once.

A line is typed in the root of the repository; one that writes files, or speaks of nights, in a
folder of its own. Opened exports are shared by the lines that read the same ones, and so is the
folder in which the nights went by.
"""

import os
import re
import shlex
import shutil
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from support.openings import shared_openings
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from cchc_audit.core.errors import ExitCode

from .document import ROOT

WRITING = ("demo", "init", "brief")
"""Commands that write beside printing."""
NIGHTLY = ("report", "snapshots", "trend")
"""Commands that speak of nights: typed in a folder with two of them."""
_NIGHTS = (("dem-30-03.csv", "30/03/2026"), ("dem-31-03.csv", "31/03/2026"))
_CONFIGURED = 'inputs = ["xuat/*.csv"]\n[gates]\non_time_rate_min = 0.85\noverdue_max = 20\n'
_DIGEST = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{4}(?:[0-9a-f]{52})?\b")


@cache
def output(line: str) -> str:
    """What `typed` gives, kept for other places that show the same line."""
    return typed(line)


def typed(line: str) -> str:
    """What the program prints for a line, with both its streams.

    Digests, which hold the minute of the run, stand as a row of letters. Raises `AssertionError`
    where the line fails.
    """
    words = shlex.split(line)[1:]
    with chdir(_place(words)), shared_openings():
        said = _run(words)
    said = _DIGEST.sub(lambda found: "0123456789ab" * (len(found[0]) // 12), said)
    return "".join(f"{text.rstrip()}\n" for text in said.strip("\n").splitlines())


def _run(words: list[str]) -> str:
    done = CliRunner().invoke(app, words)
    if done.exit_code not in (ExitCode.DONE, ExitCode.GATE_FAILED):
        raise AssertionError(f"{shlex.join(words)}: {done.exit_code}\n{done.output}")
    return _as_on_screen(done.output, done.stdout, done.stderr)


def _as_on_screen(said: str, out: str, beside: str) -> str:
    """What was said, without the lines beside the answer that the answer tells already: a screen
    does not show them twice.
    """
    told = " ".join(out.split())
    for line in beside.splitlines():
        if line.strip() and " ".join(line.split()) in told:
            before, _, after = said.rpartition(f"{line}\n")
            said = before + after
    return said


def _place(words: list[str]) -> Path:
    """The folder in which a line is typed."""
    if words[0] in NIGHTLY:
        folder = _folder() / "nights"
        shutil.copytree(_nights(1 if words[0] == "report" else 2), folder)
        return folder
    if words[0] in WRITING:
        folder = _folder()
        shutil.copytree(ROOT / "sample_data", folder / "sample_data")
        return folder
    return ROOT


@cache
def _nights(number: int) -> Path:
    """A folder in which the first nights went by, the export of the second at hand."""
    folder = _folder() / "nights"
    if number == 0:
        (folder / "xuat").mkdir(parents=True)
        (folder / "cchc.toml").write_text(_CONFIGURED, encoding="utf-8")
        return folder
    shutil.copytree(_nights(number - 1), folder)
    _, day = _NIGHTS[number - 1]
    _bring(folder, number)
    with chdir(folder), shared_openings():
        _run(["report", "--as-of", day])
    if number == 1:
        _bring(folder, 2)
    return folder


def _bring(folder: Path, number: int) -> None:
    """Put the export of a night where the run looks for it, as new as its number."""
    name, _ = _NIGHTS[number - 1]
    brought = folder / "xuat" / name
    shutil.copyfile(ROOT / "sample_data" / "hai-dem" / name, brought)
    os.utime(brought, (number, number))


def _folder() -> Path:
    """A new folder, gone at the end of the tests."""
    return Path(mkdtemp(dir=_root()))


@cache
def _root() -> Path:
    return Path(mkdtemp(prefix="docs-"))


def tidy() -> None:
    """Remove the folders that lines were typed in."""
    if _root.cache_info().currsize:
        shutil.rmtree(_root())
        for kept in (_root, _nights, output):
            kept.cache_clear()
