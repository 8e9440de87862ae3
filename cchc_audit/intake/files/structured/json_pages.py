"""What stands among pages of dossiers, as a client of an interface writes them, and is none: an
error in place of a page, whose dossiers are missing, or a line about the pages.
"""

from collections.abc import Iterator, Mapping
from typing import Any

_OUTCOMES = frozenset(
    ("code", "errorcode", "error", "errors", "ok", "status", "statuscode", "success")
)
"""What is the same in every page, unless one failed."""
_ABOUT = frozenset(
    (
        *("count", "currentpage", "first", "from", "hasmore", "hasnext", "last", "lastpage"),
        *("limit", "nextpage", "number", "numberofelements", "offset", "page", "pageindex"),
        *("pagenumber", "pages", "pagesize", "perpage", "size", "sotrang", "skip", "take"),
        *("to", "tong", "tongso", "tongsotrang", "total", "totalcount", "totalelements"),
        *("totalpages", "totalrecords", "trang"),
    )
)
"""What is told of pages alone."""


def values(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a record and of the objects in it (`data`, `result.items`)."""
    for key, value in record.items():
        name = f"{before}{key}"
        yield name, value
        if isinstance(value, dict):
            yield from values(value, f"{name}.")


def told_beside(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a page tells beside its dossiers: its plain values that are not blank."""
    return {
        name: value
        for name, value in values(record)
        if value and not isinstance(value, dict | list)
    }


def failed(record: Mapping[str, Any], page: Mapping[str, Any]) -> bool:
    """Whether an item without dossiers is no empty page, but says that something went wrong: it
    tells what a `page` with dossiers does not tell beside them, or of another outcome.
    """
    told = told_beside(record)
    return any(
        name not in page or (_last(name) in _OUTCOMES and page[name] != value)
        for name, value in told.items()
        if _last(name) not in _ABOUT
    ) or any(_last(name) in _OUTCOMES and name not in told for name in page)


def is_about_pages(record: Mapping[str, Any]) -> bool:
    """Whether an item tells nothing but how many pages there are, which it is, and the like."""
    return bool(record) and all(
        _last(name) in _ABOUT and not isinstance(value, dict | list)
        for name, value in record.items()
    )


def _last(name: str) -> str:
    return name.rpartition(".")[2].replace("_", "").casefold()
