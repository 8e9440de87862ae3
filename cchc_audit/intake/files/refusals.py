"""What is no table of dossiers, named for what it is, with the way out."""

import re
from collections.abc import Callable
from typing import NamedTuple

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.encodings import has_lost_letters, has_web_letters, misread
from cchc_audit.intake.files.head import Head
from cchc_audit.intake.files.header_search import NO_HEADER


class _Refusal(NamedTuple):
    """A kind of file that is refused: how it begins, and the sentence that says so, with the name
    of its form where several forms share one.
    """

    begins: Callable[[Head], bool]
    key: str
    form: str = ""


def _bytes(*magic: bytes) -> Callable[[Head], bool]:
    return lambda head: head.raw.startswith(magic)


def _members(pattern: str) -> Callable[[Head], bool]:
    return lambda head: any(re.match(pattern, name) for name in head.members)


def _streams(*names: str) -> Callable[[Head], bool]:
    return lambda head: any(name in head.streams for name in names)


def _pictures(head: Head) -> bool:
    raw = head.raw
    return (
        raw.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"))
        or (raw[:4] == b"RIFF" and raw[8:12] == b"WEBP")
        or (raw[:2] == b"BM" and raw[6:10] == bytes(4))
        or raw[4:12] in (b"ftypheic", b"ftypmif1")
    )


def _text(mark: str) -> Callable[[Head], bool]:
    return lambda head: head.text.startswith(mark)


def _dbase(head: Head) -> bool:
    """A version, a day, the lengths of header and record, and the descriptions of fields, each of
    32 bytes, that end with a carriage return.
    """
    raw = head.raw[:_LONGEST_DBASE]
    length = int.from_bytes(raw[8:10], "little")
    return (
        raw[:1] in _DBASE
        and raw[2:3] <= b"\x0c"
        and raw[12:14] == b"\0\0"
        and length > _DBASE_FIELD
        and b"\r" in raw[_DBASE_FIELD : length + 1 : _DBASE_FIELD]
    )


_DBASE = [bytes([version]) for version in b"\x03\x30\x31\x32\x43\x83\x8b\xcb\xf5\xfb"]
_DBASE_FIELD, _LONGEST_DBASE = 32, 256 * 32
_SQL = re.compile(
    r"\A-- (?:mysql dump|mariadb dump|phpmyadmin sql dump|postgresql database dump|dump)|"
    r"^ *(?:insert +(?:into +)?|create +table +(?:if +not +exists +)?)[\w.`\[\]\"]+ *\(|"
    r"^ *copy +[\w.\"]+ *\([^)]*\) +from +stdin",
    re.MULTILINE,
)
"""What a script of a database begins a line with; no header and no dossier does."""
_ORC = re.compile(rb"ORC[\s\S]{0,200}?[\0-\x08]")

