"""`cchc-audit brief`."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from cchc_audit.cli.answer import reading
from cchc_audit.cli.build_request import request_for, settings_for
from cchc_audit.cli.commands.findings import chosen_rules
from cchc_audit.cli.console import working
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given, option, reads_exports
from cchc_audit.cli.pack_files import put, target
from cchc_audit.cli.values import whole
from cchc_audit.core.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from cchc_audit.core.settings import Settings
    from cchc_audit.products.brief import Wanted

_SIZE, _SEED = 30, 1
"""Inspectors pull ten to thirty dossiers on a visit."""


@reads_exports
def brief(
    given: Given,
    *,
    sample: Annotated[str | None, option("sample", "--sample", metavar="N", section="own")] = None,
    seed: Annotated[str | None, option("seed", "--seed", metavar="N", section="less")] = None,
) -> int:
    """The inspection pack of a commune or an office: page, workbook, draft of the record."""
    from cchc_audit.products.brief import gathered

    if given.sort is not None:
        raise ConfigError("brief.no_sort")
    place = target(given)
    settings = settings_for(given)
    wanted = _wanted(settings, sample=sample, seed=seed)
    options = (("--sample", sample), ("--seed", seed))
    request = request_for(given, settings)
    told = tuple((name, text) for name, text in options if text is not None)
    request = replace(request, limit=None, options=(*request.options, *told))
    with reading(given, request):
        with working(texts()("cli.working"), quiet=given.quiet):
            found = gathered(request, wanted)
        put(found, given, place)
    return ExitCode.DONE


def _wanted(settings: "Settings", *, sample: str | None, seed: str | None) -> "Wanted":
    from cchc_audit.products.brief import Wanted

    return Wanted(
        rules=chosen_rules(settings, select=None, ignore=None),
        size=_SIZE if sample is None else whole(sample, option="--sample"),
        seed=_SEED if seed is None else whole(seed, option="--seed"),
    )
