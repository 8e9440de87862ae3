"""Where the header of a table is, among its first rows.

One search: candidates (blocks of one to three rows) → what each of them reads as one header → how
many columns that names → the best.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.csv_lines import DELIMITERS, records, split_record
from cchc_audit.intake.files.layout import has_moment, is_numbering
from cchc_audit.intake.values.text import fold_search


class Score(Protocol):
    """What tells headers from other rows."""

    def __call__(self, cells: Sequence[str], beyond: int = 0, /) -> int:
        """How many columns a row of cells would name as a header; any number up to `beyond` where
        it is not more than that.
        """


NO_HEADER = ("intake.no_header", "intake.no_header_but_data")
"""The errors of a table without a header that is known."""
COLUMNS_OF_HEADER = 3
"""How many of a row's cells name columns where a row inside a table is taken for a header."""
LOOKED_AT = 200
"""In how many rows from the top the header is looked for."""
TALLEST = 3
"""How many rows a header has at the most."""
_HEIGHTS = ((1, False), (2, False), (TALLEST, False), (TALLEST, True))
"""How many rows a block has, and whether the row below may go on with it."""
_FARTHEST = 30
"""How far down a header of several rows is looked for where none of them names most by itself."""
_LEAST_FILLED = 4
_PARTS_OF_DAYS = ("ngay", "thang", "nam")
_TIMES = frozenset(
    {
        *("thoi gian", "thoi diem", "ngay", "ngay thang", "ngay gio", "cac moc thoi gian"),
        # In the register of Circular 01/2018/TT-VPCP.
        *("ngay, thang, nam", "ngay thang nam", "ngay/thang/nam"),
    }
)
"""What stands over columns that are called without the word for day."""


class FoundHeader(NamedTuple):
    """The header among the first rows of a table: how many columns it names (0: there is none),
    its place (from 0), the number of its rows, its texts, and what it is worth among others.
    """

    known: int
    place: int
    height: int
    cells: tuple[str, ...]
    worth: int = 0


