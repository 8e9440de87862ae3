"""The formats: which there are, which suffix means which, and the two ways out, screen and file."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, assert_never

from cchc_audit.core.atomic import writing
from cchc_audit.core.columns import PERSONAL
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.scratch import discard, scratch_file
from cchc_audit.render.document import PAGE, PRINTED, Document, Reader, on_screen
from cchc_audit.render.report import Early, Report
from cchc_audit.texts import Lang, Texts

if TYPE_CHECKING:
    from cchc_audit.render.formal_paper import FormalPaper

PERSONAL_COLUMNS = frozenset(PERSONAL)
PIPE_WIDTH = 100
"""How wide a table is where there is no terminal."""


class Format(StrEnum):
    """What a report can be written as."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"
    PARQUET = "parquet"
    PDF = "pdf"


SUFFIXES: dict[str, Format] = {
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".md": Format.MD,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xlsx": Format.XLSX,
    ".parquet": Format.PARQUET,
    ".pdf": Format.PDF,
    ".txt": Format.TABLE,
}
BINARY = frozenset({Format.XLSX, Format.PARQUET, Format.PDF})
PAPER = frozenset({Format.HTML, Format.PDF})
"""The formats that are passed on: officers stand in them as the settings want them published."""


FOREIGN = frozenset({".doc", ".ods", ".odt", ".ppt", ".pptx", ".rtf", ".xls", ".zip"})
"""Suffixes of documents that nothing here is written as; no name of a folder ends so either."""


