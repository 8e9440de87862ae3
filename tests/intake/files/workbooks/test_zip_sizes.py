"""What an archive says of its members' sizes is not believed, either way."""

import struct
import zipfile
from pathlib import Path

import pytest

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.readers import read_tables
from cchc_audit.intake.files.workbooks.zip_sizes import fits

TEXT = b"ma,ngay\n" + b"H1,05/01/2026\n" * 200_000


def packed(path: Path, size: int | None = None) -> Path:
    """An archive with one member, whose directory says that it has so many bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", TEXT)
    if size is not None:
        raw = bytearray(path.read_bytes())
        place = raw.rindex(b"PK\x01\x02")
        raw[place + 24 : place + 28] = struct.pack("<I", size)
        path.write_bytes(raw)
    return path


def ask(limit: int) -> Ask:
    return Ask(lambda cells, _=0: sum(cell in ("ma", "ngay") for cell in cells), limit)


def test_a_small_file_that_says_it_is_huge_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(packed(tmp_path / "a.zip")) as archive:
        assert fits(archive, limit=len(TEXT))
        assert not fits(archive, limit=len(TEXT) - 1)


@pytest.mark.parametrize("size", [None, len(TEXT), 10])
def test_a_large_file_that_says_it_is_small_is_noticed(size: int | None, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", size)
    limit = len(TEXT) // 2
    with pytest.raises(InputError) as refused:
        read_tables(str(path), ask(limit))
    keys = {"intake.packed_damaged"} if size == 10 else {"intake.unpacked_too_large"}
    assert refused.value.key in keys


def test_members_are_counted_together(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.csv", "b.csv", "c.csv"):
            archive.writestr(name, TEXT)
    with pytest.raises(InputError, match="unpacked_too_large"):
        read_tables(str(tmp_path / "a.zip"), ask(2 * len(TEXT)))
    assert len(read_tables(str(tmp_path / "a.zip"), ask(3 * len(TEXT))).bodies) == 3
