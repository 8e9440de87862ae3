"""Which exports a night reads, of the files, folders and globs that `inputs` names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc_audit.core.errors import CchcError, ConfigError, ExitCode, InputError
from cchc_audit.core.settings import NightlyInputs, Settings
from cchc_audit.intake.files.head import Head
from cchc_audit.intake.files.refusals import refuse_no_table
from cchc_audit.intake.files.sources import STDIN, expand, is_own, natural

_OTHER_KINDS = frozenset(
    {"intake.is_pdf", "intake.is_word", "intake.is_slides", "intake.is_picture"}
)
_NOTHING = frozenset({"intake.folder_empty", "intake.glob_empty", "intake.file_missing"})


class NoInputError(CchcError):
    """There is no export tonight: nothing that `inputs` names leads to a file."""

    exit_code = ExitCode.NO_INPUT


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is read, as the pipeline takes it; and the other files that match, the newest first."""

    files: tuple[str, ...]
    others: tuple[str, ...]


def side_files(settings: Settings) -> tuple[Path, ...]:
    """The files that are read beside the exports."""
    sides = (settings.events, settings.calendar, settings.catalogue, settings.units)
    return tuple(path for path in sides if path is not None)


def inputs_of(settings: Settings) -> Inputs:
    """The exports of tonight, as `[report] inputs` says: the newest by its time of change (of
    several the last by name), or all of them. Where it says nothing: all files that `inputs` names
    one by one, and of those that folders and globs lead to the newest.

    What the runs themselves wrote is none, wherever a glob reaches. Raises `ConfigError` where no
    inputs are named, `NoInputError` where none of them is there.
    """
    if not settings.inputs:
        raise ConfigError("nightly.no_inputs_named")
    if STDIN in settings.inputs:
        raise ConfigError("nightly.no_stdin")
    found = dict.fromkeys(file for given in settings.inputs for file in _behind(given, settings))
    own = _own(found, (settings.report.folder, settings.snapshots.folder))
    files = [file for file in found if file not in own]
    if not files:
        raise NoInputError("nightly.no_input", inputs=", ".join(settings.inputs))
    match settings.report.inputs:
        case NightlyInputs.ALL:
            return Inputs(tuple(files) if own else _there(settings), ())
        case NightlyInputs.NEWEST:
            return _newest((), files)
        case None:
            named = [file for file in files if file in settings.inputs]
            return _newest(named, [file for file in files if file not in named])


def _newest(named: Sequence[str], files: Sequence[str]) -> Inputs:
    """The `named` files and the newest of the others that can hold a table."""
    aged = sorted(files, key=_age, reverse=True)
    newest = next((file for file in aged if _can_be_read(file)), *aged[:1]) if aged else None
    taken = (*named, *([newest] if newest is not None else []))
    return Inputs(taken, tuple(file for file in aged if file != newest))


def _can_be_read(file: str) -> bool:
    """Whether a file may be an export: no PDF, letter or picture, and none of rejected rows. One
    that is an export and cannot be read (a password) may: an older one must not stand in for it.
    """
    try:
        refuse_no_table(Head.of(Path(file)), file)
    except InputError as error:
        return error.key not in _OTHER_KINDS
    except OSError:
        return True
    return not is_own(Path(file))


def _behind(given: str, settings: Settings) -> list[str]:
    """The files one of the inputs leads to; none where nothing is there."""
    try:
        return [source.given for source in expand((given,), leave_out=side_files(settings))]
    except InputError as error:
        if error.key in _NOTHING:
            return []
        raise


def _there(settings: Settings) -> tuple[str, ...]:
    """The inputs that lead to something, as given: folders may hold what is no export."""
    return tuple(given for given in settings.inputs if _behind(given, settings))


def _own(files: Iterable[str], folders: tuple[Path, ...]) -> frozenset[str]:
    """Those of `files` that stand in the folders of the runs."""
    places = [folder.resolve() for folder in folders]
    return frozenset(
        file for file in files if any(Path(file).resolve().is_relative_to(p) for p in places)
    )


def _age(file: str) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    return Path(file).stat().st_mtime_ns, natural(file)
