"""`python -m cchc_audit` and the installed program `cchc-audit`."""

import atexit
import gc
import os
import sys

_GARBAGE_EVERY = 100_000
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
        sys.exit(_INTERRUPTED)


def _keep_interrupted(leaving: SystemExit) -> None:
    """End here, with 130, where the run was asked to stop.

    Python 3.11 to 3.13, started with `-m`, ends itself by SIGINT instead of with the code that was
    asked for when an interrupt once came through the `exec` of a text, caught or not: dataclasses
    are made in one. All is written and tidied by now.
    """
    if leaving.code == _INTERRUPTED:
        atexit._run_exitfuncs()
        os._exit(_INTERRUPTED)


if __name__ == "__main__":
    try:
        main()
    except SystemExit as leaving:
        _keep_interrupted(leaving)
        raise
