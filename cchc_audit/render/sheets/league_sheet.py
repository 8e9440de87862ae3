"""The league table as a page to be printed and passed round: who stands where, and how sure it is.

A4 landscape, Times New Roman; the rate has a bar in its cell, those too small for a rank stand
below a heading of their own, the total comes last.
"""

from dataclasses import dataclass

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cchc_audit.render import intervals, numbers
from cchc_audit.render.people import People
from cchc_audit.render.sheets.excel_workbook import FONT, LETTER, Formats, landscape, put, worded

_KEY = "*"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table and its width; `_KEY` stands for what is ranked."""

    name: str
    width: float


_COLUMNS = (
    _Column("rank", 6),
    _Column(_KEY, 24),
    _Column("places", 8),
    _Column("previous_rank", 8),
    _Column("resolved", 9),
    _Column("late", 9),
    _Column("overdue", 9),
    _Column("true_rate", 22),
    _Column("true_low", 10),
    _Column("true_high", 10),
    _Column("tied_with", 13),
    _Column("expected_late", 10),
    _Column("late_ratio", 10),
    _Column("on_time_rate", 10),
)
_RATE = "true_rate"
_CENTRED = frozenset({"rank", "places", "previous_rank", "tied_with"})
_HEAD = 4
_WIDEST = 48
_BAR = "#9DC3E6"


class LeagueSheet:
    """The first sheet of a league table, written row by row in its order."""

    def __init__(self, book: Workbook, people: People) -> None:
        self._book = book
        self._people = people
        report, texts = people.report, people.texts
        [self._key] = report.keys
        self._columns = [c for c in _COLUMNS if c.name not in report.hidden]
        self._sheet: Worksheet = book.add_worksheet(texts("report.sheet.rank"))
        self._plain = Formats.of(book, font_size=11, border=1)
        self._centred = Formats.of(book, font_size=11, border=1, align="center")
        self._bold = Formats.of(book, font_size=11, border=1, bold=True, top=2)
        self._signed = book.add_format(
            {
                "font_name": FONT,
                "font_size": 11,
                "border": 1,
                "align": "center",
                "valign": "top",
                "num_format": '+0;"−"0;0',
            }
        )
        self._row = _HEAD
        self._last: dict[str, object] | None = None
        self._ranked: list[dict[str, object]] = []
        self._apart = False
        self._widest = 24
        self._page()

    def _format(self, **style: object) -> Format:
        return self._book.add_format({"font_name": FONT, "font_size": 12, **style})

    def _page(self) -> None:
        sheet, people, texts = self._sheet, self._people, self._people.texts
        landscape(sheet, texts, head=(_HEAD, _HEAD), fixed=2, margins=LETTER)
        sheet.hide_gridlines(2)
        for at, column in enumerate(self._columns):
            sheet.set_column(at, at, column.width)
        centre = {"align": "center", "valign": "vcenter"}
        self._across(0, people.title(), self._format(bold=True, font_size=14, **centre))
        as_of = numbers.as_of(people.report.provenance.as_of, texts)
        self._across(1, as_of, self._format(italic=True, **centre))
        if people.report.shown < people.report.total_rows:
            shown, whole = (
                numbers.whole(n, texts) for n in (people.report.shown, people.report.total_rows)
            )
            cut = texts("ranking.part", shown=shown, total=whole)
            self._across(2, cut, self._format(italic=True, **centre))
        sheet.set_row(_HEAD, 64)
        for at, column in enumerate(self._columns):
            sheet.write_string(_HEAD, at, self._label(column), self._plain.head)

    def _label(self, column: _Column) -> str:
        return self._people.label(self._name(column))

    def _name(self, column: _Column) -> str:
        return self._key if column.name == _KEY else column.name

    def _across(self, row: int, text: str, style: Format) -> None:
        self._sheet.merge_range(row, 0, row, len(self._columns) - 1, text, style)

    def add(self, row: dict[str, object]) -> None:
        """One row; the last one is held back, because it is the total."""
        if self._last is not None:
            self._group(self._last)
        self._last = row

    def _group(self, row: dict[str, object]) -> None:
        if row["rank"] is not None:
            self._ranked.append({name: row[name] for name in ("rank", "true_low")})
        elif not self._apart:
            self._apart = True
            self._row += 1
            words = self._people.texts("ranking.unranked")
            self._across(self._row, words, self._format(italic=True, border=1, font_size=11))
        self._write(row, total=False)

    def _write(self, row: dict[str, object], *, total: bool) -> None:
        self._row += 1
        for at, column in enumerate(self._columns):
            name, value = self._name(column), row[self._name(column)]
            text = worded(self._people, name, row, total=total)
            if column.name == _KEY:
                self._widest = max(self._widest, cell_len(str(text)) + 2)
            if column.name == "places" and isinstance(value, int):
                self._sheet.write_number(self._row, at, value, self._signed)
                continue
            style = self._centred if name in _CENTRED else self._plain
            put(self._sheet, (self._row, at), text, self._bold if total else style, name=name)

    def end(self) -> None:
        """The total, the bars, and what is said under the table."""
        if self._last is not None:
            self._write(self._last, total=True)
        names = [column.name for column in self._columns]
        self._sheet.set_column(1, 1, min(self._widest, _WIDEST))
        floor = intervals.floor(self._ranked)
        if self._row > _HEAD:
            at = names.index(_RATE)
            bar = {"type": "data_bar", "bar_solid": True, "bar_color": _BAR, "data_bar_2010": True}
            ends = {"min_type": "num", "min_value": floor, "max_type": "num", "max_value": 1}
            self._sheet.conditional_format(_HEAD + 1, at, self._row, at, {**bar, **ends})
        texts = self._people.texts
        note = self._format(italic=True, font_size=11, text_wrap=True, valign="top")
        scale = texts("ranking.sheet_scale", floor=f"{round(floor * 100)}%")
        for number, sentence in enumerate((scale, *self._people.report.closing), start=1):
            row = self._row + number + 1
            self._across(row, sentence, note)
            self._sheet.set_row(row, 15.0 * -(-cell_len(sentence) // 150) + 1)
