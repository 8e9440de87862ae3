"""`cchc-audit snapshots`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.language import texts
from cchc_audit.cli.moments import now
from cchc_audit.cli.options import LangOption, VersionFlag, option
from cchc_audit.cli.pages import Config, FormatName, Output, Quiet, form_of, put, refuse_empty
from cchc_audit.errors import ExitCode

if TYPE_CHECKING:
    from cchc_audit.settings import Settings
    from cchc_audit.snapshots import Store

Folder = Annotated[
    str | None, option("snapshots_folder", "--folder", metavar="FOLDER", section="own")
]


def snapshots(
    *,
    verify: Annotated[bool, option("snapshots_verify", "--verify", section="own")] = False,
    folder: Folder = None,
    config: Config = None,
    format: FormatName = None,  # noqa: A002 - the option's own name
    output: Output = None,
    lang: LangOption = None,
    quiet: Quiet = False,
    version: VersionFlag = False,
) -> int:
    """The snapshots there are; `--verify` checks that nobody edited or removed one since."""
    from cchc_audit.history.listing import listing

    del lang, version  # read before the command runs
    refuse_empty({"--folder": folder, "--config": config, "--format": format, "-o": output})
    form = form_of(format, output)
    store, settings = opened(folder, config)
    created = now(settings.policy.timezone)
    page = listing(store, checked=verify, texts=texts(), created=created)
    put(page, form=form, output=output, quiet=quiet)
    return ExitCode.GATE_FAILED if page.document["whole"] is False else ExitCode.DONE


def opened(folder: str | None, config: str | None) -> "tuple[Store, Settings]":
    """The folder of snapshots: what was given, else what `cchc.toml` says."""
    from cchc_audit.settings import load_settings
    from cchc_audit.snapshots import Store

    settings = load_settings(Path(config) if config else None)
    return Store(Path(folder) if folder else settings.snapshots.folder), settings
