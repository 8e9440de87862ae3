"""A line typed, and what comes out: one runner for every test of the command line."""

from collections.abc import Callable
from datetime import date, datetime

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from cchc_audit.render.report import Provenance, Report
from cchc_audit.render.report_kinds import KINDS

Type = Callable[..., Result]


@pytest.fixture(autouse=True)
def surroundings(plain_surroundings: None) -> None:
    """Every line is typed in surroundings of which nothing is known."""


@pytest.fixture
def typed() -> Type:
    """Type a line: `typed("late", "x.csv")`."""
    from cchc_audit.cli.app import app

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


QUESTIONS = {
    "list_late": "late",
    "list_due": "due",
    "list_verdicts": "assess",
    "stream_verdicts": "assess",
    "summarise_communes": "communes",
    "summarise_by": "summary",
}
"""What commands ask of `audit`, by the command that asks."""


class Asked:
    """An audit that notes what it was asked, and answers with two communes and a total."""

    def __init__(self) -> None:
        self.requests: list[object] = []
        self.extra: list[dict[str, object]] = []
        self.error: BaseException | None = None

    def answer(self, command: str) -> Callable[..., Report]:
        def ask(request: object, **extra: object) -> Report:
            self.requests.append(request)
            self.extra.append(extra)
            if self.error is not None:
                raise self.error
            return summed(command)

        return ask


def summed(command: str) -> Report:
    """Xã A at 98% and xã B at 90%, together 95%."""
    rows = pl.LazyFrame(
        {
            "commune": ["Xã A", "Xã B", None],
            "total": [50, 30, 80],
            "on_time_rate": [0.98, 0.9, 0.95],
        }
    )
    provenance = Provenance(
        files=("a.csv",),
        rows_read=1234,
        rows_rejected=3,
        duplicates=1,
        assessed=1230,
        layout_rows=0,
        as_of=datetime(2026, 11, 22),
        options=(),
        version="0",
        calendar_digest="",
        catalogue_digest="",
        official_through=date(2026, 12, 31),
        provisional=0,
    )
    [kind] = [kind for kind in KINDS if kind.name == command]
    return Report(kind, rows, 2, 2, provenance, keys=("commune",), has_total=True)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """An audit in place of the real one: the command line by itself."""
    from cchc_audit import audit

    noted = Asked()
    for question, command in QUESTIONS.items():
        monkeypatch.setattr(audit, question, noted.answer(command))
    return noted
