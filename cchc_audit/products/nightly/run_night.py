"""One nightly run, from the configuration to the exit code."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path

from cchc_audit.analysis.snapshots import Entry, Store
from cchc_audit.analysis.snapshots.store import LOCK
from cchc_audit.audit.request import Request
from cchc_audit.core.errors import CchcError, ExitCode
from cchc_audit.core.scratch import PART
from cchc_audit.core.settings import Settings
from cchc_audit.products.history import take
from cchc_audit.products.nightly.digest import digest
from cchc_audit.products.nightly.gather_night import gather_night
from cchc_audit.products.nightly.inputs import inputs_of
from cchc_audit.products.nightly.night import Night
from cchc_audit.products.nightly.night_json import document
from cchc_audit.products.nightly.outputs import DIGEST, OUTPUTS, write_communes, write_lists
from cchc_audit.products.nightly.run_folder import REPORT, Run, Shelf
from cchc_audit.render.writers.json_text import dumps
from cchc_audit.texts import Texts

_REFUSALS = {
    ENOSPC: "nightly.disk_full",
    EDQUOT: "nightly.disk_full",
    EACCES: "nightly.no_permission",
    EPERM: "nightly.no_permission",
    EROFS: "nightly.no_permission",
}


class Form(StrEnum):
    """What a night is told as."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a night is asked: `as_of` and `present` as in a `Request`."""

    settings: Settings
    as_of: datetime
    as_of_given: bool
    present: datetime
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a night tells: the digest for people, the document for programs, the exit code."""

    digest: str
    document: str
    exit_code: ExitCode


def run_nightly(asked: Asked, *, dry_run: bool) -> Told:
    """Run a night; with `dry_run` only compute and tell it, and write nothing at all.

    Raises `NoInputError` where there is no export, `CchcError` for what cannot be read or written,
    and where another run is at work. Whatever happens, the last whole state stands.
    """
    settings = asked.settings
    found = inputs_of(settings)
    request = Request(
        files=found.files,
        settings=settings,
        as_of=asked.as_of,
        as_of_given=asked.as_of_given,
        present=asked.present,
        options=asked.options,
    )
    shelf = Shelf(settings.report.folder)
    if dry_run:
        return _told(gather_night(request, found, runs=shelf.runs()), None, None, ())
    with ExitStack() as held:
        with _refusals(shelf.folder):
            held.enter_context(shelf.locked())
            shelf.heal()
            runs = shelf.runs()
        night = gather_night(request, found, runs=runs)
        with _refusals(shelf.folder):
            return _published(night, shelf, asked.present)


def _published(night: Night, shelf: Shelf, present: datetime) -> Told:
    """Write the outputs, take the snapshot, let both be seen; in this order."""
    store = Store(night.request.settings.snapshots.folder)
    run = shelf.next(night.day)
    texts = Texts(night.request.settings.lang)
    with shelf.writing(run) as part:
        write_lists(night, part, texts)
        taken = take(
            store,
            night.result,
            night.dossiers,
            taken_at=present,
            inputs=night.inputs,
            carried=night.carried,
        )
        run = replace(run, snapshot=taken.entry.digest)
        write_communes(night, part, store, texts)
        place = shelf.folder / run.place
        (part / DIGEST).write_text(_digest(night, place, taken.entry), encoding="utf-8")
        told = _told(night, run, taken.entry, [part / name for name in OUTPUTS], place=place)
        (part / REPORT).write_text(told.document, encoding="utf-8")
    shelf.point()
    shelf.tidy()
    return told


def _digest(night: Night, place: Path | None, taken: Entry | None) -> str:
    return digest(night, place=place, taken=taken, texts=Texts(night.request.settings.lang))


def _told(
    night: Night,
    run: Run | None,
    taken: Entry | None,
    outputs: Sequence[Path],
    *,
    place: Path | None = None,
) -> Told:
    texts = Texts(night.request.settings.lang)
    return Told(
        digest=_digest(night, place, taken),
        document=dumps(document(night, run=run, taken=taken, outputs=outputs, texts=texts)),
        exit_code=ExitCode.DONE if night.passed else ExitCode.GATE_FAILED,
    )


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    """What the system refuses while outputs are written, as a sentence of the nightly run."""
    try:
        yield
    except CchcError as error:
        # Writers of single files advise another name for `-o`, which a night does not have.
        if error.key.startswith("report.") and isinstance(error.__cause__, OSError):
            raise _refused(folder, error.__cause__) from error
        raise
    except OSError as error:
        raise _refused(folder, error) from error


def _refused(folder: Path, error: OSError) -> CchcError:
    key = _REFUSALS.get(error.errno or 0, "nightly.cannot_write")
    place = folder if error.filename is None else _shown(Path(os.fsdecode(error.filename)))
    return CchcError(key, place=place, why=error.strerror or str(error))


def _shown(place: Path) -> Path:
    """The folder in place of a lock or a part in it: what people know of, and can give a right to
    write in.
    """
    ours = (p for p in (place, *place.parents) if p.name == LOCK or p.name.endswith(PART))
    return next((p.parent for p in ours), place)
