"""From judged dossiers to a snapshot, and from a snapshot or an export to a state to compare.

A nightly run takes its snapshot in a pass that makes other outputs, too:

    dataset = judged_with_copies(open_dataset(request))
    result = run_queries(dataset, lambda rows: [snapshot_rows(rows, dataset), ...])
    found = compare(state_of_entry(entry), state_from(result, result.frames[0]), case=..., ...)
    report, rows = report_of(found, request, result.provenance), findings(found)
    taken = take(Store(folder), result, result.frames[0], taken_at=now)
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from cchc_audit import __version__
from cchc_audit.analysis.snapshots import Entry, Facts, Figures, Input, State, Store, Taken
from cchc_audit.analysis.snapshots.carried import base_of
from cchc_audit.analysis.snapshots.state import DATA_COLUMNS, EVENT_COLUMNS, VERDICT_COLUMNS
from cchc_audit.audit.dataset import Dataset, open_dataset
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult, run_queries
from cchc_audit.core.digests import digest, digest_of
from cchc_audit.core.errors import InputError
from cchc_audit.core.settings import Showing
from cchc_audit.engine.dictionary import Spellings
from cchc_audit.law.catalogue.term_tables import text_of

_COPY = "export_"
_STDIN = "-"


def judged_with_copies(dataset: Dataset) -> Dataset:
    """The same dataset, whose judged rows also hold the export's own cells, as `export_<column>`.

    Judging takes away what had not happened yet and lets events stand in for columns; a snapshot
    keeps what the export said.
    """
    copies = (pl.col(name).alias(_COPY + name) for name in _copied(dataset))
    return replace(dataset, beside=tuple(copies))


def snapshot_rows(rows: pl.LazyFrame, dataset: Dataset) -> pl.LazyFrame:
    """What a snapshot keeps of dossiers judged by `judged_with_copies`: no personal column.

    Officers are named as the settings want them; of those who took a dossier in only where
    officers are shown.
    """
    copied = _shown_columns(dataset)
    kept = [
        pl.col(_COPY + name).alias(name) if name in copied else pl.col(name)
        for name in DATA_COLUMNS
        if name in copied or name in _judged_columns(dataset)
    ]
    terms = [text_of(pl.col(n)).alias(n) for n in ("legal_term",) if n in dataset.intake.present]
    verdict = [text_of(pl.col(n)).alias(n) if n == "term" else pl.col(n) for n in VERDICT_COLUMNS]
    return (
        rows.select(*kept, *verdict)
        .with_columns(terms)
        .with_columns(
            pl.selectors.categorical().cast(pl.String), pl.selectors.enum().cast(pl.String)
        )
    )


def _copied(dataset: Dataset) -> list[str]:
    """The columns that are kept as the export has them."""
    mine = {"dossier_id", "officer"}
    return [n for n in DATA_COLUMNS if n in dataset.intake.present and n not in mine]


def _shown_columns(dataset: Dataset) -> frozenset[str]:
    shown = _showing(dataset) is Showing.SHOW
    return frozenset(n for n in _copied(dataset) if shown or n != "reception_officer")


def _judged_columns(dataset: Dataset) -> frozenset[str]:
    """The columns that are kept as judging has them: the officer may be named by a code there."""
    named = "officer" in dataset.intake.present and _showing(dataset) is not Showing.HIDE
    return frozenset(("dossier_id", "officer") if named else ("dossier_id",))


def _showing(dataset: Dataset) -> Showing:
    return dataset.request.settings.privacy.officers(published=False)


def take(
    store: Store,
    result: RunResult,
    dossiers: pl.DataFrame,
    *,
    taken_at: datetime,
    inputs: tuple[Input, ...] | None = None,
    carried: pl.DataFrame | None = None,
) -> Taken:
    """Store the dossiers of `result` (what `snapshot_rows` collected) as a snapshot.

    `taken_at`: the moment of the run, naive Viet Nam time. `inputs`: what `inputs_of` said of the
    files while they were read (None: they are looked at now). `carried`: what it carries on from
    the nights before. Raises `InputError` where another run
    is taking one.
    """
    provenance, request = result.provenance, result.dataset.request
    facts = Facts(
        as_of=request.as_of,
        taken_at=taken_at,
        version=provenance.version,
        inputs=inputs_of(provenance.files) if inputs is None else inputs,
        rows_read=provenance.rows_read,
        rows_rejected=provenance.rows_rejected,
        duplicates=provenance.duplicates,
        assessed=provenance.assessed,
        layout_rows=provenance.layout_rows,
        options=provenance.options,
        method=method_of(result.dataset),
        officers=_showing(result.dataset).value,
        first=request.first,
        last=request.last,
        official_through=provenance.official_through,
        provisional=provenance.provisional,
        figures=_figures(dossiers),
    )
    return store.take(dossiers, facts, events=_events(result.dataset), carried=carried)


def take_snapshot(request: Request, *, taken_at: datetime) -> Taken:
    """Open, judge and store what `request` names, in the folder of its settings."""
    dataset = judged_with_copies(open_dataset(request))
    result = run_queries(dataset, lambda rows: [snapshot_rows(rows, dataset)])
    store = Store(request.settings.snapshots.folder)
    return take(store, result, result.frames[0], taken_at=taken_at)


def state_of(request: Request) -> tuple[State, RunResult]:
    """An export as it stands when it is judged now, to be compared."""
    dataset = judged_with_copies(open_dataset(request))
    result = run_queries(dataset, lambda rows: [snapshot_rows(rows, dataset)])
    return state_from(result, result.frames[0]), result


def state_from(result: RunResult, dossiers: pl.DataFrame) -> State:
    """The state of a run under way, of what `snapshot_rows` collected."""
    return state_of_dataset(result.dataset, dossiers)


def state_of_dataset(dataset: Dataset, dossiers: pl.DataFrame) -> State:
    """The state of an export, or of some of its dossiers, of what `snapshot_rows` collected."""
    request = dataset.request
    return State(
        name=", ".join(request.files),
        as_of=request.as_of,
        dossiers=dossiers,
        events=_events(dataset),
        method=method_of(dataset),
        officers=_showing(dataset).value,
        first=request.first,
        last=request.last,
    )


def state_of_entry(entry: Entry) -> State:
    """A snapshot as it was taken. Raises `InputError` where its data is gone or was edited."""
    manifest = entry.manifest
    for path, part in entry.parts:
        if not path.is_file():
            raise InputError("snapshots.data_gone", day=manifest.day, file=path, near="–")
        if digest_of(path) != part.sha256:
            raise InputError("snapshots.data_edited", day=manifest.day, file=path)
    return State(
        name=str(manifest.day),
        as_of=manifest.as_of,
        dossiers=_completed(_table(entry, entry.data, ("dossier_id", "outcome"))),
        events=None if entry.events is None else _table(entry, entry.events, EVENT_COLUMNS),
        method=manifest.method,
        officers=manifest.officers,
        first=manifest.first,
        last=manifest.last,
    )


def base_of_entry(entry: Entry, state: State) -> State:
    """What a later night is compared with: `state`, that of the snapshot, and what it carries on
    from the nights before it.
    """
    carried = None if entry.carried is None else _table(entry, entry.carried, ("dossier_id",))
    return base_of(state, carried)


def _table(entry: Entry, path: Path, needed: Sequence[str]) -> pl.DataFrame:
    """A table of a snapshot. Raises `InputError` for one that is none, whoever wrote it."""
    day = entry.manifest.day
    try:
        found = pl.read_ipc(path) if path.suffix == ".arrow" else pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError):
        raise InputError("snapshots.data_edited", day=day, file=path) from None
    if not set(needed) <= set(found.columns):
        raise InputError("snapshots.data_edited", day=day, file=path)
    return found


def _completed(dossiers: pl.DataFrame) -> pl.DataFrame:
    """The dossiers with all columns of a verdict: one that an older program did not store is
    unknown.
    """
    lacking = [name for name in VERDICT_COLUMNS if name not in dossiers.columns]
    return dossiers.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in lacking)


def method_of(dataset: Dataset) -> dict[str, str]:
    """What verdicts depend on beside the data: digests of the side files, and the policy."""
    settings = dataset.request.settings
    units = settings.units
    policy = json.dumps(settings.policy._asdict(), sort_keys=True)
    return {
        "calendar": dataset.calendar.digest(),
        "catalogue": dataset.catalogue.digest(),
        "units": "" if units is None else digest_of(units),
        "policy": digest(policy.encode()),
        "version": __version__,
    }


def _events(dataset: Dataset) -> pl.DataFrame | None:
    """The events that had happened; free text is left out, it may name anyone.

    What stays of a note is a code of the cause of a pause: verdicts ask which pauses have one.
    """
    if dataset.events is None:
        return None
    coded = Spellings(_cause_code, pl.String()).expr(pl.col("cause")).alias("note")
    shown = _showing(dataset) is Showing.SHOW
    named = pl.col("by") if shown else pl.lit(None, dtype=pl.String).alias("by")
    happened = dataset.events.frame.filter(pl.col("at") < dataset.request.as_of)
    return happened.with_columns(named, coded, pl.col("event").cast(pl.String)).select(
        EVENT_COLUMNS
    )


def _cause_code(cause: str) -> str | None:
    """A wait under a name that tells nobody's, the same from night to night."""
    return f"chờ {digest(cause.encode())[:8]}" if cause else None


def inputs_of(files: Sequence[str]) -> tuple[Input, ...]:
    """The files that were read, with their bytes and digests."""
    return tuple(_input(file) for file in files)


def _input(file: str) -> Input:
    path = Path(file)
    if file == _STDIN or not path.is_file():
        return Input(file=file, bytes=None, sha256=None)
    return Input(
        file=file,
        bytes=path.stat().st_size,
        sha256=digest_of(path),
        changed=changed_at(path),
    )


def changed_at(path: Path) -> datetime:
    """A file's own time of change, to the second (UTC): what systems keep of it beyond differs."""
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def _figures(dossiers: pl.DataFrame) -> tuple[Figures, ...]:
    """The outcomes of each commune, counted."""
    if "commune" not in dossiers.columns:
        dossiers = dossiers.with_columns(pl.lit(None, dtype=pl.String).alias("commune"))
    counts = dossiers.group_by("commune", "outcome").len().sort("commune", "outcome")
    return tuple(
        Figures(
            commune=group["commune"][0],
            total=int(group["len"].sum()),
            outcomes=dict(zip(group["outcome"], group["len"], strict=True)),
        )
        for group in counts.partition_by("commune", maintain_order=True)
    )
