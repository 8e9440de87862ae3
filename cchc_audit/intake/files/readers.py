"""From a path to the tables of a file: each becomes a lazy frame of text."""

from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path

from cchc_audit.core.errors import InputError
from cchc_audit.core.scratch import temporary_folder
from cchc_audit.intake.files import archive, delimited
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Body, Tables
from cchc_audit.intake.files.containers import container_of
from cchc_audit.intake.files.head import Head
from cchc_audit.intake.files.header_search import Score
from cchc_audit.intake.files.refusals import refuse_no_table
from cchc_audit.intake.files.unpack import plain_file

_FULL = (ENOSPC, EDQUOT, EFBIG)
"""What only a copy of an export can meet with: nothing else is written while it is read."""


@contextmanager
def reading(file: str | Path) -> Iterator[None]:
    """Turn what the system says against a file into an `InputError` that names it."""
    try:
        yield
    except FileNotFoundError:
        raise InputError("intake.file_missing", file=file) from None
    except IsADirectoryError:
        raise InputError("intake.not_a_file", file=file) from None
    except PermissionError:
        raise InputError("intake.no_permission", file=file) from None
    except OSError as error:
        if error.errno in _FULL:
            raise InputError("intake.no_room", file=file, folder=temporary_folder()) from None
        raise InputError("intake.cannot_read", file=file, reason=error.strerror) from None


def read_tables(given: str, ask: Ask) -> Tables:
    """Open every table of a file, in order.

    `given` is a path or `-` for standard input; what the file is shows in its first bytes. Raises
    `InputError` for what is no table or cannot be read.
    """
    with reading(given):
        return _read(plain_file(given, limit=ask.limit), ask, given)


def read_body(given: str, score: Score, *, limit: int) -> Body:
    """Open the one table that names most columns, of a file that is to hold one.

    Raises `InputError` as `read_tables` does.
    """
    bodies = read_tables(given, Ask(score, limit)).bodies
    return max(bodies, key=lambda body: score(body.header))


def _read(path: Path, ask: Ask, given: str) -> Tables:
    head = Head.of(path)
    container = container_of(head)
    if container is not None:
        return container.read(path, ask, given)
    refuse_no_table(head, given)
    if head.is_zip:
        return archive.read(path, ask, given, _member)
    return delimited.read(path, ask, given=given)


def _member(path: Path, ask: Ask, given: str) -> Tables:
    """The tables of a file out of an archive, which may be packed once more."""
    return _read(plain_file(given, limit=ask.limit, path=path), ask, given)
