"""`cchc-audit trend`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.console import TALK
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Communes, SnapshotsFolder, option
from cchc_audit.cli.page_commands import Asked, answers_with_page, form_of, open_store, put
from cchc_audit.cli.values import choice, civil_day
from cchc_audit.core.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_audit.render.page import Page
    from cchc_audit.render.report import UnreadPart

SVG = ".svg"


@answers_with_page
def trend(
    asked: Asked,
    *,
    by: Annotated[str | None, option("trend_by", "--by", metavar="KEY", section="own")] = None,
    folder: SnapshotsFolder = None,
    commune: Communes = None,
    first: Annotated[
        str | None, option("trend_from", "--from", metavar="DAY", section="usual")
    ] = None,
    last: Annotated[str | None, option("trend_to", "--to", metavar="DAY", section="usual")] = None,
) -> int:
    """Rates and backlog over the snapshots."""
    from cchc_audit.analysis.summary import Key
    from cchc_audit.intake import load_units
    from cchc_audit.products.history import trend, trend_chart, trend_page
    from cchc_audit.render.formats import Format

    output = asked.output
    drawn = output is not None and asked.format is None and Path(output).suffix.lower() == SVG
    form = Format.HTML if drawn else form_of(asked)
    key = Key.COMMUNE if by is None else choice(by, Key, option="--by")
    store, settings = open_store(folder, asked.config)
    course = trend.trend(
        store,
        by=key,
        communes=commune or (),
        first=civil_day(first, option="--from") if first else None,
        last=civil_day(last, option="--to") if last else None,
        canonical=load_units(settings.units).canonical,
    )
    frame, unread = course.frame, course.unread
    as_of = trend.as_of(store, frame)
    page = trend_page.course_page(
        frame, by=key, as_of=as_of, texts=texts(), folder=str(store.folder), unread=unread
    )
    if not asked.quiet and (output or form is not Format.TABLE):
        _say_missing(unread)
    if form not in (Format.HTML, Format.PDF):
        put(page, asked, form=form)
        return ExitCode.DONE
    days, lines = trend_page.lines_of(frame, key, texts())
    rates = trend_chart.rates_chart(days, lines, texts())
    if output is not None and drawn:
        _write(rates, output, page, quiet=asked.quiet)
    else:
        charts = (rates, trend_chart.backlog_chart(days, lines, texts()))
        put(
            replace(page, document=trend_chart.with_charts(page.document, charts)), asked, form=form
        )
    return ExitCode.DONE


def _say_missing(unread: "Sequence[UnreadPart]") -> None:
    from cchc_audit.products.history.trend_page import name_unread

    for part in unread:
        TALK.say(name_unread(part, texts()))


def _write(drawing: str, output: str, page: "Page", *, quiet: bool) -> None:
    """Write a drawing into the file asked for, whole."""
    from cchc_audit.core.atomic import writing
    from cchc_audit.render.numbers import whole

    with writing(Path(output)) as beside:
        beside.write_bytes(drawing.encode())
    if not quiet:
        count = whole(len(page.records), texts())
        TALK.say(texts()("cli.written", file=output, n=count))
