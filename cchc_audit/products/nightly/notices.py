"""What a digest warns of: the exports, the snapshots, the changes and the calendar of a night."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cchc_audit.analysis.snapshots import DATA_COLUMNS, Change, Changes, Input
from cchc_audit.analysis.snapshots.store import Contents
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult
from cchc_audit.products.nightly.inputs import Inputs
from cchc_audit.products.nightly.night import Notice, Warned, day_of
from cchc_audit.products.nightly.predecessor import (
    Predecessor,
    broken,
    latest,
    same_export,
    unpublished,
)
from cchc_audit.products.nightly.run_folder import Run
from cchc_audit.render import numbers
from cchc_audit.texts import Texts

_NAMED = 3
"""How many files a warning names."""


def about_snapshots(
    contents: Contents, request: Request, previous: Predecessor | None, *, runs: Sequence[Run]
) -> list[Warned]:
    """What the snapshots there are give reason to say; `runs` are those whose report came out."""
    day, last = day_of(request), latest(contents)
    published = {run.snapshot for run in runs}
    warned = []
    if last is not None and last > day:
        values = {"day": numbers.day(day), "last": numbers.day(last)}
        warned.append(Warned(Notice.CLOCK_BACK, values))
    if silent := unpublished(contents, day, previous, published=published):
        warned.append(Warned(Notice.UNPUBLISHED, {"days": ", ".join(map(numbers.day, silent))}))
    if breaks := broken(contents):
        warned.append(Warned(Notice.CHAIN_BROKEN, {"n": str(breaks)}))
    known = {entry.digest for entry in contents.entries}
    if runs and runs[-1].snapshot not in known:
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
    if previous is not None and (missed := _missed(found, request, previous)):
        named = ", ".join(missed[:_NAMED]) + (", …" if len(missed) > _NAMED else "")
        warned.append(Warned(Notice.NOT_READ, {"n": str(len(missed)), "files": named}))
    return warned


def _missed(found: Inputs, request: Request, previous: Predecessor) -> list[str]:
    zone = ZoneInfo(request.settings.policy.timezone)
    since = previous.entry.manifest.taken_at.replace(tzinfo=zone)
    known = {file.file for file in previous.entry.manifest.inputs}
    return [file for file in found.others if file not in known and _changed(file) > since]


def _changed(file: str) -> datetime:
    return datetime.fromtimestamp(Path(file).stat().st_mtime, UTC)


def about_changes(found: Changes | None, texts: Texts) -> list[Warned]:
    """An export that lacks what the one before had: many of its dossiers, or a column.

    Figures drawn from half an export may well pass every gate.
    """
    if found is None:
        return []
    warned = []
    for mass in found.mass:
        if mass.change is Change.GONE:
            values = {
                "n": numbers.whole(mass.dossiers, texts),
                "share": numbers.percent(mass.share, texts),
            }
            warned.append(Warned(Notice.SHRUNK, values))
    lost = [name for name in DATA_COLUMNS if name in found.old.fields - found.new.fields]
    if lost:
        names = ", ".join(texts(f"column.{name}") for name in lost)
        warned.append(Warned(Notice.COLUMNS_LOST, {"columns": names}))
    return warned


def about_calendar(result: RunResult, texts: Texts) -> list[Warned]:
    """Dossiers that lean on days nobody has announced yet."""
    provenance = result.provenance
    if not provenance.provisional:
        return []
    n = numbers.whole(provenance.provisional, texts)
    return [Warned(Notice.PROVISIONAL, {"n": n, "day": numbers.day(provenance.official_through)})]
