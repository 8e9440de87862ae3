"""Dates whose year the rest of their row contradicts, told as a mark of damage: the verdict says
which they are, so what is told and what is unproven are the same.
"""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.engine.lookup import ROW
from cchc_audit.intake import Intake
from cchc_audit.intake.damage import Damage
from cchc_audit.intake.damage.damage import SHOWN, Evidence
from cchc_audit.intake.few_rows import fetch_rows
from cchc_audit.law.verdict import Case, decide
from cchc_audit.law.verdict.other_year import AHEAD, find_other_years


def tell_mistyped_years(intake: Intake, case: Case) -> tuple[Damage, ...]:
    """The mark of every column that holds such dates, among the rows that were looked at."""
    suspects = intake.suspects
    if suspects.is_empty():
        return ()
    rows = fetch_rows(intake.exports, intake.normaliser, suspects).lazy()
    first = pl.col(FINISHES[0]).is_not_null()
    judged = decide(rows.with_columns(first.alias("first")), case)
    told = find_other_years(case)
    ahead = told[AHEAD]
    wrong = {
        **{name: one for name, one in told.items() if name != AHEAD},
        FINISHES[0]: told[FINISHES[0]] | (ahead & pl.col("first")),
        FINISHES[1]: ahead & ~pl.col("first"),
    }
    columns = [one.fill_null(value=False).alias(name) for name, one in wrong.items()]
    found = judged.filter(pl.col("fault").is_null()).select(*ROW, *columns).collect()
    return tuple(_marks(intake, found.sort(ROW), tuple(wrong)))


def _marks(intake: Intake, found: pl.DataFrame, columns: tuple[str, ...]) -> Iterator[Damage]:
    for (source,), rows in found.group_by("source", maintain_order=True):
        file, number = intake.files[int(str(source))], int(str(source))
        for name in columns:
            lines = rows.filter(name)["source_line"]
            if lines.is_empty() or name not in file.columns:
                continue
            shown = tuple(_evidence(intake, number, line, name) for line in lines.head(SHOWN))
            header, mark = file.columns[name], DamageMark.MISTYPED_YEAR
            yield Damage(mark, file.path, name, header, len(lines), shown, number)


def _evidence(intake: Intake, source: int, line: int, name: str) -> Evidence:
    """The dossier's number, and the date."""
    cells = intake.written(source, line)
    return Evidence(line, f"{cells.get('dossier_id', '')} → {cells.get(name, '')}")