_REFUSALS = (
    _Refusal(_text("%pdf"), "intake.is_pdf"),
    _Refusal(_text("{\\rtf"), "intake.is_word"),
    _Refusal(_members(r"word/"), "intake.is_word"),
    _Refusal(lambda head: head.open_document == b"text", "intake.is_word"),
    _Refusal(lambda head: head.open_document == b"presentation", "intake.is_slides"),
    _Refusal(_streams("WordDocument"), "intake.is_word"),
    _Refusal(_members(r"ppt/"), "intake.is_slides"),
    _Refusal(_streams("PowerPoint Document"), "intake.is_slides"),
    _Refusal(_streams("EncryptedPackage", "EncryptionInfo"), "intake.is_protected"),
    _Refusal(_members(r"index/.*\.iwa$|index\.zip$"), "intake.is_numbers"),
    _Refusal(_bytes(b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"), "intake.is_rar"),
    _Refusal(_bytes(b"BZh", b"\xfd7zXZ\0", b"\x1f\x9d", b"MSCF"), "intake.is_rar"),
    _Refusal(lambda head: head.raw[257:262] == b"ustar", "intake.is_rar"),
    _Refusal(_pictures, "intake.is_picture"),
    _Refusal(
        _bytes(b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"), "intake.is_excel_4"
    ),
    _Refusal(_bytes(b"ID;P", b"TABLE\r\n0,1", b"TABLE\n0,1"), "intake.is_exchange"),
    _Refusal(_bytes(b"SQLite format 3\0"), "intake.is_database", "SQLite"),
    _Refusal(_bytes(b"\0\1\0\0Standard "), "intake.is_database", "Access"),
    _Refusal(_bytes(b"PGDMP"), "intake.is_database", "PostgreSQL"),
    _Refusal(lambda head: bool(_SQL.search(head.text)), "intake.is_sql"),
    _Refusal(_bytes(b"TAPE\0", b"\1\x0f\0\0"), "intake.is_database", "SQL Server"),
    _Refusal(_dbase, "intake.is_dbase"),
    _Refusal(_bytes(b"ARROW1\0\0", b"FEA1"), "intake.is_data_file", "Feather, Arrow"),
    _Refusal(_bytes(b"\xff\xff\xff\xff"), "intake.is_data_file", "Arrow"),
    _Refusal(lambda head: bool(_ORC.match(head.raw)), "intake.is_data_file", "ORC"),
    _Refusal(_bytes(b"Obj\1"), "intake.is_data_file", "Avro"),
    _Refusal(_bytes(b"\x89HDF\r\n"), "intake.is_data_file", "HDF5"),
    _Refusal(_bytes(b"$FL2", b"$FL3"), "intake.is_data_file", "SPSS"),
    _Refusal(_bytes(b"<stata_dta>"), "intake.is_data_file", "Stata"),
    _Refusal(_bytes(b"MZ", b"\x7fELF"), "intake.is_program"),
)
"""In the order in which they are tried."""

_EMPTY_ZIP = b"PK\x05\x06"
_NO_TABLE = frozenset(
    {
        *(refusal.key for refusal in _REFUSALS),
        *NO_HEADER,
        "intake.file_empty",
        "intake.id_column_missing",
        "intake.is_xml",
        "intake.json_no_records",
        "intake.needed_columns_missing",
        "intake.no_records",
        "intake.only_submitted",
        "intake.own_rejects",
        "intake.received_column_missing",
        "intake.web_page",
        "intake.workbook_empty",
        "intake.zip_empty",
    }
) - {"intake.is_protected"}


def refuse_no_table(head: Head, given: str) -> None:
    """Raise `InputError` where a file is known to be something else than a table."""
    for refusal in _REFUSALS:
        if refusal.begins(head):
            raise InputError(refusal.key, file=given, form=refusal.form)
    if head.is_compound:
        raise InputError("intake.workbook_damaged", file=given)
    if head.is_zip and not head.members and not head.raw.startswith(_EMPTY_ZIP):
        workbook = re.search(rb"\[Content_Types\]\.xml|xl/|mimetypeapplication/vnd", head.raw)
        raise InputError(
            "intake.workbook_damaged" if workbook else "intake.packed_damaged", file=given
        )


def refuse_misread(text: str, given: str) -> None:
    """Raise `InputError` for a text in letters of TCVN3 or VNI, encoded more than once, in the
    codes of a web page, or with question marks for letters: its statuses, terms and names would be
    lost, whatever its header says.
    """
    if has_lost_letters(text):
        raise InputError("intake.question_marks", file=given)
    if has_web_letters(text):
        raise InputError("intake.web_letters", file=given)
    match misread(text):
        case None:
            return
        case "UTF-8":
            raise InputError("intake.double_encoded", file=given)
        case old:
            raise InputError("intake.encoding_refused", file=given, encoding=old)


def is_passed_over(error: InputError) -> bool:
    """Whether a file that a folder or an archive led to may be left out for this reason: it is
    something else than an export. One that is hurt or locked may not: its dossiers would be gone.
    """
    return error.key in _NO_TABLE
