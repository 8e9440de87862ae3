"""The small files that people write beside the exports."""

from pathlib import Path

from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Settings
from cchc_audit.intake.files.readers import reading


def beside_exports(settings: Settings) -> list[Path]:
    """What folders and globs pass over: files that are read beside exports, folders of outputs."""
    named = (settings.events, settings.calendar, settings.catalogue, settings.units)
    folders = (settings.report.folder, settings.snapshots.folder)
    return [*(path for path in named if path is not None), *folders]


def side_text(path: Path) -> str:
    """The whole text of one. Raises `InputError` where it cannot be read or is not UTF-8."""
    with reading(path):
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise InputError("intake.side_file_not_utf8", file=path) from None
