"""What became of every rule of a run, as a sheet behind what the rules found."""

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cchc_audit.render.escape import visible
from cchc_audit.render.pages.findings_page import rules_grid
from cchc_audit.render.people import People
from cchc_audit.render.sheets.excel_workbook import Formats


def rules_sheet(book: Workbook, people: People) -> None:
    """What became of every rule, behind what the rules found."""
    grid = rules_grid(people.report, people.texts)
    sheet: Worksheet = book.add_worksheet(people.texts("rules.title")[:31])
    style = Formats.of(book, font_size=11, text_wrap=True)
    sheet.freeze_panes(1, 0)
    for at, (column, head) in enumerate(zip(grid.columns, grid.heads, strict=True)):
        sheet.set_column(at, at, min(column.most, 60) if column.least else 14)
        sheet.write_string(0, at, head, style.head)
    for number, line in enumerate(grid.lines, start=1):
        for at, cell in enumerate(line):
            sheet.write_string(number, at, visible(cell), style.text)
