"""An export cut short: at the last row of a sheet, in the middle of a line, or by a column."""

from collections.abc import Iterator, Sequence
from math import exp, lgamma

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark, Fault
from cchc_audit.intake.damage.damage import Damage, Evidence, Table
from cchc_audit.intake.faults import decode
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.csv_lines import split_record
from cchc_audit.intake.files.layout import has_moment
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.text import fold_header

_SHEETS = frozenset({65_536, 1_048_576})
"""How many rows a sheet of Excel holds: before 2007, and since."""
_FILLED = 0.8
_COLUMNS = ("commune", "procedure_code", "procedure_name", "received_at", "promised_at", "status")
"""Columns that a sound export fills in nearly every row, whatever becomes of its dossiers."""
_WAITS = ("supplement_requested_at", "supplemented_at", "paused_at", "resumed_at")
_CHANCE = 1e-5
"""That all cells of a column are blank in a table, though none was left out."""
_LIKELY = 0.01
"""The same of pauses and supplements, which a dossier may well lack."""
_WAYS_TO_DIFFER = 3
_ALIKE = 0.7
"""From this share of common headers on two tables are exports of one software."""


def find(table: Table) -> Iterator[Damage]:
    """The table, where it ends as no table ends by itself; its columns that only others fill."""
    if table.records in _SHEETS or table.last_line in _SHEETS:
        where = Evidence(table.last_line, "")
        yield table.damage(DamageMark.CUT_EXPORT, None, table.records, (where,))
    elif table.broken is not None:
        yield table.damage(DamageMark.CUT_EXPORT, None, 1, (table.broken,))
    columns = [name for name in _COLUMNS if name in table.cells]
    shares = table.raw.select(table.cell(name).is_not_null().any().alias(name) for name in columns)
    for name in columns:
        if shares[name][0] or not table.raw.height:
            continue
        usual = (o for o in table.others if name in o.cells and _filled(o, name) >= _FILLED)
        if any(_chance_of_none(other, name, table.records) <= _LIKELY for other in usual):
            yield table.damage(DamageMark.CUT_EXPORT, name, table.records, ())
    yield from _find_left_out(table)


def _find_left_out(table: Table) -> Iterator[Damage]:
    """The columns that the table lacks and a table like it has: without its pauses, supplements,
    withdrawals or its end of handling a dossier looks late that is not.
    """
    alike = [other for other in table.others if _are_alike(table, other)]
    drop = _drop_blank_columns((table, *alike))
    for name in ("status", *_WAITS, *FINISHES):
        if name in table.cells and (name not in FINISHES or _filled(table, name) > 0):
            continue
        if drop and name in _WAITS:
            continue
        for other in alike:
            if name in other.cells and _is_missed(name, table, other):
                header, mark = other.headers[name], DamageMark.CUT_EXPORT
                yield Damage(mark, table.file, name, header, table.records, (), table.source)
                break


def _is_missed(name: str, table: Table, other: Table) -> bool:
    """Whether what another table has under a column is missed in one without it.

    A list of dossiers that all wait for their applicants has a column of its own; one of open
    dossiers has no finish at all, and that is said of it as a file.
    """
    share = _filled(other, name)
    if name in _WAITS:
        return share < _FILLED and _chance_of_none(other, name, table.records) <= _LIKELY
    if name == "status":
        return share >= _FILLED
    judged_by = FINISHES[1 - FINISHES.index(name)]
    if judged_by not in table.cells.keys() & other.cells.keys() or not _filled(other, judged_by):
        return False
    # A few results that are ready may all wait to be fetched.
    judged = round(_filled(table, judged_by) * table.raw.height)
    return _chance_of_none(other, name, judged) < _CHANCE


def _chance_of_none(other: Table, name: str, rows: int) -> float:
    """How likely it is that of so many rows none has what some of another table's have: in a quiet
    month, say. By the rule of succession: a few rows tell little, though all of them have it.
    """
    seen = other.raw.height
    blank = seen - round(_filled(other, name) * seen)
    ways = lgamma(blank + 1 + rows) - lgamma(blank + 1)
    return exp(ways - lgamma(seen + 2 + rows) + lgamma(seen + 2))


def _drop_blank_columns(tables: Sequence[Table]) -> bool:
    """Whether the software of some tables leaves out what is blank: none of them has a blank
    column, and which they have differs from one to the other.
    """
    kept = {frozenset((*table.headers.values(), *table.ignored)) for table in tables}
    if len(kept) < _WAYS_TO_DIFFER:
        return False
    cells = ((table, (*table.cells.values(), *table.ignored.values())) for table in tables)
    filled = (table.raw.select(pl.col(sorted(names)).is_not_null().any()) for table, names in cells)
    return all(row.select(pl.all_horizontal(pl.all())).item() for row in filled)


def _are_alike(one: Table, other: Table) -> bool:
    here, there = (
        {fold_header(text) for text in (*table.headers.values(), *table.ignored)}
        for table in (one, other)
    )
    return len(here & there) >= _ALIKE * len(here | there)


def _filled(table: Table, name: str) -> float:
    share = table.raw.select(table.cell(name).is_not_null().mean()).item()
    return 0.0 if share is None else float(share)


def find_end(body: Body) -> tuple[int, Evidence | None]:
    """The last line a table reaches, and that line where it breaks off: shorter than its header,
    without the end that every other line has.
    """
    if body.examined is None:
        last = body.frame.select(pl.col(LINE).max()).collect(engine="streaming").item()
        ends = [bad for bad in body.lost if decode(bad.fault)[1] is Fault.RECORD_BROKEN]
        broken = next((Evidence(bad.line, "") for bad in ends), None)
        return max(int(last or 0), *(bad.line for bad in body.lost), 0), broken
    if not body.examined.places:
        return body.header_line, None
    first, offset = body.examined.places[-1]
    with body.examined.origin.open("rb") as file:
        file.seek(offset)
        data = file.read()
    whole = not data or data.endswith(b"\n")
    last = first + data.count(b"\n") - whole
    if whole or not _breaks_off(lines := data.split(b"\n"), first, body):
        return last, None
    # How many cells it has, not what they hold: there may be a name among them.
    return last, Evidence(last, f"{_count(lines[-1:], body)}/{len(body.header)}")


def _breaks_off(lines: Sequence[bytes], first: int, body: Body) -> bool:
    """Whether a file whose last line has no end stops within a row; its last lines, from `first`
    on.
    """
    width, last = len(body.header), first + len(lines) - 1
    opened = [bad.line for bad in body.lost if decode(bad.fault)[1] is Fault.STRAY_QUOTE]
    behind = lines[opened[-1] + 1 - first :] if opened and opened[-1] >= first else None
    if behind is not None and not any(_is_row(line, body) for line in behind):
        return True
    *above, end = lines
    cells = _count([end], body)
    if cells >= width or last in body.layout:
        return False
    # Rows that are all too short were written so; a file breaks off in one.
    alike = above[-1:] if above and _count(above[-1:], body) == cells else []
    return not any(has_moment(line.decode(errors="replace")) for line in alike)


def _is_row(line: bytes, body: Body) -> bool:
    return _count([line], body) == len(body.header) and has_moment(line.decode(errors="replace"))


def _count(lines: Sequence[bytes], body: Body) -> int:
    """How many cells a line has."""
    text = b"".join(lines).decode(errors="replace").removesuffix("\r")
    return len(split_record(text, body.delimiter or ","))
