"""`cchc-audit trend`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.console import OUT, TALK
from cchc_audit.cli.language import texts
from cchc_audit.cli.moments import civil_day
from cchc_audit.cli.options import LangOption, Many, VersionFlag, option
from cchc_audit.cli.pages import Config, FormatName, Output, Quiet, form_of, put, refuse_empty
from cchc_audit.cli.snapshots import Folder, opened
from cchc_audit.cli.values import choice
from cchc_audit.errors import ExitCode

if TYPE_CHECKING:
    from cchc_audit.report.page import Page

SVG = ".svg"


def trend(
    *,
    by: Annotated[str | None, option("trend_by", "--by", metavar="KEY", section="own")] = None,
    folder: Folder = None,
    commune: Annotated[
        Many, option("commune", "--commune", metavar="TEXT", section="scope")
    ] = None,
    first: Annotated[
        str | None, option("trend_from", "--from", metavar="DAY", section="scope")
    ] = None,
    last: Annotated[str | None, option("trend_to", "--to", metavar="DAY", section="scope")] = None,
    config: Config = None,
    format: FormatName = None,  # noqa: A002 - the option's own name
    output: Output = None,
    lang: LangOption = None,
    quiet: Quiet = False,
    version: VersionFlag = False,
) -> int:
    """Rates and backlog over the snapshots."""
    from cchc_audit.history import chart, course, trend
    from cchc_audit.report.formats import Format
    from cchc_audit.summary import Key

    del lang, version  # read before the command runs
    given = {"--by": by, "--folder": folder, "--config": config, "--format": format, "-o": output}
    refuse_empty({**given, "--from": first, "--to": last})
    drawn = output is not None and format is None and Path(output).suffix.lower() == SVG
    form = Format.HTML if drawn else form_of(format, output)
    key = Key.COMMUNE if by is None else choice(by, Key, option="--by")
    store, _ = opened(folder, config)
    frame = trend.trend(
        store,
        by=key,
        communes=commune or (),
        first=civil_day(first, option="--from") if first else None,
        last=civil_day(last, option="--to") if last else None,
    )
    as_of = trend.as_of(store, frame)
    page = course.course_page(frame, by=key, as_of=as_of, texts=texts(), folder=str(store.folder))
    if form is not Format.HTML:
        put(page, form=form, output=output, quiet=quiet)
        return ExitCode.DONE
    days, lines = course.lines_of(frame, key, texts())
    rates = chart.rates_chart(days, lines, texts())
    if drawn:
        _put(rates, output, page, quiet=quiet)
    else:
        charts = (rates, chart.backlog_chart(days, lines, texts()))
        _put(chart.with_charts(_html(page), charts), output, page, quiet=quiet)
    return ExitCode.DONE


def _html(page: "Page") -> str:
    from cchc_audit.report.page_text import render_html

    return render_html(page, texts=texts())


def _put(text: str, output: str | None, page: "Page", *, quiet: bool) -> None:
    """Write text to the file asked for, whole, or to the screen."""
    from cchc_audit.report.files import writing
    from cchc_audit.report.numbers import whole

    if output is None:
        OUT.put(text)
        return
    with writing(Path(output)) as beside:
        beside.write_bytes(text.encode())
    if not quiet:
        count = whole(len(page.records), texts())
        TALK.say(texts()("cli.written", file=output, n=count))
