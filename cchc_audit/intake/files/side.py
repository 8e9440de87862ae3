"""The small files that people write beside the exports."""

from pathlib import Path

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.readers import reading


def side_text(path: Path) -> str:
    """The whole text of one. Raises `InputError` where it cannot be read or is not UTF-8."""
    with reading(path):
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise InputError("intake.side_file_not_utf8", file=path) from None
