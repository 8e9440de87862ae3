"""What people read: a title, then parts, drawn by one writer each for a screen, Markdown and HTML.

A document knows nothing of the command it answers, a writer of documents nothing of what is said.
Nothing in a document is escaped: each writer does that in its own way.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from cchc_audit.render.columns_by_width import Shown

WIDE = 140
"""Columns of a screen from which on there is room for the time of day."""


class Reader(NamedTuple):
    """For whom a document is drawn up: `short` labels for narrow columns, the time of day only
    where there is room for a `clock`, nobody named in what is `public`, charts where they can be
    `drawn`, lists that whoever reads them sorts and filters where they are `live`.
    """

    short: bool = False
    clock: bool = True
    public: bool = False
    drawn: bool = False
    live: bool = False


PAGE = Reader(public=True, drawn=True, live=True)
"""Who reads a page in a browser."""
PRINTED = Reader(public=True, drawn=True)
"""Who reads a paper."""


def on_screen(width: int) -> Reader:
    """Who reads a screen of so many columns."""
    return Reader(short=True, clock=width >= WIDE)


INTERVAL = "interval"
"""The name of the column of intervals; it stands in no file for programs."""


class Interval(NamedTuple):
    """A rate and the ends of its interval, drawn where a drawing can be made, else in `words`."""

    low: float
    rate: float
    high: float
    words: str


def _nothing_unseen(_: Sequence[str]) -> Sequence[str]:
    return ()


class Table(NamedTuple):
    """A list as long as it may be: a cell takes one line, and is cut where it does not fit.

    `lines` of cells stand under `heads` in the order of `columns`. The columns of `right` hold
    numbers. `total` is the number of the line of sums. `marks` are the words of closed sets (an
    outcome, how certain it is) that colour a cell, by line and column. Intervals (None where there
    is none) are drawn from `floor` to 1. `below` are the sentences under the table; of columns that
    are `idle`, or find no room on a screen, `unseen` says there what is to be said, given their
    names. A `wide` table has many columns of figures; a `live` one is sorted and filtered in its
    page.
    """

    columns: tuple[Shown, ...]
    heads: tuple[str, ...]
    lines: Sequence[Sequence[str | Interval | None]]
    right: frozenset[str] = frozenset()
    total: int | None = None
    marks: Mapping[tuple[int, int], str] = MappingProxyType({})
    floor: float | None = None
    below: tuple[str, ...] = ()
    idle: frozenset[str] = frozenset()
    unseen: Callable[[Sequence[str]], Sequence[str]] = _nothing_unseen
    wide: bool = False
    live: bool = False

    @property
    def names(self) -> list[str]:
        """The canonical names of the columns."""
        return [column.name for column in self.columns]


class Grid(NamedTuple):
    """A table to be read: `lines` of cells under `heads`, which stand in the order of `columns`.

    Cells may have line breaks and are wrapped, never cut. The columns of `right` hold numbers.
    `strong` are the numbers of lines to be noticed. With `spaced` the lines stand apart.
    """

    columns: tuple[Shown, ...]
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    right: frozenset[str] = frozenset()
    strong: frozenset[int] = frozenset()
    spaced: bool = False


class Notes(NamedTuple):
    """Texts with a label before each (`[1]`, a day), under a heading."""

    heading: str
    items: tuple[tuple[str, str], ...]


class Section(NamedTuple):
    """A heading and sentences below it, each an item of a list."""

    heading: str
    items: tuple[str, ...]


class Prose(NamedTuple):
    """Sentences."""

    sentences: tuple[str, ...]


class Verbatim(NamedTuple):
    """Lines of a file (`language` names its form) to be copied as they are."""

    text: str
    language: str = "toml"


class Chart(NamedTuple):
    """A drawing, as SVG that may stand inside a page or a paper; only these show it.

    Its `heading` stands above it, where it has none inside; `said` are the sentences below.
    """

    svg: str
    heading: str = ""
    said: tuple[str, ...] = ()


class Step(NamedTuple):
    """One step of a reckoning: its name, its moment, what was done, by which law (blank: none)."""

    name: str
    at: str
    text: str
    law: str


class Day(NamedTuple):
    """One day of a calendar.

    `mark` is what was made of it: `0` for the day the clock starts, its number, `+n` for the n-th
    working day after the deadline, a sign for a day that does not count; a star marks a make-up
    day. `style` is one of `clock`, `counted`, `makeup`, `paused`, `off`, `weekend`, `late`, `idle`.
    `name` is that of a holiday.
    """

    number: int
    mark: str
    style: str
    name: str | None
    deadline: bool
    finish: bool


class Month(NamedTuple):
    """A month: weeks of seven places from Monday; None where no day stands."""

    title: str
    weeks: tuple[tuple[Day | None, ...], ...]


class Calendar(NamedTuple):
    """Numbered days as months of weeks, under a heading, which on a screen tells how a day reads.

    `legend` tells of each mark that occurs its style and its meaning; `named` are the days with a
    name, a sentence each.
    """

    heading: str
    heading_on_screen: str
    weekdays: tuple[str, ...]
    months: tuple[Month, ...]
    legend: tuple[tuple[str, str, str], ...]
    named: tuple[str, ...]


class Article(NamedTuple):
    """All about one dossier, a page of its own on paper.

    The title has a short form for where it would not fit, and the colour of `mark` (an outcome).
    `facts` are label and value; `closing` are the last sentences.
    """

    title: str
    short_title: str
    mark: str
    facts: tuple[tuple[str, str], ...]
    steps_heading: str
    steps: tuple[Step, ...]
    calendar: Calendar | None
    closing: tuple[str, ...]


Part = Table | Grid | Notes | Section | Prose | Verbatim | Chart | Article


class Document(NamedTuple):
    """An answer for people.

    Its `heading` says more than the title where it has one of its own; one that is not `headed` is
    made up of articles, which have theirs. `lead` are the sentences right below it; `sources` say
    what the answer rests on, as label and value.
    """

    title: str
    parts: tuple[Part, ...]
    heading: str = ""
    lead: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    headed: bool = True
