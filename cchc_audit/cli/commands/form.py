"""`cchc-audit form`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_audit.cli.answer import reading
from cchc_audit.cli.build_request import request_for, settings_for
from cchc_audit.cli.console import working
from cchc_audit.cli.form_files import put, spanning, target
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given, option, reads_exports
from cchc_audit.cli.page_commands import keep
from cchc_audit.core.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from cchc_audit.products.forms.official_form import Wanted

_Kind = Annotated[str | None, typer.Argument(metavar="KIND", help="cli.option.kind")]
_Period = Annotated[str | None, option("period", "--period", metavar="NAME", section="own")]
_Compare = Annotated[str | None, option("compare", "--compare", metavar="FILE", section="own")]


@reads_exports
def form(
    given: Given, *, kind: _Kind = None, period: _Period = None, compare: _Compare = None
) -> int:
    """Fill in an official form from the dossiers, or hold a filed one against them."""
    from cchc_audit.products.forms.form_kinds import kind_of
    from cchc_audit.products.forms.official_form import Wanted

    made = kind_of(kind)
    if compare is not None and not made.compares:
        raise ConfigError("forms.compares_not", kind=kind)
    keep(given.output, compare)
    wanted = Wanted(compare=Path(compare) if compare else None)
    place = target(given, made if compare is None else replace(made, own=None), kind_name=str(kind))
    request = request_for(spanning(given, period), settings_for(given))
    request = replace(request, options=(*request.options, *_told(period, wanted)))
    with reading(given, request):
        with working(texts()("cli.working"), quiet=given.quiet):
            filled = made.fill(request, wanted)
        put(filled, given, place)
    return ExitCode.DONE


def _told(period: str | None, wanted: "Wanted") -> tuple[tuple[str, str], ...]:
    """The options of this command, for provenance."""
    compare = () if wanted.compare is None else (("--compare", str(wanted.compare)),)
    return (() if period is None else (("--period", period),)) + compare
