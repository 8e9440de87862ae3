"""Web archives (MHTML): the pages in them, each with its tables."""

import email
import io
from email.policy import default
from functools import partial
from pathlib import Path

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.html_table import grids_of, same
from cchc_audit.intake.files.markup import markup_encoding
from cchc_audit.intake.files.tables.headless_tables import join_headless
from cchc_audit.intake.files.workbooks.sheets import Grid, Sheet, tables_of


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The tables of all pages. Lines are rows of the table.

    Raises `InputError` for an archive without a table of dossiers.
    """
    if path.stat().st_size > ask.limit:
        raise InputError("intake.unpacked_too_large", file=given, limit=ask.limit >> 20)
    with path.open("rb") as file:
        message = email.message_from_binary_file(file, policy=default)
    grids: list[Grid] = []
    for part in message.walk():
        page = part.get_payload(decode=True)
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and page:
            raw = bytes(page) if isinstance(page, bytes) else b""
            told = part.get_content_charset()
            encoding = markup_encoding(raw, told=told)
            found = list(grids_of(io.BytesIO(raw), ask, given=given, encoding=encoding))
            grids += join_headless(found, ask.score)
    if not grids:
        raise InputError("intake.web_page", file=given)
    sheets = [Sheet(str(number), partial(same, grid)) for number, grid in enumerate(grids, start=1)]
    return tables_of(sheets, ask, given=given, kind=kind)
