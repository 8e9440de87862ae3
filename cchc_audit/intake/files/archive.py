"""Zip archives of exports: each member is a file of its own."""

import contextlib
import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.body import Tables, Unread
from cchc_audit.intake.files.containers import Ask
from cchc_audit.intake.files.refusals import is_passed_over
from cchc_audit.intake.files.scratch import scratch_file
from cchc_audit.intake.files.sources import is_noise, natural

_PROTECTED = 1
_UTF_8 = 1 << 11

ReadMember = Callable[[Path, Ask, str], Tables]


def read(path: Path, ask: Ask, given: str, read_member: ReadMember) -> Tables:
    """The tables of all members, by natural order of their names; `read_member` reads one.

    Members that are no tables are passed over and named. Raises `InputError` for a damaged or
    protected archive, one that unpacks to more than the limit, and one without any table.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not is_noise(_name(m))]
            left = ask.limit - sum(member.file_size for member in members)
            if left < 0:
                raise InputError("intake.unpacked_too_large", file=given, limit=ask.limit >> 20)
            found = [
                _read(
                    archive,
                    member,
                    replace(ask, limit=max(left, ask.limit // 2)),
                    given,
                    read_member,
                )
                for member in sorted(members, key=lambda member: natural(_name(member)))
            ]
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError):
        raise InputError("intake.packed_damaged", file=given) from None
    tables = Tables.joined(found)
    if not tables.bodies:
        raise tables.unread[0].why if tables.unread else InputError("intake.zip_empty", file=given)
    return tables


def _read(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    ask: Ask,
    given: str,
    read_member: ReadMember,
) -> Tables:
    name = f"{given}/{_name(member)}"
    if member.flag_bits & _PROTECTED:
        raise InputError("intake.zip_protected", file=given)
    copy = scratch_file(Path(member.filename).suffix.lower() or ".member")
    with archive.open(member) as packed, copy.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    try:
        return read_member(copy, ask, name)
    except InputError as error:
        if not is_passed_over(error):
            raise
        return Tables((), (Unread(name, error, 1),))


def _name(member: zipfile.ZipInfo) -> str:
    """The path inside the archive. Names without a mark of their encoding are often UTF-8."""
    name = member.filename
    if not member.flag_bits & _UTF_8:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/").lstrip("/")
