"""One run over a dataset: queries over the dossiers that stand, in one pass with the sum that
accounts for every row.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice
from typing import NamedTuple

import polars as pl

from cchc_audit import __version__
from cchc_audit.audit.apart import Apart, decide_between
from cchc_audit.audit.dataset import Dataset, needs_later_days
from cchc_audit.audit.passes import Asked, OutcomeQuery, Query, put_right
from cchc_audit.audit.remarks.rejected_values import shown_value
from cchc_audit.audit.remarks.repeated_numbers import remark_numbers
from cchc_audit.audit.remarks.side_remarks import remark_side_files
from cchc_audit.audit.remarks.unit_remarks import remark_units
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import Outcome
from cchc_audit.engine.answers import Answer, collect, frames_of
from cchc_audit.engine.repeated import Hashes
from cchc_audit.intake.duplicates import NO_DUPLICATES, Duplicates, hash_rows
from cchc_audit.intake.files.workbooks.sheets import is_template
from cchc_audit.render.report import Complaint, Provenance, UnreadPart

TOLD = "has_pauses"
"""The column that is null in rows of dossiers without events, where there is a table of them."""
_LOOKED_AT = 1_000
_FRESH = 5
"""Working days that an export may lie behind the present without a word."""
_LONGEST = 60


@dataclass(slots=True)
class Account:
    """What a pass counted, for the sum that accounts for every row.

    `beyond` rows need a day after the known range of the calendar; where nobody named the instant
    of judgement, `overdue` dossiers look open past their deadline and `last` is the latest moment
    recorded. `told` rows are of dossiers with events. `hashes` are those of the accepted rows'
    dossiers, `shared` the numbers that several communes turned out to have.
    """

    rows_read: int = 0
    rows_rejected: int = 0
    provisional: int = 0
    beyond: int = 0
    overdue: int = 0
    told: int = 0
    last: datetime | None = None
    hashes: Hashes = field(default_factory=Hashes)
    shared: pl.DataFrame = field(default_factory=lambda: NO_DUPLICATES.shared)

    def add(self, counted: pl.DataFrame) -> None:
        """Adds what the expressions of `count_rows` gave for some of the rows."""
        row = counted.row(0, named=True)
        self.rows_read += row["rows_read"]
        self.rows_rejected += row["rows_rejected"]
        self.provisional += row["provisional"]
        self.beyond += row["beyond"]
        self.overdue += row.get("overdue", 0)
        self.told += row.get("told", 0)
        self.last = max(filter(None, (self.last, row.get("last"))), default=None)


class Attempt(NamedTuple):
    """One pass over a dataset, and what is known before it.

    `collapsed` are the rows that give way to others of their dossier; `account` is that of the pass
    before over the same verdicts, None for the first one. `apart` are the rows of the numbers that
    came more than once, where they are few.
    """

    dataset: Dataset
    collapsed: Duplicates = NO_DUPLICATES
    account: Account | None = None
    apart: Apart | None = None

    def settle(self, account: Account) -> "Attempt | None":
        """The attempt that has to follow this one, which counted `account`; None where what it
        found stands.

        Followed is where a row needs a day in years that are only expected (those are added to the
        calendar when needed, not before), and where several rows claim one dossier.
        """
        if account.beyond and self.dataset.can_reach_further:
            return Attempt(self.dataset.reach_further())
        if self.account is not None:
            return None
        suspects = account.hashes.rows(2)
        if suspects.is_empty():
            return None
        found, apart = decide_between(self.dataset, suspects)
        account.shared = found.shared
        if found.collapsed.is_empty():
            return None
        return Attempt(self.dataset.doubting(found.conflicts), found, account, apart)

    def asking(self, query: Query, of_outcomes: OutcomeQuery | None = None) -> Asked:
        """What is asked over the verdicts of this attempt."""
        return Asked(self.dataset, self.collapsed, query, of_outcomes)

    def conclude(self, account: Account, frames: Iterable[pl.DataFrame] = ()) -> "RunResult":
        """The result of this attempt, after which none has to follow."""
        counts = (account.rows_read, account.rows_rejected, account.provisional)
        collapsed = self.collapsed._replace(shared=account.shared)
        last = account.last if account.overdue else None
        frames = tuple(frames)
        return RunResult(self.dataset, frames, collapsed, *counts, account.told, last, self.apart)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one run found: the frames of the query, and the sum that accounts for every row."""

    dataset: Dataset
    frames: Sequence[pl.DataFrame]
    collapsed: Duplicates
    rows_read: int
    rows_rejected: int
    provisional: int
    told: int
    last: datetime | None = None
    apart: Apart | None = None

    @property
    def standing(self) -> pl.LazyFrame:
        """The dossiers that stand, lazy."""
        return self.collapsed.removed(self.dataset.accepted)

    @property
    def standing_repeated(self) -> pl.LazyFrame:
        """The dossiers that stand whose number came more than once, lazy; others may be among them
        where those are many.
        """
        if self.apart is None:
            return self.standing
        return self.collapsed.removed(self.apart.doubted.lazy())

    @property
    def provenance(self) -> Provenance:
        """Where the figures come from."""
        dataset, doubled = self.dataset, len(self.collapsed.collapsed)
        rejected = self.rows_rejected + dataset.intake.rejected_lines
        read = self.rows_read + dataset.intake.rejected_lines
        communes = dataset.intake.communes
        return Provenance(
            files=tuple(file.path for file in dataset.intake.files),
            rows_read=read,
            rows_rejected=rejected,
            duplicates=doubled,
            assessed=read - rejected - doubled,
            layout_rows=sum(len(file.layout_rows) for file in dataset.intake.files),
            as_of=dataset.request.as_of,
            options=dataset.request.options,
            version=__version__,
            calendar_digest=dataset.calendar.digest(),
            catalogue_digest=dataset.catalogue.digest(),
            official_through=dataset.calendar.official_through,
            provisional=self.provisional,
            endless=tuple(
                file.path for file in dataset.intake.files if not set(FINISHES) & set(file.columns)
            ),
            templates=tuple(f.path for f in dataset.intake.files if is_template(f.path)),
            unread=tuple(
                UnreadPart(one.name, one.why, one.rows > 0) for one in dataset.intake.unread
            ),
            damage=dataset.intake.damage,
            repeated=remark_numbers(dataset, self.collapsed, rows=read),
            units=remark_units(dataset, communes),
            side_files=remark_side_files(dataset, communes, told=self.told),
            complaint=self._complaint() if read and read == rejected else None,
            targets=(float(dataset.request.target_rate),),
            period=(dataset.request.first, dataset.request.last),
            stale=self._stale(),
        )

    def _stale(self) -> tuple[date, int] | None:
        """The last day the exports record and the working days since, where these are many: what
        was finished in them looks overdue.
        """
        request, calendar = self.dataset.request, self.dataset.calendar
        if self.last is None:
            return None
        since = calendar.count(self.last.date(), request.as_of.date())
        return (self.last.date(), since) if since > _FRESH else None

    def _complaint(self) -> Complaint | None:
        """One of the rejected rows whose fault is the commonest among the first ones."""
        rejects = list(islice(self.dataset.intake.rejects(self.dataset.judged), _LOOKED_AT))
        if not rejects:
            return None
        ((commonest, _),) = Counter(reject.fault for reject in rejects).most_common(1)
        one = next(reject for reject in rejects if reject.fault is commonest)
        value = shown_value(one, self.dataset.request)
        value = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
        return Complaint(one.line, one.column, value, one.fault.value)

    def conclude(self) -> Provenance:
        """The provenance, once the rejected rows are written and held against `strict`.

        Raises `InputError` where rows were rejected and the request is strict, or where the file of
        rejects cannot be written.
        """
        provenance, request = self.provenance, self.dataset.request
        if request.rejects is not None:
            self.dataset.intake.write_rejects(request.rejects, self.dataset.judged)
        if request.strict:
            refuse_rejects(provenance)
        return provenance


