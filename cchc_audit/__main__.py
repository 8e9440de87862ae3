"""`python -m cchc_audit` and the installed program `cchc-audit`."""

import atexit
import gc
import os
import sys
from contextlib import suppress

_GARBAGE_EVERY = 400_000
"""Objects between two searches for garbage. Python looks every 700, over all that was imported,
and finds nothing: our data lie in polars.
"""
_INTERRUPTED = 130
"""What `ExitCode.INTERRUPTED` is; nothing is imported before an interrupt can be caught."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(_GARBAGE_EVERY)
    # A sheet that a full disk cut off fails once more when Python throws it away: that was told.
    sys.unraisablehook = lambda _: None
    try:
        from cchc_audit.cli.console import ready_streams

        ready_streams()
        from cchc_audit.cli.app import app

        app(prog_name="cchc-audit")
    except KeyboardInterrupt:
        # While the program is still being loaded there is no boundary to catch it.
        _leave(_INTERRUPTED)
    except SystemExit as leaving:
        if not isinstance(leaving.code, int):
            raise
        _leave(leaving.code)


def _leave(code: int) -> None:
    """End here, with this code: all is written and tidied by now.

    Taking apart what was imported is a sixth of a small run, and the system takes it all at once.
    And Python 3.11 to 3.13, started with `-m`, ends itself by SIGINT instead of with the code that
    was asked for when an interrupt once came through the `exec` of a text, caught or not:
    dataclasses are made in one.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
