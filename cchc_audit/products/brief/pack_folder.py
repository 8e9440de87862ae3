"""Packs as files: safe names, and folders that appear whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from cchc_audit.core.atomic import filling
from cchc_audit.core.errors import ConfigError
from cchc_audit.intake.values.text import fold_search
from cchc_audit.products.brief.inspection_record import write_record
from cchc_audit.products.brief.pack import Gathered, Pack
from cchc_audit.products.brief.pack_json import document
from cchc_audit.products.brief.pack_page import render_index, render_page
from cchc_audit.products.brief.pack_paper import render_paper
from cchc_audit.products.brief.pack_workbook import write_workbook
from cchc_audit.render.sheets.official import docx_or
from cchc_audit.render.writers.json_text import dumps
from cchc_audit.render.writers.pdf import typst_or
from cchc_audit.texts import Texts

FOLDER = "ho-so-kiem-tra"
"""How a folder is called unless it is named."""
INDEX = "index.html"
_LONGEST = 60
# Names that Windows keeps for devices, whatever stands behind them.
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


class Part(StrEnum):
    """A file a pack can be written as; in a folder stand the first three."""

    HTML = "html"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"


SUFFIXES = {f".{part}": part for part in Part} | {".htm": Part.HTML}
_FILES: Mapping[Part, str] = {
    Part.HTML: "ho-so-kiem-tra.html",
    Part.XLSX: "ho-so-kiem-tra.xlsx",
    Part.DOCX: "bien-ban-kiem-tra.docx",
}


@dataclass(frozen=True, slots=True)
class Look:
    """In which language the files are, and how many rows the lists of a page show (None: all)."""

    texts: Texts
    limit: int | None


def ready(part: Part | None) -> None:
    """Raise `ConfigError` where a package is missing that `part` (None: a folder) needs."""
    if part in (None, Part.DOCX):
        docx_or()
    if part is Part.PDF:
        typst_or()


def write_part(gathered: Gathered, part: Part, path: Path, look: Look) -> None:
    """Write one file. Raises `ConfigError` for several units in a file for one."""
    if part is Part.JSON:
        path.write_text(dumps(document(gathered)), encoding="utf-8", newline="\n")
        return
    if len(gathered.packs) > 1:
        raise ConfigError("brief.one_unit_a_file", n=len(gathered.packs))
    _write(gathered.packs[0], gathered, part, path, look, alone=True)


def _write(
    pack: Pack, gathered: Gathered, part: Part, path: Path, look: Look, *, alone: bool = False
) -> None:
    match part:
        case Part.HTML:
            page = render_page(pack, gathered, texts=look.texts, limit=look.limit, alone=alone)
            path.write_text(page, encoding="utf-8", newline="\n")
        case Part.XLSX:
            write_workbook(pack, gathered, path, texts=look.texts)
        case Part.DOCX:
            write_record(pack, gathered, path, texts=look.texts)
        case Part.PDF:
            path.write_bytes(render_paper(pack, gathered, texts=look.texts, limit=look.limit))
        case Part.JSON:
            path.write_text(dumps(document(gathered)), encoding="utf-8", newline="\n")
        case _:
            assert_never(part)


def folder_for(gathered: Gathered) -> Path:
    """The folder of a run that names none: after the unit, where it is one."""
    if len(gathered.packs) == 1:
        return Path(f"{FOLDER}-{slug(gathered.packs[0].name)}")
    return Path(FOLDER)


def slug(name: str) -> str:
    """`name` as a part of a path: small letters without accents, digits and hyphens, never empty,
    never a way to somewhere else.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", fold_search(name)).strip("-")[:_LONGEST].rstrip("-")
    return f"{plain}-1" if _DEVICE.fullmatch(plain) else plain or "don-vi"


def places(gathered: Gathered) -> tuple[str, ...]:
    """The folder of each pack within that of the run, "" for the only one."""
    if len(gathered.packs) == 1:
        return ("",)
    taken: dict[str, None] = {}
    for pack in gathered.packs:
        name = first = slug(pack.name)
        number = 1
        while name in taken:
            number += 1
            name = f"{first}-{number}"
        taken[name] = None
    return tuple(taken)


def files_of(gathered: Gathered) -> tuple[Path, ...]:
    """Every file of the run, relative to its folder."""
    inside = [Path(place) / name for place in places(gathered) for name in _FILES.values()]
    return (*inside, Path(INDEX)) if len(gathered.packs) > 1 else tuple(inside)


def write_folder(gathered: Gathered, folder: Path, look: Look) -> None:
    """Write all packs of a run into `folder`.

    The files are made beside it. A folder that is not there appears whole, by one rename; into one
    that is there each file is moved when all are made, and what else stands in it stays. Raises
    `CchcError` for what the system refuses.
    """
    if folder.exists() and not folder.is_dir():
        raise ConfigError("brief.not_a_folder", folder=folder)
    with filling(folder, private=gathered.request.show_personal) as beside:
        _fill(gathered, beside, look)


def _fill(gathered: Gathered, folder: Path, look: Look) -> None:
    listed = []
    for pack, place in zip(gathered.packs, places(gathered), strict=True):
        inside = folder / place
        inside.mkdir(exist_ok=True)
        for part, name in _FILES.items():
            _write(pack, gathered, part, inside / name, look)
        listed.append((pack, {f".{part}": f"{place}/{name}" for part, name in _FILES.items()}))
    if len(listed) > 1:
        page = render_index(gathered, listed, texts=look.texts)
        (folder / INDEX).write_text(page, encoding="utf-8", newline="\n")
