"""`python -m cchc_audit` and the installed program `cchc-audit`."""

import gc
import sys

_GARBAGE_EVERY = 100_000
"""Objects between two searches for garbage. Python looks every 700, over all that was imported,
and finds nothing: our data lie in polars.
"""


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
        sys.exit(130)


if __name__ == "__main__":
    main()
