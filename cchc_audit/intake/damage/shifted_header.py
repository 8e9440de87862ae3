"""Files joined with their headers, the later ones in another order: columns that change places.

The rows below such a header are read by it. Where it names no table of dossiers they are rejected,
since nobody can tell what their cells are.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import polars as pl

from cchc_audit.core.vocabulary import DamageMark, Fault
from cchc_audit.intake.damage.damage import SHOWN, Damage, Evidence
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.header_search import COLUMNS_OF_HEADER, TALLEST, find_header
from cchc_audit.intake.files.raw_rows import CODE, LINE, cell
from cchc_audit.intake.values.header_names import NEEDED
from cchc_audit.intake.values.text import clean

_LONG = 200_000
"""Rows of a text that are not all read again, to see whether one of them is a header."""
_DAY = r"[0-9][/.-][0-9]|[0-9]{5}"


class _Header(NamedTuple):
    """A header among the rows: its first and its last line, and its texts."""

    line: int
    last: int
    cells: tuple[str, ...]

    @property
    def lines(self) -> range:
        """Its lines."""
        return range(self.line, self.last + 1)


def divide(body: Body, columns_named: Callable[[Sequence[str]], set[str]]) -> list[Body]:
    """The sections of a table that holds other headers among its rows; the table alone where it
    holds none, or only its own once more.

    `columns_named` gives the columns that a row of cells names.
    """
    headers = _headers(body, columns_named)
    if all(list(found.cells) == list(map(clean, body.header)) for found in headers):
        return [_without_repeated(body, headers)]
    lines = [found.line for found in headers]
    sections = [_between(body, body.header_line, lines[0], body.header)]
    for found, after in zip(headers, [*lines[1:], None], strict=True):
        part = _between(body, found.last, after, found.cells)
        part = part._replace(layout=(*part.layout, *range(found.line, found.last)))
        if not columns_named(found.cells) >= {*NEEDED}:
            shifted = pl.lit(code(None, Fault.SHIFTED_HEADER), dtype=pl.UInt16).alias(CODE)
            part = part._replace(header=body.header, frame=part.frame.with_columns(shifted))
        sections.append(part)
    return sections


def _without_repeated(body: Body, headers: Sequence[_Header]) -> Body:
    """A table without the rows of its own header that stand in it once more, where that is of
    several rows; one row is told from a dossier by itself.
    """
    lines = [line for one in headers if one.last > one.line for line in one.lines]
    if not lines:
        return body
    repeated = pl.Series(lines, dtype=pl.UInt32).implode()
    return body._replace(
        frame=body.frame.filter(~pl.col(LINE).is_in(repeated)),
        layout=(*body.layout, *lines),
        records=body.records - len(lines),
    )


def tell(body: Body, source: int) -> Damage:
    """The mark of a section below another header."""
    evidence = Evidence(body.header_line, ", ".join(body.header[:SHOWN]))
    mark = DamageMark.SHIFTED_HEADER
    return Damage(mark, body.full_name, None, "", body.records, (evidence,), source)


def _headers(body: Body, columns_named: Callable[[Sequence[str]], set[str]]) -> list[_Header]:
    """The headers among the rows of a table; of several rows in a sheet, for those of a text were
    found before.
    """
    cells = [cell(place) for place in range(len(body.header))]
    receipt = _receipt(body, columns_named)
    frame, no_receipt = body.frame, pl.lit(value=False)
    if receipt is not None:
        no_receipt = (receipt.str.len_bytes() > 0) & ~receipt.str.contains(_DAY)
    if body.examined is not None:
        # The guard has seen every line: of a long table only those that it names are read again.
        lines = pl.Series(body.examined.heads, dtype=pl.UInt32)
        if lines.is_empty() and body.records > _LONG:
            return []
        suspect = pl.col(LINE).is_in(lines.implode())
        if body.records <= _LONG:
            suspect |= no_receipt
    else:
        title = max(body.header, key=len)
        suspect = no_receipt | pl.any_horizontal(pl.col(cells).str.strip_chars() == title)
        if receipt is not None:
            # Hardly a row is left to be searched for a title in all its cells.
            dated = receipt.str.contains(_DAY).fill_null(value=False)
            frame = frame.filter(~dated).collect(engine="streaming").lazy()
    found = frame.filter(suspect).select(LINE, *cells).collect(engine="streaming")
    rows = sorted(
        (int(line), [clean(text or "") for text in texts]) for line, *texts in found.iter_rows()
    )
    named = [(line, texts) for line, texts in rows if columns_named(texts)]
    if body.examined is not None:
        return [
            _Header(line, line, tuple(texts))
            for line, texts in named
            if len(columns_named(texts)) >= COLUMNS_OF_HEADER
        ]
    below = _rows_below(body, [line for line, _ in named], cells)
    headers: list[_Header] = []
    for line, texts in named:
        if headers and line <= headers[-1].last:
            continue
        block = [texts, *(below[n] for n in range(line + 1, line + TALLEST) if n in below)]
        header = find_header(block, lambda cells, _=0: len(columns_named(cells)))
        if header.place == 0 and header.known >= COLUMNS_OF_HEADER:
            texts = [clean(text) for text in header.cells]
            headers.append(_Header(line, line + header.height - 1, tuple(texts)))
    return headers


def _rows_below(body: Body, lines: Sequence[int], cells: Sequence[str]) -> dict[int, list[str]]:
    """The rows that may belong to a header which begins on one of these lines."""
    if not lines:
        return {}
    near = pl.Series([line + n for line in lines for n in range(1, TALLEST)], dtype=pl.UInt32)
    found = body.frame.filter(pl.col(LINE).is_in(near.unique().implode())).select(LINE, *cells)
    return {
        int(line): [clean(text or "") for text in texts]
        for line, *texts in found.collect(engine="streaming").iter_rows()
    }


def _receipt(body: Body, columns_named: Callable[[Sequence[str]], set[str]]) -> pl.Expr | None:
    """The column where every dossier has its receipt."""
    for place, text in enumerate(body.header):
        if "received_at" in columns_named([text]):
            return pl.col(cell(place)).str.strip_chars()
    return None


def _between(body: Body, above: int, below: int | None, header: tuple[str, ...]) -> Body:
    """The rows of a table below one line and above another, under a header of their own."""
    inside = pl.col(LINE) > above
    if below is not None:
        inside &= pl.col(LINE) < below
    frame = body.frame.filter(inside)

    def within(line: int) -> bool:
        return (line > above or above == body.header_line) and (below is None or line < below)

    first = above == body.header_line
    return body._replace(
        below=body.below or not first,
        frame=frame,
        header=header,
        header_line=above,
        layout=(
            *(line for line in body.layout if within(line)),
            *(() if first else (above,)),
        ),
        lost=tuple(bad for bad in body.lost if within(bad.line)),
        records=int(frame.select(pl.len()).collect(engine="streaming").item()),
    )
