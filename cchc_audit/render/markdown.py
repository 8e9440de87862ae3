"""Markdown: the wide choice of columns as a pipe table, with the sentences below."""

from collections.abc import Sequence
from io import StringIO

from cchc_audit.render import whiskers
from cchc_audit.render.escape import markdown
from cchc_audit.render.people import People, Row, sentences
from cchc_audit.render.report import Report
from cchc_audit.render.shown_rows import Body, body
from cchc_audit.texts import Texts


def render_markdown(report: Report, *, texts: Texts) -> str:
    """The report with a title, long labels and everything from data escaped."""
    matter = body(report)
    people = People(report, texts)
    names = matter.names
    out = StringIO()
    out.write(f"## {markdown(people.title())}\n\n")
    if matter.rows:
        out.write(_line([people.label(name) for name in names]))
        marks = ("---:" if name in matter.numeric else "---" for name in names)
        out.write("|" + "|".join(marks) + "|\n")
    for total, row in matter.numbered():
        cells = [markdown(_cell(matter, people, name, row, total=total)) for name in names]
        out.write(_line([f"**{cell}**" if total and cell else cell for cell in cells]))
    for sentence in sentences(people, total=matter.total):
        out.write(f"\n{markdown(sentence)}\n")
    return out.getvalue()


def _cell(matter: Body, people: People, name: str, row: Row, *, total: bool) -> str:
    """The text of one cell; an interval in figures, because letters differ in width."""
    if matter.scale is not None and name == whiskers.COLUMN:
        return whiskers.words(row, people)
    return people.cell(name, row, total=total)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
