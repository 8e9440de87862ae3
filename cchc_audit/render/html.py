"""One self-contained HTML page: no script, no outside file, readable on paper and offline."""

from io import StringIO

from cchc_audit.render import whiskers
from cchc_audit.render.escape import html
from cchc_audit.render.people import People, Row, provenance_lines, sentences
from cchc_audit.render.report import Report
from cchc_audit.render.shown_rows import Body, body
from cchc_audit.texts import Texts

STYLE = """
body { font: 15px/1.45 system-ui, "Segoe UI", "Noto Sans", sans-serif; margin: 1.5rem; }
h1 { font-size: 1.3rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid #ccc; text-align: left; }
td { vertical-align: top; }
th { border-bottom: 2px solid #444; vertical-align: bottom; background: #fff; }
thead th { position: sticky; top: 0; }
.n { text-align: right; white-space: nowrap; }
.total td { font-weight: bold; border-top: 2px solid #444; }
.late { color: #b00020; } .overdue { color: #b00020; font-weight: bold; }
.suspended, .contestable { color: #8a5a00; } .early, .on_time { color: #1b6e2d; }
footer { color: #555; font-size: .85rem; margin-top: 1.5rem; overflow-wrap: anywhere; }
@media print { body { margin: 0; font-size: 10pt; } thead { display: table-header-group; } }
"""
"""The look of every page."""
# Many columns of figures: their headings wrap, and the room goes to the names.
_WIDE_STYLE = """th { font-size: .85rem; }
th.n { white-space: normal; min-width: 4.5rem; }
th:nth-child(2) { min-width: 11rem; }
"""
_COLOURED = frozenset({"outcome", "certainty"})
PRIVATE = frozenset({"officer"})
"""Columns that a page meant for publishing leaves out."""


def render_html(report: Report, *, texts: Texts) -> str:
    """The report as one page; everything from data is escaped."""
    matter = body(report, hidden=PRIVATE)
    people = People(report, texts)
    names = matter.names
    out = StringIO()
    out.write(f"<h1>{html(people.title())}</h1>\n<table>\n<thead><tr>")
    for name in names:
        mark = ' class="n"' if name in matter.numeric else ""
        out.write(f'<th scope="col"{mark}>{html(matter.heading(name, people))}</th>')
    out.write("</tr></thead>\n<tbody>\n")
    for total, row in matter.numbered():
        out.write('<tr class="total">' if total else "<tr>")
        for name in names:
            text = _cell(matter, people, name, row, total=total)
            out.write(f"<td{_mark(name, row, number=name in matter.numeric)}>{text}</td>")
        out.write("</tr>\n")
    out.write("</tbody>\n</table>\n")
    for sentence in sentences(people, total=matter.total):
        out.write(f"<p>{html(sentence)}</p>\n")
    return page(people, out.getvalue(), style=_WIDE_STYLE if report.kind.wide else "")


def _cell(matter: Body, people: People, name: str, row: Row, *, total: bool) -> str:
    """One cell as HTML: words, or the drawing of an interval with the words behind it."""
    if matter.scale is not None and name == whiskers.COLUMN:
        return matter.scale.svg(row, words=html(whiskers.words(row, people)))
    return html(people.cell(name, row, total=total))


def page(people: People, content: str, *, style: str = "") -> str:
    """A whole page around `content` (HTML already), with the provenance at its foot; `style` comes
    after that of every page.
    """
    lines = (f"{html(item)}: {html(value)}" for item, value in provenance_lines(people))
    footer = "<br>\n".join(lines)
    return (
        f'<!DOCTYPE html>\n<html lang="{people.texts.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html(people.title())}</title>\n<style>{STYLE}{style}</style>\n</head>\n<body>\n"
        f"{content}<footer>{footer}</footer>\n</body>\n</html>\n"
    )


def _mark(name: str, row: Row, *, number: bool) -> str:
    """The class of a cell: numbers to the right, outcomes in their colour."""
    if number:
        return ' class="n"'
    value = row[name]
    return f' class="{html(str(value))}"' if name in _COLOURED and value is not None else ""
