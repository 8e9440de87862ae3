"""`cchc-audit snapshots`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.language import texts
from cchc_audit.cli.moments import now
from cchc_audit.cli.options import option
from cchc_audit.cli.page_commands import Asked, answers_with_page, form_of, put, settings_of
from cchc_audit.core.errors import ExitCode

if TYPE_CHECKING:
    from cchc_audit.analysis.snapshots import Store
    from cchc_audit.core.settings import Settings

Folder = Annotated[
    str | None, option("snapshots_folder", "--folder", metavar="FOLDER", section="less")
]


@answers_with_page
def snapshots(
    asked: Asked,
    *,
    verify: Annotated[bool, option("snapshots_verify", "--verify", section="own")] = False,
    folder: Folder = None,
) -> int:
    """The snapshots there are; `--verify` checks that nobody edited or removed one since."""
    from cchc_audit.products.history.snapshot_page import listing

    form = form_of(asked)
    store, settings = opened(folder, asked.config)
    created = now(settings.policy.timezone)
    page = listing(store, checked=verify, texts=texts(), created=created)
    put(page, asked, form=form)
    return ExitCode.GATE_FAILED if page.data["whole"] is False else ExitCode.DONE


def opened(folder: str | None, config: str | None) -> "tuple[Store, Settings]":
    """The folder of snapshots: what was given, else what `cchc.toml` says."""
    from cchc_audit.analysis.snapshots import Store

    settings = settings_of(config)
    return Store(Path(folder) if folder else settings.snapshots.folder), settings
