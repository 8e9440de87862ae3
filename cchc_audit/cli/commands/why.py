"""`cchc-audit why`."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from cchc_audit.cli.answer import reading, request_in
from cchc_audit.cli.build_request import settings_for
from cchc_audit.cli.console import working
from cchc_audit.cli.explained_output import form_of, put
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given, Many, option, shares
from cchc_audit.cli.page_commands import keep
from cchc_audit.core.errors import ExitCode, InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Given):
    """The shared options, with numbers of dossiers among the files."""

    files: Annotated[
        Many, typer.Argument(metavar="DOSSIER FILES", help="cli.option.dossier_and_files")
    ] = None


@shares(Asked)
def why(
    given: Asked,
    *,
    id: Annotated[Many, option("id", "--id", metavar="DOSSIER", section="own")] = None,  # noqa: A002
    id_file: Annotated[
        str | None, option("id_file", "--id-file", metavar="FILE", section="less")
    ] = None,
) -> int:
    """One verdict, defended: each step, each day, the law."""
    from cchc_audit.products import inquiry

    form = form_of(given.format, given.output)
    keep(given.output, id_file)
    files, numbers = inquiry.part_words(given.files or ())
    request = request_in(form, replace(given, files=list(files)), settings_for(given))
    listed = inquiry.read_ids(Path(id_file)) if id_file else ()
    try:
        with reading(given, request), working(texts()("cli.working"), quiet=given.quiet):
            answer = inquiry.why(request, ids=[*numbers, *(id or ()), *listed])
    except InputError as error:
        raise inquiry.as_word(error, numbers) from None
    put(answer, form=form, output=given.output, quiet=given.quiet)
    return ExitCode.DONE
