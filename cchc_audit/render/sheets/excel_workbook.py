"""An Excel workbook that is the same bytes for the same figures, in constant memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BufferedIOBase, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cchc_audit.core.errors import CchcError
from cchc_audit.core.scratch import scratch_folder
from cchc_audit.render.escape import visible
from cchc_audit.render.numbers import places_of
from cchc_audit.render.people import INSTANTS, RATES, SCORES, People
from cchc_audit.texts import Texts

if TYPE_CHECKING:
    from typing_extensions import Buffer

LIMIT = 1_048_576
"""Rows an .xlsx sheet can hold, the heading included: a limit of the format."""
FONT = "Times New Roman"
A4 = 9
Margins = tuple[float, float, float, float]
"""Of a printed page, in inches: left, right, top, bottom."""
LETTER: Margins = (0.6, 0.4, 0.6, 0.6)
"""Those of an administrative letter."""
_LONGEST = 32_000
_DAY = "dd/mm/yyyy"
_MOMENT = "dd/mm/yyyy hh:mm"


@contextmanager
def workbook(path: Path, *, created: datetime, streamed: bool = True) -> Iterator[Workbook]:
    """A workbook written to `path` when the block ends well.

    Nothing in it is a formula, a link or a number by accident. `created` stands as its date, so
    that the same figures give the same bytes. A `streamed` book
    forgets each row when the next begins: one whose cells are merged over rows is not streamed.
    Raises `OSError` for what the system refuses.
    """
    options = {
        "constant_memory": streamed,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # Its sheets hold what exports hold while they are being written.
        "tmpdir": str(scratch_folder()),
    }
    with path.open("wb", buffering=0) as file:
        book = Workbook(_Out(file), options)
        book.set_properties({"created": created, "author": "cchc-audit"})
        yield book
        try:
            book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else error
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


class _Out(BufferedIOBase):
    """A file for one workbook that fails once, not again and again.

    An archive that could not be written tries to finish itself when Python throws it away, and
    what that raises nobody can catch.
    """

    def __init__(self, file: RawIOBase) -> None:
        self._file = file
        self._failed = False

    def write(self, data: "Buffer") -> int:
        """Write all of `data`; nothing after a failure. Raises `OSError`."""
        whole = memoryview(data).cast("B")
        done = 0
        try:
            while done < len(whole) and not self._failed:
                done += self._file.write(whole[done:]) or 0
        except OSError:
            self._failed = True
            raise
        return len(whole)

    def flush(self) -> None:
        """Nothing is held back; said even when the file is closed, as the archive asks then."""

    def seekable(self) -> bool:
        """Whether the archive may go back to fill in sizes: not in a pipe."""
        return not self._failed and self._file.seekable()

    def seek(self, place: int, whence: int = 0) -> int:
        """Move to a place, as files do; nowhere after a failure."""
        return place if self._failed else self._file.seek(place, whence)

    def tell(self) -> int:
        """The place reached."""
        return 0 if self._failed else self._file.tell()


def landscape(
    sheet: Worksheet,
    texts: Texts,
    *,
    head: tuple[int, int],
    fixed: int,
    margins: Margins | None = None,
) -> None:
    """Have a sheet printed on A4 landscape, one page wide, with numbered pages.

    `head` are the first and the last row of the heading: it stands on every page, and on a screen
    it stays in sight with the first `fixed` columns.
    """
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    if margins is not None:
        sheet.set_margins(*margins)
    sheet.repeat_rows(*head)
    sheet.freeze_panes(head[1] + 1, fixed)
    sheet.set_footer(f'&C&"{FONT}"{texts("report.page")}')


def too_long(rows: int) -> bool:
    """Whether so many rows and their heading do not fit into a sheet."""
    return rows + 1 > LIMIT


def refuse_too_long() -> CchcError:
    """The error for a list longer than a sheet."""
    return CchcError("report.sheet_too_long", limit=f"{LIMIT - 1:,}".replace(",", " "))


@dataclass(frozen=True, slots=True)
class Formats:
    """The cell formats of one sheet, plain or bold, with a border for printed lists."""

    text: Format
    whole: Format
    decimal: Format
    rate: Format
    fine: Format
    score: Format
    day: Format
    moment: Format
    head: Format

    @classmethod
    def of(cls, book: Workbook, **style: object) -> "Formats":
        """The formats of `book` with `style` in all of them."""

        def made(**more: object) -> Format:
            return book.add_format({"font_name": FONT, "valign": "top", **style, **more})

        wrapped = {"text_wrap": True, "bold": True, "align": "center", "valign": "vcenter"}
        return cls(
            text=made(),
            whole=made(num_format="#,##0"),
            decimal=made(num_format="#,##0.0"),
            rate=made(num_format="0.0%"),
            fine=made(num_format="0.0##########%"),
            score=made(num_format="0.00"),
            day=made(**{"align": "left", **style, "num_format": _DAY}),
            moment=made(**{"align": "left", **style, "num_format": _MOMENT}),
            head=made(**wrapped, bg_color="#E8EEF4", border=1),
        )


def put(
    sheet: Worksheet,
    at: tuple[int, int],
    value: object,
    style: Formats,
    *,
    name: str,
    limits: Sequence[float] = (),
) -> None:
    """Write one value with its own type: a date as a date, a rate as a rate, the rest as text.

    A moment of midnight is a bare date, except in columns that hold instants; null stays empty. A
    rate shows as many decimals as tell it apart from the `limits` it misses.
    """
    row, column = at
    if value is None or value == "":
        # a blank cell matters only for its border
        if style.text.top:
            sheet.write_blank(row, column, None, style.text)
    elif isinstance(value, datetime):
        bare = value.time() == time(0) and name not in INSTANTS
        sheet.write_datetime(row, column, value, style.day if bare else style.moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style.day)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style.text)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style.whole)
    elif isinstance(value, float):
        rate = style.rate if places_of(value, limits) == 1 else style.fine
        number = rate if name in RATES else style.decimal
        sheet.write_number(row, column, value, style.score if name in SCORES else number)
    else:
        sheet.write_string(row, column, visible(str(value))[:_LONGEST], style.text)


def worded(people: People, name: str, row: dict[str, object], *, total: bool) -> object:
    """The value of a cell: codes, terms and keys as words, everything with a type as it is."""
    value = row[name]
    if name in people.report.keys:
        return people.cell(name, row, total=total)
    if isinstance(value, bool):
        return people.cell(name, row)
    return people.word(name, value) if isinstance(value, str) else value


def widths(
    people: People, names: Sequence[str], sample: Sequence[dict[str, object]]
) -> dict[str, int]:
    """Column widths in characters that fit the headings (on three lines) and a sample of rows."""
    chosen = {}
    for name in names:
        cells = (cell_len(people.cell(name, row)) for row in sample)
        longest = max(cells, default=0)
        head = people.label(name)
        words = max(map(cell_len, head.split()))
        chosen[name] = min(60, max(longest, words, -(-cell_len(head) // 3)) + 3)
    return chosen
