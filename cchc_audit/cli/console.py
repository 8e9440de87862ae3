"""The only two consoles: payload goes to one, everything said beside it to the other.

Nothing is written as markup, and what comes from data is made visible first: `[x]` stays `[x]`,
and an escape sequence inside a file name moves no cursor.
"""

import codecs
import io
import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Literal, TextIO, cast

from cchc_audit.core.errors import CchcError
from cchc_audit.render.escape import harmless, visible

_OF_DATA = ("json", "csv")
"""The formats for machines that are text: they hold what exports hold, as it is."""
PIPE_WIDTH = 100
"""Width of tables where there is no terminal: pipes, files, cron."""


class Console:
    """One of the two streams, looked up when used: tests and callers may have put another there."""

    def __init__(self, name: Literal["stdout", "stderr"]) -> None:
        self._name = name

    @property
    def stream(self) -> TextIO:
        """The stream as it stands now."""
        stream: TextIO = getattr(sys, self._name)
        return stream

    @property
    def is_terminal(self) -> bool:
        """Whether a person sees the stream as it is written."""
        return not self.stream.closed and self.stream.isatty()

    @property
    def width(self) -> int:
        """Columns of this terminal (or of `COLUMNS`), else `PIPE_WIDTH`."""
        told = os.environ.get("COLUMNS", "")
        columns = int(told) if told.isdigit() else 0
        if not columns and self.is_terminal:
            with suppress(OSError, ValueError):
                columns = os.get_terminal_size(self.stream.fileno()).columns
        return max(columns, 40) if columns else PIPE_WIDTH

    @property
    def colour(self) -> bool:
        """Whether colours may be written: a terminal that has them, and no `NO_COLOR`."""
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return self.is_terminal and not plain

    @property
    def moves(self) -> bool:
        """Whether what stands on the screen can be written anew."""
        return self.is_terminal and os.environ.get("TERM") != "dumb"

    def say(self, text: str, *, mark: str = "") -> None:
        """Write one or more whole lines of text, control characters shown as symbols.

        A terminal gets them broken between words; anything else as they are. `mark` stands before
        the text, in red where there are colours. Where nothing can be said nobody is told: the exit
        code still says what was done.
        """
        whole = f"{mark} {text}" if mark else text
        lines = [visible(line) for line in whole.split("\n")]
        if self.is_terminal:
            lines = [piece for line in lines for piece in _broken(line, self.width)]
        if mark and self.colour:
            lines[0] = lines[0].replace(mark, f"\033[1;31m{mark}\033[0m", 1)
        with suppress(CchcError):
            self.put("\n".join(lines))

    def put(self, payload: str | bytes, *, form: str = "") -> None:
        """Write text as UTF-8, ending in a newline, or bytes as they are; see `taking`."""
        if isinstance(payload, str):
            ended = payload if payload.endswith("\n") or not payload else payload + "\n"
            payload = ended.encode(errors="replace")
        with self.taking(form=form) as out:
            # A full disk refuses even nothing; what is held back is written all the same.
            if payload:
                out.write(payload)

    @contextmanager
    def taking(self, *, form: str = "") -> Iterator[BinaryIO]:
        """The stream for bytes: no line ends are rewritten, and no letter lacks a code.

        A `form` for machines holds the texts of exports as they are; where it goes to a terminal
        all the same, what a terminal would obey is shown instead.

        A reader that has gone away (`| head`) is no error: the rest goes nowhere. Raises
        `CchcError` where the stream does not take what is written: a full disk, a closed stream.
        """
        stream = self.stream
        try:
            stream.flush()
            if form in _OF_DATA and self.is_terminal:
                yield cast(BinaryIO, _Shown(stream, json=form == "json"))
            elif isinstance(stream, io.TextIOWrapper):
                yield stream.buffer
            else:
                whole = io.BytesIO()
                yield whole
                stream.write(whole.getvalue().decode())
            stream.flush()
        except BrokenPipeError:
            self.abandon()
        except OSError as error:
            self.abandon()
            if error.filename is not None:
                raise
            why = error.strerror or str(error)
            raise CchcError("cli.output_refused", why=why) from error

    def let_go(self) -> None:
        """Write out what is still held back; what the stream does not take goes nowhere."""
        try:
            self.stream.flush()
        except (OSError, ValueError):
            self.abandon()

    def abandon(self) -> None:
        """Send what is still to come nowhere, so that leaving the program does not trip over it."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.stream.fileno())
            os.close(nowhere)


class _Shown(io.RawIOBase):
    """Takes UTF-8 in pieces of any length and writes it to `stream`, made harmless."""

    def __init__(self, stream: TextIO, *, json: bool) -> None:
        super().__init__()
        self._stream, self._json = stream, json
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def writable(self) -> bool:
        """It takes what is written."""
        return True

    def write(self, piece: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Take one more piece."""
        whole = bytes(piece)
        self._stream.write(harmless(self._decoder.decode(whole), json=self._json))
        return len(whole)


def _broken(line: str, width: int) -> list[str]:
    """`line` in pieces of at most `width`, indented alike; a longer word stays whole."""
    indent = line[: len(line) - len(line.lstrip())]
    pieces = textwrap.wrap(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return pieces or [line]


OUT = Console("stdout")
TALK = Console("stderr")


def ready_streams() -> None:
    """Make the three standard streams fit to be used, whatever the caller left of them.

    A closed one gets its number back, so that no file of ours is opened under it; writing there is
    refused by the system, as it should be. All write UTF-8, whatever code page the system has: help
    pages and complaints come out as text, and all the rest of the output is UTF-8 anyway.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)
            setattr(sys, name, open(number, mode, encoding="utf-8", errors="replace"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


@contextmanager
def working(sentence: str, *, quiet: bool) -> Iterator[None]:
    """Show on a terminal what takes longer than a second: `sentence`, and how far it has come.

    Nothing at all in a pipe, on a terminal that moves no cursor, and where `quiet`.
    """
    if quiet or not TALK.moves:
        yield
        return
    from cchc_audit.cli.progress_line import shown

    with shown(sentence):
        yield
