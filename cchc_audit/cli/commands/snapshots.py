"""`cchc-audit snapshots`."""

from typing import Annotated

from cchc_audit.cli.language import texts
from cchc_audit.cli.options import SnapshotsFolder, option
from cchc_audit.cli.page_commands import Asked, answers_with_page, form_of, open_store, put
from cchc_audit.cli.values import now
from cchc_audit.core.errors import ExitCode


@answers_with_page
def snapshots(
    asked: Asked,
    *,
    verify: Annotated[bool, option("snapshots_verify", "--verify", section="own")] = False,
    folder: SnapshotsFolder = None,
) -> int:
    """The snapshots there are; `--verify` checks that nobody edited or removed one since."""
    from cchc_audit.products.history.snapshot_page import listing

    form = form_of(asked)
    store, settings = open_store(folder, asked.config)
    created = now(settings.policy.timezone)
    page = listing(store, checked=verify, texts=texts(), created=created)
    put(page, asked, form=form)
    return ExitCode.GATE_FAILED if page.data["whole"] is False else ExitCode.DONE
