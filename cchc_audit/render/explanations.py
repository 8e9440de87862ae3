"""The pages of `why` and `deadline`: one dossier after another, in every format they have."""

from pathlib import Path

from cchc_audit.analysis.explain import Explanations
from cchc_audit.core.atomic import writing
from cchc_audit.core.columns import PERSONAL
from cchc_audit.render.formats import PIPE_WIDTH, Format, document_as
from cchc_audit.texts import Texts

FORMATS = (Format.TABLE, Format.JSON, Format.MD, Format.HTML, Format.PDF)
"""What an explanation can be written as."""


def render(
    answer: Explanations,
    *,
    format: Format,  # noqa: A002 - the option's own name
    texts: Texts,
    width: int = PIPE_WIDTH,
    colour: bool = False,
) -> str:
    """The whole answer as text. Raises `ValueError` for a format that is no text of `FORMATS`.

    `width` and `colour` matter to `table` only. Everything from data is escaped.
    """
    if format not in FORMATS or format is Format.PDF:
        raise ValueError(format)
    if format is Format.JSON:
        from cchc_audit.render.writers.explained_json import render_json

        return render_json(answer)
    from cchc_audit.render.pages.explained_page import explained_page

    document = explained_page(answer, texts)
    return document_as(document, format, lang=texts.lang, width=width, colour=colour)


def write(
    answer: Explanations,
    path: Path,
    *,
    format: Format,  # noqa: A002 - as in `render`
    texts: Texts,
) -> None:
    """Write the answer into a file, which changes only when the new one is whole."""
    if format is Format.PDF:
        content = _pdf(answer, texts)
    else:
        content = render(answer, format=format, texts=texts).encode()
    private = any(one.dossier.get(name) for one in answer.dossiers for name in PERSONAL)
    with writing(path, private=private) as beside:
        beside.write_bytes(content)


def _pdf(answer: Explanations, texts: Texts) -> bytes:
    from cchc_audit.render.pages.explained_page import explained_page
    from cchc_audit.render.writers.pdf import document_pdf

    return document_pdf(explained_page(answer, texts), lang=texts.lang)
