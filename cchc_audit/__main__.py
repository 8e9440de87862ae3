"""`python -m cchc_audit` and the installed program `cchc-audit`."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from cchc_audit.cli.app import app

        app(prog_name="cchc-audit")
    except KeyboardInterrupt:
        # While the program is still being loaded there is no boundary to catch it.
        sys.exit(130)


if __name__ == "__main__":
    main()