def refuse_rejects(provenance: Provenance) -> None:
    """Raises `InputError` where rows were rejected."""
    if provenance.rows_rejected:
        raise InputError("audit.strict", rejected=provenance.rows_rejected)


def run_queries(
    dataset: Dataset, query: Query, *, of_outcomes: OutcomeQuery | None = None
) -> RunResult:
    """Runs `query` over the dossiers that stand, in one pass with the count of everything else; the
    frames of `of_outcomes` follow those of `query`. A further pass is made only where
    `Attempt.settle` says so.
    """
    return run_adapted(dataset, lambda _: query, of_outcomes=of_outcomes)


def run_adapted(
    dataset: Dataset,
    query_for: Callable[[Dataset], Query],
    *,
    of_outcomes: OutcomeQuery | None = None,
) -> RunResult:
    """`run_queries` for a query that rests on the calendar: it is made anew for each dataset, whose
    calendar may reach further than that of the one before.
    """
    attempt = Attempt(dataset)
    while True:
        asked = attempt.asking(query_for(attempt.dataset), of_outcomes)
        account, answers, collected = _make(attempt, asked)
        following = attempt.settle(account)
        if following is None:
            found = [frames_of(*pair) for pair in zip(answers, collected, strict=True)]
            return attempt.conclude(account, chain(*found))
        if following.apart is not None:
            later = following.asking(query_for(following.dataset), of_outcomes)
            found = put_right(asked, answers, collected, following=later, apart=following.apart)
            return following.conclude(account, chain(*found))
        attempt = following


def _make(attempt: Attempt, asked: Asked) -> tuple[Account, list[Answer], list[pl.DataFrame]]:
    """Makes the pass: its account (that of the pass before, where there is one), the answers, and
    what was collected for each.
    """
    judged, answers = asked.of_all()
    engine = attempt.dataset.engine
    if attempt.account is not None:
        return attempt.account, answers, collect(answers, engine=engine)
    taken, accepted = Hashes(), judged.filter(pl.col("fault").is_null())
    counted = [judged.select(count_rows(attempt.dataset)), taken.plan(hash_rows(accepted))]
    counts, _, *collected = collect([*counted, *answers], engine=engine)
    account = Account(hashes=taken)
    account.add(counts)
    return account, answers, collected


def count_rows(dataset: Dataset, *, beyond: pl.Expr | None = None) -> list[pl.Expr]:
    """What `Account.add` adds up, over judged rows: one value each. `beyond` (Boolean) tells the
    rows that need a later day, where that was found out before.
    """
    faulty = pl.col("fault").is_not_null()
    far = needs_later_days(dataset.calendar) if beyond is None else beyond
    counts = [
        pl.len().alias("rows_read"),
        faulty.sum().alias("rows_rejected"),
        (pl.col("provisional") & ~faulty).sum().alias("provisional"),
        far.sum().alias("beyond"),
    ]
    if dataset.events is not None:
        counts.append(pl.col(TOLD).is_not_null().sum().alias("told"))
    request = dataset.request
    if request.as_of_given or request.as_of != request.present:
        return counts
    recorded = [
        pl.col(name).filter(~faulty & (pl.col(name) < request.as_of)).max()
        for name in ("received_at", "finished_at")
    ]
    overdue = ~faulty & (pl.col("outcome") == Outcome.OVERDUE.value)
    return [*counts, overdue.sum().alias("overdue"), pl.max_horizontal(recorded).alias("last")]
