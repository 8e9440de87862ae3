"""Remarks that say otherwise than the status: *công dân rút hồ sơ* beside *Đang xử lý*.

Nobody moved the status on, or the remark is an old one. The status stands; but that such a dossier
is late is not proven.
"""

import re
from collections.abc import Iterator

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark, Status
from cchc_audit.intake.damage.damage import SHOWN, Damage, Evidence, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.header_words import holds_remarks
from cchc_audit.intake.values.statuses import read_status
from cchc_audit.intake.values.text import fold_search

_GONE = (Status.WITHDRAWN.value, Status.NOT_RECEIVED.value)
_OF_OPEN = (Status.REFUSED, Status.AWAITING_APPLICANT)
"""What a remark may say of a dossier that is still being handled."""
_REASON = re.compile(r"\bly do\b")
"""A reason to pause is not one to say that the status is wrong."""


def find(table: Table) -> Iterator[Damage]:
    """The rows whose remarks say that the dossier was withdrawn, or of an open one that it was
    turned down or waits for its applicant, where the status does not.
    """
    if "status" not in table.cells:
        return
    for header, name in table.ignored.items():
        if holds_remarks(header):
            yield from _contradicted(table, header, name)


def _contradicted(table: Table, header: str, name: str) -> Iterator[Damage]:
    remark = pl.col(name).str.strip_chars()
    texts = table.raw.select(pl.col(LINE).alias("source_line"), remark.alias("remark"))
    withdrawn, of_open = _telling(header, texts["remark"].unique())
    if not withdrawn and not of_open:
        return
    rows = texts.join(table.rows, on="source_line", how="inner", maintain_order="left")
    status = pl.col("status").fill_null(Status.UNKNOWN.value)
    handled = (status == Status.IN_PROGRESS.value) & pl.coalesce(FINISHES).is_null()
    found = rows.filter(
        (pl.col("remark").is_in(withdrawn) & ~status.is_in(_GONE))
        | (pl.col("remark").is_in(of_open) & handled)
    )
    if not found.is_empty():
        shown = found.select("source_line", "dossier_id", "remark").head(SHOWN)
        evidence = (Evidence(line, f"{number} → {text}") for line, number, text in shown.rows())
        mark = DamageMark.CONTRADICTED_STATUS
        marked = table.damage(mark, None, found.height, tuple(evidence))
        yield marked._replace(header=header, doubted=_everywhere(table, header, name))


def _telling(header: str, remarks: pl.Series) -> tuple[list[str], list[str]]:
    """Of different remarks those by which a dossier was withdrawn, and those by which one that is
    still being handled is not.
    """
    told = {text: read_status(text) for text in remarks.drop_nulls()}
    withdrawn = [text for text, status in told.items() if status is Status.WITHDRAWN]
    if _REASON.search(fold_search(header)):
        return withdrawn, []
    return withdrawn, [text for text, status in told.items() if status in _OF_OPEN]


def _everywhere(table: Table, header: str, name: str) -> tuple[int, ...]:
    """The lines of the whole table whose remarks say so, whatever the status is: a dossier that is
    withdrawn by it, too, is never late.
    """
    remark = pl.col(name).str.strip_chars()
    remarks = table.whole.select(remark.unique()).collect(engine="streaming").to_series()
    withdrawn, of_open = _telling(header, remarks)
    ends = [table.cell(end) for end in FINISHES if end in table.cells]
    handled = pl.all_horizontal(pl.lit(value=True), *(end.is_null() for end in ends))
    said = remark.is_in(withdrawn) | (remark.is_in(of_open) & handled)
    return tuple(table.whole.filter(said).select(LINE).collect(engine="streaming")[LINE])
