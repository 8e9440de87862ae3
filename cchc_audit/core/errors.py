"""What can go wrong, as values: a text key and the values its sentence names.

No sentence is written here. The error boundary of the command line turns key and values into the
reader's language (`texts`), and `exit_code` into the exit code of the process.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from errno import EIO

_NUMBER = re.compile(r"\(os error (\d+)\)")


class ExitCode(IntEnum):
    """Exit codes of the process; the meaning of each is in `reference.md`."""

    DONE = 0
    GATE_FAILED = 1
    COULD_NOT = 2
    BUG = 3
    NO_INPUT = 4
    INTERRUPTED = 130


class CchcError(Exception):
    """The run cannot go on, for a reason the user can act on.

    `key` names a sentence of `texts`; `values` fill its placeholders. The sentence says what,
    where and the way out.
    """

    exit_code = ExitCode.COULD_NOT

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        """Key and values, for logs and test output; people read the sentence instead."""
        return f"{self.key} {self.values}" if self.values else self.key


class InputError(CchcError):
    """A file or folder that should be read cannot be read as an export or a side file."""


class ConfigError(CchcError):
    """An option or a key of `cchc.toml` has no meaning or an impossible value."""


class CalendarRangeError(CchcError):
    """A day outside the known range of the working calendar is needed."""


@contextmanager
def numbered() -> Iterator[None]:
    """Raise `OSError` for what the system refuses the engine while it writes a file.

    The engine tells the number of the refusal in words only, and of Parquet as an error of its own.
    """
    from polars.exceptions import ComputeError

    try:
        yield
    except (OSError, ComputeError) as error:
        number = _NUMBER.search(str(error))
        if number is None and not str(error).startswith("parquet: "):
            raise
        words = str(error).partition(" (os error")[0]
        raise OSError(int(number[1]) if number else EIO, words) from error
