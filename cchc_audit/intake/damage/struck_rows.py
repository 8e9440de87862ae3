"""Rows that a workbook shows struck out, as offices do with dossiers that are cancelled or written
down twice.

They count as any other row, for nobody says what the stroke means; so a delay of theirs is not
proven.
"""

from collections.abc import Iterator

from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import SHOWN, Damage, Evidence, Table
from cchc_audit.intake.files.raw_rows import LINE


def find(table: Table) -> Iterator[Damage]:
    """The dossiers that are struck out."""
    struck = table.struck
    if not struck.is_empty():
        numbers = struck.select(LINE, table.cell("dossier_id").fill_null("")).head(SHOWN)
        evidence = tuple(Evidence(line, number) for line, number in numbers.rows())
        mark = DamageMark.STRUCK_ROWS
        found = table.damage(mark, None, len(struck), evidence)
        yield found._replace(doubted=tuple(struck[LINE]))
