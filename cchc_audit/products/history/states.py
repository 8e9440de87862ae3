"""What `OLD` and `NEW` of `changes` name: a snapshot by its day or file, or an export."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from pydantic import ValidationError

from cchc_audit.analysis.snapshots import Entry, Manifest, State, Store
from cchc_audit.audit.request import Request
from cchc_audit.core.digests import digest
from cchc_audit.core.errors import ConfigError, InputError
from cchc_audit.intake.files.unchanged import hold_unchanged
from cchc_audit.products.history.taking import state_of, state_of_entry
from cchc_audit.render.report import Provenance

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states: what was typed, the instant an export is judged at, and the option
    that names it.
    """

    text: str
    as_of: datetime | None
    option: str


def resolve_state(side: Side, request: Request) -> tuple[State, Provenance]:
    """The state that `side` names, and where it comes from.

    A snapshot has its own as-of; an export is judged at that of `side`. Raises `InputError` for
    what cannot be read, `ConfigError` for an export without an instant of judgement.
    """
    entry = _entry(side.text, Store(request.settings.snapshots.folder))
    if entry is not None:
        if not entry.data.is_file():
            raise _gone(entry)
        return state_of_entry(entry), provenance_of(entry)
    if side.as_of is None:
        raise ConfigError("history.export_needs_as_of", file=side.text, option=side.option)
    with hold_unchanged((side.text,)):
        state, result = state_of(replace(request, files=(side.text,), as_of=side.as_of))
    return state, result.conclude()


def _gone(entry: Entry) -> InputError:
    """The data of a snapshot was let go: which days before and after it still have theirs."""
    day = entry.manifest.day
    kept = [
        known
        for known, other in Store(entry.path.parent).contents().current.items()
        if other.data.is_file()
    ]
    near = [*(k for k in kept if k < day)][-1:] + [*(k for k in kept if k > day)][:1]
    named = ", ".join(map(str, near)) or "–"
    return InputError("snapshots.data_gone", day=day, file=entry.data, near=named)


def _entry(text: str, store: Store) -> Entry | None:
    """The snapshot that `text` names; None for an export."""
    path = Path(text)
    if path.is_file():
        return _entry_of(path)
    day = _day(text)
    return None if day is None else store.of_day(day)


def _entry_of(path: Path) -> Entry | None:
    """The snapshot of a manifest, or of a Parquet file with its manifest beside it."""
    manifest = path.with_suffix(".json")
    if path.suffix == ".json" or (path.suffix == ".parquet" and manifest.is_file()):
        content = manifest.read_bytes()
        try:
            return Entry(manifest, Manifest.model_validate_json(content), digest(content))
        except ValidationError:
            raise InputError("history.no_manifest", file=manifest) from None
    return None


def _day(text: str) -> date | None:
    """A day as `2026-11-21` or `21/11/2026`; None for anything else."""
    with suppress(ValueError):
        if found := _DAY.fullmatch(text.strip()):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text.strip())
    return None


def provenance_of(entry: Entry) -> Provenance:
    """Where the figures of a snapshot came from when it was taken."""
    manifest = entry.manifest
    return Provenance(
        files=(str(entry.data),),
        rows_read=manifest.rows_read,
        rows_rejected=manifest.rows_rejected,
        duplicates=manifest.duplicates,
        assessed=manifest.assessed,
        layout_rows=manifest.layout_rows,
        as_of=manifest.as_of,
        options=manifest.options,
        version=manifest.version,
        calendar_digest=manifest.method.get("calendar", ""),
        catalogue_digest=manifest.method.get("catalogue", ""),
        official_through=manifest.official_through,
        provisional=manifest.provisional,
    )