def find_header(
    rows: Sequence[Sequence[str]], score: Score, *, records_from: int | None = None
) -> FoundHeader:
    """The block of rows that names most columns; of those that name as many the one of fewest rows,
    then the first.

    A header stands above its records: one that is known to be a header, and stands above the first
    record (`records_from`, where the rows alone do not show it), counts twice. What stands below is
    that of another table, unless it names more all the same.
    """
    if records_from is None:
        records_from = next((n for n, row in enumerate(rows) if is_record(row)), len(rows))
    best = FoundHeader(0, -1, 1, ())
    for height, may_go_on in _HEIGHTS:
        for place in list(_places(best, height, len(rows))):
            block, above = rows[place : place + height], place < records_from
            if height > 1 and (
                2 * max(map(len, block)) <= best.worth or any(map(_ends_a_header, block[1:]))
            ):
                continue  # it names no more than the best, or is none
            cells = read_block(block, score)
            known = score(cells, best.worth // 2 if above else best.worth)
            worth = 2 * known if above and known >= COLUMNS_OF_HEADER else known
            below = rows[place + height :][:1]
            if worth > best.worth and (may_go_on or not _goes_on(block, below)):
                best = FoundHeader(known, place, height, cells, worth)
    return best


def _places(best: FoundHeader, height: int, rows: int) -> Iterator[int]:
    """Where blocks of so many rows begin: one row anywhere, several at the top and around the best
    of those of fewer rows.
    """
    for place in range(rows - height + 1):
        around = best.place - height < place < best.place + best.height
        if height == 1 or place < _FARTHEST or around:
            yield place


def _ends_a_header(row: Sequence[str]) -> bool:
    """Whether no header goes on in a row: it numbers the columns, or is a record."""
    return is_numbering(row) or is_record(row)


def is_record(cells: Sequence[str], width: int = 0) -> bool:
    """Whether a row fills several cells, half of `width` at the least, and holds a day: no title
    does both.
    """
    filled = sum(map(bool, map(str.strip, cells)))
    return filled >= max(_LEAST_FILLED, width // 2) and any(map(has_moment, cells))


def _goes_on(block: Sequence[Sequence[str]], below: Sequence[Sequence[str]]) -> bool:
    """Whether a block is not the whole of its header, for the row below goes on with it: it tells
    of parts of days, or has texts without a figure under cells that the block leaves blank, beside
    one that holds for them. They tell the columns of that cell apart, known or not: *Ngày trả kết
    quả* over *Theo hẹn · Thực tế* are two.
    """
    if not below:
        return False
    if _days_in(below[0]):
        return True
    under = {place for place, text in enumerate(below[0]) if text.strip()}
    over = {place for row in block for place, text in enumerate(row) if text.strip()}
    beside = any(place not in over and place - 1 in under for place in under)
    return beside and not over.isdisjoint(under) and not any(map(str.isdigit, "".join(below[0])))


def read_block(block: Sequence[Sequence[str]], score: Score) -> tuple[str, ...]:
    """Rows as one header. Where the last one tells of the parts of days (*Ngày · Tháng · Năm*) and
    of nothing else, the day is called by what stands above, if that names a column.
    """
    *above, last = block
    if not above:
        return tuple(last)
    joined = _joined(list(_columns(block)), score)
    if not (days := _days_in(last)):
        return joined
    cells = list(read_block(above, score))
    for place in days:
        if place + 2 < len(cells):
            texts = cells[place], joined[place]
            day = next((text for text in texts if score([text])), cells[place])
            cells[place : place + 3] = [day, *last[place + 1 : place + 3]]
    return tuple(cells)


def _days_in(row: Sequence[str]) -> list[int]:
    """Where in a row that tells of parts of days alone those of a day begin."""
    parts = [fold_search(text) for text in row]
    if {*parts} - {"", *_PARTS_OF_DAYS}:
        return []
    return [n for n in range(len(parts) - 2) if tuple(parts[n : n + 3]) == _PARTS_OF_DAYS]


def _columns(block: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """The texts that hold for each column, from above.

    A text holds for the columns right of it, up to the next one in its row or in one above, as far
    as there are texts below it.
    """
    held = [""] * len(block)
    for place in range(max(map(len, block))):
        column = [row[place].strip() if place < len(row) else "" for row in block]
        for level, text in enumerate(column):
            goes_on = any(column[level + 1 :]) and not any(column[:level])
            held[level] = text or (held[level] if goes_on else "")
        yield [text for text in held if text] or [""]


def _joined(columns: Sequence[Sequence[str]], score: Score) -> tuple[str, ...]:
    """The texts of each column as one. Below a text that would make the same of two columns
    (*Hạn* over *Ngày hẹn trả · Ngày kết thúc*) they are what they are without it.
    """
    read = [_first_known(texts, score) for texts in columns]
    for place, texts in enumerate(columns):
        own = texts[-1]
        for other in range(place):
            beside = columns[other]
            if (
                texts[:-1] == beside[:-1]
                and score([read[place], read[other]]) < score([own, beside[-1]]) > 1
            ):
                read[place], read[other] = own, beside[-1]
    return tuple(read)


def _first_known(texts: Sequence[str], score: Score) -> str:
    """The first reading of the texts above a column that names one; all of them where none does."""
    *over, below = texts
    readings = [" ".join(texts)]
    for text in reversed(over):
        readings += [f"{text} {below}", f"{below} {text}"]
    readings.append(below)
    if not _TIMES.isdisjoint(map(fold_search, over)):
        readings.append(f"Ngày {below}")
    return next((text for text in readings if score([text])), readings[0])


class Top(NamedTuple):
    """The top of a text file: its delimiter, its header, and where the data begin.

    `skip` counts the physical lines before the first record of data; `layout` are the lines among
    them that are neither header nor data, `above` the cells of those above the header.
    """

    delimiter: str
    header: tuple[str, ...]
    header_line: int
    skip: int
    layout: tuple[int, ...]
    above: tuple[tuple[str, ...], ...] = ()


def find_top(lines: Sequence[str], score: Score, *, file: str) -> Top:
    """Find the header among the first lines of a file, by the delimiter with which one names most
    columns.

    `score` says how many columns a row of cells would name as a header.

    Raises `InputError` where no row names any.
    """
    best: tuple[int, int, int, int, Top] | None = None
    found = list(records(lines[:LOOKED_AT]))
    # One that does not occur makes rows of one cell, whichever it is.
    signs = [
        sign for n, sign in enumerate(DELIMITERS) if not n or any(sign in t for *_, t in found)
    ]
    split = {sign: [split_record(text, sign) for *_, text in found] for sign in signs}
    widest = (max(cells, key=len) for cells in zip(*split.values(), strict=True))
    above = next((place for place, cells in enumerate(widest) if is_record(cells)), len(found))
    for sign, rows in sorted(split.items(), key=lambda one: -max(map(len, one[1]), default=0)):
        if best is not None and 2 * max(map(len, rows)) < best[0]:
            break  # rows of so few cells are worth less
        header = find_header(rows, score, records_from=above)
        if not header.known:
            continue
        top = _top(found, rows, header, sign)
        rank = (header.worth, len(top.header), -top.header_line, -DELIMITERS.index(sign))
        if best is None or rank > best[:-1]:
            best = (*rank, top)
    if best is None:
        first = next((line.strip() for line in lines if line.strip()), "")
        raise no_header(file, found=first)
    return best[-1]


def widest_split(text: str) -> list[str]:
    """The cells of a record by the delimiter that makes most of them."""
    return max((split_record(text, sign) for sign in DELIMITERS), key=len)


def no_header(file: str, *, found: str, path: str = "") -> InputError:
    """The error for a table whose first row, `found`, is no header.

    That row is shown where it may be a header in other words: one with figures is a dossier, with
    the name of an applicant in it. `path` is what commands take, where `file` names a sheet, too.
    """
    if any(letter.isdigit() for letter in found):
        return InputError("intake.no_header_but_data", file=file)
    return InputError("intake.no_header", file=file, path=path or file, found=found[:200])


def _top(
    found: Sequence[tuple[int, int, str]],
    rows: Sequence[Sequence[str]],
    header: FoundHeader,
    delimiter: str,
) -> Top:
    """The top of a file of the records `found`, by a header among them: column numbers and blank
    lines below it are no data yet.
    """
    place, below = header.place, header.place + header.height
    while below < len(rows) and (is_numbering(rows[below]) or not found[below][2].strip()):
        below += 1
    around = [*found[:place], *found[place + 1 : below]]
    layout = tuple(line for start, tall, _ in around for line in range(start, start + tall))
    skip = sum(found[below - 1][:2]) - 1
    above = tuple(map(tuple, rows[:place]))
    return Top(delimiter, header.cells, found[place][0], skip, layout, above)
