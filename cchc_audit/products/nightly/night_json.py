"""What a night tells programs: `report.json`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from cchc_audit.analysis.snapshots import Entry
from cchc_audit.core.digests import digest_of
from cchc_audit.products.history.altered_findings import counted
from cchc_audit.products.nightly.night import Night
from cchc_audit.products.nightly.run_folder import Run
from cchc_audit.render.writers.json_text import envelope
from cchc_audit.texts import Texts


def document(
    night: Night,
    *,
    run: Run | None,
    taken: Entry | None,
    outputs: Sequence[Path],
    texts: Texts,
) -> dict[str, object]:
    """The document of a night; `run` and `taken` are None, `outputs` empty where nothing was
    written.
    """
    return {
        **envelope("report", night.provenance),
        "day": str(night.day),
        "run": None if run is None else run.name,
        "sequence": None if run is None else run.sequence,
        "folder": None if run is None else run.place,
        "outputs": [
            {"name": path.name, "bytes": path.stat().st_size, "sha256": digest_of(path)}
            for path in outputs
        ],
        "snapshot": None if taken is None else _snapshot(taken),
        "previous": _previous(night),
        "figures": dict(night.figures),
        "changes": _changes(night),
        "findings": counted(night.findings),
        "gates": [gate.document() for gate in night.gates],
        "warnings": [
            {
                "code": warned.notice.value,
                "text": texts(f"nightly.warning.{warned.notice}", **warned.values),
            }
            for warned in night.warnings
        ],
        "exit_code": 0 if night.passed else 1,
    }


def _snapshot(entry: Entry) -> dict[str, object]:
    return {
        "number": entry.manifest.number,
        "digest": entry.digest,
        "file": entry.path.name,
    }


def _previous(night: Night) -> dict[str, object] | None:
    if night.previous is None or night.before is None:
        return None
    entry = night.previous.entry
    return {
        "day": str(entry.manifest.day),
        **_snapshot(entry),
        "figures": dict(night.before),
    }


def _changes(night: Night) -> Mapping[str, object] | None:
    """How many dossiers were changed how; None on a first night."""
    if night.found is None:
        return None
    told = night.changes.extra
    counts = told["counts"]
    every = counts["all"] if isinstance(counts, dict) else {}
    rest = ("mass", "not_compared", "method_changed")
    return {**every, **{name: told[name] for name in rest}}
