"""What is looked at for damage, and what is found."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import MOMENTS
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.moments import Span
from cchc_audit.texts import Texts

SHOWN = 3
"""How many rows are shown as evidence of a mark."""
REFUSING = frozenset({DamageMark.SWAPPED_DATES, DamageMark.TWO_ERAS})
"""The marks that end the run unless the user lets them pass by name."""
DOUBTFUL = REFUSING | {
    DamageMark.SHIFTED_CLOCK,
    DamageMark.CUT_EXPORT,
    DamageMark.UNREAD_COLUMN,
    DamageMark.MISNAMED_COLUMN,
    DamageMark.PLANNED_FINISH,
    DamageMark.MISPLACED_CELLS,
}
"""The marks after which a verdict that uses the column is not proven."""


LOOKED_AT = (
    *("source", "source_line", "fault"),
    *("dossier_id", "procedure_code", "procedure_name", "commune"),
    *("legal_term", "status", *MOMENTS),
)
"""The columns of typed rows that are looked at."""


class Evidence(NamedTuple):
    """One row that shows the mark: its line, and the cells as they stand, joined where several."""

    line: int
    value: str


class Damage(NamedTuple):
    """One mark in one column of one file.

    `column` is canonical, None for the file as a whole; `header` what the file calls it; `rows` how
    many rows bear it among those looked at. `doubted` are the lines that are not sure as a whole.
    """

    mark: DamageMark
    file: str
    column: str | None
    header: str
    rows: int
    evidence: tuple[Evidence, ...]
    source: int = 0
    doubted: tuple[int, ...] = ()

    def sentence(self, texts: Texts, *alike: "Damage") -> str:
        """What is to be known of it, with the rows that show it, and the way out; columns that are
        marked `alike` are told of with it.
        """
        rows = "; ".join(texts("damage.row", line=e.line, value=e.value) for e in self.evidence)
        line = self.evidence[0].line if self.evidence else 0
        header = "”, “".join(one.header for one in (self, *alike))
        lines = "\n".join(one.setting for one in (self, *alike))
        return texts(
            self._key,
            file=self.file,
            header=header,
            rows=rows,
            line=line,
            lines=lines,
            count=self.rows,
        )

    @property
    def setting(self) -> str:
        """The line of `cchc.toml` under `[columns]` by which the column is read as what it is."""
        header = self.header.replace("\\", "\\\\").replace('"', '\\"')
        column = "promised_at" if self.mark is DamageMark.PLANNED_FINISH else self.column
        return f'{column} = "{header}"'

    @property
    def _key(self) -> str:
        """The text that tells of it: of its mark, but for some columns."""
        if self.mark is DamageMark.CUT_EXPORT and self.column is not None:
            return "damage.told.cut_column"
        if self.mark is DamageMark.UNREAD_COLUMN and self.column == "promised_at":
            return "damage.told.unread_promise"
        return "damage.told.time_taken" if self.is_time_taken else f"damage.told.{self.mark}"

    @property
    def is_time_taken(self) -> bool:
        """Whether a column of terms holds what dossiers took: it is not read then."""
        return self.mark is DamageMark.MISNAMED_COLUMN and self.column == "legal_term"

    def document(self) -> dict[str, object]:
        """The mark for machines."""
        return {
            "mark": self.mark.value,
            "file": self.file,
            "column": self.column,
            "rows": self.rows,
            "evidence": [{"line": e.line, "value": e.value} for e in self.evidence],
        }


class Usual(NamedTuple):
    """What the dates of a call say in which day and month cannot be exchanged: the last of its acts
    (None: there are no such dates), and for each procedure (`key`) the most days from receipt to
    appointment (`promised_gap`) and to the end (`done_gap`).
    """

    reached: date | None
    gaps: pl.DataFrame


_NOTHING_USUAL = Usual(
    None,
    pl.DataFrame(schema={"key": pl.String, "promised_gap": pl.Float64, "done_gap": pl.Float64}),
)


@lru_cache(maxsize=1 << 10)
def _filled(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars()
    return pl.when(text.str.len_bytes() > 0).then(text)


class Table(NamedTuple):
    """The rows of one table that are looked at: all of a small one, some
    from every part of a large one.

    `raw`: `line` and the raw cells as text, without layout rows. `rows`: the same rows typed,
    `LOOKED_AT` of what `normalise.Normaliser.rows` gives. `cells` leads from canonical columns to
    raw ones, `headers` to what the file calls them. `records` counts the rows of the whole table,
    `last_line` is the last line it reaches; `broken` holds the last line where it breaks off in the
    middle.
    `ignored` leads from headers that name no column to raw cells. `span` are the moments that can
    be true, `judged` is the day of judgement. `month_first`: dates are read with the month first.
    `struck` are the raw rows of the whole table that are struck out, `whole` all of them, lazy.
    """

    file: str
    source: int
    raw: pl.DataFrame
    rows: pl.DataFrame
    cells: Mapping[str, str]
    headers: Mapping[str, str]
    records: int
    last_line: int
    judged: date
    span: Span
    ignored: Mapping[str, str]
    broken: Evidence | None = None
    month_first: bool = False
    struck: pl.DataFrame = pl.DataFrame()
    whole: pl.LazyFrame = pl.LazyFrame()
    others: tuple["Table", ...] = ()
    usual: Usual = _NOTHING_USUAL

    def cell(self, column: str) -> pl.Expr:
        """The raw text of a canonical column, blank cells null."""
        return _filled(self.cells[column])

    def damage(
        self, mark: DamageMark, column: str | None, rows: int, evidence: tuple[Evidence, ...]
    ) -> Damage:
        """A mark of this table."""
        header = "" if column is None else self.headers.get(column, "")
        return Damage(mark, self.file, column, header, rows, evidence, self.source)

    def shown(self, chosen: pl.DataFrame, column: str, most: int = SHOWN) -> tuple[Evidence, ...]:
        """The first of some raw rows, with the cell of `column`, as evidence."""
        cells = chosen.select(LINE, self.cells[column]).head(most)
        return tuple(Evidence(line, str(value)) for line, value in cells.iter_rows())
