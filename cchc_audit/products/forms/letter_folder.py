"""The folder of letters: drafts of an earlier run go, letters that somebody has worked on stay."""

from collections.abc import Collection
from pathlib import Path

PATTERN = "xin-loi-*.docx"


def edited_letters(folder: Path) -> frozenset[str]:
    """The names of letters in `folder` that are no longer as they were drafted, or that cannot be
    read: neither is written over or removed.
    """
    if not folder.is_dir():
        return frozenset()
    return frozenset(path.name for path in folder.glob(PATTERN) if not _is_draft(path))


def remove_stale(folder: Path, *, keep: Collection[str]) -> int:
    """Remove the drafts of an earlier run but those named in `keep`; how many those were."""
    if not folder.is_dir():
        return 0
    stale = [path for path in folder.glob(PATTERN) if path.name not in keep and _is_draft(path)]
    for path in stale:
        path.unlink()
    return len(stale)


def _is_draft(path: Path) -> bool:
    """Whether a letter is as it was drafted: a word processor notes who changed it, and when."""
    import zipfile

    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        about = Document(str(path)).core_properties
    except (OSError, ValueError, KeyError, OpcError, zipfile.BadZipFile):
        return False
    untouched = about.modified == about.created
    return about.author == "cchc-audit" and untouched and about.last_modified_by in ("", None)
