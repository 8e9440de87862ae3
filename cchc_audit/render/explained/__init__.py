"""The pages of `why` and `deadline`: one dossier after another, in every format they have."""

from pathlib import Path
from typing import assert_never

from cchc_audit.analysis.explain import Explanations
from cchc_audit.core.atomic import writing
from cchc_audit.render.formats import PIPE_WIDTH, Format
from cchc_audit.texts import Texts

FORMATS = (Format.TABLE, Format.JSON, Format.MD, Format.HTML)
"""What an explanation can be written as."""


def render(
    answer: Explanations,
    *,
    format: Format,  # noqa: A002 - the option's own name
    texts: Texts,
    width: int = PIPE_WIDTH,
    colour: bool = False,
) -> str:
    """The whole answer as text. Raises `ValueError` for a format that is none of `FORMATS`.

    `width` and `colour` matter to `table` only. Everything from data is escaped.
    """
    match format:
        case Format.JSON:
            from cchc_audit.render.explained.explained_json import render_json

            return render_json(answer)
        case Format.MD:
            from cchc_audit.render.explained.explained_markdown import render_markdown

            return render_markdown(answer, texts=texts)
        case Format.HTML:
            from cchc_audit.render.explained.explained_html import render_html

            return render_html(answer, texts=texts)
        case Format.TABLE:
            from cchc_audit.render.explained.screen import render_text

            return render_text(answer, texts=texts, width=width, colour=colour)
        case Format.CSV | Format.XLSX | Format.PARQUET:
            raise ValueError(format)
        case _:
            assert_never(format)


def write(
    answer: Explanations,
    path: Path,
    *,
    format: Format,  # noqa: A002 - as in `render`
    texts: Texts,
) -> None:
    """Write the answer into a file, which changes only when the new one is whole."""
    text = render(answer, format=format, texts=texts)
    with writing(path) as beside:
        beside.write_bytes(text.encode())
