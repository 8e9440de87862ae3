"""`cchc-audit report`."""

from typing import Annotated

from cchc_audit.cli.console import OUT, TALK, working
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import AsOf, Config, General, option, shares
from cchc_audit.cli.page_commands import moment, settings_of
from cchc_audit.cli.values import choice, now
from cchc_audit.core.errors import CchcError


@shares(General)
def report(
    general: General,
    *,
    dry_run: Annotated[bool, option("dry_run", "--dry-run", section="own")] = False,
    as_of: AsOf = None,
    config: Config = None,
    format: Annotated[  # noqa: A002 - the option's own name
        str | None, option("report_format", "--format", metavar="text|json", section="usual")
    ] = None,
) -> int:
    """The nightly run: every configured output, a snapshot, a digest, the gates."""
    from cchc_audit.products.nightly import Asked, Form, run_nightly

    form = Form.TEXT if format is None else choice(format, Form, option="--format")
    settings = settings_of(config)
    asked = Asked(
        settings=settings,
        as_of=moment(as_of, settings.policy),
        as_of_given=as_of is not None,
        present=now(settings.policy.timezone),
        options=(("--as-of", as_of),) if as_of else (),
    )
    with working(texts()("cli.working"), quiet=general.quiet):
        told = run_nightly(asked, dry_run=dry_run)
    try:
        OUT.put(told.digest if form is Form.TEXT else told.document, form=form)
    except CchcError as error:
        if dry_run:
            raise
        # The night itself stands, its digest among the files: that is what the code tells.
        TALK.say(texts()("nightly.digest_untold", why=error.values["why"]))
    return told.exit_code
