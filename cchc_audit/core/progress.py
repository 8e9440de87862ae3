"""How far a run has come, for whoever wants to show it: what works adds, who shows it asks.

The work never prints and need not know whether anybody looks: where nobody does, what it adds
falls on a counter that is thrown away.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import NamedTuple


class Reached(NamedTuple):
    """How far: `size` bytes to look at, `read` of them looked at, the `lines` they held; and the
    `rows` judged (or made) since then. `preparing`: before all that, code is being compiled.
    """

    size: int = 0
    read: int = 0
    lines: int = 0
    rows: int = 0
    preparing: bool = False


class Progress:
    """Sums that many threads add to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reached = Reached()

    def expect(self, size: int) -> None:
        """So many bytes more are going to be looked at."""
        self._add(size=size)

    def looked_at(self, read: int, lines: int) -> None:
        """So many bytes more have been looked at; they held so many lines."""
        self._add(read=read, lines=lines)

    def passed(self, rows: int) -> None:
        """So many rows more have been judged, or made."""
        self._add(rows=rows)

    @contextmanager
    def preparing(self) -> Iterator[None]:
        """Code is being compiled, for as long as what is inside takes."""
        with self._lock:
            self._reached = self._reached._replace(preparing=True)
        try:
            yield
        finally:
            with self._lock:
                self._reached = self._reached._replace(preparing=False)

    @property
    def reached(self) -> Reached:
        """The sums as they stand."""
        return self._reached

    def _add(self, **more: int) -> None:
        with self._lock:
            now = self._reached
            self._reached = now._replace(**{k: getattr(now, k) + n for k, n in more.items()})


_PROGRESS: ContextVar[Progress | None] = ContextVar("progress", default=None)


def progress() -> Progress:
    """The counter of this run. Ask where the work is begun: a thread of a pool does not know it."""
    return _PROGRESS.get() or Progress()


def watched() -> Progress:
    """The counter that whatever runs from now on in this context adds to."""
    mine = progress()
    _PROGRESS.set(mine)
    return mine
