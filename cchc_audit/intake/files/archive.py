"""Zip archives of exports: each member is a file of its own."""

import contextlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cchc_audit.core.errors import InputError
from cchc_audit.core.scratch import scratch_file
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Tables, Unread
from cchc_audit.intake.files.refusals import is_passed_over
from cchc_audit.intake.files.sources import is_noise, natural
from cchc_audit.intake.files.zip_damage import telling_damage

_PROTECTED = 1
_READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
"""The ways of packing that Python undoes. Windows packs what is large (2 GB) in another one."""
_UTF_8 = 1 << 11
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_BLOCK = 1 << 20

ReadMember = Callable[[Path, Ask, str], Tables]


def read(path: Path, ask: Ask, given: str, read_member: ReadMember) -> Tables:
    """The tables of all members, by natural order of their names; `read_member` reads one.

    Members that are no tables are passed over and named. Raises `InputError` for a damaged or
    protected archive, one packed in a way that Python does not know, one that unpacks to more than
    the limit, and one without any table.
    """
    with telling_damage("intake.packed_damaged", given), zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not is_noise(_name(m))]
        left, found = ask.limit, []
        for member in sorted(members, key=lambda member: natural(_name(member))):
            copy = _unpacked(archive, member, left, given, limit=ask.limit)
            left -= copy.stat().st_size
            within = replace(ask, limit=max(left, ask.limit // 2))
            found.append(_read(copy, within, f"{given}/{_name(member)}", read_member))
    tables = Tables.joined(found)
    if not tables.bodies:
        raise tables.unread[0].why if tables.unread else InputError("intake.zip_empty", file=given)
    return tables


def _unpacked(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int, given: str, *, limit: int
) -> Path:
    """A copy of a member, of at most so many bytes: what the archive says of sizes is not believed.

    Raises `InputError` for a protected one, one packed in an unknown way, and one that grows too
    large.
    """
    if member.flag_bits & _PROTECTED:
        raise InputError("intake.zip_protected", file=given)
    if member.compress_type not in _READ:
        raise InputError("intake.zip_method", file=given, member=_name(member))
    suffix = Path(member.filename).suffix.lower()
    copy = scratch_file(suffix if _SUFFIX.fullmatch(suffix) else ".member")
    with archive.open(member) as packed, copy.open("wb") as plain:
        while block := packed.read(_BLOCK):
            most -= len(block)
            if most < 0:
                raise InputError("intake.unpacked_too_large", file=given, limit=limit >> 20)
            plain.write(block)
    return copy


def _read(copy: Path, ask: Ask, name: str, read_member: ReadMember) -> Tables:
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
