"""Verdicts handed on while they are found: an export judged and written in one pass.

Whether several rows claim one dossier, and whether a row needs a day beyond the calendar, is known
only when all rows were read. Most exports have neither: their verdicts are written at once, and
found once more only where one of the two turns up.
"""

from collections.abc import Iterator

import polars as pl

from cchc_audit.audit.dataset import (
    complete_verdicts,
    needs_later_days,
)
from cchc_audit.audit.run import TOLD, Account, Attempt, RunResult, count_rows
from cchc_audit.core.vocabulary import BEHIND, Certainty
from cchc_audit.engine.in_pieces import in_pieces
from cchc_audit.engine.lookup import ROW, by_few_rows, by_key
from cchc_audit.law.verdict import READ, add_certainty

_ROWS = 125_000
"""Rows of a batch."""
_GATHERED = 1_000_000
"""Rows that wait for their second run. Setting it up costs the same for few late rows as for many:
0.6 s a million rows for every batch by itself, 0.1 for so many together.
"""
_SHOWN, _HASH, _BEYOND, _PLACE = "_shown", "hash", "_beyond", "_place"
_SECOND = {
    "certainty": pl.Enum(Certainty),
    "doubt": pl.String(),
    "deadline_lenient": pl.Date(),
    "defence": pl.String(),
}
"""What the second run says of a late dossier."""


class VerdictStream:
    """The dossiers of `scope` with their verdicts and defences, in the order of the files.

    `columns` are those of judged rows that are handed on, beside the second run's. `shown` counts
    the rows that were handed on.
    """

    def __init__(self, attempt: Attempt, *, scope: pl.Expr, columns: list[str]) -> None:
        self.dataset = attempt.dataset
        self._attempt = attempt
        self._scope = scope
        self._columns = columns
        self._account = Account()
        self.shown = 0

    @property
    def rows(self) -> pl.LazyFrame:
        """The rows, lazy; the pass is made, and accounted for, each time they are collected."""
        known = self._plan().select(self._columns).collect_schema()
        schema = pl.Schema({**known, **_SECOND})
        return in_pieces(self._judged, schema)

    def next_stream(self) -> "VerdictStream | None":
        """The pass that has to follow this one, None where what it handed on stands."""
        following = self._attempt.settle(self._account)
        if following is None:
            return None
        return VerdictStream(following, scope=self._scope, columns=self._columns)

    @property
    def amends(self) -> bool:
        """Whether what the pass before handed on can be put right."""
        files = [file.path for file in self.dataset.intake.files]
        return self._attempt.apart is not None and len(set(files)) == len(files)

    def amend(self, written: pl.LazyFrame, before: "VerdictStream") -> pl.LazyFrame:
        """The rows that the pass `before` handed on, as they go out, put right instead of found
        once more: without those that give way, the others in their order, late ones of several
        rows with another second run.
        """
        apart, collapsed = self._attempt.apart, self._attempt.collapsed
        assert apart is not None
        shown = apart.doubted.lazy().filter(self._scope)
        gone = shown.filter(~collapsed.stands).select(ROW).collect()
        late = collapsed.removed(shown).filter(pl.col("outcome").is_in(BEHIND))
        second = add_certainty(
            late.select(pl.selectors.by_name(*ROW) | READ).collect(), self.dataset.case
        ).with_columns(pl.col("certainty").cast(pl.String))
        self._account, self.shown = before._account, before.shown - len(gone)
        files = pl.Series([file.path for file in self.dataset.intake.files])
        named = written.with_columns(by_key(files)(pl.col("source_file")).alias("source"))
        found = named.filter(by_few_rows(gone).is_null()).with_columns(
            by_few_rows(second).alias(_PLACE)
        )
        place = pl.col(_PLACE)
        told = [
            pl.when(place.is_not_null()).then(pl.lit(second[name]).gather(place)).otherwise(name)
            for name in _SECOND
        ]
        named_alike = [one.alias(name) for one, name in zip(told, _SECOND, strict=True)]
        return found.with_columns(named_alike).drop("source", _PLACE)

    @property
    def result(self) -> RunResult:
        """What the pass found: no frames, but the sum that accounts for every row."""
        return self._attempt.conclude(self._account)

    def _plan(self) -> pl.LazyFrame:
        """All rows, with what the batches are counted by and what the second run reads."""
        dataset = self.dataset
        privacy = dataset.request.settings.privacy
        rows = complete_verdicts(dataset.decided, dataset.case, privacy, at_law=True)
        sound = pl.col("fault").is_null()
        return rows.with_columns(
            (sound & self._scope & self._attempt.collapsed.stands)
            .fill_null(value=False)
            .alias(_SHOWN),
            pl.col("dossier_id").hash().alias(_HASH),
            needs_later_days(dataset.calendar).fill_null(value=False).alias(_BEYOND),
        ).select(
            pl.selectors.by_name(*self._columns, "fault", "provisional", _SHOWN, _HASH, _BEYOND)
            | pl.selectors.by_name(TOLD, require_all=False)
            | READ
        )

    def _judged(self) -> Iterator[pl.DataFrame]:
        """The rows to be handed on with all their columns; each batch is accounted for."""
        self._account, self.shown = Account(), 0
        waiting, late, place = [], [], 0
        for batch in self._plan().collect_batches(
            chunk_size=_ROWS, maintain_order=True, engine=self.dataset.engine
        ):
            self._count(batch)
            rows = batch.filter(_SHOWN).with_row_index(_PLACE, offset=place)
            late.append(rows.filter(pl.col("outcome").is_in(BEHIND)).select(_PLACE, READ))
            waiting.append(rows.select(_PLACE, *self._columns))
            place += len(rows)
            if place >= _GATHERED:
                yield from self._add_second_run(waiting, late)
                waiting, late, place = [], [], 0
        if waiting:
            yield from self._add_second_run(waiting, late)

    def _count(self, batch: pl.DataFrame) -> None:
        self._account.add(batch.select(count_rows(self.dataset, beyond=pl.col(_BEYOND))))
        self.shown += int(batch[_SHOWN].sum())
        if self._attempt.account is None:
            sound = batch.lazy().filter(pl.col("fault").is_null())
            self._account.hashes.take(sound.select(_HASH, *ROW).collect())

    def _add_second_run(
        self, waiting: list[pl.DataFrame], late: list[pl.DataFrame]
    ) -> Iterator[pl.DataFrame]:
        """The batches of rows with the second run, which is made of the late ones together."""
        found = add_certainty(pl.concat(late), self.dataset.case).select(_PLACE, *_SECOND)
        for rows in waiting:
            yield rows.join(found, on=_PLACE, how="left", maintain_order="left").drop(_PLACE)
