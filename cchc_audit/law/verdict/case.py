"""What a verdict depends on beside the dossier itself, and the reckonings that follow from it."""

from datetime import date, datetime
from typing import NamedTuple

import polars as pl

from cchc_audit.core.settings import Policy
from cchc_audit.core.vocabulary import Reading, Unit, UnknownTime
from cchc_audit.law.calendar import OfficeHours
from cchc_audit.law.calendar.day_tables import DayTables
from cchc_audit.law.catalogue.term_tables import Remote, TermTables
from cchc_audit.law.clock.interruptions import Interruptions
from cchc_audit.law.clock.reckoning import Features, Reckoning


class Case(NamedTuple):
    """All that a verdict depends on beside the dossier itself.

    `tables` is the calendar in force, `undecided` the same under the reading of that name, or None
    where no day is undecided. `remote` names the communes the units file calls remote, `stated`
    those it speaks of at all (cleaned names). `present` names the columns some export has;
    `events` what the events table tells, if there is one.

    The rest is what facts are doubted by (docs/law.md §9): `endless` the files (by `source`)
    without a column that tells of a finish, `damaged` the columns, by file, that hold marks of
    damage which the user let pass, `doubted_rows` the rows (`source`, `source_line`) that may not
    be true as a whole, `conflicts` those that stand of dossiers whose rows fill a `column`
    differently; None where there are none. `today` is the day on which the question is asked: no
    export knows of an end behind it.
    """

    as_of: datetime
    policy: Policy
    hours: OfficeHours
    tables: DayTables
    undecided: DayTables | None
    terms: TermTables
    remote: frozenset[str]
    stated: frozenset[str]
    present: frozenset[str]
    events: Interruptions | None
    endless: frozenset[int] = frozenset()
    damaged: frozenset[tuple[int, str]] = frozenset()
    doubted_rows: pl.DataFrame | None = None
    conflicts: pl.DataFrame | None = None
    today: date | None = None

    @property
    def features(self) -> Features:
        """What the exports and the events can hold at all."""
        events, present = self.events, self.present
        units = self.terms.units | (frozenset(Unit) if "legal_term" in present else frozenset())
        columns = int(bool({"supplement_requested_at", "supplemented_at"} & present))
        return Features(
            competent="competent_received_at" in present,
            rounds=max(columns, events.rounds if events else 0),
            pauses=max(int("paused_at" in present), events.pauses if events else 0),
            lasting=events.lasting if events else 0,
            units=units,
        )

    def reckoning(self, readings: frozenset[Reading]) -> Reckoning:
        """The setting of a run with these readings granted; with none, that of the law."""
        tables = self.tables
        if Reading.UNDECIDED_DAY in readings and self.undecided is not None:
            tables = self.undecided
        benefit = self.policy.unknown_time is UnknownTime.BENEFIT
        return Reckoning(
            tables=tables,
            hours=self.hours,
            which=tables.which_expr(pl.col("commune")),
            cutoff=self.policy.cutoff,
            benefit=benefit or Reading.UNKNOWN_TIME in readings,
            readings=readings,
            features=self.features,
        )

    def term(self, frame: pl.LazyFrame, name: str, readings: frozenset[Reading]) -> pl.LazyFrame:
        """Adds the term dossiers are held to: `name` (Int64 code), `<name>_unit`, `<name>_amount`.

        The remote term stands in where the units file says so; under that reading also where it
        says nothing of the commune.
        """
        granted = Remote.GRANTED if Reading.REMOTE_TERM in readings else Remote.NO
        remote = pl.lit(int(granted))
        if granted and self.stated:
            remote = pl.when(_among(self.stated)).then(int(Remote.NO)).otherwise(remote)
        if self.remote:
            remote = pl.when(_among(self.remote)).then(int(Remote.STATED)).otherwise(remote)
        place = self.terms.index(name, remote=remote, extended=Reading.EXTENDED_TERM in readings)
        frame = frame.with_columns(place)
        return frame.with_columns(self.terms.term(name, exported="legal_term" in self.present))


def _among(communes: frozenset[str]) -> pl.Expr:
    return pl.col("commune").cast(pl.String).is_in(sorted(communes)).fill_null(value=False)
