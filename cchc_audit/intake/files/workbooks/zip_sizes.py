"""How much a zip archive unpacks to: what it says of itself is not believed."""

import zipfile

_MOST_GROWTH = 1032
"""How many times its packed size a member can have at the most: a limit of the format."""
_BLOCK = 1 << 20


def fits(archive: zipfile.ZipFile, *, limit: int) -> bool:
    """Whether all members together unpack to at most so many bytes.

    A small archive cannot grow beyond; of a larger one every member is unpacked, into nothing.
    Raises `zipfile.BadZipFile` where a member is not as long as the archive says.
    """
    members = archive.infolist()
    if sum(member.compress_size for member in members) * _MOST_GROWTH <= limit:
        return True
    left = limit
    for member in members:
        with archive.open(member) as packed:
            while block := packed.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    return False
    return True
