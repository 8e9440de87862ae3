"""Two tables that stand side by side on one sheet, as long lists are put on paper: each is read."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.raw_rows import CODE, LINE, cell
from cchc_audit.intake.values.header_names import NEEDED, columns_named, names_nth
from cchc_audit.intake.values.text import clean, fold_header


def apart(body: Body, mapping: Mapping[str, str]) -> list[Body]:
    """The tables that stand side by side in one, from left to right; the table alone where its
    header names no column that an export needs twice, or both of them name one dossier a row.

    `mapping` are the columns that the user settled. Raises `InputError` where such tables share
    columns, or stand in delimited text.
    """
    ids, receipts = (
        [place for place, text in enumerate(body.header) if name in columns_named([text], mapping)]
        for name in NEEDED
    )
    if len(ids) < 2 or len(receipts) < 2 or names_nth(mapping):
        return [body]
    ranges = find_ranges(body.header)
    if not ranges and not _alternate(body.header, ids, receipts):
        return [body]
    if _tell_of_one(body, ids):
        return [body]
    if not ranges or body.examined is not None:
        first, second = (place for place in ids[:2])
        raise InputError(
            "intake.tables_side_by_side",
            file=body.full_name,
            header=clean(body.header[first]),
            first=first + 1,
            second=second + 1,
        )
    parts = [take_part(body, places, first=places.start == ranges[0].start) for places in ranges]
    return [part for part in parts if part.records] or [body]


def find_ranges(header: Sequence[str]) -> list[range]:
    """The places of each table where a header is one sequence of texts several times over, blank
    ones between them left out; none where it is not.
    """
    filled = [place for place, text in enumerate(header) if clean(text)]
    texts = [fold_header(header[place]) for place in filled]
    for width in range(len(NEEDED), len(filled) // 2 + 1):
        whole, rest = divmod(len(filled), width)
        if not rest and texts == texts[:width] * whole:
            pieces = [filled[n * width : (n + 1) * width] for n in range(whole)]
            return [range(piece[0], piece[-1] + 1) for piece in pieces]
    return []


def _alternate(header: Sequence[str], ids: Sequence[int], receipts: Sequence[int]) -> bool:
    """Whether numbers and receipts of one spelling stand by turns, as those of two tables do."""
    spellings = ({fold_header(header[place]) for place in places} for places in (ids, receipts))
    turns = sorted([(place, True) for place in ids] + [(place, False) for place in receipts])
    return (
        all(len(texts) == 1 for texts in spellings)
        and len(ids) == len(receipts)
        and all(one != other for (_, one), (_, other) in pairwise(turns))
    )


def _tell_of_one(body: Body, ids: Sequence[int]) -> bool:
    """Whether most rows that hold several numbers hold one and the same: a dossier told twice."""
    first, second = (pl.col(cell(place)).str.strip_chars() for place in ids[:2])
    both = (first.str.len_bytes() > 0) & (second.str.len_bytes() > 0)
    counted = body.frame.filter(both).select(pl.len(), (first == second).sum().alias("same"))
    rows, same = counted.collect(engine="streaming").row(0)
    return bool(same * 2 > rows)


def take_part(body: Body, places: range, *, first: bool) -> Body:
    """The table at some places; what belongs to no table is told of the first."""
    names = [cell(place) for place in places]
    filled = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
    frame = body.frame.filter(filled).select(
        LINE, CODE, *(pl.col(name).alias(cell(n)) for n, name in enumerate(names))
    )
    return body._replace(
        frame=frame,
        header=tuple(body.header[place] for place in places),
        records=int(frame.select(pl.len()).collect().item()),
        layout=body.layout if first else (),
        lost=body.lost if first else (),
    )
