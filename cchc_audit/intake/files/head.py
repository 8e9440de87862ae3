"""The beginning of a file, seen in the ways that tell what it is."""

import codecs
import re
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_LENGTH = 1 << 15
_UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError)
"""What an archive raises that is damaged, protected or packed in an unknown way."""
_COMPOUND = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Head:
    """The first bytes of a file, and what its own directory names where it has one."""

    path: Path
    raw: bytes

    @classmethod
    def of(cls, path: Path) -> "Head":
        """The head of a file. Raises `OSError`."""
        with path.open("rb") as file:
            return cls(path, file.read(_LENGTH))

    @property
    def is_zip(self) -> bool:
        """Whether it begins as a zip archive does, and so most workbooks."""
        return self.raw.startswith((b"PK\x03\x04", b"PK\x05\x06"))

    @property
    def is_compound(self) -> bool:
        """Whether it begins as the files of old Office programs do."""
        return self.raw.startswith(_COMPOUND)

    @cached_property
    def members(self) -> frozenset[str]:
        """The members of a zip archive, in small letters; none of any other or damaged file."""
        if not self.is_zip:
            return frozenset()
        try:
            with zipfile.ZipFile(self.path) as archive:
                return frozenset(name.replace("\\", "/").lower() for name in archive.namelist())
        except _UNREADABLE:
            return frozenset()

    @cached_property
    def open_document(self) -> bytes:
        """What an OpenDocument file says it is, wherever in the archive: a program that packs it
        anew puts that first no longer. Nothing of any other file.
        """
        if "content.xml" not in self.members:
            return b""
        with suppress(*_UNREADABLE), zipfile.ZipFile(self.path) as archive:
            for name in archive.namelist():
                if name.lower() in ("mimetype", "meta-inf/manifest.xml"):
                    with archive.open(name) as told:
                        kind = re.search(rb"opendocument\.([a-z]+)", told.read(_LENGTH))
                    if kind:
                        return kind[1]
        return b""

    @cached_property
    def streams(self) -> frozenset[str]:
        """The streams of a compound file; none of any other or damaged file."""
        if not self.is_compound:
            return frozenset()
        from cchc_audit.intake.files.compound import streams  # only for such files

        return streams(self.path)

    @cached_property
    def text(self) -> str:
        """The beginning as text without blanks before it, in small letters; for its marks only."""
        raw = self.raw
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = raw.decode("utf-16", errors="ignore")
        elif b"\0" in raw[:64]:
            text = raw.decode("utf-16-be" if raw[:1] == b"\0" else "utf-16-le", errors="ignore")
        else:
            text = raw.decode("utf-8-sig", errors="replace")
        return text.lstrip("\ufeff \t\r\n").lower()
