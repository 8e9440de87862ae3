"""What `check` found in the exports, as a report: files, rejected rows, unknown values, a verdict.

The rows are the rejected ones (`file line column value reason`); all else stands in `extra`, under
the names that the JSON document promises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from cchc_audit.core.columns import FINISHES
from cchc_audit.render.pages.check_page import TERMS
from cchc_audit.render.people import MANY
from cchc_audit.render.report import Provenance, Report
from cchc_audit.render.report_kinds import CHECK

if TYPE_CHECKING:
    import polars as pl

    from cchc_audit.intake.check_export import Check
    from cchc_audit.intake.check_export import FileCheck as FileFound


_REJECTS = {"file": str, "line": int, "column": str, "value": str, "reason": str}


class Usable(StrEnum):
    """Whether the export can carry a verdict."""

    USABLE = "usable"
    PARTLY = "partly"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file as it was found.

    `rows` counts its data rows, rejected ones included; `layout_rows` titles, totals, signatures.
    `columns` maps canonical names to headers, `others` to further headers of the same column that
    were not used; `ignored` are headers that name nothing, `missing` canonical names without one.
    `header_cells` is how many cells the header has, and so every row should; `header_line` is where
    it stands.
    """

    file: str
    encoding: str
    delimiter: str | None
    rows: int
    layout_rows: int
    rejected: int
    columns: Mapping[str, str]
    ignored: Sequence[str]
    missing: Sequence[str]
    others: Mapping[str, Sequence[str]]
    header_cells: int
    header_line: int


@dataclass(frozen=True, slots=True)
class Differing:
    """A row that another row of the same dossier stands in for."""

    dossier_id: str
    file: str
    line: int


def of_check(
    found: "Check",
    *,
    collapsed: "pl.DataFrame",
    provenance: Provenance,
    closing: tuple[str, ...] = (),
    shared: Mapping[str, int] = MappingProxyType({}),
) -> Report:
    """The report of what intake's `check` found.

    `collapsed` are the rows that gave way to another row of their dossier (`source`,
    `source_line`, `dossier_id`, `differs`); `closing` further finished sentences,
    `shared` the numbers of which several communes have a dossier, with how many.
    """
    import polars as pl

    files = [_file(file) for file in found.files]
    rejects = pl.DataFrame(
        [(r.file, r.line, r.column, r.value, r.fault.value) for r in found.rejects],
        schema=_REJECTS,
        orient="row",
    )
    differing = [
        Differing(row["dossier_id"], files[row["source"]].file, row["source_line"])
        for row in collapsed.filter("differs").sort("source", "source_line").to_dicts()
    ]
    return check_report(
        files,
        rejects.lazy(),
        unknown=found.unknown,
        differing=differing,
        provenance=provenance,
        closing=closing,
        reasons={fault.value: count for fault, count in found.reasons.items()},
        communes=found.communes,
        placeholders=found.placeholders,
        misspelt_terms=found.misspelt_terms,
        shared=shared,
    )


def check_report(
    files: Sequence[FileCheck],
    rejects: "pl.LazyFrame",
    *,
    unknown: Mapping[str, Mapping[str, int]],
    differing: Sequence[Differing],
    provenance: Provenance,
    closing: tuple[str, ...] = (),
    reasons: Mapping[str, int] = MappingProxyType({}),
    communes: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
    placeholders: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
    misspelt_terms: Mapping[str, int] = MappingProxyType({}),
    shared: Mapping[str, int] = MappingProxyType({}),
) -> Report:
    """The report of `check`.

    `rejects` has `file` String, `line` integer, `column` String (null: the row as a whole), `value`
    String, `reason` String (a `Fault`), in the order of the files; `reasons` counts them. `unknown`
    counts rows by text for `status`, `procedure`, `term` and `channel`, `communes` by commune and
    spelling, `placeholders` cells by column and text that stand for nothing, `misspelt_terms` rows
    by term, `shared` dossiers by number where several communes have one.
    """
    verdict, why = judge_export(files, provenance, statuses=unknown.get("status", {}))
    return Report(
        kind=CHECK,
        rows=rejects,
        total_rows=provenance.rows_rejected,
        shown=provenance.rows_rejected,
        provenance=provenance,
        closing=closing,
        extra={
            "verdict": verdict.value,
            "why": list(why),
            "files": [asdict(file) for file in files],
            "unknown": {name: _by_count(counts) for name, counts in unknown.items()},
            "differing": [asdict(row) for row in differing],
            "reasons": dict(reasons),
            "communes": {name: dict(spellings) for name, spellings in communes.items()},
            "shared_numbers": {"numbers": len(shared), "dossiers": sum(shared.values())},
            "misspelt_terms": dict(misspelt_terms),
            "placeholders": {name: dict(texts) for name, texts in placeholders.items()},
        },
    )


def is_unusable(report: Report) -> bool:
    """Whether a report of `check` says that the exports cannot carry a verdict."""
    return report.extra.get("verdict") == Usable.UNUSABLE


def _file(found: "FileFound") -> FileCheck:
    file = found.file
    return FileCheck(
        file=file.path,
        encoding=file.encoding,
        delimiter=file.delimiter,
        rows=found.rows,
        layout_rows=len(found.layout_rows),
        rejected=found.rejected,
        columns=dict(file.columns),
        ignored=list(file.ignored),
        missing=list(file.missing),
        others={name: list(headers) for name, headers in file.others.items()},
        header_cells=file.width,
        header_line=file.header_line,
    )


def judge_export(
    files: Sequence[FileCheck], provenance: Provenance, *, statuses: Mapping[str, int]
) -> tuple[Usable, tuple[str, ...]]:
    """Whether the export is usable, and the reasons why not, as keys of `report.check.why`."""
    read = max(provenance.rows_read, 1)
    rejected = provenance.rows_rejected / read
    blind = [not any(name in file.columns for name in TERMS) for file in files]
    grave = {
        "no_dossiers": provenance.assessed == 0,
        "mostly_rejected": rejected > 1 / 2,
        "nothing_to_compare": bool(blind) and all(blind),
    }
    if any(grave.values()):
        return Usable.UNUSABLE, tuple(name for name, holds in grave.items() if holds)
    doubts = {
        "many_rejected": rejected > MANY,
        "no_finish": any(not any(name in file.columns for name in FINISHES) for file in files),
        "some_nothing_to_compare": any(blind),
        "many_unknown_statuses": sum(statuses.values()) / read > MANY,
    }
    why = tuple(name for name, holds in doubts.items() if holds)
    return (Usable.PARTLY if why else Usable.USABLE), why


def _by_count(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent first, equal ones by their text."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
