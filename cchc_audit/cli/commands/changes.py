"""`cchc-audit changes`."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from cchc_audit.cli.answer import format_for, reading, request_in, write_report
from cchc_audit.cli.build_request import settings_for
from cchc_audit.cli.console import OUT, working
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given, Many, SnapshotsFolder, option, shares
from cchc_audit.cli.values import instant
from cchc_audit.core.errors import ConfigError, ExitCode

WIDE = 140
"""From here on there is room for the time of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Two(Given):
    """The shared options, with two states in the place of exports."""

    files: Annotated[Many, typer.Argument(metavar="STATES", help="cli.option.states")] = None


@shares(Two)
def changes(
    given: Two,
    *,
    old_as_of: Annotated[
        str | None, option("old_as_of", "--old-as-of", metavar="MOMENT", section="own")
    ] = None,
    folder: SnapshotsFolder = None,
) -> int:
    """What was altered between two states of the export."""
    from cchc_audit.products import history
    from cchc_audit.products.history.change_sentences import for_people
    from cchc_audit.render.formats import Format

    form = format_for(given)
    settings = settings_for(given)
    if folder:
        from cchc_audit.core.settings import SnapshotSettings

        settings = settings._replace(snapshots=SnapshotSettings(Path(folder)))
    if len(given.files or ()) != 2:
        raise ConfigError("history.two_states", n=len(given.files or ()))
    request = request_in(form, given, settings)
    zone = settings.policy.timezone
    then = instant(old_as_of, option="--old-as-of", timezone=zone) if old_as_of else None
    before = history.Side(request.files[0], then, "--old-as-of")
    now = request.as_of if request.as_of_given else None
    after = history.Side(request.files[1], now, "--as-of")
    if old_as_of:
        request = replace(request, options=(*request.options, ("--old-as-of", old_as_of)))
    with reading(given, request):
        with working(texts()("cli.working"), quiet=given.quiet):
            report = history.changes(request, old=before, new=after)
        if form not in {Format.JSON, Format.CSV, Format.PARQUET}:
            brief = form is Format.TABLE and OUT.width < WIDE
            report = for_people(report, texts(), brief=brief)
        write_report(report, given, form=form)
    return ExitCode.DONE
