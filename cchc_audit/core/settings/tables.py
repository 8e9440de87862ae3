"""The tables of `cchc.toml` with their defaults; a key that is not here is an error."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Literal, NamedTuple

from cchc_audit.core.settings.setting_values import (
    AfterCutoff,
    DamageMarks,
    Days,
    Positive,
    Rate,
    Size,
    SomeDays,
    Switch,
    Texts,
    TimeOfDay,
    Whole,
    Zone,
)
from cchc_audit.core.vocabulary import (
    Against,
    Cutoff,
    DateOrder,
    Finish,
    Grain,
    Severity,
    Status,
    SupplementPolicy,
    UnknownTime,
)


class Showing(StrEnum):
    """How officers appear in outputs."""

    SHOW = "show"
    CODE = "code"
    HIDE = "hide"


class NightlyInputs(StrEnum):
    """Which of the files that match `inputs` the nightly run reads."""

    NEWEST = "newest"
    ALL = "all"


class WorkbookSettings(NamedTuple):
    """Which sheets of a workbook are read: names or patterns; without any, all that are tables."""

    sheets: Texts = ()


class DateSettings(NamedTuple):
    """How the dates of an export are written where that can be read in two ways."""

    order: DateOrder = DateOrder.DAY_FIRST


class Policy(NamedTuple):
    """How the law is read where it, or the export, leaves a choice.

    `cutoff` is in seconds of the day; `after_cutoff` and `supplement` hold for terms that state
    none of their own. `timezone` is that of bare times, of "today" and of the judgement.
    """

    against: Against = Against.LEGAL
    finish: Finish = Finish.COMPLETED
    supplement: SupplementPolicy = SupplementPolicy.RESTART
    unknown_time: UnknownTime = UnknownTime.BENEFIT
    cutoff: TimeOfDay = 15 * 3600
    after_cutoff: AfterCutoff = Cutoff.NONE
    appointment_grain: Grain = Grain.DAY
    timezone: Zone = "Asia/Ho_Chi_Minh"


class RuleSettings(NamedTuple):
    """Which audit rules run, and their thresholds.

    `due_soon`, `very_late` and `sync_lag` count working days, `long_pause` calendar days and
    `batch` dossiers.
    """

    select: Texts = ()
    ignore: Texts = ()
    baseline: Path | None = None
    due_soon: Days = 2
    very_late: SomeDays = 10
    long_pause: Days = 30
    batch: Positive = 10
    sync_lag: Days = 1


class Gates(NamedTuple):
    """What makes the nightly run exit 1; nothing unless named."""

    on_time_rate_min: Rate | None = None
    overdue_max: Whole | None = None
    altered_max: Whole | None = None
    missing_max: Whole | None = None
    fail_on: Severity | None = None


class Privacy(NamedTuple):
    """Who is named; `officer` is None where the file does not say. Codes of officers are made under
    the secret in `key_file` (None: a file of this user's); see `core.officer_key`.
    """

    officer: Showing | None = None
    key_file: Path | None = None

    def officers(self, *, published: bool) -> Showing:
        """How officers appear; `published` outputs (HTML, the league table) default to codes."""
        return self.officer or (Showing.CODE if published else Showing.SHOW)


class NightlySettings(NamedTuple):
    """The nightly run: which inputs, and the folder that takes its outputs.

    `inputs` is None where the file does not say: every file that is named, and the newest of those
    that folders and globs lead to.
    """

    inputs: NightlyInputs | None = None
    folder: Path = Path("reports")


class SnapshotSettings(NamedTuple):
    """Where snapshots are kept."""

    folder: Path = Path("snapshots")


class Settings(NamedTuple):
    """The whole of `cchc.toml`.

    Paths are relative to the working folder, or absolute; `inputs` may be globs. `columns` maps a
    canonical column to the header of the export, `status` a status text to its meaning.
    `unpack_limit` is how many bytes a packed export may grow to; one that grows beyond it is taken
    for a trap. `accept_damage` are the marks of damage that the user lets pass.
    """

    inputs: Texts = ()
    events: Path | None = None
    calendar: Path | None = None
    catalogue: Path | None = None
    catalogue_only: Switch = False
    units: Path | None = None
    lang: Literal["vi", "en"] = "vi"
    unpack_limit: Size = 16 << 30
    accept_damage: DamageMarks = ()
    columns: Mapping[str, str] = {}
    status: Mapping[str, Status] = {}
    workbook: WorkbookSettings = WorkbookSettings()
    dates: DateSettings = DateSettings()
    policy: Policy = Policy()
    rules: RuleSettings = RuleSettings()
    gates: Gates = Gates()
    privacy: Privacy = Privacy()
    report: NightlySettings = NightlySettings()
    snapshots: SnapshotSettings = SnapshotSettings()

    def published(self) -> "Settings":
        """The same settings with officers named as in outputs meant for publishing."""
        showing = self.privacy.officers(published=True)
        return self._replace(privacy=self.privacy._replace(officer=showing))
