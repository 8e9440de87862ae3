"""The rows as formats for people need them: the columns they show, which are numbers, the total."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from cchc_audit.render import columns_by_width, whiskers
from cchc_audit.render.people import People, Row
from cchc_audit.render.report import Report


@dataclass(frozen=True, slots=True)
class Body:
    """Collected rows with the columns shown, in the order of display; `numeric` stand right.

    `last` is the place of the total row, None where there is none; `scale` the axis on which
    intervals are drawn, where they are. With `counts` the columns are rules, and count findings.
    """

    columns: tuple[columns_by_width.Shown, ...]
    numeric: frozenset[str]
    rows: list[Row]
    last: int | None
    scale: whiskers.Scale | None = None
    counts: bool = False

    @property
    def names(self) -> list[str]:
        """The canonical names of the columns shown."""
        return [column.name for column in self.columns]

    @property
    def idle(self) -> frozenset[str]:
        """The columns of rules that found nothing."""
        total = self.total
        if not self.counts or total is None:
            return frozenset()
        return frozenset(name for name in self.names if total[name] == 0)

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
    if report.kind.interval:
        scale = whiskers.Scale.of(rows)
        present.append(whiskers.COLUMN)
        rows = [{**row, whiskers.COLUMN: None} for row in rows]
    columns = columns_by_width.columns(report.kind.layout, report.keys, present)
    if report.kind.by_code and rows:
        columns = _by_count(columns, rows[-1], report.keys)
    return Body(
        columns=columns,
        numeric=frozenset(name for name in frame.columns if frame.schema[name].is_numeric()),
        rows=rows,
        last=len(rows) - 1 if report.has_total and rows else None,
        scale=scale,
        counts=report.kind.by_code,
    )


def _by_count(
    columns: tuple[columns_by_width.Shown, ...], total: Row, keys: Sequence[str]
) -> tuple[columns_by_width.Shown, ...]:
    """The columns of rules ranked by what they found, in the order of their codes as before."""
    found = [shown.name for shown in columns if shown.name not in keys]
    found.sort(key=lambda name: -cast(int, total[name]))
    return tuple(
        shown if shown.name in keys else replace(shown, rank=found.index(shown.name))
        for shown in columns
    )
