"""What every command that reads an export does: ask, write the answer, say the sums beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_audit.cli.build_request import request_for, settings_for
from cchc_audit.cli.console import OUT, TALK, working
from cchc_audit.cli.fail_under import Gates
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given
from cchc_audit.cli.values import choice
from cchc_audit.core.errors import ConfigError, ExitCode, InputError
from cchc_audit.render.numbers import day, whole

if TYPE_CHECKING:
    from cchc_audit.audit.request import Request
    from cchc_audit.core.settings import Settings
    from cchc_audit.render.formats import Format
    from cchc_audit.render.report import Early, Provenance, Report


def answer_list(
    given: Given,
    ask: "Callable[[Request], Report]",
    *,
    early: "Callable[[Request], Report | Early] | None" = None,
) -> int:
    """Run a command that lists dossiers, from its options to its exit code; see `write_answer`."""
    write_answer(given, ask, early=early)
    return ExitCode.DONE


def write_answer(
    given: Given,
    ask: "Callable[[Request], Report]",
    *,
    early: "Callable[[Request], Report | Early] | None" = None,
) -> "Report":
    """Ask, and write the answer where it was asked for; the report that was written.

    `early` asks the same of who can give rows before they are accounted for, for a file.
    """
    from cchc_audit.render.formats import takes_early, write_early

    form = format_for(given)
    request = request_in(form, given, settings_for(given))
    with reading(given, request):
        if early is not None and given.output and takes_early(given.output, form):
            with working(texts()("cli.writing"), quiet=given.quiet):
                path = Path(given.output)
                report = write_early(
                    early(request), path, format=form, texts=texts(), accept=refuse_unread
                )
            _said(report, given, form=form)
        else:
            with working(texts()("cli.working"), quiet=given.quiet):
                report = ask(request)
            write_report(report, given, form=form)
    return report


def answer_summary(given: Given, ask: "Callable[[Request], Report]", *, gates: Gates) -> int:
    """Run a command that sums dossiers up; exit code 1 where one of `gates` fails."""
    form = format_for(given)
    request = request_in(form, given, settings_for(given))
    with reading(given, request), working(texts()("cli.working"), quiet=given.quiet):
        # Gates hold for what is not shown, too: the cut comes after them.
        report = ask(replace(request, limit=None))
        found = report.rows.collect(engine="streaming")
    groups, total = found.head(-1), found.tail(1)
    failed = gates.failed(groups, total)
    shown = groups if request.limit is None else groups.head(request.limit)
    source = report.provenance
    held = replace(source, targets=(*source.targets, *gates.limits))
    rows = shown.vstack(total).lazy()
    cut = replace(report, rows=rows, shown=shown.height, provenance=held)
    write_report(cut, given, form=form)
    say_units(report.provenance, given)
    for sentence in failed:
        TALK.say(sentence)
    return ExitCode.GATE_FAILED if failed else ExitCode.DONE


def request_in(form: "Format", given: Given, settings: "Settings") -> "Request":
    """The request behind the shared options. A page is meant for publishing: unless the settings
    say otherwise it names officers by codes, and what is told in another format does not.
    """
    from cchc_audit.render.formats import PAPER

    return request_for(given, settings.published() if form in PAPER else settings)


@contextmanager
def reading(given: Given, request: "Request", *wrote_too: str | None) -> Iterator[None]:
    """What holds while exports are read: they stay as they are, and whoever wrote out rejected
    rows hears that they are personal data. Raises `InputError` for a file that changed.

    `wrote_too` are files that the command writes beside those of the shared options.
    """
    from cchc_audit.intake.files.unchanged import hold_unchanged

    wrote = [Path(path) for path in (given.output, given.rejects, *wrote_too) if path]
    try:
        with hold_unchanged(request.files, leave_out=wrote):
            yield
    except InputError as error:
        if error.key == "audit.strict":
            _keep_private(given)
        raise
    _keep_private(given)


def _keep_private(given: Given) -> None:
    """Say where the rejected rows are, if there are any, and what is in them."""
    if given.rejects and not given.quiet and _holds_rows(Path(given.rejects)):
        TALK.say(texts()("intake.rejects_private", file=given.rejects))


def _holds_rows(path: Path) -> bool:
    """Whether a rejects file has more than its header; a device or pipe tells nothing."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return bool(file.readline() and file.read(1))


