"""What a form is asked for, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from cchc_audit.audit.request import Request
from cchc_audit.core.vocabulary import Certainty
from cchc_audit.render.formal_paper import FormalPaper
from cchc_audit.render.report import Report


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one form is asked for beside its exports: `compare` is a filed form to hold it
    against, `certainty` how sure a delay has to be for a letter.
    """

    compare: Path | None = None
    certainty: frozenset[Certainty] = frozenset({Certainty.FIRM})


@dataclass(frozen=True, slots=True)
class Filled:
    """A form filled in.

    `report` goes into every common format but those for people, which take `people` where it is
    given. `lay_out` writes the file that the kind lays out itself (`Kind.own`); None: the common
    one. `paper` is the same as a paper to print (None: the document of the report is printed).
    `fill` writes a file a dossier into an empty folder, where the kind has several. `beside` are
    sentences that are said with the form and are no part of it.
    """

    report: Report
    people: Report | None = None
    lay_out: Callable[[Path], None] | None = None
    paper: Callable[[], FormalPaper] | None = None
    fill: Callable[[Path], None] | None = None
    beside: tuple[str, ...] = ()


def at_the_end(request: Request) -> Request:
    """The request judged at the end of its period: a form says how things stood then, whatever has
    happened since.
    """
    if request.last is None:
        return request
    end = datetime.combine(request.last + timedelta(days=1), time())
    return replace(request, as_of=min(request.as_of, end))
