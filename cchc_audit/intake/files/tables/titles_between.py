"""What stands between two tables, one below the other in a file: it tells of the lower one."""

from collections.abc import Iterator, Sequence

import polars as pl

from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.csv_lines import split_record
from cchc_audit.intake.files.layout import begins_as_layout, has_moment
from cchc_audit.intake.files.lines.records import read_records
from cchc_audit.intake.files.raw_rows import LINE, cell
from cchc_audit.intake.values.text import clean
from cchc_audit.intake.values.titles import is_list

_LINES = 12
_WORDS = 3
"""No dossier's number has so many."""


def hand_down(upper: Body, lower: Body) -> tuple[Body, Body]:
    """Two tables of which the second stands below the first, with the titles between them above the
    second. What stands above the first holds for both where dossiers alone are between them: behind
    a sum, or a line that is not understood, others may follow.
    """
    found: dict[int, tuple[str, ...]] = {}
    follows = True
    for line, row in sorted(_last_rows(upper, lower.header_line), reverse=True):
        texts = tuple(clean(text or "") for text in row)
        if not any(texts):
            continue
        is_title = _is_title(texts)
        if not is_title and any(map(has_moment, texts)):
            break  # a dossier
        follows = False
        if _ends_table(texts):
            break
        if is_title:
            found[line] = texts
    if not found:
        return upper, lower._replace(above=upper.above if follows else ())
    lines = pl.Series(list(found), dtype=pl.UInt32)
    ended = upper._replace(
        frame=upper.frame.filter(~pl.col(LINE).is_in(lines.implode())),
        layout=tuple(sorted({*upper.layout, *found})),
        records=upper.records - len(found.keys() - {*upper.layout}),
    )
    return ended, lower._replace(above=tuple(found.values())[::-1])


def _last_rows(body: Body, end: int) -> Iterator[tuple[int, Sequence[str | None]]]:
    """The rows above a line: those of a table, and what of a text was set apart from them."""
    cells = [cell(place) for place in range(len(body.header))]
    tail = body.frame.select(LINE, *cells).tail(_LINES).collect(engine="streaming")
    yield from ((line, row) for line, *row in tail.iter_rows())
    first = max(body.header_line + 1, end - _LINES)
    apart = sorted(line for line in body.layout if first <= line < end)
    if body.examined is not None and apart:
        for line, data in read_records(body.examined.origin, body.examined.places, apart):
            text = data.decode(errors="replace").rstrip("\r\n")
            yield line, split_record(text, body.delimiter or ",")


def _ends_table(texts: Sequence[str]) -> bool:
    """Whether a row is a sum or a signature below dossiers."""
    first = next(filter(None, texts))
    return begins_as_layout(first) and not is_list(first)


def _is_title(texts: Sequence[str]) -> bool:
    """Whether a row is the rest of no dossier."""
    first = next(filter(None, texts))
    words, day = len(first.split()) >= _WORDS, any(map(has_moment, texts))
    return words if day or any(map(str.isdigit, first)) else words or ":" in first
