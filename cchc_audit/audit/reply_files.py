"""Lists of findings that a commune filled in, read back row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.raw_rows import CODE, LINE, cell
from cchc_audit.intake.files.readers import read_body
from cchc_audit.intake.values.text import clean, fold_header, fold_search
from cchc_audit.render.sheets.explanation_list import COLUMNS
from cchc_audit.texts import LANGS, Texts

_NEEDED = ("code", "dossier_id", "cause", "explanation", "opinion", "mark")
_READ = (*_NEEDED, "message")


class Response(StrEnum):
    """What the team thinks of an explanation."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Reply:
    """One row of a list that came back; what a cell does not say is blank.

    `dossier_id` is an officer where the finding is about one.
    """

    file: str
    line: int
    code: str
    dossier_id: str
    mark: str
    message: str
    response: Response
    explanation: str


def read_replies(paths: Sequence[str | Path], *, limit: int) -> tuple[Reply, ...]:
    """The answers of lists written by `findings --explain-to`, in .xlsx or .csv, file by file.

    Rows in which nobody wrote anything are no answers. Raises `InputError` for a file whose
    headings are not those of the list, and for an opinion that is neither of the two.
    """
    return tuple(reply for path in paths for reply in _replies(path, limit))


def _replies(path: str | Path, limit: int) -> list[Reply]:
    body = read_body(str(path), lambda cells, _beyond=0: len(_places(cells)), limit=limit)
    places = _places(body.header)
    for name in _NEEDED:
        if name not in places:
            column = Texts("vi")(f"explanations.{name}")
            raise InputError("responses.column_missing", file=path, column=column)
    frame = body.frame.filter(pl.col(CODE).is_null()).select(
        pl.col(LINE).alias("line"),
        *(pl.col(cell(at)).fill_null("").alias(name) for name, at in places.items()),
    )
    replies = (_reply(row, path) for row in frame.collect().iter_rows(named=True))
    return [reply for reply in replies if reply is not None]


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Column of the list → its place, by its heading in either language."""
    folded = [fold_header(text) for text in cells]
    found: dict[str, int] = {}
    for name, _ in COLUMNS:
        if name not in _READ:
            continue
        heads = (fold_header(Texts(lang)(f"explanations.{name}")) for lang in LANGS)
        place = next((folded.index(head) for head in heads if head in folded), None)
        if place is not None:
            found[name] = place
    return found


def _reply(row: Mapping[str, object], path: str | Path) -> Reply | None:
    text = {name: clean(str(row.get(name) or "")) for name in _READ}
    told = "; ".join(part for part in (text["cause"], text["explanation"]) if part)
    if not (told or text["opinion"]):
        return None
    line = int(str(row["line"]))
    response = _response(text["opinion"])
    if response is None:
        raise InputError(
            "responses.opinion_unknown",
            file=path,
            line=line,
            value=text["opinion"],
            accepted=Texts("vi")("opinion.accepted"),
            rejected=Texts("vi")("opinion.rejected"),
        )
    return Reply(
        file=str(path),
        line=line,
        code=text["code"].upper(),
        dossier_id=text["dossier_id"],
        mark=text["mark"].lower(),
        message=text["message"],
        response=response,
        explanation=told,
    )


def _response(opinion: str) -> Response | None:
    folded = fold_search(opinion)
    if not folded:
        return Response.OPEN
    for response in (Response.REJECTED, Response.ACCEPTED):
        words = [fold_search(Texts(lang)(f"opinion.{response}")) for lang in LANGS]
        if folded in (*words, response.value):
            return response
    return None
