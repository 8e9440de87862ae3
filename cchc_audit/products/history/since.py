"""An export held against the last kept snapshot before its day, where the office keeps any."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from cchc_audit.analysis.rules import Rule
from cchc_audit.analysis.snapshots import Change, Changes, Entry, State, Store, compare
from cchc_audit.audit.dataset import open_dataset
from cchc_audit.audit.findings import apply_rules, report_findings
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult
from cchc_audit.core.errors import InputError
from cchc_audit.products.history.altered_findings import with_altered
from cchc_audit.products.history.changes import choose_shown
from cchc_audit.products.history.taking import (
    base_of_entry,
    judged_with_copies,
    snapshot_rows,
    state_from,
    state_of_entry,
)
from cchc_audit.render import numbers
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts


@dataclass(frozen=True, slots=True)
class Night:
    """A night before the day of a request: its day, and the base that its snapshot makes."""

    day: date
    base: State


def last_night(request: Request) -> Night | None:
    """The last kept snapshot of a day before that of the request; None where there is none.

    One whose data was edited is passed over: `snapshots --verify` tells of it.
    """
    day = (request.as_of - timedelta(microseconds=1)).date()
    current = Store(request.settings.snapshots.folder).contents().current
    for known, entry in reversed(current.items()):
        if known < day and (base := _base(entry)) is not None:
            return Night(known, base)
    return None


def _base(entry: Entry) -> State | None:
    try:
        return base_of_entry(entry, state_of_entry(entry))
    except InputError:
        return None


def compare_since(night: Night, result: RunResult, dossiers: pl.DataFrame) -> Changes | None:
    """What was altered since `night` in the export of `result` (`dossiers`: its `snapshot_rows`),
    as far as the filters of the request show it; None where the export is another office's.

    The export may be of some communes only, or cut short: what is missing with many others is not
    told of it, nor what belongs to other communes.
    """
    dataset = result.dataset
    now = state_from(result, dossiers)
    base = night.base
    if {"commune"} <= base.fields & now.fields:
        mine = dossiers["commune"].unique().implode()
        within = pl.col("commune").is_in(mine).fill_null(value=True)
        base = replace(base, dossiers=base.dossiers.filter(within))
    lag = dataset.request.settings.rules.sync_lag
    found = compare(base, now, case=dataset.case, calendar=dataset.calendar, sync_lag=lag)
    if found.renumbered:
        return None
    mass = tuple(one for one in found.mass if one.change is not Change.GONE)
    return replace(found, rows=choose_shown(found, dataset.request), mass=mass)


def find_since(request: Request, *, rules: tuple[Rule, ...]) -> Report | None:
    """What `rules` find, those of family H held against the last night; None where there is no
    night to compare with, or none of them is asked for.
    """
    night = last_night(request) if any(rule.family == "H" for rule in rules) else None
    if night is None:
        return None
    texts = Texts(request.settings.lang)
    dataset = judged_with_copies(open_dataset(request))
    result, found = apply_rules(
        dataset, rules, with_query=lambda rows: [snapshot_rows(rows, dataset)]
    )
    [dossiers] = result.frames
    changes = compare_since(night, result, dossiers)
    if changes is None:
        return None
    report = report_findings(result, with_altered(found, changes, rules, texts), request)
    said = texts("findings.since", day=numbers.day(night.day))
    return replace(report, closing=(*report.closing, said))
