"""The units file: spellings and former communes of today's communes, and which of them are remote.

CSV with the columns `name,also,code,district,remote`; `also` holds spellings and former names
separated by `|`, `remote` is `true` or `false`. `name` is needed, the others may be missing.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cchc_audit.errors import InputError
from cchc_audit.intake.communes import commune_name, name_key
from cchc_audit.intake.text import clean
from cchc_audit.settings import near

_COLUMNS = ("name", "also", "code", "district", "remote")
_REMOTE = {"true": True, "1": True, "false": False, "0": False, "": None}


@dataclass(frozen=True, slots=True)
class Unit:
    """One commune of today; `remote` is None where the file does not say."""

    name: str
    also: tuple[str, ...]
    code: str
    district: str
    remote: bool | None
    line: int


@dataclass(frozen=True)
class Units:
    """The communes a units file speaks about; without a file, none."""

    rows: tuple[Unit, ...] = ()
    _names: Mapping[str, str] = field(default_factory=dict)

    @property
    def remote(self) -> frozenset[str]:
        """Names of the communes marked remote (vùng sâu, vùng xa)."""
        return frozenset(unit.name for unit in self.rows if unit.remote)

    @property
    def stated(self) -> frozenset[str]:
        """Names of the communes of which the file says whether they are remote."""
        return frozenset(unit.name for unit in self.rows if unit.remote is not None)

    def canonical(self, text: str) -> str | None:
        """Today's name of the commune that `text` names; the cleaned name where the file is
        silent, None for a blank text.
        """
        name = commune_name(text)
        return None if name is None else self._names.get(name.casefold(), name)


def load_units(path: Path | None) -> Units:
    """Read a units file (None: no file). Raises `InputError` naming file and line."""
    if path is None:
        return Units()
    rows: list[Unit] = []
    names: dict[str, str] = {}
    lines: dict[str, int] = {}
    for unit in _read(path):
        for spelling in (unit.name, *unit.also):
            key = name_key(spelling)
            if names.get(key, unit.name) != unit.name:
                raise InputError(
                    "intake.units_twice", file=path, line=unit.line, name=spelling, other=lines[key]
                )
            names[key] = unit.name
            lines.setdefault(key, unit.line)
        rows.append(unit)
    return Units(tuple(rows), names)


def _read(path: Path) -> Iterator[Unit]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError("intake.file_missing", file=path) from None
    except UnicodeDecodeError:
        raise InputError("intake.side_file_not_utf8", file=path) from None
    except OSError as error:
        raise InputError("intake.cannot_read", file=path, reason=error.strerror) from None
    reader = csv.reader(io.StringIO(text))
    header = [clean(cell) for cell in next(reader, [])]
    for cell in header:
        if cell not in _COLUMNS:
            guess = near(cell, list(_COLUMNS))
            key = "intake.units_column_near" if guess else "intake.units_column_unknown"
            raise InputError(key, file=path, column=cell, near=guess, known=", ".join(_COLUMNS))
    if "name" not in header:
        raise InputError("intake.units_name_missing", file=path)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _unit(dict(zip(header, cells, strict=False)), path, reader.line_num)


def _unit(row: Mapping[str, str], path: Path, line: int) -> Unit:
    name = commune_name(row.get("name", ""))
    if name is None:
        raise InputError("intake.units_name_blank", file=path, line=line)
    remote = clean(row.get("remote", "")).lower()
    if remote not in _REMOTE:
        raise InputError("intake.units_remote", file=path, line=line, value=remote)
    also = tuple(text for part in row.get("also", "").split("|") if (text := clean(part)))
    return Unit(
        name,
        also,
        clean(row.get("code", "")),
        clean(row.get("district", "")),
        _REMOTE[remote],
        line,
    )
