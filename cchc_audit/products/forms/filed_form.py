"""Reading a form that was filed: ours, the official layout, or a table with the canonical names.

Such a file is made by people: titles above, a heading over several rows, a row that numbers the
columns, groups of rows, signatures below. What counts is where columns 3 to 13 stand.
"""

import csv
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc_audit.analysis.indicators import FORM_COLUMNS
from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.encodings import decode, sniff
from cchc_audit.intake.files.readers import reading
from cchc_audit.intake.files.workbooks.zip_sizes import fits
from cchc_audit.intake.files.zip_damage import telling_damage
from cchc_audit.intake.values.text import canonical_name, fold_header, fold_search
from cchc_audit.products.forms.filed_headings import columns_by_heading
from cchc_audit.products.forms.filed_period import FiledPeriod, filed_period

Grid = list[list[str]]
FilledRow = dict[str, int | None]

_LARGEST = 64 << 20
"""Bytes of a filed form, unpacked: no form is that long."""
_NUMBERED = re.compile(r"\(?\s*(\d{1,2})\s*\)?(?:\.0)?\s*(?:=.*)?")
_WHOLE = re.compile(r"(\d+)(?:[.,]0+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,  ]\d{3})+")
_COUNTED_FROM = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]+)[.)]?\s+(?=\D)")
_GROUP_NUMBER = re.compile(r"(?:[IVX]{1,5}|[A-H])(?:[.)]|\s|$)")
_WHOLE_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*(?:[.)]|\s|$)")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_SUBTOTAL = re.compile(r"(?:cong|tong|tong cong|tong so) (?:nhom|phan|muc|cap|[ivx]+$|[a-h]$|\d+$)")
_DEEPEST = 6
"""Rows that a heading has at the most."""
_NOTHING = frozenset({"-", "–", "—"})
_TOTALS = ("tong", "tong so", "tong cong", "tong so ho so", "tong cong so", "cong", "total")
UNNAMED = ""
"""The label of a row that has none and is not the total: what is not recorded."""
_FIRST = 3
"""The number of the first column of figures."""
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Filed:
    """The rows of a filed form by label, in order; `total` is its total row, if it has one, and
    `names` what the labels are in the form itself.

    Values are by column of `FORM_COLUMNS`; None where the cell is empty or no whole number. Rows of
    one label are added up; rows that sum up a group are left out. `period` is that of its
    heading. `unreadable` are cells that hold something else: label, column, text.
    """

    rows: dict[str, FilledRow]
    total: FilledRow | None
    names: dict[str, str]
    unreadable: tuple[tuple[str, str, str], ...]
    period: FiledPeriod | None = None


@dataclass(frozen=True, slots=True)
class _Places:
    """Where columns stand: `below` is the first row of data, `labels` the columns of the label."""

    below: int
    labels: tuple[int, ...]
    columns: dict[str, int]


def read_filed(path: Path, *, label: Callable[[str], str], known: Collection[str] = ()) -> Filed:
    """The filed form at `path`, `.xlsx` or delimited text; `label` brings a label to one spelling.
    Of several sheets it is the one with most of the labels `known`.

    Raises `InputError` for a file that cannot be read or holds no such form.
    """
    with reading(path):
        raw = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    if raw is None:
        raise InputError("forms.filed_too_large", file=path, limit=_LARGEST >> 20)
    grids = _sheets(path) if raw.startswith(b"PK") else [_cells(raw)]
    found = []
    for grid in grids:
        places = _named(grid) or _numbered(grid) or _headed(grid)
        if places is not None:
            found.append(_rows(grid, places, label))
    if not found:
        raise InputError("forms.filed_unknown", file=path)
    wanted = set(known)
    return max(found, key=lambda filed: len(wanted & filed.rows.keys()))


def same_label(text: str) -> str:
    """A label for comparing: without accents, case, brackets, the number and the word *Lĩnh vực*
    that it may begin with.
    """
    return fold_search(_COUNTED_FROM.sub("", canonical_name(text))).removeprefix("linh vuc ")


def _sheets(path: Path) -> Iterator[Grid]:
    """Every sheet as text."""
    # Loaded late: forms are seldom compared.
    from cchc_audit.intake.files.workbooks.calamine import load_values, open_book

    with telling_damage("intake.workbook_damaged", path), zipfile.ZipFile(path) as archive:
        whole = fits(archive, limit=_LARGEST)
    if not whole:
        raise InputError("forms.filed_too_large", file=path, limit=_LARGEST >> 20)
    book = open_book(path, path)
    for place in range(len(book.sheet_names)):
        yield [
            ["" if text is None else str(text).strip() for text in row]
            for row in load_values(book, place, path).frame.iter_rows()
        ]


def _cells(raw: bytes) -> Grid:
    """Delimited text in any encoding that exports come in."""
    found = sniff(raw, lambda text: sum(word in fold_search(text) for word in ("linh vuc", "tong")))
    text = raw.decode("utf-8", errors="replace") if found is None else decode(raw, found)
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = max(_DELIMITERS, key=text.count)
    return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]


