"""Parts beside outputs: private, opened exclusively, and no link of a stranger's is followed."""

import os
import stat
import sys
from pathlib import Path

import pytest

from cchc_audit.core.atomic import filling, making, put, writing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such links and modes")
STRANGER = 12_345
as_root = pytest.mark.skipif(
    sys.platform != "win32" and os.geteuid() != 0, reason="only root gives files away"
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("private", [False, True])
def test_a_part_is_private_and_the_file_as_any_other(tmp_path: Path, private: bool) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    with making(tmp_path / "x", private=private) as beside:
        assert mode(beside) == 0o600
    assert mode(tmp_path / "x") == (0o600 if private else mode(usual))


def test_a_file_keeps_whom_it_lets_read(tmp_path: Path) -> None:
    place = tmp_path / "x"
    place.touch()
    place.chmod(0o640)
    put(place, lambda beside: beside.write_text("new"))
    assert (mode(place), place.read_text()) == (0o640, "new")
    with making(place, private=True) as beside:
        beside.write_text("newer")
    assert mode(place) == 0o600


def test_folders_are_private_until_they_are_whole(tmp_path: Path) -> None:
    (tmp_path / "usual").mkdir()
    with filling(tmp_path / "pack") as beside:
        assert mode(beside) == 0o700
    assert mode(tmp_path / "pack") == mode(tmp_path / "usual")


@as_root
def test_a_link_of_a_stranger_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "theirs", tmp_path / "late.csv"
    target.write_text("theirs")
    link.symlink_to(target)
    os.chown(link, STRANGER, STRANGER, follow_symlinks=False)
    with writing(link) as beside:
        beside.write_text("ours")
    assert not link.is_symlink()
    assert (link.read_text(), target.read_text()) == ("ours", "theirs")


@as_root
@pytest.mark.parametrize("target", ["/dev/null", "nowhere", "."])
def test_wherever_it_leads(tmp_path: Path, target: str) -> None:
    link = tmp_path / "late.csv"
    link.symlink_to(target)
    os.chown(link, STRANGER, STRANGER, follow_symlinks=False)
    with writing(link) as beside:
        beside.write_text("ours")
    assert not link.is_symlink()
    assert link.read_text() == "ours"


def test_a_link_of_ones_own_goes_on_pointing(tmp_path: Path) -> None:
    target, link = tmp_path / "mine", tmp_path / "late.csv"
    link.symlink_to(target)
    with writing(link) as beside:
        beside.write_text("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_link_that_waits_where_the_part_will_be(tmp_path: Path) -> None:
    target = tmp_path / "theirs"
    target.write_text("theirs")
    with writing(tmp_path / "x") as beside:
        name = beside.name
    (tmp_path / name).symlink_to(target)
    with writing(tmp_path / "x") as beside:
        assert not beside.is_symlink()
        beside.write_text("ours")
    assert target.read_text() == "theirs"


@pytest.mark.parametrize("letter", ["a", "đ", "ệ", "😀"])
def test_a_long_name_has_a_part_that_fits(tmp_path: Path, letter: str) -> None:
    """A name may have 255 bytes, in letters of one to four."""
    name = letter * (251 // len(letter.encode())) + ".csv"
    for write in (writing, making, filling):
        with write(tmp_path / name) as beside:
            if write is filling:
                (beside / "x").touch()
            else:
                beside.write_text("whole")
        found = tmp_path / name
        assert found.exists()
        if found.is_file():
            found.unlink()
