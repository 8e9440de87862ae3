"""The boundary where every end of a run becomes an exit code and a few lines to the user."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

from cchc_audit import __version__
from cchc_audit.cli.console import OUT, TALK
from cchc_audit.cli.language import texts
from cchc_audit.cli.typer_private import NoArgsIsHelpError, UsageError
from cchc_audit.cli.usage import sentence_of
from cchc_audit.core.errors import CchcError, ExitCode
from cchc_audit.core.scratch import tidied

_STOPS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""How a person or the system asks a run to stop; Windows knows no SIGHUP."""


def guard(run: Callable[[], object]) -> int:
    """The exit code of `run()`: what it returned, or what the error it raised stands for.

    Nothing but `SystemExit` passes. A bug is 3, never 1: 1 means that a gate failed. Nothing is
    left for the interpreter to write when it leaves: what it could not would change the code.
    """
    try:
        with tidied():
            return _settled(run)
    finally:
        OUT.let_go()
        TALK.let_go()


def _settled(run: Callable[[], object]) -> int:
    interrupts: list[int] = []
    try:
        with _noticing(interrupts):
            code = run()
        OUT.put("")
    except KeyboardInterrupt:
        return _interrupted()
    except SystemExit as leaving:
        if not isinstance(leaving.__context__, BrokenPipeError):
            raise
        # Typer leaves with 1 when nobody reads its help any more; 1 would mean a failed gate.
        OUT.abandon()
        return ExitCode.DONE
    except CchcError as error:
        _complain(texts()(error.key, **error.values))
        return error.exit_code
    except NoArgsIsHelpError as error:
        TALK.say(error.message)
        return ExitCode.COULD_NOT
    except UsageError as error:
        _complain(sentence_of(error, texts()))
        return ExitCode.COULD_NOT
    except OSError as error:
        _complain(_refused(error))
        return ExitCode.COULD_NOT
    except BaseException as error:
        # All of them: a panic of polars is no `Exception`. And inside the engine a signal comes
        # out as whatever error the interrupted step makes of it.
        return _interrupted() if interrupts else _bug(error)
    if code == ExitCode.INTERRUPTED:
        # Typer turns Ctrl-C into this code itself.
        return _interrupted()
    return code if isinstance(code, int) else ExitCode.DONE


@contextmanager
def _noticing(interrupts: list[int]) -> Iterator[None]:
    """Note every signal to stop in `interrupts`, and raise `KeyboardInterrupt`, as Ctrl-C does.

    A run that the system ends (shutdown, `systemctl stop`, a closed terminal) must clean up after
    itself as well: its temporary copies of an export hold personal data. A signal that somebody
    has given a meaning of their own, as `nohup` does, keeps it.
    """
    if current_thread() is not main_thread():
        yield
        return

    def note(number: int, _frame: FrameType | None) -> None:
        interrupts.append(number)
        raise KeyboardInterrupt

    usual = {number: signal.getsignal(number) for number in _STOPS}
    unchanged = (signal.default_int_handler, signal.SIG_DFL)
    ours = {number: handler for number, handler in usual.items() if handler in unchanged}
    for number in ours:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number, handler in ours.items():
            signal.signal(number, handler)


def _complain(sentence: str) -> None:
    TALK.say(sentence, mark=texts()("cli.error"))


def _interrupted() -> int:
    TALK.say(texts()("cli.interrupted"))
    return ExitCode.INTERRUPTED


def _refused(error: OSError) -> str:
    """What the system refused, where nobody closer to it had a better sentence."""
    why = error.strerror or str(error)
    if error.filename is None:
        return texts()("cli.system_refused", why=why)
    return texts()("cli.system_refused_file", file=os.fsdecode(error.filename), why=why)


def _bug(error: BaseException) -> int:
    """Save the traceback where only this user can read it (it may quote data); name the file."""
    import platform
    import tempfile
    import traceback

    report = "".join(traceback.format_exception(error))
    header = f"cchc-audit {__version__}, Python {platform.python_version()}, {platform.platform()}"
    try:
        number, name = tempfile.mkstemp(prefix="cchc-audit-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="replace") as file:
            file.write(f"{header}\n{sys.argv}\n\n{report}")
    except OSError:
        TALK.say(texts()("cli.bug_unsaved", what=type(error).__name__, why=str(error)))
    else:
        TALK.say(texts()("cli.bug", file=name))
    return ExitCode.BUG