def _named(grid: Grid) -> _Places | None:
    """A heading of canonical names, as our CSV has."""
    for number, row in enumerate(grid):
        names = {fold_header(cell): place for place, cell in enumerate(row)}
        columns = {n: names[fold_header(n)] for n in FORM_COLUMNS if fold_header(n) in names}
        if len(columns) == len(FORM_COLUMNS):
            first = min(columns.values())
            return _Places(number + 1, tuple(range(first)), columns)
    return None


def _numbered(grid: Grid) -> _Places | None:
    """The row that numbers the columns: (1), (2), (3) = (4) + (5) + (6) …"""
    wanted = range(_FIRST, _FIRST + len(FORM_COLUMNS))
    for number, row in enumerate(grid):
        numbers = {
            int(found[1]): place
            for place, cell in enumerate(row)
            if (found := _NUMBERED.fullmatch(cell))
        }
        if not all(n in numbers for n in wanted):
            continue
        places = [numbers[n] for n in wanted]
        if places == sorted(places):
            columns = dict(zip(FORM_COLUMNS, places, strict=True))
            return _Places(number + 1, tuple(range(places[0])), columns)
    return None


def _headed(grid: Grid) -> _Places | None:
    """The headings of the form, over several rows; the first row of figures ends them."""
    for number, row in enumerate(grid):
        if sum(_whole(cell) is not None for cell in row) < len(FORM_COLUMNS):
            continue
        columns = columns_by_heading(grid[max(0, number - _DEEPEST) : number])
        if len(columns) < len(FORM_COLUMNS):
            return None
        return _Places(number, tuple(range(min(columns.values()))), columns)
    return None


def _rows(grid: Grid, places: _Places, label: Callable[[str], str]) -> Filed:
    rows: dict[str, FilledRow] = {}
    total: FilledRow | None = None
    names: dict[str, str] = {}
    unreadable = []
    below = grid[places.below :]
    groups = _groups(below, places)
    for number, row in enumerate(below):
        cells = {n: row[place] if place < len(row) else "" for n, place in places.columns.items()}
        values = {name: _whole(text) for name, text in cells.items()}
        if all(value is None for value in values.values()):
            continue  # a heading of a group, a remark, a signature
        name = _label([row[place] for place in places.labels if place < len(row)])
        if number in groups or _is_subtotal(name):
            continue
        unreadable += [(name, n, t) for n, t in cells.items() if t and values[n] is None]
        if not name and total is not None:
            rows[UNNAMED], names[UNNAMED] = total, UNNAMED  # the last row without a name sums up
        if not name or _is_total(name):
            total = values
        else:
            same = label(name)
            names.setdefault(same, name)
            rows[same] = values if same not in rows else _added(rows[same], values)
    return Filed(
        rows,
        total,
        names,
        tuple(unreadable),
        filed_period(cell for row in grid[: places.below] for cell in row),
    )


def _groups(rows: Grid, places: _Places) -> frozenset[int]:
    """The rows that head a group and sum it up: numbered I, II …, A, B …, with rows below them that
    are numbered 1, 2 …
    """
    first = [next((c for p in places.labels if p < len(row) and (c := row[p])), "") for row in rows]
    heads = [n for n, text in enumerate(first) if _GROUP_NUMBER.match(text)]
    counted = {n for n, text in enumerate(first) if _WHOLE_NUMBER.match(text)}
    ends = [*heads[1:], len(rows)] if heads else []
    return frozenset(
        head for head, end in zip(heads, ends, strict=True) if counted & set(range(head + 1, end))
    )


def _is_total(name: str) -> bool:
    return _bare(name) in _TOTALS


def _is_subtotal(name: str) -> bool:
    """Whether a row sums up a group: `Cộng I`, `Tổng nhóm 2`."""
    bare = _bare(name)
    return not _is_total(name) and bool(_SUBTOTAL.match(bare))


def _bare(name: str) -> str:
    """A label without what stands in brackets (`Tổng cộng (I+II)`)."""
    return fold_search(_IN_BRACKETS.sub("", name)).strip(" :.")


def _label(cells: Sequence[str]) -> str:
    """The text of the cells before the figures: the last that is no number."""
    texts = [cell for cell in cells if cell and _whole(cell) is None]
    return texts[-1] if texts else ""


def _added(one: FilledRow, other: FilledRow) -> FilledRow:
    return {
        name: None
        if one[name] is None and other[name] is None
        # A cell left empty adds nothing to one that is filled.
        else (one[name] or 0) + (other[name] or 0)
        for name in one
    }


def _whole(text: str) -> int | None:
    """A whole number as people write it: `1234`, `1.234`, `12.0`, `–` for none; else None."""
    if text in _NOTHING:
        return 0
    if _THOUSANDS.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    found = _WHOLE.fullmatch(text)
    return int(found[1]) if found else None
