"""Readers written in Rust, which give up some files by a panic: no `Exception`, told on standard
error by Rust itself. Both are kept from the user, who is given a sentence.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cchc_audit.core.errors import InputError

_STDERR = 2


@contextmanager
def giving_up(key: str, given: str | Path) -> Iterator[None]:
    """Raise `InputError` with the sentence `key` where a reader in Rust raises or panics."""
    try:
        with _silenced():
            yield
    except (MemoryError, OSError):  # not of the file's making
        raise
    except Exception:
        raise InputError(key, file=given) from None
    except BaseException as error:
        # The class has no name that it could be imported by.
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(key, file=given) from None


@contextmanager
def _silenced() -> Iterator[None]:
    """Let nothing of what native code says reach standard error."""
    try:
        kept = os.dup(_STDERR)
    except OSError:  # there is none
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STDERR)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
