"""How a file holds its table, told by its first bytes and never by its name.

A new container is a module with a `read`, and one line of `CONTAINERS`. What is no table at all is
in `refusals`.
"""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.head import Head


class Container(NamedTuple):
    """A way to hold tables: how a file of it begins, and the module that reads it."""

    kind: Kind
    begins: Callable[[Head], bool]
    module: str

    def read(self, path: Path, ask: Ask, given: str) -> Tables:
        """The tables of the file `path`, which people know as `given`.

        Raises `InputError` where it cannot be read.
        """
        # Most runs read text alone, and some of these take a while to load.
        module = import_module(f"{__package__}.{self.module}")
        tables: Tables = module.read(path, ask, given=given, kind=self.kind)
        return tables


def _bytes(*magic: bytes) -> Callable[[Head], bool]:
    return lambda head: head.raw.startswith(magic)


def _zip(*members: str) -> Callable[[Head], bool]:
    return lambda head: any(member in head.members for member in members)


def _compound(*names: str) -> Callable[[Head], bool]:
    return lambda head: any(name in head.streams for name in names)


def _text(pattern: str) -> Callable[[Head], bool]:
    found = re.compile(pattern, re.DOTALL)
    return lambda head: bool(found.match(head.text))


_ABOVE = r"(?:<\?[^>]*>\s*|<!--.*?-->\s*)*"
_ROWS = r"<table\b[^<>]*>\s*(?:<(?:caption|colgroup|col|thead|tbody)\b[^<>]*/?>\s*)*<tr\b"
_CELL = r"[^<>,;|{}\[\]\t\r\n]{0,200}"
_TITLE = rf"{_CELL}(?:[,;]{_CELL}){{0,2}}"

CONTAINERS = (
    Container(Kind.XLSX, _zip("xl/workbook.xml"), "workbooks.xlsx"),
    Container(Kind.XLSB, _zip("xl/workbook.bin"), "workbooks.xlsb"),
    Container(Kind.ODS, lambda head: head.open_document == b"spreadsheet", "workbooks.ods"),
    Container(Kind.XLS, _compound("Workbook", "Book"), "workbooks.xls"),
    Container(Kind.PARQUET, _bytes(b"PAR1"), "structured.parquet"),
    Container(Kind.XML_2003, _text(rf"{_ABOVE}<(\w+:)?workbook\b"), "workbooks.xml_2003"),
    Container(
        Kind.ODS, _text(rf"{_ABOVE}<office:document\b.{{0,9999}}spreadsheet"), "workbooks.ods"
    ),
    Container(Kind.MHTML, _text(r"[\w-]+:[^\n]*\n.{0,3000}(multipart/related|text/html)"), "mhtml"),
    Container(
        Kind.HTML,
        _text(rf"{_ABOVE}<(!doctype html|html|head|body|meta|style|title|table|div|form)\b"),
        "html_table",
    ),
    # Parts of a page alone, as software writes them: `<h3>…</h3><table>`, a title and `<br>`. No
    # line of a table stands above: cells of text may hold a table of their own.
    Container(Kind.HTML, _text(rf"{_TITLE}<.{{0,9999}}?{_ROWS}"), "html_table"),
    Container(
        Kind.XML,
        _text(rf"<\?xml\b|<!doctype\b|{_ABOVE}<(?!stata)[a-z_][\w:.-]*(?:\s[^<>]*)?>\s*<[a-z_!?]"),
        "structured.xml_records",
    ),
    Container(Kind.JSON, _text(r"\[\s*[\]{[\"]|\{\s*[\"}]"), "structured.json_records"),
)
"""The ways to hold tables, in the order in which they are tried; what is none of them is text."""


def container_of(head: Head) -> Container | None:
    """The container of a file, None for text without any."""
    return next((one for one in CONTAINERS if one.begins(head)), None)
