"""The ways out of a `Page`: screen, file, spreadsheet."""

from pathlib import Path

from rich.cells import cell_len

from cchc_audit.core.atomic import writing
from cchc_audit.core.scratch import discard, scratch_file
from cchc_audit.render.escape import visible
from cchc_audit.render.formats import Format, document_as
from cchc_audit.render.page import Page, csv_text, json_text, words
from cchc_audit.texts import Texts

FORMATS = (
    *(Format.TABLE, Format.JSON, Format.CSV, Format.MD, Format.HTML, Format.XLSX),
    Format.PDF,
)
"""What a page can be written as."""
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_WIDEST = 60


def page_text(
    page: Page,
    *,
    format: Format,  # noqa: A002 - the option's own name
    texts: Texts,
    width: int,
    colour: bool = False,
) -> str:
    """The page in a format that is text; `width` and `colour` matter to tables only."""
    match format:
        case Format.JSON:
            return json_text(page)
        case Format.CSV:
            return csv_text(page)
    return document_as(page.document, format, lang=texts.lang, width=width, colour=colour)


def write_page(
    page: Page,
    path: Path,
    *,
    format: Format,  # noqa: A002 - as in `page_text`
    texts: Texts,
    width: int,
) -> None:
    """Write the page into a file, which changes only when the new one is whole.

    CSV begins with a byte order mark, because officials open it in Excel. Raises `CchcError` for
    what the system refuses.
    """
    with writing(path) as beside:
        if format is Format.XLSX:
            _write_excel(page, beside, texts=texts)
            return
        if format is Format.PDF:
            from cchc_audit.render.writers.pdf import document_pdf

            beside.write_bytes(document_pdf(page.document, lang=texts.lang))
            return
        text = page_text(page, format=format, texts=texts, width=width)
        beside.write_bytes(((_BOM if format is Format.CSV else "") + text).encode())


def page_bytes(page: Page, *, texts: Texts) -> bytes:
    """The page as the bytes of a workbook."""
    path = scratch_file(".xlsx")
    _write_excel(page, path, texts=texts)
    whole = path.read_bytes()
    discard(path)
    return whole


def _write_excel(page: Page, path: Path, *, texts: Texts) -> None:
    """Sheet 1 the rows, sheet 2 what stands below them and where they come from."""
    from cchc_audit.render.sheets.excel_workbook import A4, Formats, put, workbook

    with workbook(path, created=page.created) as book:
        sheet = book.add_worksheet(page.sheet.title[:31])
        style = Formats.of(book, font_size=11, text_wrap=True)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for at, (head, width) in enumerate(zip(page.sheet.heads, _widths(page), strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, head, style.head)
        for number, row in enumerate(page.sheet.rows, start=1):
            for at, value in enumerate(row):
                put(sheet, (number, at), value, style, name="")
        sheet.autofilter(0, 0, len(page.sheet.rows), len(page.sheet.heads) - 1)
        notes = book.add_worksheet(texts("report.sheet.provenance"))
        notes.set_column(0, 0, 44)
        notes.set_column(1, 1, 80)
        for number, (item, value) in enumerate(page.document.sources):
            notes.write_string(number, 0, item, style.text)
            notes.write_string(number, 1, visible(value), style.text)
        for number, line in enumerate(words(page.document), start=len(page.document.sources) + 1):
            notes.merge_range(number, 0, number, 1, "", style.text)
            notes.write_string(number, 0, visible(line), style.text)


def _widths(page: Page) -> list[int]:
    """Column widths in characters that fit headings and cells, long cells wrapped."""
    columns = zip(*(page.sheet.heads, *page.sheet.rows), strict=True)
    return [min(_WIDEST, max(_width(value) for value in column) + 3) for column in columns]


def _width(value: object) -> int:
    # A date is shown as dd/mm/yyyy, which is as long as its ISO form.
    return max(map(cell_len, str("" if value is None else value).split("\n")))
