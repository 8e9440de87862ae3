"""A document as one self-contained HTML page: no script, no outside file, readable on paper and
offline. Everything from data is escaped by the templates.
"""

from collections.abc import Iterator
from functools import cache

from jinja2 import Environment, Template
from markupsafe import Markup

from cchc_audit.render import intervals
from cchc_audit.render.document import Article, Document, Interval, Part, Table
from cchc_audit.render.escape import html
from cchc_audit.render.page_templates import page_templates
from cchc_audit.texts import Lang


def document_html(document: Document, *, lang: Lang) -> str:
    """The page; charts and intervals are drawn in it."""
    styles = list(_styles(document))
    return _template("document.html").render(document=document, lang=lang, styles=styles)


def _template(name: str) -> Template:
    return _environment().get_template(name)


def _styles(document: Document) -> Iterator[str]:
    """What the looks of every page lack."""
    if any(isinstance(part, Table) and part.wide for part in document.parts):
        yield "wide"
    if any(isinstance(part, Article) for part in document.parts):
        yield "article"


def _kind(part: Part) -> str:
    """Which macro draws a part."""
    return type(part).__name__


def _look(style: str) -> str:
    """The class of a day: `late` means something else to the looks of every page."""
    return "after" if style == "late" else style


def _heads(table: Table) -> Iterator[tuple[str, str]]:
    return zip(table.names, intervals.headed(table), strict=True)


def _lines(text: str, between: str) -> Markup:
    """The lines of a text, each escaped, with `between` (HTML already) between them."""
    return Markup(between).join(Markup(html(line)) for line in text.split("\n"))


def _drawn(cell: str | Interval | None, floor: float | None) -> str:
    """One cell: words, or the drawing of an interval with the words behind it."""
    if isinstance(cell, Interval):
        places = intervals.places(cell, floor or 0.0)
        return Markup(_template("interval.html").render(words=cell.words, at=places))
    return cell or ""


@cache
def _environment() -> Environment:
    made = page_templates("cchc_audit.render.writers")
    made.globals |= {"kind_of": _kind, "heads": _heads, "look": _look}
    made.filters |= {"lines": _lines, "drawn": _drawn}
    return made
