"""The secret of this installation under which officers get their codes.

Without it a list of the staff would undo the codes in a second: the key makes them say nothing to
anyone who does not hold it. It is made at first use, may be read by its owner only, and is never
shown. Whoever wants the same codes on two machines, or for two users, gives both the same file.
"""

import os
import secrets
import stat
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from cchc_audit.core.atomic import put_new
from cchc_audit.core.errors import ConfigError

LEAST = 32
"""Bytes that a key must have: as many as its digest (RFC 2104 section 3)."""


@cache
def officer_key(path: Path | None) -> bytes:
    """The key in the file `path`, else in that of the user; made where there is none.

    Raises `ConfigError` for a file that cannot be read or made, is too short, or may be read by
    everybody.
    """
    file = _default() if path is None else path
    if not file.exists():
        _make(file)
    try:
        mode, key = file.stat().st_mode, file.read_bytes().strip()
    except OSError as error:
        raise ConfigError("settings.key_unreadable", file=file, why=error.strerror) from None
    if sys.platform != "win32" and stat.S_IMODE(mode) & stat.S_IRWXO:
        raise ConfigError("settings.key_open", file=file)
    if len(key) < LEAST:
        raise ConfigError("settings.key_short", file=file, n=len(key), least=LEAST)
    return key


def _make(file: Path) -> None:
    try:
        with suppress(FileExistsError):
            file.parent.mkdir(mode=0o700, parents=True)
        put_new(file, secrets.token_hex(LEAST).encode() + b"\n")
    except OSError as error:
        raise ConfigError("settings.key_unmade", file=file, why=error.strerror) from None


def _default() -> Path:
    """Where programs of this user keep what is theirs."""
    given = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", "")
    try:
        folder = Path(given) if given else Path.home() / ".local" / "share"
    except RuntimeError:
        raise ConfigError("settings.key_homeless") from None
    return folder / "cchc-audit" / "officers.key"
