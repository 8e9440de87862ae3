"""Codes of officers: lasting under one key, telling nothing without it, and the key kept well."""

import hashlib
import hmac
import os
import sys
from pathlib import Path

import pytest

from cchc_audit.audit.officers import officer_codes
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.officer_key import LEAST
from cchc_audit.core.settings import Privacy
from cchc_audit.texts import Texts

NAME = "Lò Thị Năm"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")


def key_at(path: Path, content: bytes = b"s" * LEAST, mode: int = 0o600) -> Privacy:
    path.write_bytes(content)
    path.chmod(mode)
    return Privacy(key_file=path)


def refused(privacy: Privacy) -> str:
    with pytest.raises(ConfigError) as error:
        officer_codes(privacy)
    return Texts("vi")(error.value.key, **error.value.values)


def test_codes_are_keyed(tmp_path: Path) -> None:
    """HMAC-SHA256 of the name; neither the name alone nor another key gives the same code."""
    code = officer_codes(key_at(tmp_path / "a"))(NAME)
    expected = hmac.new(b"s" * LEAST, NAME.encode(), hashlib.sha256).hexdigest()
    assert code == f"CB-{expected[:8]}"
    assert hashlib.sha256(NAME.encode()).hexdigest()[:8] not in code
    assert officer_codes(key_at(tmp_path / "b", b"t" * LEAST))(NAME) != code
    assert officer_codes(key_at(tmp_path / "c", b"s" * LEAST + b"\n"))(NAME) == code


def test_a_code_is_its_own(tmp_path: Path) -> None:
    code = officer_codes(key_at(tmp_path / "a"))
    assert code(code(NAME)) == code(NAME)


@POSIX
def test_made_at_first_use_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "officers.key"
    code = officer_codes(Privacy(key_file=path))(NAME)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert len(path.read_bytes().strip()) >= LEAST
    assert [file.name for file in path.parent.iterdir()] == ["officers.key"]
    again = tmp_path / "copy"
    assert officer_codes(key_at(again, path.read_bytes()))(NAME) == code


def test_too_short(tmp_path: Path) -> None:
    said = refused(key_at(tmp_path / "k", b"secret-of-the-office"))
    assert "20 byte" in said
    assert "secret" not in said


@POSIX
@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602, 0o666])
def test_open_to_everybody(tmp_path: Path, mode: int) -> None:
    assert "chmod 600" in refused(key_at(tmp_path / "k", mode=mode))


def test_no_file(tmp_path: Path) -> None:
    assert "không đọc được" in refused(Privacy(key_file=tmp_path)).casefold()


@POSIX
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_nowhere_to_make_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "[privacy] key_file" in refused(Privacy(key_file=tmp_path / "k"))


def test_a_file_stands_where_its_folder_should(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    assert "[privacy] key_file" in refused(Privacy(key_file=tmp_path / "x" / "k"))
