"""One run over a dataset: queries over the dossiers that stand, in one pass with the sum that
accounts for every row.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

import polars as pl

from cchc_audit import __version__
from cchc_audit.audit.dataset import Dataset, complete_verdicts, needs_later_days
from cchc_audit.audit.rejected_values import shown_value
from cchc_audit.audit.repeated_numbers import remark_repeated
from cchc_audit.audit.side_remarks import remark_side_files
from cchc_audit.audit.unit_remarks import remark_units
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import Outcome
from cchc_audit.engine.batches import Batches
from cchc_audit.engine.repeated import Hashes
from cchc_audit.intake.duplicates import NO_DUPLICATES, Duplicates, collapse, hash_rows
from cchc_audit.intake.files.workbooks.sheets import is_template
from cchc_audit.render.report import Complaint, Provenance, UnreadPart

TOLD = "has_pauses"
"""The column that is null in rows of dossiers without events, where there is a table of them."""
_LOOKED_AT = 1_000
_FRESH = 5
"""Working days that an export may lie behind the present without a word."""
_LONGEST = 60
Query = Callable[[pl.LazyFrame], Sequence[pl.LazyFrame | Batches]]
"""What is asked of the dossiers: plans that give a frame each, or batches of rows (see there why
all but one plan that groups or sorts should be those), which give a frame a step.
"""


class OutcomeQuery(NamedTuple):
    """A query over the dossiers of some outcomes only, which are a small part of all: the others
    are left out before the rest of the verdict is worked out.

    With `at_law` the second run is left out too: `law.verdict.add_certainty` makes it of what is
    found.
    """

    outcomes: tuple[str, ...]
    query: Query
    at_law: bool = False


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
    before over the same verdicts, None for the first one.
    """

    dataset: Dataset
    collapsed: Duplicates = NO_DUPLICATES
    account: Account | None = None

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
        suspects = account.hashes.repeated()
        if suspects.is_empty():
            return None
        found = collapse(self.dataset.accepted, suspects, engine=self.dataset.engine)
        account.shared = found.shared
        if found.collapsed.is_empty():
            return None
        return Attempt(self.dataset.doubting(found.conflicts), found, account)

    def conclude(self, account: Account, frames: Sequence[pl.DataFrame] = ()) -> "RunResult":
        """The result of this attempt, after which none has to follow."""
        counts = (account.rows_read, account.rows_rejected, account.provisional)
        collapsed = self.collapsed._replace(shared=account.shared)
        last = account.last if account.overdue else None
        return RunResult(self.dataset, frames, collapsed, *counts, account.told, last)


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

    @property
    def standing(self) -> pl.LazyFrame:
        """The dossiers that stand, lazy."""
        return self.collapsed.removed(self.dataset.accepted)

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
            repeated=remark_repeated(dataset, self.collapsed, rows=read),
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
        account, frames = _make(attempt, query_for(attempt.dataset), of_outcomes)
        following = attempt.settle(account)
        if following is None:
            return attempt.conclude(account, frames)
        attempt = following


def _make(
    attempt: Attempt, query: Query, of_outcomes: OutcomeQuery | None
) -> tuple[Account, list[pl.DataFrame]]:
    """Makes the pass: its account (that of the pass before, where there is one) and its frames."""
    dataset = attempt.dataset
    judged, picked = _share(dataset, of_outcomes)
    accepted = judged.filter(pl.col("fault").is_null())
    asked = list(query(attempt.collapsed.removed(accepted)))
    if of_outcomes is not None:
        asked += of_outcomes.query(attempt.collapsed.removed(picked))
    if attempt.account is not None:
        return attempt.account, _collect(dataset, asked)
    taken = Hashes()
    counts, _, *frames = _collect(
        dataset, [judged.select(count_rows(dataset)), taken.plan(hash_rows(accepted)), *asked]
    )
    account = Account(hashes=taken)
    account.add(counts)
    return account, frames


def _share(dataset: Dataset, of_outcomes: OutcomeQuery | None) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """All rows judged, and those accepted of the outcomes asked for: plans that share what both
    need.
    """
    # Shared by hand: polars 2.1 does not see that plans with look-ups are the same plan.
    if of_outcomes is None:
        judged = dataset.judged.cache()
        return judged, judged
    case, privacy = dataset.case, dataset.request.settings.privacy
    both = dataset.decided.cache()
    picked = both.filter(pl.col("outcome").is_in(of_outcomes.outcomes))
    picked = complete_verdicts(picked, case, privacy, at_law=of_outcomes.at_law)
    picked = picked.filter(pl.col("fault").is_null())
    return complete_verdicts(both, case, privacy).cache(), picked.cache()


def _collect(dataset: Dataset, asked: Sequence[pl.LazyFrame | Batches]) -> list[pl.DataFrame]:
    """The frames of all that is asked, in one pass."""
    plans = [one.plan if isinstance(one, Batches) else one for one in asked]
    frames = pl.collect_all(plans, engine=dataset.engine)
    answers = [
        one.frames() if isinstance(one, Batches) else [frame]
        for one, frame in zip(asked, frames, strict=True)
    ]
    return [frame for answer in answers for frame in answer]


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
