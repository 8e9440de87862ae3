"""`cchc-audit check`."""

from cchc_audit.cli.answer import say_units, write_answer
from cchc_audit.cli.options import Given, reads_exports
from cchc_audit.core.errors import ExitCode


@reads_exports
def check(given: Given) -> int:
    """The export itself: what was recognised, what is missing, what was rejected and why."""
    from cchc_audit import audit
    from cchc_audit.render.check_report import is_unusable

    report = write_answer(given, audit.check_exports)
    say_units(report.provenance, given)
    return ExitCode.COULD_NOT if is_unusable(report) else ExitCode.DONE
