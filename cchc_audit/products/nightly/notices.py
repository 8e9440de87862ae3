"""What a digest warns of: the exports, the snapshots, the changes and the calendar of a night."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from cchc_audit.analysis.snapshots import Change, Changes, Input, kept_days
from cchc_audit.analysis.snapshots.carried import lost_fields
from cchc_audit.analysis.snapshots.state import ABSENT
from cchc_audit.analysis.snapshots.store import Contents
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult
from cchc_audit.core.vocabulary import BEHIND, Outcome
from cchc_audit.products.history import changed_at
from cchc_audit.products.nightly.inputs import Inputs
from cchc_audit.products.nightly.night import Notice, Warned, day_of
from cchc_audit.products.nightly.predecessor import (
    Predecessor,
    count_breaks,
    find_latest,
    find_unpublished,
    same_export,
)
from cchc_audit.products.nightly.run_folder import Run, witness_of
from cchc_audit.render import numbers
from cchc_audit.texts import Texts

_NAMED = 3
"""How many files a warning names."""


def about_snapshots(
    contents: Contents, request: Request, previous: Predecessor | None, *, runs: Sequence[Run]
) -> list[Warned]:
    """What the snapshots there are give reason to say; `runs` are those whose report came out."""
    day, last = day_of(request), find_latest(contents)
    published = {run.snapshot for run in runs}
    warned = []
    if last is not None and last > day:
        values = {"day": numbers.day(day), "last": numbers.day(last)}
        warned.append(Warned(Notice.CLOCK_BACK, values))
    if silent := find_unpublished(contents, day, previous, published=published):
        warned.append(Warned(Notice.UNPUBLISHED, {"days": ", ".join(map(numbers.day, silent))}))
    if previous is not None and previous.unusable:
        days = ", ".join(map(numbers.day, previous.unusable))
        values = {"days": days, "day": numbers.day(previous.entry.manifest.day)}
        warned.append(Warned(Notice.BASE_UNUSABLE, values))
    if day not in kept_days([*contents.current, day]):
        warned.append(Warned(Notice.NOT_KEPT, {"day": numbers.day(day)}))
    for found in contents.foreign:
        values = {"day": found.day, "file": found.path.name, "version": str(found.version)}
        warned.append(Warned(Notice.SNAPSHOT_FOREIGN, values))
    known = {entry.digest for entry in contents.entries}
    gone = bool(runs) and runs[-1].snapshot not in known
    # What is gone is said below, and once.
    witnesses = [witness_of(run) for run in runs if run.snapshot and not gone]
    if breaks := count_breaks(contents, witnesses):
        warned.append(Warned(Notice.CHAIN_BROKEN, {"n": str(breaks)}))
    if gone:
        values = {
            "day": numbers.day(runs[-1].day),
            "folder": str(request.settings.snapshots.folder),
        }
        warned.append(Warned(Notice.SNAPSHOTS_GONE, values))
    return warned


def about_inputs(
    contents: Contents,
    request: Request,
    previous: Predecessor | None,
    *,
    read: Sequence[Input],
    found: Inputs,
) -> list[Warned]:
    """An export that is that of an earlier night; exports that came since the night before and
    are not the newest: nobody will read them.
    """
    warned = []
    if (same := same_export(contents, day_of(request), read)) is not None:
        warned.append(Warned(Notice.SAME_EXPORT, {"day": numbers.day(same)}))
    if previous is not None and (missed := _missed(found, previous)):
        named = ", ".join(missed[:_NAMED]) + (", …" if len(missed) > _NAMED else "")
        warned.append(Warned(Notice.NOT_READ, {"n": str(len(missed)), "files": named}))
    return warned


def _missed(found: Inputs, previous: Predecessor) -> list[str]:
    """The files that are newer, by their own times, than what the night before read, and were
    read by no night.
    """
    then = previous.entry.manifest.inputs
    since = max((file.changed for file in then if file.changed is not None), default=None)
    if since is None:
        return []
    known = {file.file for file in then}
    others = (file for file in found.others if file not in known)
    return [file for file in others if changed_at(Path(file)) > since]


def about_changes(found: Changes | None, texts: Texts) -> list[Warned]:
    """An export that lacks what a night before had: many of its dossiers, a column, the numbers
    of all; or closed late dossiers that are late no more.

    Figures drawn from half an export may well pass every gate.
    """
    if found is None:
        return []
    if found.renumbered:
        return [Warned(Notice.RENUMBERED, {})]
    warned = []
    for mass in found.mass:
        if mass.change is Change.GONE:
            values = {
                "n": numbers.whole(mass.dossiers, texts),
                "share": numbers.percent(mass.share, texts),
            }
            warned.append(Warned(Notice.SHRUNK, values))
    if lost := lost_fields(found.old, found.new):
        names = ", ".join(texts(f"column.{name}") for name in lost)
        warned.append(Warned(Notice.COLUMNS_LOST, {"columns": names}))
    elif fell := count_fallen(found):
        warned.append(Warned(Notice.LATE_FELL, {"n": numbers.whole(fell, texts)}))
    return warned


def count_fallen(found: Changes) -> int:
    """How many dossiers that were closed late in the older state are in the newer one, and late no
    more; none where they are judged by another method, which may do that honestly.
    """
    if found.method and found.method != ("version",):
        return 0
    late = pl.col("outcome") == Outcome.LATE.value
    keys = [n for n in ("dossier_id", "commune") if n in found.new.dossiers.columns]
    keys = [name for name in keys if name in found.old.dossiers.columns]
    then = found.old.dossiers.filter(late)
    if ABSENT in then.columns:
        then = then.filter(~pl.col(ABSENT))
    now = found.new.dossiers.filter(~pl.col("outcome").is_in(BEHIND))
    return then.join(now.select(keys), on=keys, how="semi", nulls_equal=True).height


def about_calendar(result: RunResult, texts: Texts) -> list[Warned]:
    """Dossiers that lean on days nobody has announced yet."""
    provenance = result.provenance
    if not provenance.provisional:
        return []
    n = numbers.whole(provenance.provisional, texts)
    return [Warned(Notice.PROVISIONAL, {"n": n, "day": numbers.day(provenance.official_through)})]
