"""The rows as formats for people need them: the columns they show, which are numbers, the total."""

from collections.abc import Iterator
from dataclasses import dataclass

from cchc_audit.report import layout, whiskers
from cchc_audit.report.model import Report
from cchc_audit.report.people import People, Row


@dataclass(frozen=True, slots=True)
class Body:
    """Collected rows with the columns shown, in the order of display; `numeric` stand right.

    `last` is the place of the total row, None where there is none; `scale` the axis on which
    intervals are drawn, where they are.
    """

    columns: tuple[layout.Shown, ...]
    numeric: frozenset[str]
    rows: list[Row]
    last: int | None
    scale: whiskers.Scale | None = None

    @property
    def names(self) -> list[str]:
        """The canonical names of the columns shown."""
        return [column.name for column in self.columns]

    @property
    def total(self) -> Row | None:
        """The total row."""
        return None if self.last is None else self.rows[self.last]

    def heading(self, name: str, people: People) -> str:
        """The heading of a column; where intervals are drawn it tells the axis."""
        if self.scale is not None and name == whiskers.COLUMN:
            return self.scale.heading(people)
        return people.label(name)

    def numbered(self) -> Iterator[tuple[bool, Row]]:
        """Each row, and whether it is the total."""
        return ((number == self.last, row) for number, row in enumerate(self.rows))


def body(report: Report, *, hidden: frozenset[str] = frozenset()) -> Body:
    """Collect the rows of `report`, without the columns of `hidden`."""
    frame = report.rows.collect()
    present = [name for name in frame.columns if name not in hidden.union(report.hidden)]
    rows: list[Row] = list(frame.to_dicts())
    scale = None
    if report.command in layout.DRAWN:
        scale = whiskers.Scale.of(rows)
        present.append(whiskers.COLUMN)
        rows = [{**row, whiskers.COLUMN: None} for row in rows]
    return Body(
        columns=layout.columns(report.variant or report.command, report.keys, present),
        numeric=frozenset(name for name in frame.columns if frame.schema[name].is_numeric()),
        rows=rows,
        last=len(rows) - 1 if report.has_total and rows else None,
        scale=scale,
    )