def format_for(given: Given) -> "Format":
    """The format asked for: `--format`, else the suffix of `-o`, else a table.

    Where both are given `--format` decides. Raises `CchcError` for one that there is none of, and
    for one that a screen cannot show.
    """
    from cchc_audit.render.formats import BINARY, Format, format_of, ready

    if given.format is not None:
        form = choice(given.format, Format, option="--format")
    else:
        form = format_of(Path(given.output)) if given.output else Format.TABLE
    ready(form)
    if given.output is None and (form is Format.PDF or (form in BINARY and OUT.is_terminal)):
        raise ConfigError("report.binary_to_screen", format=form, example=f"ket-qua.{form}")
    return form


def write_report(report: "Report", given: Given, *, form: "Format") -> None:
    """Write a report where it was asked for; the sum of rows goes to the other stream.

    A table on the screen shows that sum itself. Raises `InputError` where no row could be read:
    "nothing is late" would be heard instead.
    """
    from cchc_audit.render.formats import stream, write

    refuse_unread(report)
    if given.output:
        with working(texts()("cli.writing"), quiet=given.quiet):
            write(report, Path(given.output), format=form, texts=texts())
    else:
        with OUT.taking(form=form) as out:
            stream(report, out, format=form, texts=texts(), width=OUT.width, colour=OUT.colour)
    _said(report, given, form=form)


def refuse_unread(report: "Report") -> None:
    """Raise `InputError` where there are rows and all of them were rejected; `check` says why."""
    from cchc_audit.audit.remarks.nothing_read import refuse_nothing_read

    if not report.kind.of_rejects:
        refuse_nothing_read(report.provenance, texts())


def _said(report: "Report", given: Given, *, form: "Format") -> None:
    """The sum of rows and where the answer is, for people."""
    from cchc_audit.render.formats import Format

    if given.quiet:
        return
    if given.output or form not in {Format.TABLE, Format.MD, Format.HTML}:
        say_account(report.provenance)
        if not given.output and report.shown < report.total_rows:
            n, total = whole(report.shown, texts()), whole(report.total_rows, texts())
            TALK.say(texts()(report.kind.cut, shown=n, total=total))
    elif not OUT.is_terminal and (statuses := report.provenance.statuses) and statuses.dossiers:
        # Whoever reads the table from a pipe or a page still hears of it.
        TALK.say(statuses.sentence(texts()))
    if given.output:
        n, total = whole(report.shown, texts()), whole(report.total_rows, texts())
        key = "cli.written_cut" if report.shown < report.total_rows else "cli.written"
        TALK.say(texts()(key, file=given.output, n=n, total=total))


def say_units(provenance: "Provenance", given: Given) -> None:
    """Say which names may be one commune, and which communes nobody has heard of."""
    if not given.quiet:
        for remark in provenance.units:
            TALK.say(remark.sentence(texts()))


def say_account(provenance: "Provenance") -> None:
    """Say the sum that accounts for every row, and what the figures lean on."""
    from cchc_audit.render.people import warnings

    number = {
        "read": provenance.rows_read,
        "assessed": provenance.assessed,
        "rejected": provenance.rows_rejected,
        "duplicates": provenance.duplicates,
    }
    TALK.say(texts()("report.rows", **{k: whole(n, texts()) for k, n in number.items()}))
    for sentence in warnings(provenance, texts()):
        TALK.say(sentence)
    if provenance.provisional:
        through = day(provenance.official_through)
        TALK.say(
            texts()("report.provisional", n=whole(provenance.provisional, texts()), day=through)
        )
