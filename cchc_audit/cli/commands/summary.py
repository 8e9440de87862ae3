"""`cchc-audit summary`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import answer_summary
from cchc_audit.cli.fail_under import Gates
from cchc_audit.cli.options import FailUnder, FailUnderEach, Given, option, reads_exports
from cchc_audit.cli.values import choice
from cchc_audit.core.errors import ConfigError

if TYPE_CHECKING:
    from cchc_audit.audit.request import Request
    from cchc_audit.render.report import Report


class _Index(StrEnum):
    """The indices a summary can add."""

    DECISION_766 = "766"


@reads_exports
def summary(
    given: Given,
    *,
    by: Annotated[str | None, option("by", "--by", metavar="KEY[,KEY]", section="own")] = None,
    index: Annotated[str | None, option("index", "--index", metavar="766", section="less")] = None,
    views: Annotated[bool, option("views", "--views", section="own")] = False,
    fail_under: FailUnder = None,
    fail_under_each: FailUnderEach = None,
) -> int:
    """The same figures by any keys."""
    from cchc_audit import audit
    from cchc_audit.analysis.summary import Key, keys_of

    if by is None and not views:
        raise ConfigError("indicators.by_missing", known=", ".join(Key))
    keys = tuple(key.value for key in keys_of(by or Key.COMMUNE))
    if views and keys != (Key.COMMUNE.value,):
        raise ConfigError("indicators.views_by_commune")
    added = None if index is None else choice(index, _Index, option="--index")

    def ask(request: "Request") -> "Report":
        if views:
            return audit.compare_views(request)
        if added:
            return audit.summarise_by(request, by=keys, index=True)
        return audit.summarise_by(request, by=keys)

    return answer_summary(given, ask, gates=Gates.of(fail_under, fail_under_each))