def format_of(path: str | Path) -> Format:
    """The format a file's suffix asks for. Raises `ConfigError` for a suffix that means none."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        refuse_foreign(path, *SUFFIXES)
        raise ConfigError("report.format_unknown", file=path, suffixes=" ".join(SUFFIXES))
    return SUFFIXES[suffix]


def refuse_foreign(path: str | Path, *suffixes: str) -> None:
    """Refuse what is named like a document that we do not write; `suffixes` are those we do."""
    suffix = Path(path).suffix.lower()
    if suffix in FOREIGN and not Path(path).is_dir():
        raise ConfigError("report.format_unknown", file=path, suffixes=" ".join(suffixes))


def render(
    report: Report,
    *,
    format: Format,  # noqa: A002 - the option's own name
    texts: Texts,
    width: int = PIPE_WIDTH,
    colour: bool = False,
) -> str | bytes:
    """The whole report as text, or as bytes where the format is binary.

    `width` and `colour` matter to tables only. For long lists `stream` needs less memory.
    """
    if format in BINARY:
        path = scratch_file(f".{format}")
        write(report, path, format=format, texts=texts)
        whole = path.read_bytes()
        discard(path)
        return whole
    out = BytesIO()
    stream(report, out, format=format, texts=texts, width=width, colour=colour)
    return out.getvalue().decode()


def stream(
    report: Report,
    out: BinaryIO,
    *,
    format: Format,  # noqa: A002 - as in `render`
    texts: Texts,
    width: int = PIPE_WIDTH,
    colour: bool = False,
) -> None:
    """Write the report to an open binary stream such as `sys.stdout.buffer`, in UTF-8.

    CSV and JSON pass through row by row. Raises `OSError` as the stream does (a closed pipe).
    """
    match format:
        case Format.JSON:
            from cchc_audit.render.writers.json_text import write_json

            write_json(report, out)
        case Format.CSV:
            from cchc_audit.render.writers.delimited import sink_csv

            sink_csv(report, out)
        case Format.XLSX | Format.PARQUET | Format.PDF:
            content = render(report, format=format, texts=texts)
            out.write(content if isinstance(content, bytes) else content.encode())
        case Format.TABLE | Format.MD | Format.HTML:
            out.write(_text(report, format, texts=texts, width=width, colour=colour).encode())
        case _:
            assert_never(format)


def _text(report: Report, kind: Format, *, texts: Texts, width: int, colour: bool) -> str:
    """The formats for people, which are small."""
    match kind:
        case Format.MD:
            document = report.kind.page(report, texts, Reader())
        case Format.HTML:
            document = report.kind.page(report, texts, PAGE)
        case _:
            document = report.kind.page(report, texts, on_screen(width))
    return document_as(document, kind, lang=texts.lang, width=width, colour=colour)


def _pdf(report: Report, texts: Texts) -> bytes:
    """The report on paper: the formal one that its kind has, else its document."""
    from cchc_audit.render.writers.pdf import document_pdf, formal_pdf

    if report.kind.paper is not None:
        return formal_pdf(report.kind.paper(report, texts), lang=texts.lang)
    return document_pdf(report.kind.page(report, texts, PRINTED), lang=texts.lang)


def write_paper(paper: "FormalPaper", path: Path, *, texts: Texts, private: bool = False) -> None:
    """Write a formal paper as PDF, whole; a `private` one may be read by this user only.

    Raises `CchcError` as `write` does.
    """
    from cchc_audit.render.writers.pdf import formal_pdf

    content = formal_pdf(paper, lang=texts.lang)
    with writing(path, private=private) as beside:
        beside.write_bytes(content)


def ready(kind: Format) -> None:
    """Raise `ConfigError` where a package is missing that a format needs."""
    if kind is Format.PDF:
        from cchc_audit.render.writers.pdf import typst_or

        typst_or()


def document_as(document: Document, kind: Format, *, lang: Lang, width: int, colour: bool) -> str:
    """A document in a format for people. Raises `ValueError` for a format that is none."""
    match kind:
        case Format.MD:
            from cchc_audit.render.writers.markdown import document_markdown

            return document_markdown(document)
        case Format.HTML:
            from cchc_audit.render.writers.html import document_html

            return document_html(document, lang=lang)
        case Format.TABLE:
            from cchc_audit.render.writers.terminal import document_text

            return document_text(document, width=width, colour=colour)
    raise ValueError(kind)


EARLY = frozenset({Format.CSV, Format.PARQUET})
"""The formats that are rows and nothing else."""


def takes_early(path: str | Path, kind: Format) -> bool:
    """Whether rows can be written there that may have to be written once more."""
    return kind in EARLY and (Path(path).is_file() or not Path(path).exists())


def write_early(
    early: Report | Early,
    path: str | Path,
    *,
    format: Format,  # noqa: A002 - as in `render`
    texts: Texts,
    accept: Callable[[Report], None],
) -> Report:
    """`write` for rows that are accounted for only once they are read; the report they belong to.

    Raises `CchcError` as `write` does, as the account does, and as `accept` does, which is shown
    the report before the file is put in its place: the old file stands then.
    """
    if isinstance(early, Report):
        accept(early)
        write(early, path, format=format, texts=texts)
        return early
    from cchc_audit.render.writers.delimited import set_aside, sink_csv, sink_parquet

    with writing(Path(path), private=_personal(early)) as beside:
        while isinstance(early, Early):
            if format is Format.PARQUET:
                sink_parquet(early, beside)
                early = early.settled(partial(set_aside, beside))
            else:
                sink_csv(early, beside)
                early = early.settled(None)
        accept(early)
    return early


def _personal(report: Report | Early) -> bool:
    """Whether rows tell who somebody is."""
    return not PERSONAL_COLUMNS.isdisjoint(report.rows.collect_schema().names())


def write(
    report: Report,
    path: str | Path,
    *,
    format: Format,  # noqa: A002 - as in `render`
    texts: Texts,
) -> None:
    """Write the report into the file `path`, which changes only when the new one is whole.

    Raises `CchcError` for a folder that is not there, a missing permission, a full disk, and for
    more rows than an .xlsx sheet holds. A file with personal data may be read by this user only.
    """
    with writing(Path(path), private=_personal(report)) as beside:
        match format:
            case Format.XLSX:
                from cchc_audit.render.writers.excel import write_excel

                write_excel(report, beside, texts=texts)
            case Format.PARQUET:
                from cchc_audit.render.writers.delimited import sink_parquet

                sink_parquet(report, beside)
            case Format.CSV:
                from cchc_audit.render.writers.delimited import sink_csv

                sink_csv(report, beside)
            case Format.PDF:
                beside.write_bytes(_pdf(report, texts))
            case _:
                with beside.open("wb") as out:
                    stream(report, out, format=format, texts=texts)
