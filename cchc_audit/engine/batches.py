"""Rows handed over in batches while a pass runs, beside its other answers.

The streaming engine (polars 2.1) lets one step at a time collect, group or sort; what feeds another
such step of the same pass it holds back whole in memory, gigabytes of it. Rows taken in batches
are no such step: so a pass has one grouping at most, and its other answers come through here.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import polars as pl

from cchc_audit.engine.lookup import ROW

Step = Callable[[pl.LazyFrame], pl.LazyFrame]
First = Callable[[pl.DataFrame], pl.DataFrame]

_ROWS = 250_000
"""Rows of a batch: enough for a step to be worth setting up, little to hold."""


class Change(NamedTuple):
    """How some rows of a pass should have been others: the frames that they gave to an answer
    (`taken_out`), those that they should have given it (`put_in`), and which of them should not
    have been there at all (`gone`: `source`, `source_line`).
    """

    taken_out: Sequence[pl.DataFrame]
    put_in: Sequence[pl.DataFrame]
    gone: pl.DataFrame


class Batches:
    """The rows of a plan, each batch put through `steps`; the results of a step are concatenated.

    Without a step the rows are kept as they are. A step that counts gives a table that adds up.
    What all steps need is done `first`, once a batch.
    """

    def __init__(
        self, rows: pl.LazyFrame, steps: Sequence[Step] = (), *, first: First | None = None
    ) -> None:
        self._rows = rows
        self._steps, self._first = steps or (_same,), first
        self._found: list[list[pl.DataFrame]] = [[] for _ in self._steps]

    @property
    def plan(self) -> pl.LazyFrame:
        """What to collect beside other queries of the pass; its own result is empty."""
        return self._rows.sink_batches(
            self._take, chunk_size=_ROWS, maintain_order=False, lazy=True
        )

    def frames(self) -> list[pl.DataFrame]:
        """What each step gave, once the pass is made. The order of rows is not fixed."""
        if not self._found[0]:
            self._take(pl.DataFrame(schema=self._rows.collect_schema()))
        return [pl.concat(found) for found in self._found]

    def corrected(self, _: Change) -> list[pl.DataFrame] | None:
        """`frames`, put right for a change of rows; None where only another pass can tell."""
        return None

    def _take(self, batch: pl.DataFrame) -> None:
        if self._first is not None:
            batch = self._first(batch)
        for step, found in zip(self._steps, self._found, strict=True):
            found.append(step(batch.lazy()).collect(engine="in-memory"))


class Listed(Batches):
    """The rows of a plan, each named by `source` and `source_line`: as they are, or as `first`
    makes them of a batch.
    """

    def __init__(self, rows: pl.LazyFrame, *, first: First | None = None) -> None:
        # A text is but a view of the piece that was read: a few rows would hold all of it in
        # memory, 20 MB a million rows read. Of these texts there are copies.
        super().__init__(rows.with_columns(pl.selectors.string() + ""), first=first)

    def corrected(self, change: Change) -> list[pl.DataFrame]:
        """The rows without those taken out, and with those put in."""
        [less], [more], [found] = change.taken_out, change.put_in, self._found
        # Batch by batch: there is never a second copy of all of them.
        for place, batch in enumerate(found):
            found[place] = batch.join(less, on=ROW, how="anti")
        found.append(more)
        return self.frames()


def _same(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows
