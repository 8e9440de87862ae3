"""Zip archives, and workbooks that are some: damage told from what the system refuses."""

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cchc_audit.core.errors import InputError

_DAMAGED = (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError)
_OF_THE_FILE = (None, errno.EINVAL)
"""What an `OSError` says where data that is packed otherwise than by zlib does not unpack, or an
archive leads to a place before its beginning.
"""


@contextmanager
def telling_damage(key: str, given: str | Path, *also: type[Exception]) -> Iterator[None]:
    """Raise `InputError` with the sentence `key` where an archive cannot be read, or what is read
    of it raises one of `also`.

    What the system refuses, such as room for a copy, is no damage, and raised on.
    """
    damaged: tuple[type[Exception], ...] = (*_DAMAGED, *also)
    try:
        yield
    except damaged:
        raise InputError(key, file=given) from None
    except OSError as error:
        if error.errno not in _OF_THE_FILE:
            raise
        raise InputError(key, file=given) from None
