"""The same twelve dossiers in every container: the same bytes of `assess`, but for their place."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app

from .test_containers import CONTAINERS, zipped
from .twelve import as_csv

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
MADE: dict[str, Callable[[], bytes]] = {
    **{name: make for name, (make, _) in CONTAINERS.items()},
    "tsv": lambda: as_csv().replace(",", "\t").encode("utf-16"),
    "csv-in-zip": lambda: zipped(a=as_csv().encode()),
}
_PLACE = re.compile(rb",[^,\r\n]*,\d+\r?$", re.MULTILINE)


def verdicts(path: Path) -> bytes:
    """The file that `assess` writes, without the last two columns."""
    out = path.parent / "out.csv"
    words = ["assess", str(path), "--as-of", "31/03/2026", "-o", str(out), "-q"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.stderr
    written = out.read_bytes()
    assert b",source_file,source_line\n" in written
    return _PLACE.sub(b"", written.replace(b",source_file,source_line", b"", 1))


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("right") / "a.csv"
    path.write_text(as_csv(), encoding="utf-8")
    found = verdicts(path)
    assert found.count(b"\n") == 13
    assert {b"overdue", b"late", b"early"} <= set(re.findall(rb"\w+", found))
    return found


@pytest.mark.parametrize("container", MADE)
def test_the_same_verdicts(container: str, tmp_path: Path, right: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(MADE[container]())
    assert verdicts(path) == right


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_same_verdicts_of_files_that_others_wrote(
    sample: Path, tmp_path: Path, right: bytes
) -> None:
    path = tmp_path / sample.name
    path.write_bytes(sample.read_bytes())
    assert verdicts(path) == right
