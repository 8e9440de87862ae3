"""What people read: a title, then parts, drawn alike as text, Markdown and HTML (`page_text`).

A document knows nothing of the command it answers, a writer of documents nothing of what is said.
Nothing in a document is escaped: each writer does that in its own way.
"""

from dataclasses import dataclass

from cchc_audit.render.columns_by_width import Shown


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `lines` of cells under `heads`, which stand in the order of `columns`.

    Cells may have line breaks and are wrapped, never cut. The columns of `right` hold numbers.
    `strong` are the numbers of lines to be noticed. With `spaced` the lines stand apart.
    """

    columns: tuple[Shown, ...]
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    right: frozenset[str] = frozenset()
    strong: frozenset[int] = frozenset()
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """Texts with a label before each (`[1]`, a day), under a heading."""

    heading: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and sentences below it, each an item of a list."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Sentences."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines of a file (`language` names its form) to be copied as they are."""

    text: str
    language: str = "toml"


Part = Grid | Notes | Section | Prose | Verbatim


@dataclass(frozen=True, slots=True)
class Document:
    """An answer for people.

    Its `heading` says more than the title where it has one of its own. `lead` are the sentences
    right below it; `sources` say what the answer rests on, as label and value.
    """

    title: str
    parts: tuple[Part, ...]
    heading: str = ""
    lead: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
