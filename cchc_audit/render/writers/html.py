"""A document as one self-contained HTML page: no outside file, readable on paper and offline.

Everything from data is escaped by the templates. The only script sorts and filters lists, stands in
the page and is named to the browser by its digest: no other one runs, whatever the data holds.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256

from jinja2 import Environment, Template
from markupsafe import Markup

from cchc_audit.render import intervals
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Article, Document, Interval, Part, Table
from cchc_audit.render.escape import html
from cchc_audit.render.page_templates import page_templates
from cchc_audit.render.writers.pdf_columns import UNBROKEN
from cchc_audit.texts import Lang, Texts

_WORDS = {
    "table": "report.page.table",
    "all": "report.page.all",
    "filter": "report.page.filter",
    "shown": "report.page.shown",
}
_MOMENT = re.compile(r"\d\d/\d\d/\d{4} ")
_ROOMY, _AMPLE = 5, 12
"""The ranks from which on a column needs a screen that is no telephone's, and a large one."""
_MOST_ROOM = 30
"""Letters beyond which a column of text is wrapped all the same."""


def document_html(document: Document, *, lang: Lang) -> str:
    """The page; charts and intervals are drawn in it."""
    live = any(isinstance(part, Table) and part.live and part.lines for part in document.parts)
    script = _script() if live else None
    return _template("document.html").render(
        document=document,
        lang=lang,
        styles=list(_styles(document)),
        words={name: Texts(lang)(key) for name, key in _WORDS.items()},
        script=script,
        policy=_policy(script),
    )


@cache
def _script() -> Markup:
    return Markup(_template("sort.js.html").render())


def _policy(script: str | None) -> str:
    """What a browser may do with the page: nothing but show it, and run `script`."""
    allowed = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    if script is None:
        return allowed
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return f"{allowed}; script-src 'sha256-{digest}'"


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


def _heads(table: Table) -> Iterator[tuple[Shown, str]]:
    """The columns, none with more room than its cells take, each with its heading."""
    for at, (column, head) in enumerate(zip(table.columns, intervals.headed(table), strict=True)):
        cells = (line[at] for line in table.lines)
        longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        least = None if column.least is None else min(column.least, longest)
        yield column._replace(least=least), head


def _head_looks(column: Shown, right: frozenset[str], *, live: bool = False) -> Markup:
    """The attributes of a heading: a column of text gets the room that its words need."""
    looks = ["n" if column.name in right else "", _welcome(column) if live else ""]
    least = 0 if column.name in right else min(column.least or 0, _MOST_ROOM)
    return _classes(looks) + (Markup(' style="--room: {}ch"').format(least) if least else "")


def _cell_looks(table: Table, row: int, at: int) -> Markup:
    """The attributes of a cell: numbers stand right, what is coloured has the class of its word,
    and a code or a word of a closed set stands on one line; a moment is broken before its time.
    """
    column, cell = table.columns[at], table.lines[row][at]
    welcome = _welcome(column) if table.live else ""
    if column.name in table.right:
        return _classes(["n", welcome])
    closed = column.least is None and isinstance(cell, str) and len(cell) < _MOST_ROOM
    word = closed and not _MOMENT.match(str(cell))
    broken = "id" if column.name in UNBROKEN else "word" if word else ""
    return _classes([table.marks.get((row, at), ""), broken, welcome])


def _welcome(column: Shown) -> str:
    """Whether a column is left to who asks for all of them: on any screen but a large one, or on
    that of a telephone.
    """
    return "ample" if column.rank >= _AMPLE else "roomy" if column.rank >= _ROOMY else ""


def _classes(looks: Iterable[str]) -> Markup:
    found = " ".join(filter(None, looks))
    return Markup(' class="{}"').format(found) if found else Markup("")


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
    made.globals |= {"kind_of": _kind, "heads": _heads, "looks": _head_looks, "look": _look}
    made.globals["ample"] = _AMPLE
    made.globals["cell_looks"] = _cell_looks
    made.filters |= {"lines": _lines, "drawn": _drawn}
    return made
