"""`cchc-audit rank`."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import answer_summary
from cchc_audit.cli.build_request import refuse_overwriting
from cchc_audit.cli.fail_under import Gates
from cchc_audit.cli.options import FailUnder, FailUnderEach, Given, Many, option, reads_exports
from cchc_audit.cli.values import civil_day, instant
from cchc_audit.core.errors import ConfigError

if TYPE_CHECKING:
    from cchc_audit.analysis.ranking import Baseline
    from cchc_audit.audit.request import Request
    from cchc_audit.render.report import Report

Word = str | None


@reads_exports
def rank(
    given: Given,
    *,
    by: Annotated[Word, option("rank_by", "--by", metavar="KEY", section="own")] = None,
    previous: Annotated[
        Many, option("previous", "--previous", metavar="FILE", section="own")
    ] = None,
    previous_as_of: Annotated[
        Word, option("previous_as_of", "--previous-as-of", metavar="MOMENT", section="less")
    ] = None,
    previous_from: Annotated[
        Word, option("previous_from", "--previous-from", metavar="DAY", section="less")
    ] = None,
    previous_to: Annotated[
        Word, option("previous_to", "--previous-to", metavar="DAY", section="less")
    ] = None,
    fail_under: FailUnder = None,
    fail_under_each: FailUnderEach = None,
) -> int:
    """The league table, with places won and lost."""
    from cchc_audit import audit
    from cchc_audit.analysis.ranking import rank_key

    key = rank_key("commune" if by is None else by)
    days = {
        "--previous-as-of": previous_as_of,
        "--previous-from": previous_from,
        "--previous-to": previous_to,
    }
    refuse_overwriting(given, previous or [])

    def ask(request: "Request") -> "Report":
        baseline = _baseline(previous, days, timezone=request.settings.policy.timezone)
        own = () if by is None else (("--by", by),)
        options = (*request.options, *own, *(() if baseline is None else baseline.options))
        return audit.rank_groups(replace(request, options=options), by=key, baseline=baseline)

    return answer_summary(given, ask, gates=Gates.of(fail_under, fail_under_each))


def _baseline(files: Many, days: dict[str, str | None], *, timezone: str) -> "Baseline | None":
    """The earlier period from what was typed. Raises `ConfigError`."""
    from cchc_audit.analysis.ranking import Baseline

    typed = {option: text for option, text in days.items() if text is not None}
    if not files:
        if typed:
            raise ConfigError("ranking.previous_needed", option=next(iter(typed)))
        return None
    as_of = typed.get("--previous-as-of")
    first, last = (
        None if text is None else civil_day(text, option=option)
        for option, text in list(days.items())[1:]
    )
    if first and last and first > last:
        raise ConfigError("ranking.previous_reversed", first=first, last=last)
    return Baseline(
        tuple(files),
        None if as_of is None else instant(as_of, option="--previous-as-of", timezone=timezone),
        first,
        last,
    )
