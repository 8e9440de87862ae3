"""`cchc-audit why`."""

from pathlib import Path
from typing import Annotated

from cchc_audit.cli.answer import reading, request_in
from cchc_audit.cli.build_request import settings_for
from cchc_audit.cli.console import working
from cchc_audit.cli.explained_output import form_of, put
from cchc_audit.cli.language import texts
from cchc_audit.cli.options import Given, Many, option, reads_exports
from cchc_audit.cli.page_commands import keep
from cchc_audit.core.errors import ExitCode


@reads_exports
def why(
    given: Given,
    *,
    id: Annotated[Many, option("id", "--id", metavar="DOSSIER", section="own")] = None,  # noqa: A002
    id_file: Annotated[
        str | None, option("id_file", "--id-file", metavar="FILE", section="own")
    ] = None,
) -> int:
    """One verdict, defended: each step, each day, the law."""
    from cchc_audit.products import inquiry

    form = form_of(given.format, given.output)
    keep(given.output, id_file)
    request = request_in(form, given, settings_for(given))
    ids = [*(id or ()), *(inquiry.read_ids(Path(id_file)) if id_file else ())]
    with reading(given, request), working(texts()("cli.working"), quiet=given.quiet):
        answer = inquiry.why(request, ids=ids)
    put(answer, form=form, output=given.output, quiet=given.quiet)
    return ExitCode.DONE
