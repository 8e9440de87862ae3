"""A line on the terminal that tells how far a long run has come; gone when the run is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from cchc_audit.cli.language import texts
from cchc_audit.core.progress import Progress, Reached, watched
from cchc_audit.render.numbers import decimal, whole
from cchc_audit.texts import Texts

AFTER = 1.0
"""Seconds after which the line appears."""
_EVERY = 0.2
_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


@contextmanager
def shown(sentence: str) -> Iterator[None]:
    """The line, from `AFTER` seconds on, for as long as what is inside takes."""
    done = Event()
    # Asked for here: a thread of its own does not know the language of the run.
    words = (sentence, watched(), texts(), done)
    thread = Thread(target=_show, args=words, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _show(sentence: str, progress: Progress, words: Texts, done: Event) -> None:
    began = monotonic()
    if done.wait(AFTER):
        return
    # Not before: most runs are over by now.
    from rich.console import Console
    from rich.live import Live
    from rich.spinner import Spinner
    from rich.text import Text

    spinner = Spinner("dots")
    with Live(spinner, console=Console(stderr=True), transient=True, auto_refresh=False) as live:
        while True:
            seconds = whole(int(monotonic() - began), words)
            said = [sentence, far(progress.reached, words), words("progress.time", n=seconds)]
            spinner.update(text=Text(" ".join(part for part in said if part)))
            live.refresh()
            if done.wait(_EVERY):
                return


def far(reached: Reached, words: Texts) -> str:
    """How far a run has come, in words; nothing where it has not told yet."""
    if reached.preparing:
        return words("progress.preparing")
    size, lines, rows = size_of(reached.size, words), reached.lines, reached.rows
    if reached.read < reached.size:
        return words(
            "progress.read",
            read=size_of(reached.read, words),
            size=size,
            n=whole(lines, words),
        )
    if not reached.size:
        return words("progress.made", n=whole(rows, words)) if rows else ""
    # What needs a second pass counts from the start again.
    passed = (rows - 1) % lines + 1 if rows and lines else rows
    return words("progress.judged", n=whole(passed, words), lines=whole(lines, words), size=size)


def size_of(count: int, words: Texts) -> str:
    """A number of bytes: `1.2 GB`."""
    for unit, name in _UNITS:
        if count >= unit:
            return f"{decimal(count / unit, words)} {name}"
    return f"{whole(count, words)} B"
