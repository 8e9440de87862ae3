"""`cchc-audit snapshots`."""

from typing import Annotated

from cchc_audit.cli.language import texts
from cchc_audit.cli.options import SnapshotsFolder, option
from cchc_audit.cli.page_commands import Asked, answers_with_page, form_of, open_store, put
from cchc_audit.cli.values import now
from cchc_audit.core.errors import ExitCode, InputError


@answers_with_page
def snapshots(
    asked: Asked,
    *,
    verify: Annotated[bool, option("snapshots_verify", "--verify", section="own")] = False,
    folder: SnapshotsFolder = None,
) -> int:
    """The snapshots there are; `--verify` checks that nobody edited or removed one since."""
    from cchc_audit.products.history.snapshot_page import list_snapshots
    from cchc_audit.products.nightly.run_folder import Shelf

    form = form_of(asked)
    store, settings = open_store(folder, asked.config)
    created = now(settings.policy.timezone)
    contents = store.contents()
    # What was published tells of the configured folder, and of no other.
    told = store.folder.resolve() == settings.snapshots.folder.resolve()
    page = list_snapshots(
        store,
        contents,
        checked=verify,
        witnesses=Shelf(settings.report.folder).witnesses() if verify and told else (),
        texts=texts(),
        created=created,
    )
    put(page, asked, form=form)
    if contents.damaged is not None:
        raise InputError("snapshots.damaged", file=contents.damaged)
    return ExitCode.GATE_FAILED if page.data["whole"] is False else ExitCode.DONE
