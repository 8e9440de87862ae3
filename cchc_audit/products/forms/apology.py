"""Drafts of form 04: the apology for late and overdue dossiers that have had none.

Received from 1 July 2025 on: "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết" (Circular
03/2025/TT-VPCP); before: "Phiếu xin lỗi và hẹn lại ngày trả kết quả" (Circular 01/2018/TT-VPCP).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

import polars as pl

from cchc_audit.analysis.summary import is_late, late_rows, sort_rows
from cchc_audit.audit.dataset import open_dataset
from cchc_audit.audit.findings import context_of
from cchc_audit.audit.passes import OutcomeQuery
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import run_queries
from cchc_audit.audit.scope import in_scope
from cchc_audit.core.columns import PERSONAL
from cchc_audit.core.vocabulary import BEHIND, Certainty
from cchc_audit.engine.batches import Batches
from cchc_audit.intake.values.text import fold_search
from cchc_audit.products.forms.letter import write_letters, write_together
from cchc_audit.products.forms.official_form import Filled
from cchc_audit.render.report import Report
from cchc_audit.render.report_kinds import FORM_APOLOGY
from cchc_audit.texts import Texts

APOLOGY_COLUMNS = (
    *("dossier_id", "procedure_code", "procedure_name", "commune", "agency", "received_at"),
    *("promised_at", "deadline", "finished_at", "outcome", "certainty", "days_late", "basis"),
    "doubt",
)
SINCE = date(2025, 7, 1)
"""From this day of receipt on the letter asks for an extension (Decree 118/2025/NĐ-CP)."""

_LONGEST = 80


class Letter(StrEnum):
    """Which edition of form 04 a dossier needs."""

    EXTENSION = "extension"
    APPOINTMENT = "appointment"


def apology(request: Request, certainty: Collection[Certainty] = (Certainty.FIRM,)) -> Filled:
    """The dossiers late or overdue without an apology, as a list and as letters to be completed;
    only those whose delay is as sure as one of `certainty`: nobody apologises for a doubt.

    Reason and new date stay blank; whom a letter is addressed to stands there only where personal
    data was asked for.
    """
    dataset = open_dataset(request)
    texts = Texts(request.settings.lang)
    scope = in_scope(dataset) & is_late() & pl.col("apology_at").is_null()
    personal = PERSONAL if request.show_personal else ()
    columns = (*APOLOGY_COLUMNS, *personal)
    result = run_queries(
        dataset,
        lambda _: [],
        of_outcomes=OutcomeQuery(
            BEHIND, lambda rows, _: [Batches(rows.filter(scope).select(columns))]
        ),
    )
    lazy = result.frames[0].lazy()
    rows = (late_rows(lazy) if request.sort is None else sort_rows(lazy, request.sort)).collect()
    sure = pl.col("certainty").cast(pl.String).is_in([level.value for level in certainty])
    doubtful = len(rows) - int(rows.select(sure.sum()).item())
    rows = rows.filter(sure)
    total = len(rows)
    rows = rows.head(total if request.limit is None else request.limit).with_columns(
        pl.selectors.categorical().cast(pl.String),
        pl.selectors.enum().cast(pl.String),
        pl.when(pl.col("received_at") < SINCE)
        .then(pl.lit(Letter.APPOINTMENT.value))
        .otherwise(pl.lit(Letter.EXTENSION.value))
        .alias("letter"),
    )
    said = [texts("letters.doubtful", n=texts.whole(doubtful))] if doubtful else []
    known = "apology_at" in context_of(dataset).available
    report = Report(
        FORM_APOLOGY,
        rows.lazy(),
        total,
        len(rows),
        result.conclude(),
        closing=(*said, *(() if known else (texts("letters.unknown"),))),
        extra={"form": "apology"},
    )
    letters = list(zip(file_names(rows["dossier_id"].to_list()), rows.to_dicts(), strict=True))
    return Filled(
        report,
        people=replace(report, closing=(*report.closing, texts("letters.how"))),
        lay_out=lambda path: write_together([row for _, row in letters], path, request, texts),
        fill=lambda folder: write_letters(letters, folder, request, texts),
    )


def file_names(dossiers: Sequence[str]) -> list[str]:
    """A file name a dossier: of letters, digits, dots and hyphens, no two alike in any case."""
    taken: set[str] = set()
    names = []
    for dossier in dossiers:
        plain = re.sub(r"[^a-z0-9.]+", "-", fold_search(dossier)).strip(".-")[:_LONGEST] or "ho-so"
        name, number = plain, 1
        while name in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name)
        names.append(f"xin-loi-{name}.docx")
    return names
