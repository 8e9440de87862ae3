"""The draft of the inspection record: figures filled in, people and conclusions left blank.

What the inspection comes to is for the team to say; nothing here does.
"""

from pathlib import Path

from cchc_audit.products.brief.first_page import first_page
from cchc_audit.products.brief.headline_figures import figures_table, figures_words
from cchc_audit.products.brief.pack import Gathered, Pack
from cchc_audit.products.brief.pack_lists import people_of
from cchc_audit.products.brief.pack_sentences import drawn_words, scope_words
from cchc_audit.render.numbers import whole
from cchc_audit.render.pages.findings_page import title_of
from cchc_audit.render.sheets.official import Sheet, within
from cchc_audit.texts import Texts

_BLANKS = 3
_ASKED = (8, 33, 33, 19, 13, 15, 44)
"""Millimetres of the columns of the dossiers to ask for."""


def write_record(pack: Pack, gathered: Gathered, path: Path, *, texts: Texts) -> None:
    """Write the draft for one unit to `path`. Raises `ConfigError` without python-docx, `OSError`
    for what the system refuses.
    """
    unit = within(pack.name, texts)
    about = texts("brief.record.about", unit=unit)
    sheet = Sheet(texts, title=about, created=gathered.provenance.as_of)
    _first_page(sheet, pack, gathered, texts)
    left = [("brief.record.body", False), ("brief.record.team", True)]
    number = texts("brief.record.number")
    sheet.head([(texts(key), bold) for key, bold in left], number=number, dated=False)
    sheet.centred(texts("brief.record.title"), bold=True)
    sheet.centred(about, bold=True)
    sheet.centred(texts("brief.record.draft"), italic=True)
    sheet.say(texts("brief.record.basis"))
    sheet.say(texts("brief.record.today", unit=unit))
    _present(sheet, texts)
    sheet.heading(texts("brief.record.content"))
    _figures(sheet, pack, gathered, texts)
    _findings(sheet, pack, texts)
    _sample(sheet, pack, gathered, texts)
    for key in ("other", "explained", "concluded", "proposed"):
        sheet.heading(texts(f"brief.record.{key}"))
        sheet.blank(_BLANKS)
    sheet.say(texts("brief.record.end"))
    how = texts("brief.record.sign")
    signers = ("sign_unit", "sign_writer", "sign_head")
    sheet.signatures(*((texts(f"brief.record.{who}"), how) for who in signers))
    sheet.save(path)


def _first_page(sheet: Sheet, pack: Pack, gathered: Gathered, texts: Texts) -> None:
    """The page the team takes along, before the record itself."""
    first = first_page(pack, gathered, texts)
    sheet.centred(first.title, bold=True)
    sheet.items(first.scope, size=10, box="")
    for table, widths in ((first.figures, (85, 40, 40)), (first.asked, _ASKED)):
        if table.rows:
            rows = [[cell.text for cell in row] for row in table.rows]
            numbers = frozenset(at for at, head in enumerate(table.heads) if head.number)
            sheet.table([head.text for head in table.heads], rows, widths, numbers=numbers, size=8)
    if first.more:
        sheet.items([first.more], size=10, box="")
    sheet.heading(texts("brief.section.documents"))
    sheet.items(first.documents, size=8)
    sheet.new_page()


def _present(sheet: Sheet, texts: Texts) -> None:
    """Who was there: places to fill in."""
    sheet.heading(texts("brief.record.people"))
    for key in ("people_team", "people_unit"):
        sheet.say(texts(f"brief.record.{key}"))
        for _ in range(_BLANKS):
            sheet.say(texts("brief.record.person"))


def _figures(sheet: Sheet, pack: Pack, gathered: Gathered, texts: Texts) -> None:
    sheet.heading(texts("brief.record.figures"))
    for sentence in (*scope_words(gathered, texts), *figures_words(pack, gathered, texts)):
        sheet.say(sentence)
    table = figures_table(pack, gathered, texts)
    others = len(table.heads) - 1
    widths = [165 - 30 * others, *[30] * others]
    rows = [[cell.text for cell in row] for row in table.rows]
    numbers = frozenset(range(1, len(widths)))
    sheet.table([head.text for head in table.heads], rows, widths, numbers=numbers)


def _findings(sheet: Sheet, pack: Pack, texts: Texts) -> None:
    sheet.heading(texts("brief.record.findings"))
    sheet.say(texts("report.risk"))
    if pack.findings.is_empty():
        sheet.say(texts("brief.findings.none"))
        return
    heads = [texts(f"brief.record.{name}") for name in ("rule", "severity", "found", "checked")]
    counts = pack.findings.group_by("severity", "code", maintain_order=True).len()
    rows = [
        (
            f"{code} {title_of(code, texts)}",
            texts(f"severity.{severity}"),
            whole(count, texts),
            "",
        )
        for severity, code, count in counts.iter_rows()
    ]
    sheet.table(heads, rows, (72, 28, 20, 45), numbers=frozenset({2}))


def _sample(sheet: Sheet, pack: Pack, gathered: Gathered, texts: Texts) -> None:
    n = whole(len(pack.sample), texts)
    sheet.heading(texts("brief.record.sample", n=n))
    sheet.say(drawn_words(pack, texts))
    if pack.sample.is_empty():
        return
    people = people_of(gathered, texts)
    columns = ("number", "dossier_id", "procedure_name", "codes")
    rows = [
        [*(people.cell(name, row) for name in columns), ""]
        for row in pack.sample.iter_rows(named=True)
    ]
    heads = [people.label(name) for name in (*columns, "paper")]
    sheet.table(heads, rows, (12, 40, 48, 25, 40), numbers=frozenset({0}))
